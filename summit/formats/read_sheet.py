"""Reads sheets, CSV and XLSX: those that people make, and our own (`summit.formats.sheet`).

Each row is a session. Its columns are known by their names, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from summit.core.errors import Invalid
from summit.core.exchange import Format, PartRow, Schedule
from summit.core.people import Role
from summit.formats import delimited, sheet_heading, vocabulary, workbook
from summit.formats.draft import Draft, Entry
from summit.formats.phrase import Words
from summit.formats.row_clock import RowClock
from summit.formats.sheet_date import Row, words
from summit.formats.sheet_heading import Heading, What

_CUT = " […]"
"""How a text of our own sheets ends where its cell could not hold all of it."""
_CUT_AFTER = 32_000
_FIRST = 30
_OWN_PART = re.compile(r"(?P<code>[^|\s]+) \| (?P<role>[a-z_]*) \| (?P<name>.*)")
_BETWEEN = re.compile(r"\s*[\n;]\s*")
_COMMAS = re.compile(r"\s*,\s*(?![^()]*\))")
_AND = re.compile(r"(?<=\S)\s+(?:and|&|und|et|y)\s+(?=\S+\s+\S)")
_OFFICE = re.compile(r"(?P<name>[^(（]+?)\s*[(（](?P<office>[^()（）]+)[)）]")


def read_csv(octets: bytes, zone: str | None) -> Schedule:
    """Return what a CSV file says; `zone` is the IANA zone that the organizer named.

    Raise `Invalid` for what is no table with a heading, or whose dates can be read in two
    ways, and `ZoneNeeded` where times are local and no zone is named.
    """
    draft = Draft(Format.CSV)
    rows: list[Row] = [[*row] for row in delimited.rows(octets, draft.problems)]
    heading = _heading(rows)
    if heading is None:
        raise Invalid("No row of this file names a title and a start, as a heading does.")
    return _Reader(draft, heading, rows, zone).schedule()


def read_xlsx(octets: bytes, zone: str | None) -> Schedule:
    """Return what the first sheet with a heading says; see `read_csv`."""
    draft = Draft(Format.XLSX)
    for rows in workbook.sheets(octets):
        heading = _heading(rows)
        if heading is not None:
            return _Reader(draft, heading, rows, zone).schedule()
    raise Invalid("No sheet of this workbook has a row that names a title and a start.")


def _heading(rows: list[Row]) -> Heading | None:
    named = ([words(cell) for cell in row] for row in rows[:_FIRST])
    return sheet_heading.find(enumerate(named))


class _Reader:
    """Makes a session of each row below the heading."""

    def __init__(self, draft: Draft, heading: Heading, rows: list[Row], named: str | None) -> None:
        self._draft = draft
        self._heading = heading
        self._rows = rows[heading.row + 1 :]
        draft.is_bare = heading.is_own
        draft.languages = tuple(
            dict.fromkeys(one.language for one in heading.columns[What.TITLE] if one.language)
        )
        self._clock = RowClock(draft, heading, self._rows, named)

    def schedule(self) -> Schedule:
        """Return what the sheet says."""
        for number, row in enumerate(self._rows, start=self._heading.row + 2):
            if not any(map(words, row)):
                continue
            where = f"row {number}"
            if any(map(words, row[self._heading.width :])):
                self._draft.note(where, "has more cells than the heading has names")
            with self._draft.row(where):
                self._read(row, where)
        return self._draft.schedule(self._clock.zone)

    def _say(self, row: Row, what: What) -> str:
        return words(self._heading.cell(row, what))

    def _read(self, row: Row, where: str) -> None:
        state = self._say(row, What.STATUS)
        if vocabulary.is_unpublished(state):
            raise Invalid("its state is %(state)s", state=state)
        starts, minutes = self._clock.read(row, where)
        room, track = self._say(row, What.ROOM), self._say(row, What.TRACK)
        texts = [self._wording(row, one, where) for one in (What.SUBTITLE, What.TEXT)]
        has = self._heading.has
        self._draft.add(
            Entry(
                where=where,
                starts=starts,
                minutes=minutes,
                title=self._wording(row, What.TITLE, where) or "",
                code=self._say(row, What.CODE),
                uid=self._say(row, What.UID) or None,
                room=self._draft.room(self._say(row, What.ROOM_NAME) or room, room),
                track=self._draft.track(self._say(row, What.TRACK_NAME) or track, track),
                kind=vocabulary.kind(self._say(row, What.KIND)),
                texts=None if texts == [None, None] else [one for one in texts if one is not None],
                note=self._wording(row, What.NOTE, where),
                languages=self._say(row, What.SPOKEN) if has(What.SPOKEN) else None,
                interpreting=self._say(row, What.INTERPRETED) if has(What.INTERPRETED) else None,
                capacity=_number(self._say(row, What.CAPACITY)),
                status=vocabulary.status(state),
                parts=self._parts(row, where),
            )
        )

    def _wording(self, row: Row, what: What, where: str) -> Words | None:
        """Return the words of the columns of one kind by their languages, None without such."""
        if not self._heading.has(what):
            return None
        said: dict[str, str] = {}
        for column in self._heading.columns[what]:
            one = words(row[column.at]) if column.at < len(row) else ""
            if one.endswith(_CUT) and len(one) > _CUT_AFTER:
                self._draft.note(
                    where, "“%(name)s” ends where its cell was full; not taken", name=column.name
                )
            elif one:
                known = said.get(column.language)
                said[column.language] = f"{known}\n\n{one}" if known else one
        return said

    def _parts(self, row: Row, where: str) -> tuple[PartRow, ...] | None:
        """Return who has a part, as the columns of people say."""
        if not self._heading.has(What.SPEAKERS) and not self._heading.has(What.MODERATORS):
            return None
        offices = [one for one in map(words, self._heading.cells(row, What.OFFICE)) if one]
        found: dict[tuple[str, Role | None], PartRow] = {}
        for what, role in ((What.SPEAKERS, None), (What.MODERATORS, Role.MODERATOR)):
            people = [
                one
                for cell in self._heading.cells(row, what)
                for one in _people(words(cell), is_own=self._heading.is_own)
            ]
            for person in people:
                office = person.office
                if not office and len(people) == len(offices) == 1:
                    office = offices[0]
                key = self._draft.person(person.name, person.identity, office, where)
                if key:
                    part = PartRow(key, person.role or role)
                    found.setdefault((key, part.role), part)
        return tuple(found.values())


class _Person(NamedTuple):
    name: str
    identity: str = ""
    office: str = ""
    role: Role | None = None


def _people(said: str, *, is_own: bool) -> Iterator[_Person]:
    """Yield the people of a cell.

    Lines and semicolons part them, else commas and "and"; what follows a name in parentheses
    is an office. In our own sheets each line is a code, a role and a name.
    """
    if is_own:
        for line in said.split("\n"):
            if own := _OWN_PART.fullmatch(f"{line.strip()} "):
                yield _Person(own["name"].strip(), own["code"], role=vocabulary.role(own["role"]))
        return
    parts = _BETWEEN.split(said)
    if len(parts) == 1:
        parts = [one for part in _COMMAS.split(said) for one in _AND.split(part)]
    for part in parts:
        found = _OFFICE.fullmatch(part.strip())
        yield _Person(found["name"], office=found["office"]) if found else _Person(part.strip())


def _number(said: str) -> int | None:
    """Return a number of seats, or None for words that are none."""
    return int(said) if said.isdecimal() and len(said) < 10 else None
