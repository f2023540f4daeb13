"""The control page: a session while it is on, run from a phone or a desk.

Every press is a form that is sent, so that the page works without a script; where one runs, the
page counts the seconds and looks for what others press.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug.wrappers import Response

from summit.core import run as core
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.people import Person
from summit.core.place import Government
from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.run import LONGEST, Act, Item, Minute, Press, State
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.language import translations
from summit.services import console, run
from summit.services.run import Line
from summit.web import read, reader
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.wording import said
from summit.web.page import render
from summit.web.read import Filled, Problems, Unfit
from summit.web.reader import link
from summit.web.way import go
from summit.when import Local, When, local

MORE = (1, 2, 5, 10)
"""Minutes that the turn which is on is given at one press."""

_LATEST = 8
"""Presses that are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A turn of the running order; its times are those of the host and of the reader.

    `moved` says by how many minutes it comes later than published, None where that means nothing.
    """

    minute: Minute
    number: int
    planned: Local | None
    when: When | None
    who: tuple[Text, ...]
    moved: int | None

    @property
    def item(self) -> Item:
        """The turn as it is run."""
        return self.minute.item


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of the log, as it is told: `number` is the turn's that it was about."""

    line: Line
    number: int | None
    when: Local


@dataclass(frozen=True, slots=True)
class View:
    """The control page.

    `late` is by how many minutes the next turn comes late, `excess` by how many the session goes
    beyond its published end. `alert` says why nothing was done. `last` is the press that can be
    taken back. `due` is when the turn that is on should end, `left` the minutes until then.
    """

    session: Session
    release: int
    version: int
    rows: tuple[Row, ...]
    on: Row | None
    coming: Row | None
    due: datetime | None
    left: int
    has_begun: bool
    is_closed: bool
    is_paused: bool
    late: int
    excess: int
    begins: Local
    ends: Local
    published: Local
    lines: tuple[Pressed, ...]
    last: Pressed | None
    is_other: bool
    form: Filled
    alert: str
    people: tuple[Person, ...]
    governments: tuple[Government, ...]
    more: tuple[int, ...] = MORE

    @property
    def waiting(self) -> tuple[Row, ...]:
        """The turns that are still to come."""
        return tuple(one for one in self.rows if one.item.state is State.WAITING)


@dataclass(frozen=True, slots=True)
class Listed:
    """A session that can be run; `is_on` where it is on, `soon` how many minutes it is to it."""

    session: Session
    when: When
    is_on: bool
    soon: int


def every(summit: str) -> str:
    """List the sessions that have turns, those that are on or to come first."""
    frame = open_console(summit)
    try:
        release, runs = run.every(frame.actor, summit)
    except NotFound:
        return render("organizer/controls.html", ())
    found = [
        Listed(
            one,
            frame.when(one.starts, one.ends),
            core.is_on(one, runs.get(one.code), frame.now),
            math.ceil((one.starts - frame.now) / timedelta(minutes=1)),
        )
        for one in release.sessions
        if one.turns and one.status is Status.SCHEDULED
    ]
    found.sort(key=lambda one: (not one.is_on, one.when.ends < frame.now, one.when.starts))
    return render("organizer/controls.html", tuple(found))


def show(summit: str, code: str) -> str:
    """Show the control page of a session."""
    return _page(open_console(summit), code)


def press(summit: str, code: str) -> Response | tuple[str, int]:
    """Do what was pressed; where somebody else was first, or it cannot be done, say so."""
    frame = open_console(summit)
    try:
        done = read.form(_Pressed)
        name, _, key = done.do.partition("/")
        if name == "undo":
            run.undo(frame.actor, summit, code, frame.real, done.seen)
        else:
            act = _act(frame, name, key)
            run.press(frame.actor, summit, code, act, frame.real, done.seen)
    except Stale as error:
        return _page(frame, code, alert=said(error)), 409
    except Invalid as error:
        form = read.again({error.where: said(error)} if error.where else {})
        return _page(frame, code, form, "" if error.where else said(error)), 400
    except Problems as error:
        return _page(frame, code, error.filled), 400
    return go(link("organizer.control", summit=summit, code=code))


def _number(least: int, most: int) -> object:
    limits = {"least": least, "most": most}

    def number(words: str) -> int:
        if not (words.isascii() and words.isdigit()) or not least <= int(words) <= most:
            gettext = translations(reader.language()).gettext
            raise Unfit(gettext("Give a number from %(least)s to %(most)s.") % limits)
        return int(words)

    return read.text(most=9, then=number)


@dataclass(frozen=True, slots=True)
class _Pressed:
    do: str = read.text(most=32)
    seen: int = _number(0, 10**6)  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class _Over:
    minutes: int = _number(1, LONGEST)  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class _Swap:
    one: str = read.text(most=6)
    other: str = read.text(most=6)


