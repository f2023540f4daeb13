"""Governments' offices: who answers for whom, and the links that let them in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from summit.core.contact import Contact
from summit.core.errors import Invalid, NotFound, TooMany
from summit.core.readiness import Mark, Step
from summit.core.text import Text
from summit.services import contact, office, readiness
from summit.services.contact import Person
from summit.services.readiness import Line
from summit.web import auth, deed, invited, read, reader, wording
from summit.web.deed import Deed
from summit.web.organizer.console import open_console
from summit.web.page import render, site
from summit.web.read import Filled, Problems
from summit.web.way import go

_SAID = ("sent", "waiting", "revoked", "removed")
_BOARD_SAID = ("chased", "named")


@dataclass(frozen=True, slots=True)
class Board:
    """The readiness board: `lines` of `whole` that are asked for, and what is asked.

    `letters` is how many would go to those of them who have not answered; `counts` how many
    governments have taken each step, of how many that are to.
    """

    lines: tuple[Line, ...]
    whole: int
    steps: tuple[Step, ...]
    counts: tuple[tuple[Step, int, int], ...]
    missing: str
    words: str
    letters: int
    said: str
    wrong: str


@dataclass(frozen=True, slots=True)
class View:
    """One office: its line on the board, its log, and the form that names a contact.

    `wrong` is what was refused of the contact with the number `at`.
    """

    line: Line
    log: tuple[Deed, ...]
    form: Filled
    said: str
    wrong: str
    at: int


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody who is to answer for a government; `note` says how one made sure of them."""

    name: str = read.text()
    post: str = read.text(least=0)
    address: str = read.text(most=320, then=invited.address)
    note: str = read.text(least=0, most=500)


@dataclass(frozen=True, slots=True)
class _Noted:
    """How somebody made sure of an address."""

    note: str = read.text(least=0, most=500)


def show(summit: str) -> str:
    """Show how far each government is."""
    said = request.args.get("said", "")
    return board(summit, said=said if said in _BOARD_SAID else "")


def board(summit: str, *, said: str = "", wrong: str = "") -> str:
    """Return the page of the board, as its address filters it."""
    frame = open_console(summit)
    lines = readiness.read(frame.actor, summit, frame.real)
    found, missing, words = asked(lines)
    codes = frozenset(one.government.code for one in found)
    view = Board(
        lines=found,
        whole=len(lines),
        steps=tuple(Step),
        counts=tuple(_count(lines, step) for step in Step),
        missing=missing,
        words=words,
        letters=readiness.count(frame.actor, summit, codes, frame.real),
        said=said,
        wrong=wrong,
    )
    return render("organizer/offices.html", view)


def _count(lines: tuple[Line, ...], step: Step) -> tuple[Step, int, int]:
    """Return a step, how many governments have taken it, and of how many that are to."""
    marks = [one.standings.marks[step] for one in lines]
    return step, marks.count(Mark.DONE), len(marks) - marks.count(Mark.NONE)


def asked(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], str, str]:
    """Return the lines that this address asks for, the step they lack, and the words in them."""
    missing = request.values.get("missing", "")
    words = read.clean(request.values.get("q", ""))[:100]
    step = Step(missing) if missing in tuple(Step) else None
    found = tuple(
        one
        for one in lines
        if (step is None or one.standings.marks[step] not in (Mark.DONE, Mark.NONE))
        and _is_called(one, words)
    )
    return found, step.value if step else "", words


def one(summit: str, code: str) -> str:
    """Show an office: who is in it, what they said, what was done."""
    said = request.args.get("said", "")
    return _page(summit, code, said=said if said in _SAID else "")


