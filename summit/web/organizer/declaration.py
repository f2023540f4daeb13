"""The declaration at the desk: its versions written, circulated, frozen, released, compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from summit.core.declaration import Step, Version, Words
from summit.core.endorsement import Released
from summit.core.errors import Invalid, Stale
from summit.core.remark import Remark, Standing
from summit.core.text import Text
from summit.language import translations
from summit.services import declaration, programme, remark
from summit.web import read
from summit.web.declaration import Said, spread
from summit.web.organizer import draft
from summit.web.organizer.console import Console, is_held, open_console
from summit.web.organizer.draft import Block
from summit.web.organizer.wording import said
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.reader import link
from summit.web.way import go
from summit.when import When

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in the list; `waiting` counts remarks that have no answer yet."""

    version: Version
    made: When
    is_released: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class Versions:
    """The list of versions, and the text that is public."""

    entries: tuple[Entry, ...]
    text: Released | None
    entries_of_record: int
    head: str
    broken: int
    has_working: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark with the reader's time of it, and the name of its government."""

    remark: Remark
    place: Text
    written: When
    answered: When | None


@dataclass(frozen=True, slots=True)
class One:
    """The page of a version. `blocks` are those of its form where it is worked on.

    `remarks` are by the key of their paragraph, "" for those on all of it; `lacks` names the
    languages in which some of it is missing; `at` is the remark whose answer `form` is, or 0.
    `letters` is how many are told by mail if it is circulated, `is_held` that a rehearsal holds
    them.
    """

    version: Version
    seal: str
    form: Filled
    blocks: tuple[Block, ...]
    languages: tuple[str, ...]
    said: tuple[Said, ...]
    remarks: Mapping[str, tuple[Noted, ...]]
    standings: tuple[Standing, ...]
    text: Released | None
    others: tuple[int, ...]
    made: When
    circulated: When | None
    frozen: When | None
    deadline: When | None
    is_mine: bool
    lacks: tuple[str, ...]
    problem: str
    at: int
    letters: int
    is_held: bool


def show(summit: str) -> str:
    """List the versions."""
    return _list(open_console(summit))


def begin(summit: str) -> Answer:
    """Begin a version: an empty one, or a copy of another."""
    frame = open_console(summit)
    source = request.form.get("source", "")
    first = frame.desk.languages[0]
    words = Words(Text({first: translations(first).gettext("Declaration")}))
    try:
        number = declaration.begin(
            frame.actor,
            summit,
            frame.real,
            words,
            source=int(source) if source.isascii() and source.isdecimal() else None,
        )
    except Invalid as error:
        return _list(frame, said(error)), 400
    return go(link("organizer.declaration", summit=summit, number=number))


def one(summit: str, number: int) -> str:
    """Show a version: its form where it is worked on, else its text and what is said of it."""
    frame = open_console(summit)
    return _page(frame, number)


def keep(summit: str, number: int) -> Answer:
    """Keep what was written."""
    frame = open_console(summit)
    found = declaration.desk(frame.actor, summit).version(number)
    words, blocks = draft.written(draft.languages(frame, found.words))
    note = read.clean(request.form.get("note", ""))
    seal = request.form.get("seal", "")

    def form(error: Invalid) -> str:
        field = error.where if error.where in ("title", "paragraphs") else f"text-{error.where}"
        return _page(frame, number, read.again({field: said(error)}), blocks)

    try:
        declaration.keep(frame.actor, summit, number, words, note, seal, frame.real)
    except Invalid as error:
        return form(error), 400
    except Stale:
        problem = _(
            "Somebody else has changed this version since you opened it. Nothing of yours was "
            "kept: it stands in the form still. Take it over, or open the version anew."
        )
        return _page(frame, number, read.again({}), blocks, problem), 409
    return go(link("organizer.declaration", summit=summit, number=number, said="kept"))


def circulate(summit: str, number: int) -> Answer:
    """Show a version to all offices."""
    frame = open_console(summit)
    return _done(
        frame,
        number,
        "circulated",
        lambda: declaration.circulate(
            frame.actor,
            summit,
            number,
            frame.real,
            seal=request.form.get("seal", ""),
            letters=_count(request.form.get("count", "")),
        ),
    )


def _count(written: str) -> int:
    is_number = written.isascii() and written.isdecimal() and len(written) < 6
    return int(written) if is_number else -1


def freeze(summit: str, number: int) -> Answer:
    """Freeze a version for adoption."""
    frame = open_console(summit)
    seal = request.form.get("seal", "")

    def act() -> object:
        deadline = draft.deadline(frame)
        return declaration.freeze(frame.actor, summit, number, deadline, seal, frame.real)

    return _done(frame, number, "frozen", act)


