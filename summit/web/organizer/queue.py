"""The queues for seats: how full each session is, who waits, and what the desk does about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response

from summit.core import edit as change
from summit.core.change import Noun
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.programme import Programme, Session
from summit.core.text import Text
from summit.formats import thing
from summit.services import edit, programme, queue
from summit.services.queue import Seating, Waiting
from summit.web import auth, leaf, read, reader
from summit.web.organizer import selection, wording
from summit.web.organizer.console import Console, open_console
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.way import go

_MOST = 1_000_000
Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Queues:
    """All seatings of a summit, and the titles of their sessions by code."""

    seatings: tuple[Seating, ...]
    titles: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Queue:
    """The seating of one session, and who is in it.

    `draft` is the session as it stands in the working programme, None where it is gone;
    `seen` is the digest of it that the form brings back.
    """

    seating: Seating
    people: tuple[Waiting, ...]
    number: int
    pages: int
    title: Text
    draft: Session | None
    seen: str
    form: Filled
    error: str = ""


def show(summit: str) -> str:
    """List the sessions with seats, the longest queue first."""
    frame = open_console(summit)
    titles = selection.titles(selection.released(summit))
    return render("organizer/queues.html", Queues(queue.seatings(frame.actor, summit), titles))


def one(summit: str, code: str) -> str:
    """Show who has a seat in a session, and who waits for one."""
    return _page(open_console(summit), code)


def offer(summit: str, code: str) -> Answer:
    """Offer a seat at once to somebody who waits."""
    above = bool(request.form.get("above"))
    return _done(
        summit,
        code,
        "offered",
        lambda: queue.offer(
            auth.actor(), summit, code, _number(), site().clock.now(), above=above, note=_note()
        ),
    )


def give_back(summit: str, code: str) -> Answer:
    """Give somebody's seat back for them, or take them out of the queue."""
    return _done(
        summit,
        code,
        "given-back",
        lambda: queue.give_back(auth.actor(), summit, code, _number(), site().clock.now(), _note()),
    )


def to_end(summit: str, code: str) -> Answer:
    """Move somebody who waits to the end of the queue."""
    return _done(
        summit,
        code,
        "moved",
        lambda: queue.to_end(auth.actor(), summit, code, _number(), site().clock.now(), _note()),
    )


def resize(summit: str, code: str) -> Answer:
    """Give a session another capacity in the working programme; it takes effect when published.

    The desk sees this page; only who may edit the programme as well may do it.
    """
    frame = open_console(summit)
    written = request.form.get("capacity", "")
    capacity = int(written) if written.isascii() and written.isdecimal() and len(written) < 8 else 0
    if not 0 < capacity <= _MOST:
        message = wording.said(Invalid("Please write a whole number, 1 or more."))
        return _page(frame, code, read.again({"capacity": message})), 400

    def act(found: Programme) -> Programme:
        session = change.session(found, code)
        return change.put(found, Noun.SESSION, replace(session, capacity=capacity))

    now, domain = site().clock.now(), site().settings.uid_domain
    seen = {f"session/{code}": request.form.get("seen", "")}
    try:
        edit.apply(frame.actor, summit, "capacity", act, now, domain, seen)
    except Stale:
        words = "Somebody else has changed this session since: look at it again."
        return _page(frame, code, error=wording.said(Invalid(words))), 409
    return go(reader.link("organizer.queue", summit=summit, code=code, said="resized"))


def _done(summit: str, code: str, said: str, act: Callable[[], object]) -> Answer:
    try:
        act()
    except Invalid as error:
        return _page(open_console(summit), code, error=wording.said(error)), 400
    return go(reader.link("organizer.queue", summit=summit, code=code, said=said))


def _page(frame: Console, code: str, form: Filled | None = None, error: str = "") -> str:
    seating, people, number = queue.queue(frame.actor, frame.code, code, leaf.asked())
    title = selection.titles(selection.released(frame.code)).get(code, Text({"en": code}))
    draft = None
    if frame.may("edit"):
        things = change.things(programme.draft(frame.actor, frame.code))
        held = things.get(f"{Noun.SESSION}/{code}")
        draft = held if isinstance(held, Session) else None
    capacity = draft.capacity if draft else seating.capacity
    view = Queue(
        seating=seating,
        people=people,
        number=number,
        pages=queue.pages(seating),
        title=title,
        draft=draft,
        seen=thing.digest(draft) if draft else "",
        form=form or read.filled(capacity="" if capacity is None else str(capacity)),
        error=error,
    )
    return render("organizer/queue.html", view)


def _number() -> int:
    value = request.form.get("registration", "")
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise NotFound("registration", "")
    return int(value)


def _note() -> str:
    return read.clean(request.form.get("note", ""))[:200]