def name(summit: str, code: str) -> Response | tuple[str, int]:
    """Name somebody to answer for a government."""
    try:
        typed = read.form(_Named)
        person = Person(typed.name, typed.post, typed.address)
        found = contact.name(
            auth.actor(),
            summit,
            code,
            person,
            invited.counted(typed.address),
            site().clock.now(),
            typed.note,
        )
    except Problems as problems:
        return _page(summit, code, form=problems.filled), 400
    except Invalid as error:
        return _page(summit, code, form=read.again({error.where: wording.say(error)})), 400
    except TooMany:
        return _page(summit, code, form=read.again({"address": invited.enough()})), 429
    return _back(summit, code, "sent" if found.is_active else "waiting", found.id)


def approve(summit: str, code: str, number: int) -> Response | tuple[str, int]:
    """Say yes to somebody, with how one made sure of them."""
    found = _contact(summit, code, number)
    try:
        note = read.form(_Noted).note
    except Problems as problems:
        return _page(summit, code, wrong=" ".join(problems.filled.errors.values()), at=number), 400

    def act() -> None:
        counted = invited.counted(found.address)
        contact.approve(auth.actor(), summit, number, counted, site().clock.now(), note)

    return _done(summit, code, number, "sent", act)


def send(summit: str, code: str, number: int) -> Response | tuple[str, int]:
    """Send somebody a new link."""
    found = _contact(summit, code, number)

    def act() -> None:
        counted = invited.counted(found.address)
        contact.resend(auth.actor(), summit, number, counted, site().clock.now())

    return _done(summit, code, number, "sent", act)


def revoke(summit: str, code: str, number: int) -> Response | tuple[str, int]:
    """Make somebody's link good no more."""
    _contact(summit, code, number)
    return _done(
        summit,
        code,
        number,
        "revoked",
        lambda: contact.revoke(auth.actor(), summit, number, site().clock.now()),
    )


def remove(summit: str, code: str, number: int) -> Response | tuple[str, int]:
    """Take somebody out of an office."""
    _contact(summit, code, number)
    return _done(
        summit,
        code,
        number,
        "removed",
        lambda: contact.remove(auth.actor(), summit, number, site().clock.now()),
    )


def _done(
    summit: str, code: str, number: int, said: str, act: Callable[[], None]
) -> Response | tuple[str, int]:
    try:
        act()
    except Invalid as error:
        return _page(summit, code, wrong=wording.say(error), at=number), 400
    except TooMany:
        return _page(summit, code, wrong=invited.enough(), at=number), 429
    return _back(summit, code, said, number)


def _line(summit: str, code: str) -> Line:
    for found in readiness.read(auth.actor(), summit, site().clock.now()):
        if found.government.code == code:
            return found
    raise NotFound("city", code)


def _contact(summit: str, code: str, number: int) -> Contact:
    """Return a contact of this very office; raise `NotFound`."""
    for found in _line(summit, code).contacts:
        if found.id == number:
            return found
    raise NotFound("contact", str(number))


def _page(
    summit: str,
    code: str,
    *,
    form: Filled | None = None,
    said: str = "",
    wrong: str = "",
    at: int = 0,
) -> str:
    frame = open_console(summit)
    line = _line(summit, code)
    published = site().board.shown(summit)
    programme = published.release.programme if published else None
    zone = frame.host_clock.zone
    deeds = deed.told(office.log(frame.actor, summit, code), line.contacts, programme, zone)
    return render("organizer/office.html", View(line, deeds, form or Filled(), said, wrong, at))


def _is_called(line: Line, words: str) -> bool:
    """Whether a government, or a contact of it, is called by some words."""
    wanted = words.casefold()
    texts: list[str] = [line.government.code, *_all(line.government.name)]
    texts += [word for one in line.contacts for word in (one.name, one.address)]
    return not wanted or any(wanted in one.casefold() for one in texts)


def _all(text: Text) -> list[str]:
    return [words for _, words in text.items()]


def _back(summit: str, code: str, said: str, number: int) -> Response:
    path = reader.link("organizer.office", summit=summit, code=code)
    return go(f"{path}?said={said}#contact-{number}")
