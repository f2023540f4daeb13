"""How far the order of a session's turns is decided, and what readers have of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.wrappers import Response

from summit.core import edit, edition
from summit.core.change import Noun
from summit.core.errors import Stale
from summit.core.programme import Programme, Session
from summit.core.turn import Edition, Standing, TurnChange
from summit.services import console, programme
from summit.web import read
from summit.web.organizer import form
from summit.web.organizer.console import open_console
from summit.web.organizer.editor import digest
from summit.web.page import render
from summit.web.read import Problems
from summit.web.reader import link
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class View:
    """The standing of an order: `published` is what readers have, `coming` the next release's.

    `waiting` are the differences of the draft from what is published; `seen` names the draft.
    """

    session: Session
    standings: Sequence[Standing]
    published: Session | None
    coming: Edition | None
    waiting: tuple[TurnChange, ...]
    seen: str
    alert: str


def show(summit: str, code: str) -> str:
    """Show how far the order of a session is decided."""
    return _page(summit, code)


def keep(summit: str, code: str) -> Response | tuple[str, int]:
    """Keep how far it is decided, in the working programme."""
    frame = open_console(summit)
    edit.session(programme.draft(frame.actor, summit), code)  # there is none: not found

    def act(draft: Programme) -> Programme:
        old = edit.session(draft, code)
        standing = Standing(asked.standing) if asked.standing else None
        return edit.put(draft, Noun.SESSION, replace(old, standing=standing))

    try:
        asked = read.form(_Asked)
        form.send(frame, "standing", act, {f"{Noun.SESSION}/{code}": asked.seen})
    except Stale as error:
        return _page(summit, code, form.reason(error, programme.draft(frame.actor, summit))), 409
    except Problems as error:
        return _page(summit, code, str(error)), 400
    return go(link("organizer.standing", summit=summit, code=code))


@dataclass(frozen=True, slots=True)
class _Asked:
    standing: str = read.choice(set(Standing), optional=True)
    seen: str = read.text(most=64)


def _page(summit: str, code: str, alert: str = "") -> str:
    frame = open_console(summit)
    session = edit.session(programme.draft(frame.actor, summit), code)
    release = console.released(frame.actor, summit)
    uid = session.stamp.uid if session.stamp else ""
    known = release.sessions if release else ()
    published = next((one for one in known if one.stamp and one.stamp.uid == uid), None)
    view = View(
        session=session,
        standings=tuple(Standing),
        published=published,
        coming=edition.edition(published, session, release.number + 1 if release else 1),
        waiting=tuple(edition.between(published.turns, session.turns)) if published else (),
        seen=digest(session),
        alert=alert,
    )
    return render("organizer/standing.html", view)
