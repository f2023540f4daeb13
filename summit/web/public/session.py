"""The page of one session: its time, its people, its turns, its hour around the world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask import url_for

from summit.core.errors import NotFound
from summit.core.people import Part, Person, Role
from summit.core.place import Government
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.run import Minute, State
from summit.core.run import is_on as runs_now
from summit.formats import json_ld
from summit.formats.add_link import AddLink, add_links
from summit.formats.share_link import ShareLink, share_links
from summit.web.outlet import outlet
from summit.web.page import SummitFrame, open_summit, render, show_minute
from summit.web.public.world import World, world
from summit.web.row import Row, row
from summit.when import When

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class PartEntry:
    """Somebody's part with its person and government, and every role they have.

    Where the name is not published, `count` people have a part just like it.
    """

    part: Part
    roles: tuple[Role, ...]
    person: Person | None
    government: Government | None
    count: int


@dataclass(frozen=True, slots=True)
class TurnEntry:
    """A turn with the reader's time of it: the expected one, or the real one once it was.

    `planned` is the published time, where that is another. One that is left out has only that.
    """

    timed: Minute
    when: When
    planned: When | None
    person: Person | None
    government: Government | None
    is_on: bool

    @property
    def is_out(self) -> bool:
        """Whether the turn does not take place."""
        return self.timed.starts is None

    @property
    def is_over(self) -> bool:
        """Whether it was, so that its time is what really was."""
        return self.timed.item.state is State.DONE


@dataclass(frozen=True, slots=True)
class View:
    """The page of a session."""

    row: Row
    parts: tuple[PartEntry, ...]
    attending: tuple[Government, ...]
    turns: tuple[TurnEntry, ...]
    is_run: bool
    world: World
    add_links: tuple[AddLink, ...]
    share_links: tuple[ShareLink, ...]
    address: str
    before: Session | None
    after: Session | None
    is_on: bool
    linked_data: dict[str, Any]


def show(summit: str, code: str) -> str:
    """Show one session."""
    frame = open_summit(summit)
    release = frame.release
    session = release.session(code)
    position = release.sessions.index(session)
    # Without zone and language: whoever is given it reads it in their own.
    address = frame.absolute(url_for("public.session", summit=summit, code=code))
    entry = row(frame, session)
    run = frame.run(session.code)
    is_on = runs_now(session, run, frame.now)
    if is_on:
        show_minute()  # for the turn that it has reached
    host = entry.when.host
    words = f"{session.title.say(frame.reader.language)}, {host.full_date}, {host.label}"
    return render(
        "public/session.html",
        View(
            row=entry,
            parts=tuple(_parts(release, session)),
            attending=tuple(
                release.government(part.government)
                for part in session.parts
                if part.government and not part.speaks
            ),
            turns=tuple(turns(frame, session)),
            is_run=bool(run and run.acts),
            world=world(
                release,
                session.governments,
                session.starts,
                session.ends,
                frame.reader.language,
            ),
            add_links=add_links(session, frame.reader.language, address),
            share_links=share_links(words, address),
            address=address,
            before=release.sessions[position - 1] if position else None,
            after=next(iter(release.sessions[position + 1 :]), None),
            is_on=is_on,
            linked_data=json_ld.session(release, session, outlet(summit, frame.reader.language)),
        ),
    )


def _parts(release: Release, session: Session) -> Iterator[PartEntry]:
    """Yield the speaking parts, those of one person together and those alike without a name."""
    alike: dict[str | Part, list[Part]] = {}
    for part in session.parts:
        if part.speaks:
            alike.setdefault(part.person or part, []).append(part)
    for first, *others in alike.values():
        yield PartEntry(
            part=first,
            roles=tuple(dict.fromkeys(part.role for part in (first, *others))),
            person=release.person(first.person) if first.person else None,
            government=release.government(first.government) if first.government else None,
            count=1 + len(others),
        )


def turns(frame: SummitFrame, session: Session) -> Iterator[TurnEntry]:
    """Yield the turns of a session with the reader's times."""
    return (turn_entry(frame, session, one) for one in frame.minutes(session))


def turn_entry(frame: SummitFrame, session: Session, one: Minute) -> TurnEntry:
    """Return one turn of a session with the reader's times of it."""
    item, turn, release = one.item, one.turn, frame.release
    length = timedelta(minutes=turn.minutes)
    planned = frame.when(item.planned, item.planned + length) if item.planned else None
    if one.starts and one.ends:
        when = frame.when(one.starts, one.ends)
    else:
        when = planned or frame.when(session.starts, session.ends)
    run = frame.run(session.code)
    is_run = bool(run and run.acts)
    return TurnEntry(
        timed=one,
        when=when,
        planned=planned if one.is_off_plan else None,
        person=_known(release.person, turn.person),
        government=_known(release.government, turn.government),
        is_on=session.status is Status.SCHEDULED
        and (item.state is State.ON if is_run else one.spans(frame.now)),
    )


def _known(find: Callable[[str], _Thing], code: str | None) -> _Thing | None:
    """Return what a turn names; somebody may have left the release since its session began."""
    try:
        return find(code) if code else None
    except NotFound:
        return None
