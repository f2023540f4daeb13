"""schedule.xml of every kind: Pentabarf, frab, pretalx, wafer, and our own."""

from __future__ import annotations

from datetime import date, time

import pytest

from summit.core.errors import Invalid
from summit.core.exchange import DayRow, Format, Outcome, Problem, Schedule, ZoneNeeded
from summit.core.programme import SessionKind, Status
from summit.core.text import NOTHING, Text
from summit.formats.read import read
from tests.formats.exchange_values import (
    octets,
    parts,
    person,
    place,
    problems,
    row,
    said,
    utc,
)

NOTED, LEFT_OUT = Outcome.NOTED, Outcome.LEFT_OUT


def schedule(events: str, conference: str = "", day: str = 'index="1" date="2020-06-02"') -> bytes:
    return (
        f"<schedule><conference>{conference}</conference><day {day}>"
        f'<room name="R">{events}</room></day></schedule>'
    ).encode()


def event(identity: int = 1, start: str = "10:00", duration: str = "00:30", rest: str = "") -> str:
    return (
        f'<event id="{identity}"><start>{start}</start><duration>{duration}</duration>'
        f"<title>T{identity}</title>{rest}</event>"
    )


def dated(when: str, start: str, rest: str = "") -> str:
    return event(start=start, rest=f"<date>{when}</date>{rest}")


ZONE = "<time_zone_name>Europe/Berlin</time_zone_name>"


def test_pentabarf_without_dates_or_zone() -> None:
    assert read(octets("pentabarf.xml"), "Europe/Brussels") == Schedule(
        format=Format.SCHEDULE_XML,
        title=said("Harbour Days"),
        day_border=time(4),
        days=(DayRow(1, date(2021, 2, 6)), DayRow(2, date(2021, 2, 7))),
        rooms=(place("Quay"), place("Lighthouse")),
        tracks=(place("Harbour"),),
        people=(person("7", "Ada Quill"), person("8", "Bo Sand")),
        sessions=(
            row(
                "event 101",
                "welcome_aboard",
                "Welcome & coffee",
                utc(2021, 2, 6, 8),
                25,
                room="Quay",
                track="Harbour",
                text="With biscuits\n\nWe open the days (https://harbour.example/days).\n\n"
                "Bring:\n- a cup\n- a friend",
                parts=parts("7", "8"),
            ),
            row(
                "event 102",
                "night_watch",
                "Night watch",
                utc(2021, 2, 7, 0, 30),  # filed under the day before, after its change at 04:00
                45,
                room="Lighthouse",
                kind=SessionKind.TALK,
                text="",
                status=Status.CANCELLED,
                parts=(),
            ),
            row("event 104", "104", "(no title)", utc(2021, 2, 7, 10), 90, room="Quay"),
        ),
        problems=(
            Problem("event 102", "the title says that it is cancelled; so it is taken"),
            Problem(
                "event 103", "lasts 0 minutes; a session lasts from 1 minute to 24 hours", LEFT_OUT
            ),
            Problem("event 104", "has no title; taken as “(no title)”"),
        ),
    )


def test_pentabarf_asks_for_its_zone() -> None:
    with pytest.raises(ZoneNeeded) as asked:
        read(octets("pentabarf.xml"), None)
    assert str(asked.value) == (
        "This file does not say in which zone its times are. Name it: --timezone Europe/Brussels"
    )


