"""The columns of the tables in which many things are edited at once, and what a table changes.

A cell stands for one control of the form of its thing, so a table is read and judged by the
very fields of that form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.code import Claims, slug
from summit.core.errors import Invalid
from summit.core.fold import fold
from summit.core.programme import Programme
from summit.core.text import clean_line
from summit.formats import sheet_heading
from summit.formats.sheet_heading import What
from summit.language import marked as _
from summit.web.organizer import form
from summit.web.organizer.field import Choice, Ground, said
from summit.web.organizer.noun import PERSON, SESSION, Kind, code_of

CODE = "code"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its heading says, and which control it stands for."""

    heading: str
    control: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that changes: of which thing, in which column, from what to what."""

    code: str
    heading: str
    before: str
    after: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken, by its number in the table, and why."""

    row: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would change: the things as they would be, by cell, and what is wrong."""

    things: tuple[Any, ...]
    cells: tuple[Cell, ...]
    wrong: tuple[Wrong, ...]
    unknown: tuple[str, ...] = ()


def columns(kind: Kind, draft: Programme) -> tuple[Column, ...]:
    """Return the columns of the table of a noun."""
    tags = draft.summit.languages
    worded = SESSION.name if kind is SESSION else PERSON.name
    found = [Column(CODE, CODE), *(Column(f"{worded} ({tag})", f"{worded}.{tag}") for tag in tags)]
    if kind is SESSION:
        pairs = {
            "date": "starts.date",
            "start": "starts.time",
            "minutes": "minutes",
            "kind": "kind",
            "stage": "stage",
            "area": "area",
            "state": "status",
            "capacity": "capacity",
            "spoken": "spoken",
            "interpreted": "interpreted",
        }
    else:
        found += [Column(f"office ({tag})", f"office.{tag}") for tag in tags]
        pairs = {"sorted as": "sort", "government": "government", "also": "also"}
    return (*found, *(Column(heading, control) for heading, control in pairs.items()))


def cells(kind: Kind, thing: Any, shown: Iterable[Column], ground: Ground) -> list[str]:
    """Return what the cells of a thing say."""
    typed = form.fill(kind.fields, thing, ground)
    return [
        code_of(thing) if one.control == CODE else "; ".join(typed[one.control][0].split("\n"))
        for one in shown
    ]


_SESSION_WHATS = {
    What.CODE: CODE,
    What.DATE: "starts.date",
    What.START: "starts.time",
    What.MINUTES: "minutes",
    What.KIND: "kind",
    What.ROOM: "stage",
    What.TRACK: "area",
    What.STATUS: "status",
    What.CAPACITY: "capacity",
    What.SPOKEN: "spoken",
    What.INTERPRETED: "interpreted",
}


def headed(kind: Kind, heading: Sequence[str], ground: Ground) -> dict[int, Column]:
    """Return the column that each cell of a heading names, by its place.

    Columns are known by our own names, those of sessions also by all that sheets call them.
    """
    shown = columns(kind, ground.programme)
    own = {fold(one.heading): one for one in shown}
    by_control = {one.control: one for one in shown}
    first = ground.programme.summit.languages[0]
    found = {at: own[fold(cell)] for at, cell in enumerate(heading) if fold(cell) in own}
    if kind is PERSON:
        plain = {"name": f"name.{first}", "office": f"office.{first}", "id": CODE}
        for at, cell in enumerate(heading):
            if at not in found and (control := plain.get(cell.strip().casefold())):
                found[at] = by_control[control]
        return found
    read = sheet_heading.read(0, [clean_line(cell) for cell in heading])
    for what, control in _SESSION_WHATS.items():
        for one in read.columns.get(what, ()):
            found.setdefault(one.at, by_control[control])
    for one in read.columns.get(What.TITLE, ()):
        control = f"title.{one.language or first}"
        if control in by_control:
            found.setdefault(one.at, by_control[control])
    return found


def plan(kind: Kind, rows: Sequence[Sequence[str]], ground: Ground) -> Plan:
    """Return what a table would change; its first row is the heading.

    A row is that of the thing whose code it names; one without a code is a new thing. A cell
    that is not there changes nothing, an empty one empties. Raise `Invalid` where no column is
    known, or no row says what it is about.
    """
    if not rows:
        raise Invalid("There is no row.")
    known = headed(kind, rows[0], ground)
    if len({one.control for one in known.values()}) < 2:
        raise Invalid("The first row has to name the columns, as the table above does.")
    draft = ground.programme
    unknown = tuple(cell for at, cell in enumerate(rows[0]) if at not in known and cell.strip())
    claims = Claims(code_of(one) for one in kind.things(draft))
    things: list[Any] = []
    changed: list[Cell] = []
    wrong: list[Wrong] = []
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], start=2):
        typed = {one.control: row[at] for at, one in known.items() if at < len(row)}
        code = typed.pop(CODE, "").strip()
        old = kind.find(draft, code) if code else None
        if code in seen or (code and old is None):
            words = (
                _("There is none with this code.") if old is None else _("It stands there twice.")
            )
            wrong.append(Wrong(number, code, said(words)))
            continue
        if code:
            seen.add(code)
        found, message = _thing(kind, typed, old, ground)
        if message:
            wrong.append(Wrong(number, code, message))
            continue
        if old is None:
            words = getattr(found, kind.name).say("en")
            code = claims.first(slug(words, kind.noun.value))
            found = replace(found, code=code)
        if found != old:
            things.append(found)
            changed += _cells(kind, known.values(), old, found, ground)
    return Plan(tuple(things), tuple(changed), tuple(wrong), unknown)


def _thing(kind: Kind, typed: Mapping[str, str], old: Any, ground: Ground) -> tuple[Any, str]:
    """Return the thing that the cells of a row make, and what is wrong with them."""
    held: dict[str, tuple[str, ...]] = {}
    if old is not None:
        held = form.fill(kind.fields, old, ground)
    elif kind is SESSION:
        held = {"status": ("scheduled",), "visibility": ("public",), "kind": ("talk",)}
    labels = {one.name: one for one in kind.fields}
    for control, cell in typed.items():
        field = labels[control.partition(".")[0]]
        words = clean_line(cell)
        if isinstance(field, Choice):
            words = _chosen(field, words, ground)
        elif control == "also":
            words = "\n".join(words.split(";"))
        elif control == "starts.time" and words[:2].isdigit() is False and words[1:2] == ":":
            words = f"0{words}"
        held[control] = (words,)
    values, errors = form.take(kind.fields, held, old, ground)
    if errors:
        return None, " ".join(f"{labels[name].words}: {words}" for name, words in errors.items())
    values = kind.complete(values)
    return (kind.make("new", values) if old is None else replace(old, **values)), ""


def _chosen(field: Choice, words: str, ground: Ground) -> str:
    """Return the value that words of a cell choose, by itself or by what it is called."""
    offered = [one for _, group in field.offered(ground) for one in group]
    wanted = fold(words)
    for value, called in offered:
        if words == value:
            return value
        if wanted and wanted in (fold(value), fold(called)):
            return value
    return words


def _cells(kind: Kind, known: Iterable[Column], old: Any, new: Any, ground: Ground) -> list[Cell]:
    shown = [one for one in known if one.control != CODE]
    after = cells(kind, new, shown, ground)
    before = cells(kind, old, shown, ground) if old is not None else [""] * len(shown)
    code = code_of(new)
    return [
        Cell(code, one.heading, was, now, old is None)
        for one, was, now in zip(shown, before, after, strict=True)
        if was != now
    ]


def put(draft: Programme, noun: Noun, things: Iterable[Any]) -> Programme:
    """Return a programme with all those things in the place of theirs."""
    for one in things:
        draft = edits.put(draft, noun, one)
    return draft
