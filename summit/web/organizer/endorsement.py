"""Endorsements at the desk: who signs for each government, and what came in writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.contact import Contact
from summit.core.endorsement import Endorsement, Released, Signatory
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.place import Government
from summit.services import contact, declaration, endorsement, programme
from summit.web import read
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.wording import said
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import link
from summit.web.way import go
from summit.when import When

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A government in the list: who signs for it, and its endorsement of the newest text."""

    government: Government
    signatory: Signatory | None
    endorsement: Endorsement | None
    at: When | None


@dataclass(frozen=True, slots=True)
class View:
    """The list of governments; `text` is None where nothing is public yet."""

    text: Released | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class One:
    """The page of a government; `contacts` of its office may be those who press."""

    text: Released | None
    line: Line
    form: Filled
    contacts: tuple[Contact, ...]
    problem: str


def show(summit: str) -> str:
    """List who signs for the governments, and who has endorsed."""
    frame = open_console(summit)
    return render("organizer/endorsements.html", View(_text(frame), _lines(frame)))


def one(summit: str, code: str) -> str:
    """Show what is known of one government."""
    frame = open_console(summit)
    return _page(frame, code)


def name(summit: str, code: str) -> Answer:
    """Say who signs for a government."""
    frame = open_console(summit)
    _line(frame, code)
    form = request.form
    chosen = form.get("contact", "")[:9]
    return _done(
        frame,
        code,
        lambda: endorsement.name(
            frame.actor,
            summit,
            code,
            read.clean(form.get("name", "")),
            read.clean(form.get("capacity", "")),
            int(chosen) if chosen.isascii() and chosen.isdecimal() else None,
            frame.real,
        ),
    )


def record(summit: str, code: str) -> Answer:
    """Record an endorsement that was given in writing."""
    frame = open_console(summit)
    _line(frame, code)
    form = request.form
    return _done(
        frame,
        code,
        lambda: endorsement.record_written(
            frame.actor,
            summit,
            code,
            form.get("digest", ""),
            read.clean(form.get("name", "")),
            read.clean(form.get("capacity", "")),
            read.clean(form.get("note", "")),
            frame.real,
        ),
    )


def withdraw(summit: str, code: str) -> Answer:
    """Record that an endorsement was withdrawn in writing."""
    frame = open_console(summit)
    _line(frame, code)
    reason = read.clean(request.form.get("reason", ""))
    digest = request.form.get("digest", "")
    return _done(
        frame,
        code,
        lambda: endorsement.withdraw_written(frame.actor, summit, code, digest, reason, frame.real),
    )


def _done(frame: Console, code: str, act: Callable[[], object]) -> Answer:
    try:
        act()
    except (Invalid, Stale) as error:
        status = 409 if isinstance(error, Stale) else 400
        return _page(frame, code, read.again({}), said(error)), status
    return go(link("organizer.endorsement", summit=frame.code, code=code, said="kept"))


def _page(frame: Console, code: str, typed: Filled | None = None, problem: str = "") -> str:
    line = _line(frame, code)
    known = line.signatory
    form = read.filled(
        name=known.name if known else "",
        capacity=known.capacity if known else "",
        contact=str(known.contact) if known and known.contact else "",
    )
    all_contacts = contact.contacts(frame.actor, frame.code).get(code, ())
    contacts = tuple(one for one in all_contacts if one.is_active)
    view = One(_text(frame), line, typed or form, contacts, problem)
    return render("organizer/endorsement.html", view)


def _text(frame: Console) -> Released | None:
    declared = declaration.desk(frame.actor, frame.code).declared
    return declared.newest if declared else None


def _line(frame: Console, code: str) -> Line:
    found = [one for one in _lines(frame) if one.government.code == code]
    if not found:
        raise NotFound("city", code)
    return found[0]


def _lines(frame: Console) -> tuple[Line, ...]:
    text = _text(frame)
    known = {one.government: one for one in endorsement.signatories(frame.actor, frame.code)}
    language = frame.reader.language
    lines = []
    governments = programme.draft(frame.actor, frame.code).governments
    for one in sorted(governments, key=lambda one: one.name.say(language).casefold()):
        given = text.by(one.code) if text else None
        at = frame.when(given.at, given.at) if given else None
        lines.append(Line(one, known.get(one.code), given, at))
    return tuple(lines)