def test_wafer_with_dates_in_utc_and_starts_in_the_zone() -> None:
    guid = "455d075f-0000-4000-8000-0000000000"
    assert read(octets("wafer.xml"), None) == Schedule(
        format=Format.SCHEDULE_XML,
        title=said("Monsoon Meeting"),
        zone="Asia/Kolkata",
        day_border=time(3),
        days=(DayRow(1, date(2023, 9, 10)),),
        rooms=(place("Banyan"),),
        people=(person("63", "Ira Pale"),),
        sessions=(
            row(
                "event 35",
                "monsoon-35-opening",
                "Opening",
                utc(2023, 9, 10, 5),
                20,
                uid=f"{guid}35",
                room="Banyan",
                kind=SessionKind.TALK,
                text="Markdown stays:\n\n- one\n- two",
                parts=parts("63"),
            ),
            row(
                "event 36",
                "36",
                "The start is half an hour off",
                utc(2023, 9, 10, 6),
                20,
                uid=f"{guid}36",
                room="Banyan",
            ),
            row(
                "event 37",
                "37",
                "Filed under the wrong day",
                utc(2023, 9, 11, 5),
                20,
                uid=f"{guid}37",
                room="Banyan",
            ),
        ),
        problems=(
            Problem("day 1", "is called 2023-09-09, but begins on 2023-09-10"),
            Problem(
                "event 36",
                "the start says 12:00, the date 11:30 in Asia/Kolkata; the date is taken",
            ),
            Problem("event 37", "is filed under 2023-09-10, but begins 2023-09-11 05:00 UTC"),
        ),
    )


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
    ],
)
def test_zones_by_other_names(name: str, zone: str) -> None:
    found = read(schedule(event(), f"<time_zone_name>{name}</time_zone_name>"), None)
    assert (found.zone, found.sessions[0].starts) == (zone, utc(2020, 6, 2, 8))


def test_a_zone_that_is_not_known_is_asked_for() -> None:
    file = schedule(event(), "<time_zone_name>Middle/Earth</time_zone_name>")
    with pytest.raises(ZoneNeeded, match="Middle/Earth"):
        read(file, None)
    found = read(file, "Asia/Seoul")
    assert (found.zone, found.sessions[0].starts) == (None, utc(2020, 6, 2, 1))
    assert problems(found) == ["file: “Middle/Earth” is no zone that is known (noted)"]


def test_the_zone_of_the_file_goes_before_the_organizers() -> None:
    found = read(schedule(event(), ZONE), "Asia/Seoul")
    assert (found.zone, found.sessions[0].starts) == ("Europe/Berlin", utc(2020, 6, 2, 8))
    assert problems(found) == [
        "file: its own zone Europe/Berlin governs its times, not Asia/Seoul (noted)"
    ]


def test_offsets_need_no_zone() -> None:
    found = read(schedule(dated("2020-06-02T10:00:00+09:00", "10:00")), None)
    assert (found.zone, found.sessions[0].starts, found.problems) == (None, utc(2020, 6, 2, 1), ())


def test_the_offset_of_a_day_serves_its_times() -> None:
    bounds = 'start="2020-06-02T04:00:00+09:00" end="2020-06-03T03:59:00+09:00"'
    day = f'index="1" date="2020-06-02" {bounds}'
    found = read(schedule(event(start="01:00"), day=day), None)
    assert found.sessions[0].starts == utc(2020, 6, 2, 16)  # after midnight, by the day's bounds
    assert found.day_border == time(4)


def test_where_offset_and_zone_disagree_the_offset_wins() -> None:
    file = schedule(dated("2020-06-02T10:00:00+01:00", "10:00"), ZONE)
    found = read(file, None)
    assert found.sessions[0].starts == utc(2020, 6, 2, 9)
    assert problems(found) == [
        "event 1: the offset +01:00 is not that of Europe/Berlin (UTC+2); "
        "taken as 2020-06-02 09:00 UTC (noted)"
    ]


def test_a_local_time_that_is_written_as_utc_is_noted() -> None:
    """A Z where the local time was meant cannot be told from a wrong start; the row is listed."""
    found = read(schedule(dated("2020-06-02T10:00:00Z", "10:00"), ZONE), None)
    assert found.sessions[0].starts == utc(2020, 6, 2, 10)
    assert problems(found) == [
        "event 1: the start says 10:00, the date 12:00 in Europe/Berlin; the date is taken (noted)"
    ]


