"""Sheets: CSV of all kinds, XLSX, and our own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from xlsxwriter import Workbook

from summit.core.errors import Invalid
from summit.core.exchange import (
    Format,
    Outcome,
    PartRow,
    PlaceRow,
    Problem,
    Schedule,
    SessionRow,
    ZoneNeeded,
)
from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.core.text import Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, parts, person, place, problems, row, said, utc

BERLIN = "Europe/Berlin"
TWICE = "2020-10-25 02:30,Europe/Berlin"


def sheet(heading: str, *rows: str) -> bytes:
    return "\n".join((heading, *rows, "")).encode()


def times(file: bytes, zone: str | None = BERLIN) -> list[tuple[datetime, int]]:
    return [(one.starts, one.minutes) for one in read(file, zone).sessions]


def workbook(*sheets: list[list[Any]]) -> bytes:
    """An XLSX file whose dates and times are such, as spreadsheets keep them."""
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        forms = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            time: book.add_format({"num_format": "hh:mm"}),
            timedelta: book.add_format({"num_format": "[h]:mm"}),
        }
        for rows in sheets:
            page = book.add_worksheet()
            for at, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if type(cell) in forms:
                        page.write_datetime(at, column, cell, forms[type(cell)])
                    elif isinstance(cell, str):
                        page.write_string(at, column, cell)
                    else:
                        page.write(at, column, cell)
    return held.getvalue()


def test_a_sheet_that_people_made() -> None:
    assert read(octets("people.csv"), BERLIN) == Schedule(
        format=Format.CSV,
        languages=("en", "fr"),
        rooms=(place("Hall"), place("Yard")),
        tracks=(place("Main"),),
        people=(person("Ada Quill", office="City of Ghent"), person("Bo Sand")),
        sessions=(
            row(
                "row 2",
                "Opening",
                "Opening",
                utc(2020, 6, 13, 7),
                30,
                room="Hall",
                track="Main",
                text="First.\nSecond.",
                spoken=("en",),
                parts=parts("Ada Quill", "Bo Sand"),
            ),
            row(
                "row 3",
                "Fête",
                "Fête",
                utc(2020, 6, 13, 8),
                75,
                language="fr",
                room="Hall",
                text="=not a formula",
                spoken=("fr",),
                parts=parts("Ada Quill"),
            ),
            row(
                "row 5",
                "Late",
                "Late",
                utc(2020, 6, 14, 21, 30),
                60,
                room="Yard",
                track="Main",
                text="",
                parts=(),
            ),
        ),
        problems=(
            Problem("row 3", "gives no date; taken as that of the row above, 2020-06-13"),
            Problem("row 4", "gives no time of day", Outcome.LEFT_OUT),
        ),
    )


def test_local_times_need_a_zone() -> None:
    file = sheet("Title,Start,Minutes", "A,2020-06-02 10:00,30")
    with pytest.raises(ZoneNeeded):
        read(file, None)
    assert times(file, "Asia/Seoul") == [(utc(2020, 6, 2, 1), 30)]


@pytest.mark.parametrize(
    "start",
    [
        "2020-06-13 10:00",
        "2020-06-13T10:00:00",
        "2020-06-13T10:00+02:00",
        "2020-06-13T08:00:00Z",
        "2020-06-13 08:00 UTC",
        "2020-06-13 17:00 Asia/Seoul",
        "2020-06-13 10:00 (UTC+2)",
        "2020/6/13 10:00",
        "2020.06.13 10:00",
        "2020年6月13日 10:00",
        "2020년 6월 13일 10:00",
        "13/06/2020 10:00",
        "13.06.2020 10.00",
        "13.6.20 10:00",
        "06/13/2020 10:00 AM",
        "13 June 2020 10:00",
        "Sat 13 Jun 2020 at 10:00",
        "June 13, 2020, 10:00 am",
        "Saturday, June 13th, 2020 10:00",
        "13. Juni 2020 10:00",
        "13 de junio de 2020 10:00",
        "43995.416666667",
    ],
)
def test_forms_of_dates(start: str) -> None:
    assert times(sheet("Title,Start,Minutes", f'A,"{start}",30')) == [(utc(2020, 6, 13, 8), 30)]


def test_a_column_decides_how_its_dates_are_read() -> None:
    heading = "Title,Start,Minutes"
    day_first = sheet(heading, "A,03/04/2020 10:00,30", "B,13/04/2020 10:00,30")
    month_first = sheet(heading, "A,03/04/2020 10:00,30", "B,04/13/2020 10:00,30")
    assert times(day_first)[0] == (utc(2020, 4, 3, 8), 30)
    assert times(month_first)[0] == (utc(2020, 3, 4, 9), 30)
    assert times(sheet(heading, "A,04/04/2020 10:00,30"))[0] == (utc(2020, 4, 4, 8), 30)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (("A,03/04/2020 10:00", "B,04/05/2020 11:00"), "“03/04/2020” can be read in two ways"),
        (("A,13/04/2020 10:00", "B,04/13/2020 10:00"), "“13/04/2020” begins with the day and"),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_refused(
    rows: tuple[str, ...], message: str
) -> None:
    with pytest.raises(Invalid, match=message) as refused:
        read(sheet("Title,Start", *rows), BERLIN)
    assert str(refused.value).endswith("dates as 2020-06-02.")


@pytest.mark.parametrize(
    ("heading", "cells", "minutes"),
    [
        ("Start,End", "2020-06-02 10:00,2020-06-02 11:30", 90),
        ("Start,End", "2020-06-02 10:00,11:30", 90),
        ("Start,End", "2020-06-02 23:00,00:30", 90),
        ("Start,End", "2020-06-02T10:00+09:00,2020-06-02T11:30+09:00", 90),
        ("Start,End", "2020-06-02T10:00Z,2020-06-02T10:30-01:00", 90),
        ("Date,Time", "2020-06-02,10:00 - 11:30", 90),
        ("Date,Time", "2020-06-02,10–11:30 am", 90),
        ("Start Date,Start Time,End Date,End Time", "2020-06-02,23:00,2020-06-03,00:30", 90),
        ("Start,Duration", "2020-06-02 10:00,1:30", 90),
        ("Start,Duration (min)", "2020-06-02 10:00,90", 90),
        ("Start,Length", "2020-06-02 10:00,1h30", 90),
        ("Start,Minutes", "2020-06-02 10:00,90 min", 90),
        ("Start,Zone,End", "2020-10-25 01:00,Europe/Berlin,2020-10-25 03:00", 180),
    ],
)
def test_lengths(heading: str, cells: str, minutes: int) -> None:
    found = read(sheet(f"Title,{heading}", f"A,{cells}"), BERLIN)
    assert ([one.minutes for one in found.sessions], problems(found)) == ([minutes], [])


def test_an_end_goes_before_a_length() -> None:
    file = sheet("Title,Start,End,Minutes", "A,2020-06-02 10:00,2020-06-02 11:00,45")
    found = read(file, BERLIN)
    assert found.sessions[0].minutes == 60
    assert problems(found) == [
        "row 2: ends after 1:00:00, and not 0:45:00; the end is taken (noted)"
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "zone", "starts"),
    [
        ("Start,Timezone", "2020-06-02 10:00,Asia/Seoul", "Asia/Seoul", utc(2020, 6, 2, 1)),
        ("Start (UTC)", "2020-06-02 10:00", None, utc(2020, 6, 2, 10)),
        ("Start (Asia/Seoul)", "2020-06-02 10:00", "Asia/Seoul", utc(2020, 6, 2, 1)),
        ("Start,Offset", "2020-06-02 10:00,UTC+09:00", None, utc(2020, 6, 2, 1)),
        ("Start (UTC),Start", "2020-06-02 10:00,2020-06-02 12:00", None, utc(2020, 6, 2, 10)),
        ("Start,Zone,Offset", f"{TWICE},UTC+01:00", BERLIN, utc(2020, 10, 25, 1, 30)),
        ("Start,Zone,Offset", f"{TWICE},UTC+02:00", BERLIN, utc(2020, 10, 25, 0, 30)),
    ],
)
def test_zones(heading: str, cells: str, zone: str | None, starts: datetime) -> None:
    found = read(sheet(f"Title,{heading},Minutes", f"A,{cells},30"), BERLIN)
    assert (found.zone, found.sessions[0].starts) == (zone, starts)


def test_where_offset_and_zone_disagree_the_offset_wins() -> None:
    file = sheet("Title,Start,Zone,Offset,Minutes", "A,2020-06-02 10:00,Asia/Seoul,UTC+02:00,30")
    found = read(file, None)
    assert found.sessions[0].starts == utc(2020, 6, 2, 8)
    assert problems(found) == [
        "row 2: the offset UTC+02:00 is not that of Asia/Seoul; the offset is taken (noted)"
    ]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8"), (";", "cp1252")],
)
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    lines = (("Title", "Start", "Room"), ("Fête, été", "2020-06-02 10:00", "A;B"))
    file = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    found = read(file.encode(encoding), BERLIN)
    assert (found.sessions[0].title, found.sessions[0].room) == (said("Fête, été"), "A;B")


def test_what_excel_says_of_its_delimiter() -> None:
    found = read(b"sep=;\r\nTitle;Start\r\nA;2020-06-02 10:00\r\n", BERLIN)
    assert [one.where for one in found.sessions] == ["row 3"]


def test_ragged_rows_and_nul() -> None:
    file = sheet("Title,Start", "A", "B\0b,2020-06-02 10:00,too much", ",", "", "C,soon")
    found = read(file, BERLIN)
    assert [(one.where, one.title) for one in found.sessions] == [("row 3", said("Bb"))]
    assert problems(found) == [
        "row 2: gives no start (left out)",
        "row 3: has more cells than the heading has names (noted)",
        "row 6, column start: “soon” is not understood (left out)",
        "row 3: gives no end; taken as 60 minutes long (noted)",
    ]


def test_a_heading_below_other_words() -> None:
    file = sheet("Our programme,,", ",,", "Start,Session,Stage", "2020-06-02 10:00,A,Hall")
    session = read(file, BERLIN).sessions[0]
    assert (session.where, session.title, session.room) == ("row 4", said("A"), "Hall")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"a,b\nc,d\n", "without a heading that names a title and a start"),
        (b'Title,Start\n"A,2020-06-02 10:00\n', "one is opened and never closed"),
        (b"Title,Start\n" + b"A,2020-06-02 10:00\n" * 100_000, "more than 20000 rows"),
        (b"Title,Start\n" + b"A," * 201, "line 2: there are more than 200 columns"),
        (b"Title,Start\n" + b"A" * 200_000 + b",x\n", "field larger than field limit"),
    ],
    ids=["no heading", "quote", "rows", "columns", "cell"],
)
def test_what_is_no_sheet(file: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read(file, BERLIN)


def test_quotes_that_are_not_doubled_are_noted() -> None:
    found = read(sheet("Title,Start", '"A" b,2020-06-02 10:00'), BERLIN)
    assert found.sessions[0].title == said("A b")
    assert "quotes that are not doubled" in problems(found)[0]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ada Quill", [("Ada Quill", "")]),
        ("Ada Quill, Bo Sand", [("Ada Quill", ""), ("Bo Sand", "")]),
        ("Ada Quill and Bo Sand", [("Ada Quill", ""), ("Bo Sand", "")]),
        ("Quill, Ada; Sand, Bo", [("Quill, Ada", ""), ("Sand, Bo", "")]),
        ("Ada Quill (Mayor, Ghent), Bo", [("Ada Quill", "Mayor, Ghent"), ("Bo", "")]),
        ("Ada Quill\nBo Sand", [("Ada Quill", ""), ("Bo Sand", "")]),
        ("Ada Quill <ada@x.example>; bo@x.example", [("Ada Quill", "")]),
    ],
)
def test_people_of_a_cell(cell: str, people: list[tuple[str, str]]) -> None:
    found = read(sheet("Title,Start,Speakers", f'A,2020-06-02 10:00,"{cell}"'), BERLIN)
    assert found.people == tuple(person(name, office=office) for name, office in people)


def test_columns_of_several_people() -> None:
    heading = "Title,Start,Speaker 1,Speaker 2,Moderator,Speaker email,Speaker bio"
    file = sheet(heading, "A,2020-06-02 10:00,Ann,Bob,Cleo,ann@x.example,long")
    found = read(file, BERLIN)
    assert found.sessions[0].parts == (
        PartRow("Ann"),
        PartRow("Bob"),
        PartRow("Cleo", Role.MODERATOR),
    )
    assert "x.example" not in repr(found)


def test_titles_by_language() -> None:
    file = sheet("title_en,title (ko),Description [English],Start", "A,가,T,2020-06-02 10:00")
    found = read(file, BERLIN)
    session = found.sessions[0]
    assert (session.title, session.text) == (Text({"en": "A", "ko": "가"}), Text({"en": "T"}))
    assert found.languages == ("en", "ko")


def test_a_workbook() -> None:
    file = workbook(
        [["Notes"], ["nothing here"]],
        [
            ["Title", "Date", "Start", "End", "Length"],
            ["Opening", date(2020, 6, 2), time(10), time(11, 30), ""],
            ["Midnight", datetime(2020, 6, 3), time(), "", timedelta(minutes=45)],  # noqa: DTZ001
            ["A serial number", "", 43984.5, "", 45],
            ["A span", date(2020, 6, 2), "15:00-15:20", "", ""],
        ],
    )
    assert times(file, "Asia/Seoul") == [
        (utc(2020, 6, 2, 1), 90),
        (utc(2020, 6, 2, 15), 45),
        (utc(2020, 6, 2, 3), 45),
        (utc(2020, 6, 2, 6), 20),
    ]


def test_midnight_is_kept_as_a_mere_date() -> None:
    midnight = datetime(2020, 6, 2)  # noqa: DTZ001
    assert times(workbook([["Title", "Start", "Minutes"], ["A", midnight, 30]])) == [
        (utc(2020, 6, 1, 22), 30)
    ]


def test_a_workbook_without_a_heading() -> None:
    with pytest.raises(Invalid, match="No sheet of this workbook"):
        read(workbook([["a", "b"]]), BERLIN)


OWN = [
    "code", "uid", "guid", "status", "start", "end", "zone", "offset", "start (UTC)", "end (UTC)",
    "minutes", "kind", "stage", "stage name", "area", "area name", "title (en)", "title (ko)",
    "text (en)", "note (ko)", "spoken", "interpreted", "speakers", "not named", "cities",
    "city names", "capacity", "illustrative", "address",
]  # fmt: skip
OWN_ROW = [
    "ab", "1@s.example", "x", "cancelled", "2020-06-02 22:00", "2020-06-02 23:30", "Asia/Seoul",
    "UTC+09:00", "2020-06-02T13:00:00Z", "2020-06-02T14:30:00Z", "90", "talk_show", "hall",
    "Hall | A", "climate", "Climate", "'=1+1 <b>x</b>", "가", "'-5 &amp; more", "메모", "ko, en",
    "zh-Hant", "ann-kim | moderator | Ann | Kim\nbo |  | Bo", "2", "seoul", "Seoul", "300", "day",
    "https://s.example/sessions/ab",
]  # fmt: skip
OWN_SESSION = SessionRow(
    where="row 2",
    code="ab",
    title=Text({"en": "=1+1 <b>x</b>", "ko": "가"}),
    starts=utc(2020, 6, 2, 13),
    minutes=90,
    uid="1@s.example",
    room="hall",
    track="climate",
    kind=SessionKind.TALK_SHOW,
    text=Text({"en": "-5 &amp; more"}),
    note=Text({"ko": "메모"}),
    spoken=("ko", "en"),
    interpreted=("zh-Hant",),
    capacity=300,
    status=Status.CANCELLED,
    parts=(PartRow("ann-kim", Role.MODERATOR), PartRow("bo")),
)


def quoted(cells: list[str]) -> str:
    return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells)


@pytest.mark.parametrize("kind", [Format.CSV, Format.XLSX])
def test_our_own_sheet_is_read_as_what_it_was(kind: Format) -> None:
    if kind is Format.CSV:
        file = ("\ufeff" + "\r\n".join(map(quoted, (OWN, OWN_ROW)))).encode()
    else:
        cells: list[Any] = list(OWN_ROW)
        cells[4], cells[5] = datetime(2020, 6, 2, 22), datetime(2020, 6, 2, 23, 30)  # noqa: DTZ001
        cells[10], cells[26] = 90, 300
        file = workbook([OWN, cells])
    assert read(file, None) == Schedule(
        format=kind,
        zone="Asia/Seoul",
        languages=("en", "ko"),
        rooms=(place("hall", "Hall | A"),),
        tracks=(PlaceRow("climate", said("Climate")),),
        people=(person("ann-kim", "Ann | Kim"), person("bo", "Bo")),
        sessions=(OWN_SESSION,),
        is_ours=True,
    )


def test_a_text_that_its_cell_could_not_hold_is_not_taken() -> None:
    cells = list(OWN_ROW)
    cells[18] = "x" * 32_763 + " […]"
    found = read("\n".join(map(quoted, (OWN, cells))).encode(), None)
    assert found.sessions[0].text == Text({})
    assert problems(found) == ["row 2: “text (en)” ends where its cell was full; not taken (noted)"]
