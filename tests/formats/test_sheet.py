"""Sheets: read back by other readers, cell by cell."""

from __future__ import annotations

import csv
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from summit.core.people import Role
from summit.core.programme import Aspect, Programme, Status, Stream, Summit
from summit.core.text import Text, without_addresses
from summit.core.zone import from_local, zone
from summit.formats import sheet
from summit.formats.cell import bare
from summit.formats.outlet import Outlet
from tests.factories import (
    START,
    part,
    person,
    programme,
    released,
    session,
    stamp,
    text,
    turn,
)
from tests.formats.test_cell import STARTS
from tests.formats.wild_agenda import EDGES, stamped, wild_agendas

EN = Outlet("https://summit.example/test", "en")
Rows = list[dict[str, Any]]


def by_csv(octets: bytes) -> Rows:
    """The rows of a CSV file, as a program reads them that knows of the apostrophe."""
    words = octets.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(words, newline=""), strict=True)
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, map(bare, row), strict=True)) for row in rows]


def by_calamine(octets: bytes) -> Rows:
    book = CalamineWorkbook.from_filelike(BytesIO(octets))
    assert book.sheet_names == ["sessions"]
    head, *rows = book.get_sheet_by_index(0).to_python()
    return [
        {
            name: bare(cell) if isinstance(cell, str) else cell
            for name, cell in zip(head, row, strict=True)
        }
        for row in rows
    ]


def both(given_programme: Programme) -> tuple[Rows, Rows]:
    release = released(given_programme)
    return by_csv(sheet.write_csv(release, EN)), by_calamine(sheet.write_xlsx(release, EN))


def as_csv(cell: Any) -> str:
    """A cell of the workbook as the CSV file has it; calamine gives a midnight as a date."""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@settings(max_examples=25)
