"""Files of every format: recognised by content, bounded, and never a surprise."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.core.exchange import (
    LARGEST_FILE,
    LONGEST_CODE,
    LONGEST_LINE,
    LONGEST_TEXT,
    Format,
    Schedule,
)
from summit.formats import release_json
from summit.formats.read import READABLE, read, recognise
from tests.factories import programme, released
from tests.formats.exchange_values import DATA, REAL, octets, utc
from tests.formats.test_read_sheet import workbook

FORMATS = {
    "broken.ics": Format.ICAL,
    "frab.json": Format.SCHEDULE_JSON,
    "hub.json": Format.SCHEDULE_V2,
    "jcal.json": Format.JCAL,
    "opass.json": Format.OPASS,
    "pentabarf.xml": Format.SCHEDULE_XML,
    "people.csv": Format.CSV,
    "pretalx.json": Format.SCHEDULE_JSON,
    "sessionize-all.json": Format.SESSIONIZE,
    "sessionize-grid.json": Format.SESSIONIZE,
    "wafer.xml": Format.SCHEDULE_XML,
}
BOOK = workbook([["Title", "Start", "Minutes"], ["A", "2020-06-02 10:00", 30]])


def test_every_file_made_by_hand_is_here() -> None:
    assert {file.name for file in DATA.iterdir()} == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_shows_in_the_content(name: str) -> None:
    assert recognise(octets(name)) is FORMATS[name]
    assert read(octets(name), "Europe/Brussels").format == FORMATS[name]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n \n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["broken.ics", "frab.json", "wafer.xml", "people.csv"])
def test_marks_and_white_space_before_the_content(name: str, before: bytes) -> None:
    assert recognise(before + octets(name)) is FORMATS[name]


def test_a_workbook_is_recognised() -> None:
    assert recognise(BOOK) is Format.XLSX


def test_a_release_is_recognised_and_left_to_be_taken_whole() -> None:
    release = released(programme())
    file = release_json.write(1, release.published, "Note", release.programme, ())
    assert recognise(file) is Format.RELEASE
    with pytest.raises(Invalid, match="This is a release, which is taken as a whole"):
        read(file, None)


def archive(*names: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("file", "looks"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08", "a file packed with gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
        (b"SQLite format 3\0", "a database"),
        (bytes(range(256)) * 9, "a program's own data"),
        (b"\0" * 100, "a program's own data"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"<HTML><body>", "a web page"),
        (b"<?xml version='1.0'?><rss></rss>", "XML with the outermost element “rss”"),
        (b"<iCalendar/>", "a calendar in XML (xCal)"),
        (b'{"a": 1, "b": 2}', "JSON of another kind (a, b)"),
        (b"[1, 2]", "JSON of another kind (a list of 2)"),
        (b"null and void", "text without a heading"),
        (archive("word/document.xml"), "a Word document"),
        (archive("mimetype", "content.xml"), "an OpenDocument file"),
        (archive("a.txt", "b.txt"), "an archive (ZIP) that holds a.txt, b.txt"),
    ],
)
def test_what_it_is_not(file: bytes, looks: str) -> None:
    with pytest.raises(Invalid) as refused:
        recognise(file)
    assert str(refused.value).startswith(f"This looks like {looks}")
    assert str(refused.value).endswith(f"What can be read: {READABLE}.")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"", "This file is empty."),
        (b" \n\t", "This file is empty."),
        (b" " * (LARGEST_FILE + 1), "This file is larger than 32 MB."),
        (BOOK[:-40], "This archive is broken, or ends too early."),
        (b"PK\x03\x04", "This archive is broken, or ends too early."),
    ],
    ids=["empty", "blank", "large", "cut off", "no archive"],
)
def test_files_that_cannot_be_opened(file: bytes, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        recognise(file)
    assert str(refused.value) == message


@pytest.mark.parametrize("name", FORMATS)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="is not the name of a time zone"):
        read(octets(name), "Middle/Earth")


# --- workbooks that mean harm -----------------------------------------------------------------


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    held = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(BOOK)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return held.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name.endswith("sheet1.xml") else content

    changed = repacked(change)
    assert changed != repacked(lambda name, content: content)
    return changed


def padded(size: int) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return b"<sst>" + b" " * size + b"</sst>" if "sharedStrings" in name else content

    return repacked(change)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (padded(100_000_000), "packed more than 300 times"),
        (padded(201 * 2**20), "unpacks to more than 200 MB"),
        (in_sheet(b'r="B2"', b'r="XFD1048576"'), "A cell lies too far out (XFD1048576)"),
        (in_sheet(b'r="B2"', b'r="IV2"'), "A cell lies too far out (IV2)"),
        (in_sheet(b'<row r="2"', b'<row r="1048576"'), "A cell lies too far out (1048576)"),
        (in_sheet(b'r="B2"', b'r="2B"'), "has a cell 2B"),
        (in_sheet(b'<row r="2"', b'<row r="-2"'), "has a row -2"),
        (in_sheet(b"<sheetData>", b"<sheetData>" + b"<row/>" * 30_000), "A cell lies too far out"),
        (in_sheet(b'<c r="B2"', b"<c/>" * 300 + b'<c r="B2"'), "A cell lies too far out"),
        (in_sheet(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'), "no proper XML"),
        (in_sheet(b"</worksheet>", b""), "no proper XML"),
    ],
    ids=[
        "100 MB", "200 MB", "corner", "column", "row", "no cell", "no row", "rows", "cells",
        "entities", "cut off",
    ],
)  # fmt: skip
def test_workbooks_that_mean_harm(file: bytes, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(file, "Europe/Brussels")
    assert message in str(refused.value)


# --- files of others ----------------------------------------------------------------------------


def real(name: str, zone: str | None) -> Schedule:
    file = REAL / name
    if not file.exists():
        pytest.skip("the real files are not here")
    return read(file.read_bytes(), zone)


def by_day(schedule: Schedule, zone: str) -> Counter[str]:
    place = ZoneInfo(zone)
    return Counter(f"{one.starts.astimezone(place):%Y-%m-%d}" for one in schedule.sessions)


def test_fosdem() -> None:
    found = real("fosdem-2021.pentabarf.xml", "Europe/Brussels")
    assert (len(found.sessions), len({one.name for one in found.people})) == (773, 684)
    assert (len(found.days), len(found.rooms), len(found.tracks)) == (2, 106, 109)
    for day, rooms, tracks in (("2021-02-06", 87, 88), ("2021-02-07", 42, 44)):
        held = [
            one
            for one in found.sessions
            if f"{one.starts.astimezone(ZoneInfo('Europe/Brussels')):%Y-%m-%d}" == day
        ]
        assert (len({one.room for one in held}), len({one.track for one in held})) == (
            rooms,
            tracks,
        )
    assert sum(not one.parts for one in found.sessions) == 102
    assert sum("<p>" in text for one in found.sessions for text in (one.text or {}).values()) == 0
    assert found.problems == ()


def test_debconf() -> None:
    found = real("debconf23.schedule.xml", None)
    assert (len(found.sessions), len(found.people), len(found.rooms)) == (117, 87, 5)
    assert (len(found.days), found.zone) == (8, "Asia/Kolkata")
    opening = next(one for one in found.sessions if one.where == "event 35")
    assert opening.starts == utc(2023, 9, 10, 5)
    assert [one.message for one in found.problems if one.where.startswith("event")] == []


def test_rc3() -> None:
    found = real("rc3-channels-2020.schedule.json", None)
    assert (len(found.sessions), len(found.people), len(found.rooms)) == (48, 56, 5)
    assert (len(found.days), found.zone, found.problems) == (4, None, ())


def test_linux_conf_au() -> None:
    found = real("linux-conf-au-2020.ics", None)
    assert (len(found.sessions), len(found.rooms), found.zone) == (262, 7, "Australia/Brisbane")
    assert len(by_day(found, "Australia/Brisbane")) == 6
    assert sum(one.room is None for one in found.sessions) == 17
    assert found.problems == ()


# --- whatever comes -------------------------------------------------------------------------------


def check(schedule: Schedule) -> None:
    """What is promised of every schedule, whatever the file."""
    for one in schedule.sessions:
        assert one.starts.utcoffset() is not None
        assert one.starts.second == one.starts.microsecond == 0
        assert 1 <= one.minutes <= 24 * 60
        assert one.code
        assert len(one.code) <= LONGEST_CODE
        assert any(one.title.values())
        assert all(len(words) <= LONGEST_LINE and "\n" not in words for words in one.title.values())
        assert all(len(words) <= LONGEST_TEXT for words in (one.text or {}).values())
    for noun in ("code", "uid"):
        names = [name for one in schedule.sessions if (name := getattr(one, noun))]
        assert len(names) == len(set(names))
    keys = {
        "room": {one.key for one in schedule.rooms},
        "track": {one.key for one in schedule.tracks},
    }
    assert {one.room for one in schedule.sessions} - {None} == keys["room"]
    assert {one.track for one in schedule.sessions} - {None} == keys["track"]
    people = [one.key for one in schedule.people]
    assert len(people) == len(set(people))
    assert {part.key for one in schedule.sessions for part in one.parts or ()} == set(people)
    assert len({one.number for one in schedule.days}) == len(schedule.days)
    assert all(str(problem) for problem in schedule.problems)


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_keeps_the_promises(name: str) -> None:
    check(read(octets(name), "Europe/Brussels"))


PIECES = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"<", b">", b"&", b'"', b"'", b"{", b"}", b"[", b"]", b",",
    b"\n", b"\r", b":", b";", b"null", b"true", b"-1", b"1e999", b"9" * 30, b"NaN", b'"id": []',
    b"99:99", b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59-14:00", b"2020-02-30", b"<p>", b"</a>",
    b"<!--", b"&#0;", b"&nbsp;", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n",
    b"DTSTART;TZID=X:20200101T000000\r\n", b"\\ud800", b"<event/>", b"<day/>", "é한".encode(),
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file made by hand after a few accidents."""
    file = draw(st.sampled_from([*(octets(name) for name in FORMATS), BOOK]))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(file)))
        to = min(len(file), at + draw(st.sampled_from((0, 1, 2, 8, 40, 400))))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(file[at:to] * 2))
        file = file[:at] + piece + file[to:]
    return file


def taken(file: bytes, zone: str | None) -> Schedule | None:
    """What a file says, or None where it is refused; anything but that is an error."""
    try:
        return read(file, zone)
    except Invalid:
        return None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.sampled_from((None, "Asia/Seoul")))
def test_broken_files_raise_nothing_but_invalid(file: bytes, zone: str | None) -> None:
    if (found := taken(file, zone)) is not None:
        check(found)


@given(st.binary(max_size=300))
def test_any_octets_raise_nothing_but_invalid(file: bytes) -> None:
    if (found := taken(file, "Asia/Seoul")) is not None:
        check(found)
