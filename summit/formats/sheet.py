"""The sessions as a sheet, CSV (RFC 4180) or XLSX: made to be worked with, and read back.

The first row names the columns, each further row is one session, in the order of time,
cancelled ones included. The columns, in this order, with their names exactly as here:

- `code`: the session's code, as in its address.
- `uid`, `guid`: its uid in calendars (RFC 5545), which never changes, and the UUID of it.
- `status`: `scheduled` or `cancelled`.
- `start`, `end`: the time on the host's clocks, in CSV as `2020-06-02 22:00`, in XLSX a date.
- `zone`, `offset`: the host's zone by its IANA name, and its distance from UTC at the start, as
  `UTC+09:00`. Where clocks are put back, it tells which of two equal times is meant.
- `start (UTC)`, `end (UTC)`: the same instants, as `2020-06-02T13:00:00Z`.
- `minutes`: its length, a number.
- `kind`: a member of `SessionKind`, as `talk_show`.
- `stage`, `stage name`, `area`, `area name`: codes, and names in the summit's first language.
- `title (xx)`, then `text (xx)`, then `note (xx)`: one column for each language, `xx` its tag
  (BCP 47): the summit's languages first, then any other one that a session has.
- `spoken`, `interpreted`: tags of languages, separated by `, `.
- `speakers`: one line for each part of a person: code, role (a member of `Role`) and name,
  separated by ` | `. The role is empty for somebody who has a turn and no part. The name comes
  last and may hold the separator.
- `not named`: how many more speak whose names are not published, a number.
- `cities`, `city names`: codes separated by `, `, and names, one on a line, in the same order.
- `capacity`: a number, or nothing.
- `illustrative`: members of `Aspect`, separated by `, `.
- `address`: the page of the session.

What `start`, `end`, `zone` and `offset` say is what people edit, so it is what is to be read;
`guid`, the instants in UTC, the names and the address repeat what other columns say.

Every cell of words has been through `summit.formats.cell.inert`; `bare` gives back the words.
Mail addresses in them are masked as in calendars (`without_addresses`): a reader takes a cell
that says what `without_addresses` makes of the words it knows for unchanged. No cell of an
XLSX file holds more than 32,767 UTF-16 units: longer words end there with `CUT`, and a
reader must not take such a cell for the whole.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any

from summit.core import identity
from summit.core.identity import stamp
from summit.core.programme import Session
from summit.core.release import Release
from summit.core.text import Text, without_addresses
from summit.formats.cell import inert
from summit.formats.outlet import Outlet
from summit.formats.timetable import Timetable
from summit.formats.wording import line
from summit.language import DEFAULT

CUT = " […]"
_LONGEST = 32_767
_MARK = "\ufeff"
_WIDTHS = {"start": 17, "end": 17, "start (UTC)": 21, "end (UTC)": 21, "zone": 13, "offset": 11}
_WIDE = ("title", "text", "note", "speakers", "stage name", "area name", "city names", "address")

_Cell = str | int | datetime | None
_Column = tuple[str, Callable[[Session], _Cell]]


def write_csv(release: Release, outlet: Outlet) -> bytes:
    """Return the sessions of `release` as CSV in UTF-8.

    It begins with a byte order mark: without one, spreadsheets take UTF-8 for the old code
    page of their machine, and Korean names are lost. Lines end in CRLF.
    """
    columns = _columns(release, outlet)
    sheet = StringIO(newline="")
    rows = csv.writer(sheet)
    rows.writerow([name for name, _ in columns])
    for session in release.sessions:
        rows.writerow([_written(value(session)) for _, value in columns])
    return (_MARK + sheet.getvalue()).encode()


def write_xlsx(release: Release, outlet: Outlet) -> bytes:
    """Return the sessions of `release` as a workbook of one sheet.

    The same release gives the same octets, and no file is written on the way.
    """
    columns = _columns(release, outlet)
    octets = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    # Loaded by the first who asks: it takes 12 MB, and few processes are asked for a workbook.
    workbook: Any = import_module("xlsxwriter").Workbook
    with workbook(octets, {"in_memory": True, **plain}) as book:
        created = release.published.replace(tzinfo=None)
        book.set_properties({"title": release.summit.code, "created": created})
        heading = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet("sessions")
        sheet.freeze_panes(1, 1)
        for at, (name, _) in enumerate(columns):
            sheet.write_string(0, at, name, heading)
            wide = 36 if name.partition(" (")[0] in _WIDE else 14
            sheet.set_column(at, at, _WIDTHS.get(name, wide))
        for row, session in enumerate(release.sessions, start=1):
            for at, (_, value) in enumerate(columns):
                _write(sheet, row, at, value(session), moment)
        sheet.autofilter(0, 0, len(release.sessions), len(columns) - 1)
    return octets.getvalue()


def _write(sheet: Any, row: int, column: int, value: _Cell, moment: Any) -> None:
    """Write a cell as what it is: words are never looked at for formulas or links."""
    match value:
        case str() if value:
            sheet.write_string(row, column, _short(inert(value)))
        case int():
            sheet.write_number(row, column, value)
        case datetime():
            sheet.write_datetime(row, column, value, moment)


def _written(value: _Cell) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case _:
            return inert(str(value))


def _columns(release: Release, outlet: Outlet) -> tuple[_Column, ...]:
    """Return the name of each column, and what it says of a session."""
    table = Timetable(release, outlet, cancelled=True)
    identities = identity.of_sessions(release.programme)
    tags = _languages(release)
    language = next(iter(tags), DEFAULT)
    stages = {one.code: line(one.name, language) for one in release.programme.stages}
    areas = {one.code: line(one.name, language) for one in release.programme.areas}
    cities = {one.code: line(one.name, language) for one in release.programme.governments}
    people = {one.code: line(one.name, language) for one in release.programme.people}

    def clock(instant: datetime) -> datetime:
        return table.local(instant).replace(tzinfo=None)

    def worded(name: str, text: Callable[[Session], Text]) -> Iterator[_Column]:
        return ((f"{name} ({tag})", _wording(text, tag)) for tag in tags)

    return (
        ("code", lambda one: one.code),
        ("uid", lambda one: stamp(one).uid),
        ("guid", lambda one: str(identities[one.code].guid)),
        ("status", lambda one: one.status.value),
        ("start", lambda one: clock(one.starts)),
        ("end", lambda one: clock(one.ends)),
        ("zone", lambda _: release.summit.zone),
        ("offset", lambda one: f"UTC{table.local(one.starts).isoformat()[-6:]}"),
        ("start (UTC)", lambda one: _instant(one.starts)),
        ("end (UTC)", lambda one: _instant(one.ends)),
        ("minutes", lambda one: one.minutes),
        ("kind", lambda one: one.kind.value),
        ("stage", lambda one: one.stage),
        ("stage name", lambda one: stages.get(one.stage or "")),
        ("area", lambda one: one.area),
        ("area name", lambda one: areas.get(one.area or "")),
        *worded("title", lambda one: one.title),
        *worded("text", lambda one: one.text),
        *worded("note", lambda one: one.note),
        ("spoken", lambda one: ", ".join(one.spoken)),
        ("interpreted", lambda one: ", ".join(one.interpreted)),
        ("speakers", lambda one: "\n".join(_speakers(one, people))),
        ("not named", lambda one: sum(part.speaks and not part.person for part in one.parts)),
        ("cities", lambda one: ", ".join(one.governments)),
        ("city names", lambda one: "\n".join(cities[code] for code in one.governments)),
        ("capacity", lambda one: one.capacity),
        ("illustrative", lambda one: ", ".join(one.illustrative)),
        ("address", lambda one: f"{outlet.base}/sessions/{one.code}"),
    )


def _wording(text: Callable[[Session], Text], tag: str) -> Callable[[Session], str]:
    """Return what a column says of the wordings of one language."""
    return lambda session: without_addresses(text(session).get(tag, ""))


def _languages(release: Release) -> tuple[str, ...]:
    """Return the tags of the languages of the sheet."""
    said = {
        tag for one in release.sessions for text in (one.title, one.text, one.note) for tag in text
    }
    return tuple(dict.fromkeys((*release.summit.languages, *sorted(said))))


def _speakers(session: Session, people: dict[str, str]) -> Iterator[str]:
    """Yield each part of a person as code, role and name; those with a turn only come last."""
    parts = {part.person for part in session.parts}
    for part in session.parts:
        if part.person:
            yield f"{part.person} | {part.role.value} | {people[part.person]}"
    for code in session.people:
        if code not in parts:
            yield f"{code} |  | {people[code]}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _short(words: str) -> str:
    """Return `words` cut to what a cell holds, in units of UTF-16."""
    octets = words.encode("utf-16-le")
    if len(octets) <= 2 * _LONGEST:
        return words
    return octets[: 2 * (_LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