@given(wild_agendas())
def test_both_say_the_same_and_what_the_programme_says(wild: Programme) -> None:
    rows, cells = both(wild)
    assert [{key: as_csv(value) for key, value in row.items()} for row in cells] == rows
    sessions = [one for one in wild.sessions if one.status is not Status.WITHDRAWN]
    assert [row["code"] for row in rows] == [one.code for one in sessions]
    for row, one in zip(rows, sessions, strict=True):
        assert one.stamp
        assert (row["uid"], row["status"], row["kind"]) == (one.stamp.uid, one.status, one.kind)
        for key, instant in (("start", one.starts), ("end", one.ends)):
            assert datetime.fromisoformat(row[f"{key} (UTC)"]) == instant
        clock = datetime.strptime(row["start"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        sign, hours, minutes = row["offset"][3], row["offset"][4:6], row["offset"][7:]
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        assert clock - offset == one.starts
        assert row["offset"][:3] + row["offset"][6] == "UTC:"
        for name, words in (("title", one.title), ("text", one.text), ("note", one.note)):
            for tag in words:
                assert row[f"{name} ({tag})"] == without_addresses(words[tag])


@settings(max_examples=25)
@given(wild_agendas())
def test_no_cell_is_a_formula(wild: Programme) -> None:
    release = released(wild)
    words = sheet.write_csv(release, EN).decode("utf-8-sig")
    for row in csv.reader(StringIO(words, newline="")):
        for cell in row:
            assert not cell.startswith(STARTS)
            assert not cell.lstrip().startswith(STARTS)
    with zipfile.ZipFile(BytesIO(sheet.write_xlsx(release, EN))) as book:
        inside = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in inside
        assert b"hyperlink" not in inside
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in book.namelist()


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    rows, cells = both(EDGES[name])
    assert len(rows) == len(cells) == len(EDGES[name].sessions)


HEAD = [
    "code",
    "uid",
    "guid",
    "status",
    "start",
    "end",
    "zone",
    "offset",
    "start (UTC)",
    "end (UTC)",
    "minutes",
    "kind",
    "stage",
    "stage name",
    "area",
    "area name",
    "title (en)",
    "title (ko)",
    "text (en)",
    "text (ko)",
    "note (en)",
    "note (ko)",
    "spoken",
    "interpreted",
    "speakers",
    "not named",
    "cities",
    "city names",
    "capacity",
    "illustrative",
    "address",
]
ONE = session(
    "one",
    title=Text({"en": "=1+1", "ko": "하나"}),
    text=text("First line\nsecond, “line”; <b>bold</b>"),
    note=text("Write to a.b@city.example"),
    stage="hall",
    area="culture",
    minutes=150,
    capacity=40,
    spoken=("ko", "en"),
    interpreted=("en",),
    parts=(
        part(person="ada", role=Role.HOST, government="seoul"),
        part(person="ada", role=Role.SPEAKER),
        part(office=text("Somebody")),
        part(role=Role.ATTENDEE, government="london"),
    ),
    turns=(turn(person="bo"),),
    streams=(Stream("en", text("E"), "https://stream.example/secret"),),
    illustrative=(Aspect.DAY, Aspect.TURNS),
    status=Status.CANCELLED,
    stamp=stamp(0xABC),
)
PEOPLE = (person(), person("bo", name=text("Bo | the <b>second</b>")))


def test_a_row_in_full() -> None:
    (row,), (cells,) = both(programme(ONE, people=PEOPLE))
    assert list(row) == list(cells) == HEAD
    assert row == {
        "code": "one",
        "uid": "00000000-0000-0000-0000-000000000abc@summit.example",
        "guid": "00000000-0000-0000-0000-000000000abc",
        "status": "cancelled",
        "start": "2020-06-02 22:00",
        "end": "2020-06-03 00:30",
        "zone": "Asia/Seoul",
        "offset": "UTC+09:00",
        "start (UTC)": "2020-06-02T13:00:00Z",
        "end (UTC)": "2020-06-02T15:30:00Z",
        "minutes": "150",
        "kind": "talk",
        "stage": "hall",
        "stage name": "Hall",
        "area": "culture",
        "area name": "Culture",
        "title (en)": "=1+1",
        "title (ko)": "하나",
        "text (en)": "First line\nsecond, “line”; <b>bold</b>",
        "text (ko)": "",
        "note (en)": "Write to …",
        "note (ko)": "",
        "spoken": "ko, en",
        "interpreted": "en",
        "speakers": "ada | host | Ada\nada | speaker | Ada\nbo |  | Bo | the <b>second</b>",
        "not named": "1",
        "cities": "seoul, london",
        "city names": "Seoul\nLondon",
        "capacity": "40",
        "illustrative": "day, turns",
        "address": "https://summit.example/test/sessions/one",
    }
    assert (cells["start"], cells["end"]) == (datetime(2020, 6, 2, 22), datetime(2020, 6, 3, 0, 30))  # noqa: DTZ001
    assert (cells["minutes"], cells["capacity"], cells["not named"]) == (150.0, 40.0, 1.0)


def test_the_words_of_a_formula_are_a_string_in_the_file() -> None:
    release = released(programme(ONE, people=PEOPLE))
    octets = sheet.write_csv(release, EN)
    assert b",'=1+1," in octets
    with zipfile.ZipFile(BytesIO(sheet.write_xlsx(release, EN))) as book:
        assert b"<t>'=1+1</t>" in book.read("xl/sharedStrings.xml")
        assert b"secret" not in book.read("xl/sharedStrings.xml") + octets


def test_csv_as_rfc_4180_and_spreadsheets_want_it() -> None:
    octets = sheet.write_csv(released(programme(ONE)), EN)
    assert octets.startswith(b"\xef\xbb\xbfcode,uid,")
    assert octets.endswith(b"\r\n")
    assert octets.count(b"\r\n") == 2
    assert '"First line\nsecond, “line”; <b>bold</b>"'.encode() in octets


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    summit = Summit("test", text("T"), "Europe/London", ("en",))
    first = datetime(2020, 10, 25, 0, 30, tzinfo=UTC)
    sessions = [
        session(f"s{n}", starts=first + timedelta(hours=n), minutes=30, stamp=stamp(n + 1))
        for n in range(2)
    ]
    rows, _ = both(programme(*sessions, summit=summit))
    assert [(row["start"], row["offset"]) for row in rows] == [
        ("2020-10-25 01:30", "UTC+01:00"),
        ("2020-10-25 01:30", "UTC+00:00"),
    ]


def test_every_language_that_is_spoken_of_has_its_columns() -> None:
    summit = Summit("test", text("T"), "Asia/Seoul", ("ko", "en"))
    one = session(title=Text({"ko": "하나", "fr": "Un"}), note=Text({"ar": "واحد"}), stamp=stamp(1))
    (row,), _ = both(programme(one, summit=summit))
    assert [name for name in row if name.startswith("title")] == [
        "title (ko)",
        "title (en)",
        "title (ar)",
        "title (fr)",
    ]
    assert (row["title (fr)"], row["note (ar)"]) == ("Un", "واحد")


def test_words_that_a_cell_cannot_hold_are_cut_and_say_so() -> None:
    whole, long = "🎉" * 16_383, "🎉" * 16_384
    sessions = (
        session("whole", text=text(whole), stamp=stamp(1)),
        session("long", text=text(long), stamp=stamp(2)),
    )
    rows, cells = both(programme(*sessions))
    assert [row["text (en)"] for row in rows] == [whole, long]
    assert cells[0]["text (en)"] == whole
    cut = cells[1]["text (en)"]
    assert cut == "🎉" * 16_381 + sheet.CUT
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_letters_that_workbooks_escape_come_back() -> None:
    words = "_x0041_ & <b> _x005F_ \u200b 🎉"
    _, (cells,) = both(programme(session(title=text(words), stamp=stamp(1))))
    assert cells["title (en)"] == words


def test_the_same_release_gives_the_same_octets(cac2020: Programme) -> None:
    release = released(stamped(cac2020))
    assert sheet.write_xlsx(release, EN) == sheet.write_xlsx(release, EN)
    assert sheet.write_csv(release, EN) == sheet.write_csv(release, EN)
    assert release.published.strftime("%Y-%m-%dT%H:%M:%SZ").encode() in zipfile.ZipFile(
        BytesIO(sheet.write_xlsx(release, EN))
    ).read("docProps/core.xml")


def test_the_golden_times(cac2020: Programme) -> None:
    rows, cells = both(stamped(cac2020))
    found = {row["code"]: row for row in rows}
    assert len(found) == len(cells) == 15
    assert found["mayoral-meeting"]["start"] == "2020-06-02 22:00"
    assert found["diamond"]["start (UTC)"] == "2020-06-03T23:00:00Z"
    local = datetime.strptime(found["mayoral-meeting"]["start"], "%Y-%m-%d %H:%M")  # noqa: DTZ007
    assert from_local(local, found["mayoral-meeting"]["zone"]) == START
    assert zone(found["diamond"]["zone"]).key == "Asia/Seoul"