def release(summit: str, number: int) -> Answer:
    """Make a frozen version public, by another organizer than who froze it."""
    frame = open_console(summit)
    digest = request.form.get("digest", "")

    def act() -> None:
        if not request.form.get("seen"):
            raise Invalid(_("Say that you have read the text with this hash."), "seen")
        declaration.release(frame.actor, summit, number, digest, frame.real)

    return _done(frame, number, "released", act)


def set_deadline(summit: str, number: int) -> Answer:
    """Give a released text another deadline."""
    frame = open_console(summit)

    def act() -> None:
        deadline = draft.deadline(frame)
        declaration.set_deadline(frame.actor, summit, number, deadline, frame.real)

    return _done(frame, number, "deadline", act)


def answer(summit: str, number: int) -> Answer:
    """Answer a remark, and go back to where it stands."""
    frame = open_console(summit)
    chosen = request.form.get("standing", "")
    standing = Standing(chosen) if chosen in set(Standing) else Standing.OPEN
    words = request.form.get("answer", "")
    try:
        done = remark.answer(frame.actor, summit, number, standing, words, frame.real)
    except Invalid as error:
        version = remark.version_of(frame.actor, summit, number)
        return _page(frame, version, read.again({}), problem=said(error), at=number), 400
    where = link("organizer.declaration", summit=summit, number=done.version)
    return go(f"{where}#remark-{number}")


def _done(frame: Console, number: int, what: str, act: Callable[[], object]) -> Answer:
    try:
        act()
    except Invalid as error:
        return _page(frame, number, problem=said(error)), 400
    except Stale as error:
        return _page(frame, number, problem=said(error)), 409
    way = link("organizer.declaration", summit=frame.code, number=number, said=what)
    return go(way)


def _list(frame: Console, problem: str = "") -> str:
    desk = declaration.desk(frame.actor, frame.code)
    waiting = remark.open_by_version(frame.actor, frame.code)
    declared = desk.declared
    return render(
        "organizer/declarations.html",
        Versions(
            entries=tuple(
                Entry(
                    one,
                    frame.when(one.made, one.made),
                    desk.is_released(one),
                    waiting.get(one.number, 0),
                )
                for one in desk.versions
            ),
            text=declared.newest if declared else None,
            entries_of_record=len(declared.links) if declared else 0,
            head=declared.head if declared else "",
            broken=declared.broken.number if declared and declared.broken else 0,
            has_working=any(one.step is Step.WORKING for one in desk.versions),
            problem=problem,
        ),
    )


def _page(
    frame: Console,
    number: int,
    form: Filled | None = None,
    blocks: tuple[Block, ...] = (),
    problem: str = "",
    at: int = 0,
) -> str:
    desk = declaration.desk(frame.actor, frame.code)
    found = desk.version(number)
    words = found.words
    languages = draft.languages(frame, words)
    remarks: dict[str, list[Noted]] = {}
    governments = programme.draft(frame.actor, frame.code).governments
    places = {one.code: one.name for one in governments}
    for one in remark.on(frame.actor, frame.code, number):
        place = places.get(one.government, Text({"en": one.government}))
        written = frame.when(one.written, one.written)
        answered = frame.when(one.answered, one.answered) if one.answered else None
        remarks.setdefault(one.paragraph, []).append(Noted(one, place, written, answered))
    public = desk.declared.version(number) if desk.declared else None
    deadline = public.deadline if public else found.deadline
    return render(
        "organizer/declaration.html",
        One(
            version=found,
            seal=declaration.sealed(found),
            form=form or draft.filled(frame, found, languages, deadline),
            blocks=blocks or draft.blocks(words),
            languages=languages,
            said=spread(words, frame.reader.language),
            remarks={key: tuple(some) for key, some in remarks.items()},
            standings=(Standing.ACCEPTED, Standing.DECLINED, Standing.NOTED),
            text=public,
            others=tuple(one.number for one in desk.versions if one.number != number),
            made=frame.when(found.made, found.made),
            circulated=_when(frame, found.circulated),
            frozen=_when(frame, found.frozen),
            deadline=_when(frame, deadline),
            is_mine=found.frozen_by == frame.actor.name,
            lacks=tuple(sorted({tag for _, tag in words.lacks(words.languages)})),
            problem=problem,
            at=at,
            letters=declaration.reached(frame.actor, frame.code),
            is_held=is_held(frame),
        ),
    )


def _when(frame: Console, moment: datetime | None) -> When | None:
    return None if moment is None else frame.when(moment, moment)