@pytest.mark.parametrize(
    ("start", "starts", "problem"),
    [
        (
            "02:30",
            utc(2020, 3, 29, 1, 30),
            "event 1: 2020-03-29 02:30 does not exist in Europe/Berlin, where clocks are put "
            "forward; taken as 03:30 (noted)",
        ),
        ("25:30", utc(2020, 3, 29, 23, 30), None),
    ],
)
def test_times_around_a_change_of_clocks(start: str, starts: object, problem: str | None) -> None:
    found = read(schedule(event(start=start), ZONE, 'index="1" date="2020-03-29"'), None)
    assert found.sessions[0].starts == starts
    assert problems(found) == ([problem] if problem else [])


def test_a_time_that_comes_twice_is_the_first() -> None:
    found = read(schedule(event(start="02:30"), ZONE, 'index="1" date="2020-10-25"'), None)
    assert found.sessions[0].starts == utc(2020, 10, 25, 0, 30)
    assert problems(found) == [
        "event 1: 2020-10-25 02:30 comes twice in Europe/Berlin; the first is taken (noted)"
    ]


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("0:45", 45), ("01:30", 90), ("01:30:00", 90), ("PT1H15M", 75), ("50", 50), ("20:00", 1200)],
)
def test_lengths(duration: str, minutes: int) -> None:
    found = read(schedule(event(duration=duration), ZONE), None)
    assert ([one.minutes for one in found.sessions], found.problems) == ([minutes], ())


def test_lengths_that_are_none() -> None:
    events = (
        event(1, "08:00", "-1:00")
        + event(2, "09:00", "24:01")
        + event(3, "10:00", "00:30:30")
        + event(4, "11:00", "a while")
        + event(5, "12:30", "")
        + event(6, "20:00", "")
    )
    found = read(schedule(events, ZONE), None)
    assert [(one.code, one.minutes) for one in found.sessions] == [
        ("3", 30),
        ("4", 90),
        ("5", 60),
        ("6", 60),
    ]
    assert problems(found) == [
        "event 1: lasts -60 minutes; a session lasts from 1 minute to 24 hours (left out)",
        "event 2: lasts 1441 minutes; a session lasts from 1 minute to 24 hours (left out)",
        "event 3: lasts 0:30:30; the seconds are left out (noted)",
        "event 4: its length is not understood: “a while” (noted)",
        "event 4: gives no end; taken until the next one in its room (noted)",
        "event 5: gives no end; taken as 60 minutes long (noted)",
        "event 6: gives no end; taken as 60 minutes long (noted)",
    ]


@pytest.mark.parametrize(
    ("change", "border", "days"),
    [
        ("04:00", time(4), [3, 2, 2]),
        ("06:00:00", time(6), [3, 3, 2]),
        ("00:00", time(), [2, 2, 2]),
        ("09:00", None, [3, 3, 2]),  # the hour at which its programme begins
        ("", None, [2, 2, 2]),
    ],
)
def test_sessions_after_midnight_are_of_the_next_date(
    change: str, border: time | None, days: list[int]
) -> None:
    events = event(1, "03:59") + event(2, "05:30") + event(3, "08:00")
    found = read(schedule(events, f"<day_change>{change}</day_change>"), "UTC")
    assert found.day_border == border
    assert [one.starts.day for one in found.sessions] == days
    assert found.problems == ()


def test_the_room_around_an_event_goes_before_the_one_inside() -> None:
    found = read(schedule(event(rest="<room>S</room>"), ZONE), None)
    assert found.sessions[0].room == "R"
    assert problems(found) == [
        "event 1: names the room S, but stands under R, which is taken (noted)"
    ]


def test_a_schedule_of_another_kind_is_refused() -> None:
    with pytest.raises(Invalid, match="neither a conference nor events"):
        read(b"<schedule><day date='2014-07-21'><entry id='1'/></day></schedule>", None)


