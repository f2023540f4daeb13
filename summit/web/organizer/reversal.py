"""Taking edits back and doing them again, on every page that leads to edits.

Of the programme, each editor takes back their own edits, one after the other. How one registers
is kept in no edit: there, the newest change is taken back, and done again by the same button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from summit.core.clash import Clash
from summit.core.errors import Invalid, Stale
from summit.core.programme import Programme
from summit.services import edit, programme, registration
from summit.services.edit import Done
from summit.web import reader
from summit.web.organizer import form, move
from summit.web.organizer.console import open_console
from summit.web.organizer.move import Answer
from summit.web.organizer.noun import NOUNS
from summit.web.organizer.wording import said
from summit.web.page import render, site
from summit.web.way import go

_OF_SESSIONS = ("/sessions/", "/queues/")
"""What the addresses of pages hold that are about the session whose code they name."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an edit could not be taken back, or done again, and the `page` to go back to, or ""."""

    reason: str
    page: str = ""


def undo(summit: str) -> Answer:
    """Take the reader's newest edit back."""
    return _turn(summit, edit.undo, "undone")


def redo(summit: str) -> Answer:
    """Do again what the reader took back."""
    return _turn(summit, edit.redo, "redone")


def undo_rules(summit: str) -> Answer:
    """Take the reader's newest change of how one registers back, or do it again."""
    frame = open_console(summit)
    path = reader.link("organizer.registration_rules", summit=summit)
    try:
        registration.undo_rules(frame.actor, summit, site().clock.now())
    except Invalid as error:
        return render("organizer/refused.html", Refused(said(error), path)), 409
    return go(f"{path}?said={'again' if request.form.get('again') else 'back'}")


def _turn(summit: str, turn: Callable[..., Done], word: str) -> Answer:
    frame = open_console(summit)
    meant, path = request.form.get("edit", ""), request.form.get("next", "")
    number = int(meant) if meant.isascii() and meant.isdigit() and len(meant) < 10 else None
    try:
        now, domain = site().clock.now(), site().settings.uid_domain
        done = turn(frame.actor, summit, now, domain, number)
    except (Stale, Invalid, Clash) as error:
        reason = move.reason(error, programme.draft(frame.actor, summit))
        if move.is_script():
            return jsonify(refused=reason), 409
        return render("organizer/refused.html", Refused(reason, _back(summit, path))), 409
    if page := _back(summit, path, done.programme):
        return form.go_on(page, word)
    codes = move.codes(done)
    return move.answer(frame, done, codes[0] if codes else "")


def _back(summit: str, path: str, draft: Programme | None = None) -> str:
    """Return the page of the console that a form came from, where it is one, or "".

    Where `draft` has no more what the page is about, it is the list of its like.
    """
    if not reader.is_own_path(path):
        return ""
    try:
        endpoint, values = current_app.url_map.bind("").match(path.partition("?")[0], "GET")
    except HTTPException:
        return ""
    if not str(endpoint).startswith("organizer.") or values.get("summit") != summit:
        return ""
    is_session = any(one in path for one in _OF_SESSIONS)
    code, noun = values.get("code", ""), "session" if is_session else values.get("noun", "")
    if draft is None or not code or noun not in NOUNS or NOUNS[noun].find(draft, code):
        return path
    return reader.link(f"organizer.{NOUNS[noun].list}", summit=summit)
