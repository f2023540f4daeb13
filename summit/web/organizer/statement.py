"""Statements as those see them who look after the offices: which are in, late or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response as File
from flask import request
from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.release import Release
from summit.core.statement import EVERY, Deadline, Delivery, Key, Standing
from summit.core.text import Text
from summit.core.zone import from_local, zone
from summit.formats import label
from summit.formats.roll import Cell
from summit.language import translations
from summit.services import embargo, statement
from summit.services.embargo import Line
from summit.web import attachment, auth, read, reader, wording
from summit.web.organizer import selection
from summit.web.organizer.console import Console, is_held, open_console
from summit.web.organizer.roll import given
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go

SAID = ("kept", "delivered", "held", "clock", "chased")
_CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in the list, with what its session, city and person are called."""

    line: Line
    title: Text
    city: Text
    person: Text | None


@dataclass(frozen=True, slots=True)
class View:
    """The list, as it is filtered, and the deadlines. `counts` are of all that are asked for.

    `sessions` and `cities` are (code, name) of what has a statement; `letters` is how many would
    be written to those who have not handed in.
    """

    entries: tuple[Entry, ...]
    counts: Mapping[Standing, int]
    sessions: tuple[tuple[str, Text], ...]
    cities: tuple[tuple[str, Text], ...]
    chosen: Mapping[str, str]
    deadlines: tuple[tuple[str, Text, datetime | None], ...]
    form: Filled
    letters: int
    is_held: bool
    said: str
    wrong: str


@dataclass(frozen=True, slots=True)
class _Due:
    """A deadline as it was typed, on the host's clock; with neither date nor time there is none."""

    session: str = read.text(least=0, most=64)
    date: str = read.text(least=0, most=10)
    time: str = read.text(least=0, most=5)
    rule: str = read.choice(("due", "none", "all"))


@dataclass(frozen=True, slots=True)
class _Said:
    session: str = read.text(most=64)
    government: str = read.text(most=64)
    person: str = read.text(least=0, most=64)
    delivery: str = read.choice((*Delivery, _CLOCK))


def show(summit: str) -> str:
    """List the statements by session and city, and when they are due."""
    said = request.args.get("said", "")
    return _page(summit, said=said if said in SAID else "")