@pytest.mark.parametrize(
    "start", ["", "soon", "48:00", "10:99"], ids=["none", "words", "too late", "no minute"]
)
def test_an_event_without_a_start_is_left_out(start: str) -> None:
    found = read(schedule(event(start=start) + event(2), ZONE), None)
    assert [one.code for one in found.sessions] == ["2"]
    assert problems(found) == [f"event 1: its start is not understood: “” “{start}” (left out)"]


@pytest.mark.parametrize("year", ["0001", "9999", "1850"])
def test_years_that_no_summit_has(year: str) -> None:
    found = read(schedule(dated(f"{year}-01-01T00:00:00+14:00", "00:00"), ZONE), None)
    assert found.sessions == ()
    assert [one.outcome for one in found.problems] == [LEFT_OUT]


def test_the_same_event_twice_is_one() -> None:
    found = read(schedule(event() + event(), ZONE), None)
    assert [one.code for one in found.sessions] == ["1"]
    assert problems(found) == ["event 1: says the same as event 1 (left out)"]


def test_two_events_of_one_id_are_two() -> None:
    guid = 'guid="455d075f-0000-4000-8000-000000000001"'
    twins = event() + event(start="12:00")
    found = read(schedule(twins.replace('id="1"', f'id="1" {guid}'), ZONE), None)
    assert [(one.code, one.uid) for one in found.sessions] == [
        ("1", "455d075f-0000-4000-8000-000000000001"),
        ("1-2", "455d075f-0000-4000-8000-000000000001-2"),
    ]
    assert problems(found) == [
        "event 1: has an identity that came before; "
        "given 455d075f-0000-4000-8000-000000000001-2 (noted)",
        "event 1: has a code that came before; given 1-2 (noted)",
    ]


def test_people_are_never_merged_silently() -> None:
    def persons(words: str) -> str:
        return f"<persons>{words}</persons>"

    events = (
        event(1, rest=persons('<person id="5">Ann</person><person id="5"> ann </person>'))
        + event(2, rest=persons('<person id="6">Ann</person><person>Ann</person>'))
        + event(3, rest=persons('<person id="5">Bob</person><person></person>'))
    )
    found = read(schedule(events, ZONE), None)
    assert [one.parts for one in found.sessions] == [parts("5"), parts("6", "Ann"), parts("5 Bob")]
    assert found.people == (
        person("5", "Ann"),
        person("6", "Ann"),
        person("Ann"),
        person("5 Bob", "Bob"),
    )
    assert problems(found) == ["event 3: Bob has the identity 5 of Ann; taken as another (noted)"]


def test_the_words_are_in_the_language_of_their_event() -> None:
    def speaking(identity: int, words: str) -> str:
        return event(identity, rest=f"<language>{words}</language>")

    events = speaking(1, "Deutsch") + speaking(2, "en/de") + speaking(3, "") + speaking(4, "de")
    found = read(schedule(events + speaking(5, "zh_TW"), f"<title>X</title>{ZONE}"), None)
    assert [one.spoken for one in found.sessions] == [
        ("de",),
        ("en", "de"),
        None,
        ("de",),
        ("zh-TW",),
    ]
    assert [dict(one.title) for one in found.sessions] == [
        {"de": "T1"},
        {"de": "T2"},
        {"de": "T3"},
        {"de": "T4"},
        {"zh-TW": "T5"},
    ]
    assert (found.languages, found.title) == (("de", "zh-TW", "en"), said("X", "de"))


def test_what_an_event_does_not_say_is_none() -> None:
    silent, empty = (
        read(schedule(event(rest=rest), ZONE), None).sessions[0]
        for rest in ("", "<abstract/><persons/><language/>")
    )
    assert (silent.text, silent.parts, silent.spoken) == (None, None, None)
    assert (empty.text, empty.parts, empty.spoken) == (NOTHING, (), None)


def test_markup_that_is_not_escaped() -> None:
    rest = "<abstract>One &lt;b&gt;<p>two</p><p>three</p></abstract>"
    found = read(schedule(event(rest=rest), ZONE), None)
    assert found.sessions[0].text == said("One <b>\n\ntwo\n\nthree")


