"""iCalendar and jCal, and what their writers make of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summit.core.errors import Invalid
from summit.core.exchange import Format, Outcome, Problem, Schedule, ZoneNeeded
from summit.core.programme import SessionKind, Status
from summit.core.text import Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, place, problems, row, said, utc

LEFT_OUT = Outcome.LEFT_OUT


def calendar(*events: str, head: str = "") -> bytes:
    held = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{held}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def event(*lines: str, start: str = "DTSTART:20200602T100000Z") -> str:
    return "\n".join(("UID:1@x.example", "SUMMARY:S", start, "DURATION:PT30M", *lines))


def test_broken() -> None:
    assert read(octets("broken.ics"), None) == Schedule(
        format=Format.ICAL,
        title=said("Harbour, days"),
        zone="Australia/Brisbane",
        rooms=(place("Room 5"),),
        tracks=(place("Keynote"),),
        sessions=(
            row(
                "line 6",
                "201",
                "Main: plenary",
                utc(2020, 1, 13, 21),
                120,
                uid="201@harbour.example",
                room="Room 5",
                track="Keynote",
                kind=SessionKind.TALK,
                text="Breakfast, by the sea\n\nOnly with a ticket.",
            ),
            row(
                "line 24",
                "203",
                "Windows",
                utc(2020, 1, 14, 2),
                45,
                uid="203@harbour.example",
                text="One line\nand the rest, not folded",
                status=Status.CANCELLED,
            ),
            row(
                "line 33",
                "201-2",
                "The same identity",
                utc(2020, 1, 15, 2),
                30,
                uid="201@harbour.example-2",
            ),
            *(
                row(
                    "line 48",
                    f"205-{mark}",
                    "Daily swim",
                    utc(2020, 1, day, 20, 30),
                    30,
                    uid=f"205@harbour.example/{mark}",
                )
                for day, mark in ((13, "20200113T203000Z"), (15, "20200115T203000Z"))
            ),
        ),
        problems=(
            Problem("line 30", "is no property; taken as more of the text before"),
            Problem(
                "line 18", "lasts -60 minutes; a session lasts from 1 minute to 24 hours", LEFT_OUT
            ),
            Problem("line 43", "takes whole days and gives no time", LEFT_OUT),
            Problem("line 56", "is marked PRIVATE", LEFT_OUT),
            Problem("line 33", "has an identity that came before; given 201@harbour.example-2"),
            Problem("line 33", "has a code that came before; given 201-2"),
        ),
    )


def test_jcal() -> None:
    assert read(octets("jcal.json"), None) == Schedule(
        format=Format.JCAL,
        title=said("Harbour days", "de"),
        zone="Australia/Brisbane",
        languages=("de",),
        rooms=(place("Room 5", language="de"),),
        tracks=(place("Sea, land", language="de"),),
        sessions=(
            row(
                "vevent 1",
                "201",
                "Früh, sehr früh",
                utc(2020, 1, 13, 21),
                120,
                language="de",
                uid="201@harbour.example",
                room="Room 5",
                track="Sea, land",
                text="Two\nlines",
            ),
            *(
                row(
                    "vevent 2",
                    f"202-{mark}",
                    "Swim",
                    utc(2020, 1, day, 7),
                    30,
                    language="de",
                    uid=f"202@harbour.example/{mark}",
                )
                for day, mark in ((14, "20200114T070000Z"), (21, "20200121T070000Z"))
            ),
        ),
    )


def test_several_calendars() -> None:
    one = json.loads(octets("jcal.json"))
    assert len(read(json.dumps([one, one]).encode(), None).sessions) == 3
    assert len(read(calendar(event()) + calendar(event("LOCATION:R")), None).sessions) == 2


def test_floating_times_need_a_zone() -> None:
    file = calendar(event(start="DTSTART:20200602T100000"))
    with pytest.raises(ZoneNeeded):
        read(file, None)
    assert read(file, "Asia/Seoul").sessions[0].starts == utc(2020, 6, 2, 1)


@pytest.mark.parametrize(
    ("start", "head", "zone"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20200602T100000", "", "Europe/Berlin"),
        ("DTSTART;TZID=Berlin:20200602T100000", "", "Europe/Berlin"),
        ("DTSTART;TZID=/example.org/20200101/Europe/Berlin:20200602T100000", "", "Europe/Berlin"),
        ("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20200602T100000", "", "Europe/Amsterdam"),
        ('DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin":20200602T100000', "", "Europe/Amsterdam"),
        ("DTSTART:20200602T100000", "X-WR-TIMEZONE:Europe/Berlin\n", "Europe/Berlin"),
        ("DTSTART:20200602T080000Z", "", None),
        ("DTSTART;TZID=Europe/Berlin:20200602T080000Z", "", "Europe/Berlin"),
        ("DTSTART:2020-06-02T08:00:00Z", "", None),
    ],
)
def test_zones(start: str, head: str, zone: str | None) -> None:
    found = read(calendar(event(start=start), head=head), None)
    assert (found.sessions[0].starts, found.zone) == (utc(2020, 6, 2, 8), zone)
    assert found.problems == ()


def test_an_unknown_zone_is_never_a_naive_time() -> None:
    file = calendar(event(start="DTSTART;TZID=Middle Earth:20200602T100000"))
    with pytest.raises(ZoneNeeded, match="“Middle Earth”"):
        read(file, None)
    found = read(file, "Asia/Seoul")
    assert found.sessions[0].starts == utc(2020, 6, 2, 1)
    assert problems(found) == ["line 6: “Middle Earth” is no zone that is known (noted)"]


VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Our place
{located}BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ={frequency};BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize("located", ["", "X-LIC-LOCATION:Europe/Berlin\n"])
@pytest.mark.parametrize(
    ("start", "starts"),
    [("20200602T100000", utc(2020, 6, 2, 8)), ("20201202T100000", utc(2020, 12, 2, 9))],
)
def test_a_zone_may_be_known_by_its_rules(located: str, start: str, starts: object) -> None:
    head = VTIMEZONE.format(located=located, frequency="YEARLY")
    found = read(calendar(event(start=f"DTSTART;TZID=Our place:{start}"), head=head), None)
    assert (found.sessions[0].starts, found.problems) == (starts, ())


def test_rules_that_could_take_for_ever_are_not_followed() -> None:
    head = VTIMEZONE.format(located="", frequency="SECONDLY")
    with pytest.raises(ZoneNeeded):
        read(calendar(event(start="DTSTART;TZID=Our place:20200602T100000"), head=head), None)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", [2, 3, 4]),
        ("FREQ=DAILY;UNTIL=20200604", [2, 3, 4]),
        ("FREQ=DAILY;UNTIL=20200604T095959Z", [2, 3]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", [2, 4, 9]),
        ("FREQ=DAILY;INTERVAL=2;COUNT=2", [2, 4]),
    ],
)
def test_repeated_events_are_unfolded(rule: str, days: list[int]) -> None:
    found = read(calendar(event(f"RRULE:{rule}")), None)
    assert [one.starts for one in found.sessions] == [utc(2020, 6, day, 10) for day in days]
    assert found.problems == ()


def test_repetitions_keep_the_local_time() -> None:
    start = "DTSTART;TZID=Europe/Berlin:20201024T100000"
    found = read(calendar(event("RRULE:FREQ=DAILY;COUNT=2", start=start)), None)
    assert [one.starts for one in found.sessions] == [utc(2020, 10, 24, 8), utc(2020, 10, 25, 9)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=101",
        "FREQ=DAILY;UNTIL=21000101T000000Z",
        "FREQ=DAILY;COUNT=9;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=DAILY;BYSECOND=1,2,3;COUNT=3",
        "COUNT=3",
        "nonsense",
    ],
)
def test_rules_that_are_not_unfolded_give_one_session(rule: str) -> None:
    found = read(calendar(event(f"RRULE:{rule}")), None)
    assert [(one.uid, one.starts) for one in found.sessions] == [
        ("1@x.example", utc(2020, 6, 2, 10))
    ]
    assert problems(found) == [
        f"line 8: repeats by a rule that is not unfolded ({rule}); taken once (noted)"
    ]


def test_one_repetition_may_be_moved() -> None:
    moved = "\n".join(
        (
            "UID:1@x.example",
            "RECURRENCE-ID:20200603T100000Z",
            "SUMMARY:Moved",
            "DTSTART:20200603T120000Z",
            "DURATION:PT15M",
        )
    )
    found = read(calendar(event("RRULE:FREQ=DAILY;COUNT=3"), moved), None)
    assert [(one.uid, one.starts) for one in found.sessions] == [
        ("1@x.example/20200602T100000Z", utc(2020, 6, 2, 10)),
        ("1@x.example/20200604T100000Z", utc(2020, 6, 4, 10)),
        ("1@x.example/20200603T100000Z", utc(2020, 6, 3, 12)),
    ]


def test_further_dates() -> None:
    found = read(calendar(event("RDATE:20200605T100000Z,20200607T100000Z/PT1H")), None)
    assert [one.starts.day for one in found.sessions] == [2, 5, 7]


@pytest.mark.parametrize(
    ("lines", "starts", "minutes"),
    [
        (("DTSTART:20200602T100000Z", "DTEND:20200602T114500Z"), 10, 105),
        (("DTSTART;TZID=Asia/Seoul:20200602T190000", "DTEND:20200602T193000"), 10, 30),
        (("DTSTART:20200602T100000Z", "DURATION:P0DT1H"), 10, 60),
        (("DTSTART:20200602T100000Z",), 10, None),
        (("DTSTART:20200602T100000Z", "DTEND:soon"), 10, None),
    ],
)
def test_ends(lines: tuple[str, ...], starts: int, minutes: int | None) -> None:
    found = read(calendar("\n".join(("SUMMARY:S", *lines))), None)
    assert found.sessions[0].starts == utc(2020, 6, 2, starts)
    assert found.sessions[0].minutes == (minutes or 60)
    assert any("gives no end" in one for one in problems(found)) == (minutes is None)


def test_one_bad_event_does_not_lose_the_others() -> None:
    found = read(
        calendar(
            event(start="DTSTART:2020"),
            "SUMMARY:No start",
            event(start="DTSTART:20201332T100000Z"),
            event(start="DTSTART:00010101T000000Z"),
            event("this is no property"),
            event("X-ODD;=:;;;"),
        ),
        None,
    )
    assert [one.where for one in found.sessions] == ["line 24"]
    assert problems(found) == [
        "line 29: is no property: “this is no property” (noted)",
        "line 3: its start is not understood: “2020” (left out)",
        "line 9: gives no start (left out)",
        "line 12: its start is not understood: “20201332T100000Z” (left out)",
        "line 18: 1 is not the year of a summit. (left out)",
        "line 31: says the same as line 24 (left out)",
    ]


def test_an_end_that_is_missing_between_two_events() -> None:
    file = calendar(event("LOCATION:A"), event("LOCATION:B")).replace(
        b"END:VEVENT\r\nBEGIN", b"BEGIN"
    )
    found = read(file, None)
    assert [one.room for one in found.sessions] == ["A", "B"]
    assert problems(found)[0] == "line 3: its END:VEVENT is missing (noted)"


def test_a_file_that_ends_too_early_is_refused() -> None:
    with pytest.raises(Invalid, match="ends too early: END:VCALENDAR is missing"):
        read(calendar(event())[:-20], None)


def test_text_is_unescaped_once_and_unfolded_within_a_character() -> None:
    words = "DESCRIPTION:a\\, b\\; c\\\\n d\\ne é".encode()
    file = calendar(event("@")).replace(b"@", words.replace(b"\xc3\xa9", b"\xc3\r\n \xa9"))
    assert read(file, None).sessions[0].text == said("a, b; c\\n d\ne é")


def test_legacy_encodings() -> None:
    found = read(calendar(event("LOCATION:Salle Bé")).decode().encode("cp1252"), None)
    assert found.rooms == (place("Salle Bé"),)
    assert problems(found) == ["line 8: not in UTF-8; read as Windows-1252 (noted)"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings(encoding: str) -> None:
    found = read(calendar(event("LOCATION:Bé")).decode().encode(encoding), None)
    assert (found.rooms, found.problems) == ((place("Bé"),), ())


def test_vcalendar_of_old() -> None:
    summary = "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C3=A9t=\n=C3=A9"
    found = read(calendar(f"{summary}\nDTSTART:20200602T100000Z\nDURATION:PT1H"), None)
    assert (found.sessions[0].title, found.problems) == (said("été"), ())


def test_languages_of_texts() -> None:
    found = read(
        calendar("SUMMARY;LANGUAGE=ko:회의\nDTSTART:20200602T100000Z\nDURATION:PT1H"), None
    )
    assert (found.sessions[0].title, found.languages) == (Text({"ko": "회의"}), ("ko",))


def test_addresses_of_people_are_never_taken() -> None:
    found = read(octets("broken.ics"), None)
    assert (found.people, "harbour.example" in repr(found).replace("@harbour.example", "")) == (
        (),
        False,
    )
    assert "mailto" not in repr(found)


def test_many_lines_of_text_take_no_longer_than_few() -> None:
    """Not longer than linear: a text of 200,000 lines that are not folded, and as many folds."""
    lines = "DESCRIPTION:x\n" + "and so on\n" * 200_000
    assert read(calendar(event(lines)), None).sessions[0].text is not None
    folds = "DESCRIPTION:x\n" + " y\n" * 200_000
    assert read(calendar(event(folds)), None).sessions[0].text is not None


@pytest.mark.parametrize(
    "value",
    [
        ["vcalendar"],
        ["vcalendar", None, None],
        ["vcalendar", [], [["vevent", [["dtstart"], ["dtstart", {}, "date-time"], 5], 7], "x"]],
        ["vcalendar", [], [["vevent", [["rrule", {}, "recur", {"freq": None}]], []]]],
    ],
)
def test_jcal_of_any_shape(value: Any) -> None:
    assert read(json.dumps(value).encode(), None).sessions == ()
