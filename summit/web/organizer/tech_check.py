"""Tech checks: opened by day, booked by offices, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.place import Government
from summit.core.tech_check import NOTED, Booking, Outcome, Series, Slot
from summit.core.text import Text
from summit.services import programme, tech_check
from summit.web import auth, read, reader, wording
from summit.web.organizer.console import Console, open_console
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go
from summit.when import Local, local

T = TypeVar("T")
SAID = ("opened", "same", "closed", "noted")


@dataclass(frozen=True, slots=True)
class Held:
    """A booking with what its city is called, and its time on that city's clock."""

    booking: Booking
    city: Text
    there: Local


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot on the host's clock, and who has booked it."""

    slot: Slot
    there: Local
    held: tuple[Held, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class View:
    """The slots by the host's dates, the form that opens more, and who has none.

    `wrong` is why something could not be done.
    """

    days: tuple[tuple[str, tuple[Entry, ...]], ...]
    form: Filled
    noted: tuple[Outcome, ...]
    said: str
    wrong: str


@dataclass(frozen=True, slots=True)
class _Opened:
    """Slots as they were typed, on the host's clock."""

    day: str = read.text(most=10)
    opens: str = read.text(most=5)
    closes: str = read.text(most=5)
    minutes: str = read.text(most=3)
    capacity: str = read.text(most=3)
    room: str = read.text(most=500)


@dataclass(frozen=True, slots=True)
class _Noted:
    outcome: str = read.choice(NOTED)
    note: str = read.text(least=0, most=500)


def show(summit: str) -> str:
    """Show the slots, and who has booked them."""
    said = request.args.get("said", "")
    return _page(summit, said=said if said in SAID else "")


def open_series(summit: str) -> Response | tuple[str, int]:
    """Open slots on one day."""
    frame = open_console(summit)
    try:
        series = _series(read.form(_Opened), frame.desk.zone)
        count = tech_check.open_series(frame.actor, summit, series, frame.real)
    except Problems as problems:
        return _page(summit, form=problems.filled), 400
    except Invalid as error:
        return _page(summit, form=read.again({error.where: wording.say(error)})), 400
    return _back(summit, "opened" if count else "same")


def close(summit: str, number: int) -> Response | tuple[str, int]:
    """Take a slot away that nobody has booked."""
    try:
        tech_check.close(auth.actor(), summit, number, site().clock.now())
    except Invalid as error:
        return _page(summit, wrong=wording.say(error)), 409
    return _back(summit, "closed")


def note(summit: str, number: int) -> Response | tuple[str, int]:
    """Note what became of a check."""
    try:
        asked = read.form(_Noted)
        outcome = Outcome(asked.outcome)
        tech_check.note(auth.actor(), summit, number, outcome, asked.note, site().clock.now())
    except Problems as problems:
        return _page(summit, wrong=next(iter(problems.filled.errors.values()))), 400
    except Invalid as error:
        return _page(summit, wrong=wording.say(error)), 400
    return _back(summit, "noted")


def _series(asked: _Opened, zone: str) -> Series:
    return Series(
        day=_read(date.fromisoformat, asked.day, "day"),
        opens=_read(time.fromisoformat, asked.opens, "opens"),
        closes=_read(time.fromisoformat, asked.closes, "closes"),
        minutes=_read(int, asked.minutes, "minutes"),
        capacity=_read(int, asked.capacity, "capacity"),
        room=asked.room,
        zone=zone,
    )


def _read(how: Callable[[str], T], words: str, where: str) -> T:
    """Return what words stand for; raise `Invalid` where it is nothing of the kind."""
    try:
        return how(words)
    except ValueError:
        raise Invalid("Please fill this in.", where) from None


def _page(summit: str, *, form: Filled | None = None, said: str = "", wrong: str = "") -> str:
    frame = open_console(summit)
    cities = {one.code: one for one in programme.draft(frame.actor, summit).governments}
    entries = [
        _entry(frame, cities, slot, bookings)
        for slot, bookings in tech_check.listing(frame.actor, summit)
    ]
    first = read.filled(opens="09:00", closes="18:00", minutes="20", capacity="1")
    days = groupby(entries, key=lambda one: one.there.full_date)
    view = View(
        days=tuple((words, tuple(some)) for words, some in days),
        form=form or first,
        noted=NOTED,
        said=said,
        wrong=wrong,
    )
    return render("organizer/tech_checks.html", view)


def _entry(
    frame: Console, cities: Mapping[str, Government], slot: Slot, bookings: Iterable[Booking]
) -> Entry:
    language = frame.reader.language
    held = []
    for one in bookings:
        city = cities.get(one.government)
        where = city.zone if city else frame.desk.zone
        held.append(
            Held(
                one,
                city.name if city else Text({"en": one.government}),
                local(slot.starts, slot.ends, where, language),
            )
        )
    return Entry(
        slot,
        local(slot.starts, slot.ends, frame.desk.zone, language),
        tuple(held),
        slot.starts <= frame.now,
    )


def _back(summit: str, said: str) -> Response:
    return go(reader.link("organizer.tech_checks", summit=summit, said=said))