def test_texts_that_are_too_long_are_cut() -> None:
    rest = f"<abstract>{'a' * 100_001}</abstract>"
    found = read(schedule(event(rest=rest), ZONE), None)
    assert found.sessions[0].text == said("a" * 100_000)
    assert problems(found) == ["event 1: a text is cut after 100000 characters (noted)"]


def test_broken_characters_are_mended() -> None:
    words = "<title>Fête &nbsp;&#0;\x0bx</title>"
    found = read(schedule(event(), words + ZONE).decode().encode("cp1252"), None)
    assert found.title == said("Fête x")
    assert problems(found) == [
        "line 1: not in UTF-8; read as Windows-1252 (noted)",
        "file: holds characters that XML does not know; mended (noted)",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_that_are_declared(encoding: str) -> None:
    declared = {"iso-8859-1": '<?xml version="1.0" encoding="ISO-8859-1"?>'}.get(encoding, "")
    file = declared + schedule(event(), f"<title>Fête</title>{ZONE}").decode()
    found = read(file.encode(encoding), None)
    assert (found.title, found.problems) == (said("Fête"), ())


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE s>",
    ],
    ids=["bomb", "external", "bare"],
)
def test_document_types_are_refused(entities: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(f"{entities}<schedule>&b;</schedule>".encode(), None)
    assert str(refused.value) == (
        "This file declares a document type or entities; such files are refused."
    )


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"<schedule><day>", "line 1, column 16: this is not well-formed XML"),
        (
            b"<schedule>\n<title>R&D</title></schedule>",
            "line 2, column 11: this is not well-formed",
        ),
        (b"<schedule>" + b"<a>" * 64 + b"</a>" * 64 + b"</schedule>", "deeper than 64"),
        (b"<schedule>" + b"<a/>" * 1_000_001 + b"</schedule>", "more than 1000000 elements"),
    ],
    ids=["cut off", "ampersand", "deep", "many"],
)
def test_what_is_no_xml(file: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read(file, None)


def test_too_many_sessions() -> None:
    with pytest.raises(Invalid, match="more than 20000 sessions"):
        read(schedule(event() * 20_001, ZONE), None)


OWN = """<schedule><generator name="Summit" system="s.example"/>
<url>https://s.example/cac/schedule.xml?locale=ko</url>
<conference><acronym>summit_cac</acronym><title>회의</title>
<time_zone_name>Asia/Seoul</time_zone_name></conference>
<day index="1" date="2020-06-02" start="2020-06-02T04:00:00+09:00" end="2020-06-03T04:00:00+09:00">
<room name="{room}"><event id="1" guid="455d075f-0000-4000-8000-000000000001" code="000001">
<date>2020-06-02T10:00:00+09:00</date><start>10:00</start><duration>00:30</duration>
<room>{room}</room><slug>summit_cac-__ab</slug><title>취소됨: &lt;b&gt;</title><track>기후</track>
<type>talk_show</type><language>en, ko</language><abstract>본문</abstract>
<description>메모</description><persons><person id="5" guid="x">김</person></persons>
</event></room></day></schedule>"""


@pytest.mark.parametrize(("room", "stage"), [("온라인", None), ("시청", "시청")])
def test_our_own_file_is_read_as_what_it_was(room: str, stage: str | None) -> None:
    found = read(OWN.format(room=room).encode(), None)
    assert found.sessions == (
        row(
            "event 1",
            "ab",
            "취소됨: <b>",
            utc(2020, 6, 2, 1),
            30,
            language="ko",
            uid="455d075f-0000-4000-8000-000000000001",
            room=stage,
            track="기후",
            kind=SessionKind.TALK_SHOW,
            text="본문",
            note="메모",
            spoken=("en", "ko"),
            parts=parts("5"),
        ),
    )
    assert (found.languages, found.title) == (("ko",), Text({"ko": "회의"}))
    assert (found.people, found.problems) == ((person("5", "김", language="ko"),), ())