@dataclass(frozen=True, slots=True)
class _Insert:
    title: str = read.text(most=200)
    length: int = _number(1, LONGEST)  # type: ignore[assignment]
    after: str = read.text(least=0, most=6)
    person: str = read.text(least=0, most=64)
    government: str = read.text(least=0, most=64)


def _act(frame: Console, name: str, key: str) -> Act:
    """Return what a button stands for, with what is typed beside it; the instant comes later."""
    if name not in set(Press):
        raise Invalid("Please choose one of these.")
    press, at = Press(name), frame.now
    if press is Press.OVER:
        minutes = int(key) if key in map(str, MORE) else read.form(_Over).minutes
        return Act(press, at, minutes=minutes)
    if press is Press.SWAP:
        both = read.form(_Swap)
        return Act(press, at, _key(both.one), _key(both.other))
    if press is Press.INSERT:
        asked = read.form(_Insert)
        release = console.released(frame.actor, frame.code)
        turn = Turn(
            title=Text({frame.reader.language: asked.title}),
            minutes=asked.length,
            kind=TurnKind.TALK,
            person=_code(asked.person, release.programme.people if release else ()),
            government=_code(asked.government, release.programme.governments if release else ()),
        )
        return Act(press, at, _key(asked.after) if asked.after else None, turn=turn)
    return Act(press, at, _key(key) if key else None)


def _key(words: str) -> int:
    if not (words.isascii() and words.isdigit()) or len(words) > 5:
        raise Invalid("Please choose one of these.")
    return int(words)


def _code(words: str, known: tuple[Person, ...] | tuple[Government, ...]) -> str | None:
    if words and words not in {one.code for one in known}:
        raise Invalid("Please choose one of these.")
    return words or None


def _page(frame: Console, code: str, form: Filled | None = None, alert: str = "") -> str:
    control = run.control(frame.actor, frame.code, code)
    release = console.released(frame.actor, frame.code)
    session, now = control.session, core.course(control.run.plan, control.run.acts)
    minutes = core.minutes(now, frame.now)
    rows = tuple(_rows(frame, release, minutes))
    due = next((one.ends for one in core.minutes(now) if one.item.state is State.ON), None)
    lines = tuple(_lines(frame, control.lines))
    ends = core.last_end(now, minutes)
    language = frame.reader.language
    view = View(
        session=session,
        release=control.release,
        version=control.run.version,
        rows=rows,
        on=next((one for one in rows if one.item.state is State.ON), None),
        coming=next((one for one in rows if one.item.state is State.WAITING), None),
        due=due,
        left=math.ceil((due - frame.now).total_seconds() / 60) if due else 0,
        has_begun=now.began is not None,
        is_closed=now.closed is not None,
        is_paused=now.began is not None and now.on is None and now.closed is None,
        late=core.lateness(minutes),
        excess=core.excess(now, minutes),
        begins=local(now.plan.starts, now.plan.ends, frame.desk.zone, language),
        ends=local(ends, ends, frame.desk.zone, language),
        published=local(now.plan.ends, now.plan.ends, frame.desk.zone, language),
        lines=lines[::-1][:_LATEST],
        last=next((one for one in reversed(lines) if not one.line.is_undone), None),
        is_other=bool(control.run.acts) and core.plan_of(session) != control.run.plan,
        form=form or Filled(),
        alert=alert,
        people=release.programme.people if release else (),
        governments=release.programme.governments if release else (),
    )
    return render("organizer/control.html", view)


def _rows(frame: Console, release: Release | None, minutes: tuple[Minute, ...]) -> Iterator[Row]:
    people = {one.code: one.name for one in release.programme.people} if release else {}
    cities = {one.code: one.name for one in release.programme.governments} if release else {}
    zone, language = frame.desk.zone, frame.reader.language
    for one in minutes:
        item, turn = one.item, one.turn
        names = (people.get(turn.person or ""), cities.get(turn.government or ""))
        moved = None
        if item.planned and one.starts and not item.is_moved:
            moved = round((one.starts - item.planned).total_seconds() / 60)
        yield Row(
            minute=one,
            number=item.key + 1,
            planned=local(item.planned, item.planned, zone, language) if item.planned else None,
            when=frame.when(one.starts, one.ends) if one.starts and one.ends else None,
            who=tuple(name for name in names if name),
            moved=moved,
        )


def _lines(frame: Console, lines: tuple[Line, ...]) -> Iterator[Pressed]:
    for one in lines:
        number = one.act.key + 1 if one.act.key is not None else None
        yield Pressed(one, number, local(one.at, one.at, frame.desk.zone, frame.reader.language))
