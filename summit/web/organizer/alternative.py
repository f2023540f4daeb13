"""Why a session of the draft is at its hour, what would be kinder, and the press that moves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import request

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import Invalid, Stale, SummitError
from summit.core.programme import Programme
from summit.core.zone import utc
from summit.language import marked as _
from summit.services import programme
from summit.web import reader
from summit.web.alternative import Why, why
from summit.web.organizer import form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.editor import digest
from summit.web.organizer.field import first, said
from summit.web.organizer.thing import Answer
from summit.web.page import render
from summit.web.way import go


def show(summit: str, code: str) -> str:
    """Show every start of a session with its cost and what stands in the way."""
    frame = open_console(summit)
    word = "moved" if request.args.get("said") == "moved" else ""
    return _page(replace(_view(frame, code), said=word))


def move(summit: str, code: str) -> Answer:
    """Move a session to the start that was chosen."""
    frame, typed = open_console(summit), form.typed()
    view = _view(frame, code)
    try:
        starts = _instant(first(typed, "starts"))
    except Invalid:
        return _page(replace(view, error=said(_("Please choose one of these.")))), 400

    def act(draft: Programme) -> Programme:
        return edits.move(draft, code, starts=starts)

    try:
        form.send(frame, "move", act, {f"{Noun.SESSION}/{code}": first(typed, "seen")})
    except Stale:
        told = said(_("Somebody else has changed this since you opened it."))
        return _page(replace(view, error=told)), 409
    except SummitError as error:
        return _page(
            replace(view, error=form.reason(error, programme.draft(frame.actor, frame.code)))
        ), 400
    path = reader.link("organizer.alternatives", summit=summit, code=code)
    return go(f"{path}{'&' if '?' in path else '?'}said=moved")


def _instant(words: str) -> datetime:
    try:
        found = utc(datetime.fromisoformat(words))
    except ValueError:
        raise Invalid("Choose one of the times that are offered.") from None
    return found.replace(second=0, microsecond=0)


def _view(frame: Console, code: str) -> Why:
    draft = programme.draft(frame.actor, frame.code)
    day = request.args.get("day", "")
    view = why(draft, code, day, frame.when, frame.reader.language)
    return replace(view, seen=digest(view.session))


def _page(view: Why) -> str:
    return render("organizer/alternative.html", view)
