"""The tech check of an office: booked in its own hours, moved, given back, put into a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import Response as File
from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.tech_check import Booking, Slot
from summit.formats import check_calendar
from summit.services import tech_check
from summit.services.tech_check import Offer
from summit.web import auth, read, reader, wording
from summit.web.office.clock import Clocks, clocks
from summit.web.office.frame import OfficeFrame, open_office
from summit.web.page import render, site
from summit.web.read import Problems
from summit.web.way import go

SAID = ("booked", "given-back")


@dataclass(frozen=True, slots=True)
class Choice:
    """A slot that can be booked, on the clocks of the office."""

    slot: Slot
    clocks: Clocks


@dataclass(frozen=True, slots=True)
class Day:
    """The slots of one date of the office's calendar."""

    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the office has booked, and what it can book: in its hours by day, and beyond."""

    mine: Choice | None
    within: tuple[Day, ...]
    outside: tuple[Day, ...]
    past: tuple[tuple[Booking, Clocks], ...]
    said: str
    wrong: str
    has_begun: bool


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The number of a slot."""

    slot: str = read.text(most=9)


def show(summit: str, city: str) -> str:
    """Show what the office has booked, and what it can book."""
    said = request.args.get("said", "")
    return _page(summit, city, said=said if said in SAID else "")


def book(summit: str, city: str) -> Response | tuple[str, int]:
    """Book a slot, or move to it."""
    try:
        written = read.form(_Chosen).slot
        number = int(written) if written.isascii() and written.isdecimal() else 0
        tech_check.book(auth.actor(), summit, city, number, site().clock.now())
    except Problems as problems:
        return _page(summit, city, wrong=problems.filled.errors["slot"]), 400
    except Invalid as error:
        return _page(summit, city, wrong=wording.say(error)), 409
    return go(f"{reader.link('office.tech_check', summit=summit, city=city)}?said=booked")


def give_back(summit: str, city: str) -> Response | tuple[str, int]:
    """Give the slot back."""
    try:
        tech_check.give_back(auth.actor(), summit, city, site().clock.now())
    except Invalid as error:
        return _page(summit, city, wrong=wording.say(error)), 409
    return go(f"{reader.link('office.tech_check', summit=summit, city=city)}?said=given-back")


def calendar(summit: str, city: str) -> File:
    """Give the booked check as a calendar file."""
    opened = open_office(summit, city)
    found = tech_check.booking(opened.actor, summit, city)
    octets = check_calendar.write(
        found,
        opened.release.summit.title.say(opened.reader.language),
        site().settings.url + reader.link("office.tech_check", summit=summit, city=city),
        site().settings.uid_domain,
        opened.reader.language,
    )
    response = File(octets, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={summit}-tech-check.ics"
    return response


def _page(summit: str, city: str, *, said: str = "", wrong: str = "") -> str:
    opened = open_office(summit, city)
    found = tech_check.offer(opened.actor, summit, city, opened.real)
    return render("office/tech_check.html", _view(opened, found, said, wrong))


def _view(opened: OfficeFrame, found: Offer, said: str, wrong: str) -> View:
    mine = found.mine.slot if found.mine else None
    return View(
        mine=_choice(opened, mine) if mine else None,
        within=tuple(_days(opened, found.within)),
        outside=tuple(_days(opened, found.outside)),
        past=tuple((one, clocks(opened, one.slot.starts, one.slot.ends)) for one in found.past),
        said=said,
        wrong=wrong,
        has_begun=mine is not None and mine.starts <= opened.now,
    )


def _choice(opened: OfficeFrame, slot: Slot) -> Choice:
    return Choice(slot, clocks(opened, slot.starts, slot.ends))


def _days(opened: OfficeFrame, slots: Iterable[Slot]) -> Iterator[Day]:
    choices = [_choice(opened, one) for one in slots]
    for words, some in groupby(choices, key=lambda one: one.clocks.own.full_date):
        yield Day(words, tuple(some))