def take(summit: str) -> File:
    """Give the list as a file; nothing of what the statements say is in it."""
    frame = open_console(summit)
    gettext = translations(frame.reader.language).gettext
    language = frame.reader.language
    entries, _, _, _ = _entries(frame)
    heads = [
        gettext("Session"),
        gettext("City"),
        gettext("Person"),
        gettext("Begins"),
        gettext("Minutes"),
        gettext("Due by"),
        gettext("Where it stands"),
        gettext("Handed in"),
        gettext("Version"),
        gettext("Language"),
        gettext("Words"),
        gettext("Seconds"),
        gettext("Delivered"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for one in entries:
        line, version = one.line, one.line.statement.counts
        measure = version.measure if version else None
        rows.append(
            (
                one.title.say(language),
                one.city.say(language),
                one.person.say(language) if one.person else "",
                line.speech.starts if line.speech else None,
                line.speech.minutes if line.speech else None,
                line.due,
                label.name(line.standing, language),
                version.at if version else None,
                version.number if version else None,
                version.language if version else "",
                measure.count if measure else None,
                measure.seconds if measure else None,
                gettext("yes") if line.is_delivered else gettext("no"),
            )
        )
    return given(frame, "statements", "csv", heads, rows)


def set_deadline(summit: str) -> Response | tuple[str, int]:
    """Say when statements are due: those of one session, or all."""
    frame = open_console(summit)
    try:
        asked = read.form(_Due)
        statement.set_deadline(
            frame.actor, summit, asked.session, _deadline(asked, frame.desk.zone), frame.real
        )
    except Problems as problems:
        return _page(summit, form=problems.filled), 400
    except Invalid as error:
        return _page(summit, form=read.again({error.where: wording.say(error)})), 400
    return go(reader.link("organizer.statements", summit=summit, said="kept"))


def say(summit: str) -> Response | tuple[str, int]:
    """Say that a statement was delivered, hold it back, or let the clock decide."""
    try:
        asked = read.form(_Said)
    except Problems:
        return _page(summit), 400
    key = Key(asked.session, asked.government, asked.person)
    delivery = None if asked.delivery == _CLOCK else Delivery(asked.delivery)
    statement.say(auth.actor(), summit, key, delivery, site().clock.now())
    return go(reader.link("organizer.statements", summit=summit, said=asked.delivery))


def write(summit: str) -> Response | tuple[str, int]:
    """Write once to the offices that have not handed in what is due."""
    written = request.form.get("count", "")
    count = int(written) if written.isascii() and written.isdecimal() and len(written) < 6 else -1
    try:
        statement.chase(auth.actor(), summit, count, site().clock.now())
    except Invalid as error:
        return _page(summit, wrong=wording.say(error)), 409
    return go(reader.link("organizer.statements", summit=summit, said="chased"))


def file(summit: str, number: int) -> File:
    """Give a version as a file: to interpreters at any time, to others once it is delivered."""
    frame = open_console(summit)
    return attachment.give(
        embargo.read(frame.actor, summit, number, frame.real, is_part=attachment.is_part())
    )


def _page(summit: str, *, form: Filled | None = None, said: str = "", wrong: str = "") -> str:
    frame = open_console(summit)
    entries, every, chosen, release = _entries(frame)
    known = statement.deadlines(frame.actor, summit)
    titles = selection.titles(release)
    sessions = {one.line.key.session: one.title for one in every}
    cities = {one.line.key.government: one.city for one in every}
    asked = [one.line.standing for one in every if one.line.speech]
    return render(
        "organizer/statements.html",
        View(
            entries=entries,
            counts=Counter(asked),
            sessions=tuple(sessions.items()),
            cities=tuple(sorted(cities.items(), key=lambda one: one[1].say("en"))),
            chosen=chosen,
            deadlines=tuple(
                (code, titles.get(code, Text({"en": code})), known[code].due)
                for code in sorted(known)
            ),
            form=form or _filled(known.get(EVERY), frame.desk.zone),
            letters=statement.owing(frame.actor, summit, frame.real),
            is_held=is_held(frame),
            said=said,
            wrong=wrong,
        ),
    )


def _entries(
    frame: Console,
) -> tuple[tuple[Entry, ...], tuple[Entry, ...], Mapping[str, str], Release | None]:
    """Return the statements that the address asks for, all of them, and what it asks for."""
    release = selection.released(frame.code)
    chosen = {name: request.args.get(name, "")[:64] for name in ("session", "city", "standing")}
    if release is None:
        return (), (), chosen, None
    titles = {one.code: one.title for one in release.sessions}
    cities = {one.code: one.name for one in release.programme.governments}
    people = {one.code: one.name for one in release.programme.people}
    every = tuple(
        Entry(
            line,
            titles.get(line.key.session, Text({"en": line.key.session})),
            cities.get(line.key.government, Text({"en": line.key.government})),
            people.get(line.key.person),
        )
        for line in embargo.listing(frame.actor, frame.code, frame.real)
    )
    found = tuple(
        one
        for one in every
        if chosen["session"] in ("", one.line.key.session)
        and chosen["city"] in ("", one.line.key.government)
        and chosen["standing"] in ("", one.line.standing)
    )
    return found, every, chosen, release


def _deadline(asked: _Due, where: str) -> Deadline | None:
    if asked.rule == "all":
        return None
    if asked.rule == "none":
        return Deadline(None)
    try:
        return Deadline(from_local(datetime.fromisoformat(f"{asked.date}T{asked.time}"), where))
    except (Invalid, ValueError):
        raise Invalid(
            "There is no such moment at the host's: write it as 2020-06-02 and 21:30.", "date"
        ) from None


def _filled(known: Deadline | None, where: str) -> Filled:
    there = known.due.astimezone(zone(where)) if known and known.due else None
    return read.filled(
        date=f"{there:%Y-%m-%d}" if there else "",
        time=f"{there:%H:%M}" if there else "18:00",
        rule="due",
    )
