"""The declaration at the desk: its versions written, circulated, frozen, released, compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from summit.core.declaration import Paragraph, Step, Version, Words
from summit.core.difference import Changed, compare
from summit.core.endorsement import Released
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.remark import Remark, Standing
from summit.core.text import Text
from summit.core.zone import from_local
from summit.language import translations
from summit.services import declaration, programme, remark
from summit.services.declaration import Desk
from summit.web import read
from summit.web.declaration import Said, spread
from summit.web.organizer.console import Console, is_held, open_console
from summit.web.organizer.wording import said
from summit.web.page import render
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.web.reader import link
from summit.web.way import go
from summit.when import When, local

_SPARE = 2
"""Empty paragraphs at the end of the form; each time it is kept there are as many again."""

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
class Block:
    """A paragraph of the form: `name` is what its fields begin with, `key` its own or ""."""

    name: str
    key: str


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, and between which one may choose."""

    before: Version
    after: Version
    numbers: tuple[int, ...]
    changes: tuple[Changed, ...]


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
    words, blocks = _written(_languages(frame, found.words))
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
        deadline = _deadline(frame)
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
        deadline = _deadline(frame)
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


def differ(summit: str) -> str:
    """Show what differs between two versions, by default the last two."""
    frame = open_console(summit)
    desk = declaration.desk(frame.actor, summit)
    if len(desk.versions) < 2:
        raise NotFound("declaration", "")
    after = _asked(desk, "to", desk.versions[0])
    older = [one for one in desk.versions if one.number < after.number] or [desk.versions[-1]]
    before = _asked(desk, "from", older[0])
    numbers = tuple(one.number for one in desk.versions)
    changes = compare(before.words, after.words)
    return render("organizer/comparison.html", Comparison(before, after, numbers, changes))


def _asked(desk: Desk, name: str, default: Version) -> Version:
    value = request.args.get(name, "")
    found = [one for one in desk.versions if str(one.number) == value]
    return found[0] if found else default


def _done(frame: Console, number: int, what: str, act: Callable[[], object]) -> Answer:
    try:
        act()
    except Invalid as error:
        return _page(frame, number, problem=said(error)), 400
    except Stale as error:
        return _page(frame, number, problem=said(error)), 409
    way = link("organizer.declaration", summit=frame.code, number=number, said=what)
    return go(way)


def _deadline(frame: Console) -> datetime | None:
    """Return the instant that was typed as a date and a time at the host's, None for none."""
    typed = tuple(request.form.get(name, "").strip() for name in ("date", "time"))
    if not any(typed):
        return None
    try:
        return from_local(datetime.fromisoformat("T".join(typed)), frame.desk.zone)
    except (Invalid, ValueError):
        words = _("There is no such moment at the host's: write it as 2020-06-02 and 21:30.")
        raise Invalid(words) from None


def _written(languages: tuple[str, ...]) -> tuple[Words, tuple[Block, ...]]:
    """Return what the form of this request says, and its paragraphs in the order of the form."""
    form = request.form

    def text(name: str, *, lines: bool) -> Text:
        words = {tag: form.get(f"{name}-{tag}", "") for tag in languages}
        return Text({tag: read.clean(said, lines=lines) for tag, said in words.items()})

    blocks = tuple(
        Block(name, name if name.startswith("p") else "") for name in form.getlist("block")
    )
    order = sorted(
        enumerate(blocks), key=lambda one: (_place(form.get(f"place-{one[1].name}", "")), one[0])
    )
    paragraphs = tuple(
        Paragraph(block.key, text(f"text-{block.name}", lines=True)) for _, block in order
    )
    words = Words(text("title", lines=False), paragraphs, bool(form.get("illustrative")))
    return words, blocks


def _place(typed: str) -> float:
    try:
        return min(max(float(typed), 0.0), 1000.0)
    except ValueError:
        return 1000.0


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


def _languages(frame: Console, words: Words) -> tuple[str, ...]:
    """Return the languages of the form: those of the summit, then others that are there."""
    return tuple(dict.fromkeys((*frame.desk.languages, *words.languages)))


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
    languages = _languages(frame, words)
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
            form=form or _filled(frame, found, languages, deadline),
            blocks=blocks or _blocks(words),
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


def _blocks(words: Words) -> tuple[Block, ...]:
    spare = tuple(Block(f"new-{number}", "") for number in range(1, _SPARE + 1))
    return (*(Block(one.key, one.key) for one in words.paragraphs), *spare)


def _filled(
    frame: Console, found: Version, languages: tuple[str, ...], deadline: datetime | None
) -> Filled:
    words = found.words
    values = {f"title-{tag}": words.title.get(tag, "") for tag in languages}
    for place, one in enumerate(words.paragraphs, start=1):
        values |= {f"text-{one.key}-{tag}": one.text.get(tag, "") for tag in languages}
        values[f"place-{one.key}"] = str(place)
    values |= {"note": found.note, "illustrative": "yes" if words.is_illustrative else ""}
    if deadline:
        there = local(deadline, deadline, frame.desk.zone, frame.reader.language)
        values |= {"date": there.date.isoformat(), "time": there.starts}
    # What was typed of a deadline that could not be taken stands in the form still.
    values |= {name: request.form[name] for name in ("date", "time") if name in request.form}
    return read.filled(**values)
