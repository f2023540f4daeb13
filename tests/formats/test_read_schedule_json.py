"""schedule.json, version 1: frab, pretalx, and what is no JSON."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from summit.core.errors import Invalid
from summit.core.exchange import DayRow, Format, Outcome, PlaceRow, Problem, Schedule, ZoneNeeded
from summit.core.programme import SessionKind, Status
from summit.core.text import NOTHING, Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, parts, person, place, problems, row, said, utc

GUID = "a0a0fcfe-0000-4000-8000-0000000000"


def test_frab() -> None:
    assert read(octets("frab.json"), None) == Schedule(
        format=Format.SCHEDULE_JSON,
        title=said("Tent 2019", "de"),
        zone="Europe/Berlin",  # frab calls it Berlin
        languages=("de", "en"),
        day_border=time(4),
        days=(DayRow(1, date(2019, 8, 21)), DayRow(2, date(2019, 8, 22))),
        rooms=(place("Curie", language="de"), place("Meitner", language="de")),
        tracks=(place("CCC", language="de"),),
        people=(
            person("1", "jinx", language="de"),
            person("2", "smt", language="de"),
            person("2 Somebody Else", "Somebody Else", language="de"),
        ),
        sessions=(
            row(
                "event 10",
                "tent2019-10-opening",
                "Eröffnung",
                utc(2019, 8, 21, 9),
                30,
                language="de",
                uid=f"{GUID}10",
                room="Curie",
                track="CCC",
                kind=SessionKind.TALK,
                text="Willkommen.\nSetzt euch.",
                spoken=("de",),
                parts=parts("1", "2"),
            ),
            row(
                "event 11",
                "tent2019-11-late",
                "Late",
                utc(2019, 8, 21, 23, 30),
                60,
                uid=f"{GUID}11",
                room="Curie",
                kind=SessionKind.MEETING,
                text="",
                note="Klingonese",
                spoken=("en",),
                parts=parts("1"),
            ),
            row(
                "event 11",
                "tent2019-11-late-2",
                "Not late",
                utc(2019, 8, 22, 10),
                45,
                language="de",
                uid=f"{GUID}11-2",
                room="Meitner",
                kind=SessionKind.PANEL,
                spoken=("de",),
                parts=parts("2 Somebody Else"),
            ),
        ),
        problems=(
            Problem("day 2, Meitner, event 2", "is no event, but something else", Outcome.LEFT_OUT),
            Problem(
                "event 11",
                "the offset +01:00 is not that of Europe/Berlin (UTC+2); "
                "taken as 2019-08-21 23:30 UTC",
            ),
            Problem("event 11", "“Klingonese” is no language that is known; kept in the note"),
            Problem("event 11", "Somebody Else has the identity 2 of smt; taken as another"),
            Problem("event 11", "starts at 10:00:30; the seconds are left out"),
            Problem("event 11", f"has an identity that came before; given {GUID}11-2"),
            Problem("event 11", "has a code that came before; given tent2019-11-late-2"),
        ),
    )


def test_pretalx_with_keys_beyond_the_schema() -> None:
    assert read(octets("pretalx.json"), None) == Schedule(
        format=Format.SCHEDULE_JSON,
        title=said("Remote", "de"),
        languages=("de",),
        day_border=time(4),
        days=(DayRow(1, date(2020, 12, 27)),),
        rooms=(place("Studio", language="de"),),
        tracks=(PlaceRow("Main", Text({"en": "Main", "de": "Haupt"})),),
        people=(person("20", "Chris", language="de"),),
        sessions=(
            row(
                "event 15",
                "MJA8QY",
                "Late news",
                utc(2020, 12, 27, 22, 30),
                40,
                language="de",
                uid="c3642671-0000-4000-8000-000000000015",
                room="Studio",
                track="Main",
                kind=SessionKind.TALK,
                text="See [here](https://talks.example).\n\nAnd more.",
                spoken=("de",),
                parts=parts("20"),
            ),
        ),
    )


def document(*events: Any, **conference: Any) -> bytes:
    day = {"index": 1, "date": "2020-06-02", "rooms": {"R": list(events)}}
    return json.dumps({"schedule": {"conference": {"days": [day], **conference}}}).encode()


def event(**rest: Any) -> dict[str, Any]:
    return {"id": 1, "date": "2020-06-02T10:00:00Z", "duration": "0:30", "title": "T"} | rest


def test_local_times_need_a_zone() -> None:
    file = document(event(date="2020-06-02T10:00:00"))
    with pytest.raises(ZoneNeeded):
        read(file, None)
    assert read(file, "Asia/Seoul").sessions[0].starts == utc(2020, 6, 2, 1)


@pytest.mark.parametrize(
    ("state", "status"),
    [("canceled", Status.CANCELLED), ("confirmed", Status.SCHEDULED), ("accepted", None)],
)
def test_states(state: str, status: Status | None) -> None:
    assert read(document(event(state=state)), None).sessions[0].status is status


def test_a_draft_is_not_taken() -> None:
    found = read(document(event(state="draft")), None)
    assert (found.sessions, problems(found)) == ((), ["event 1: its state is draft (left out)"])


def test_values_of_any_type() -> None:
    odd = event(
        id=1.0, title=["no words"], track=5, room=None, abstract={"de": "ja", "??": "nein"},
        persons=["Ann", {"name": {"en": "Bo", "ko": "보"}}, None, 7], language=None, duration=45,
    )  # fmt: skip
    found = read(document(odd), None)
    session = found.sessions[0]
    assert (session.code, session.title, session.minutes) == ("1", said("(no title)"), 45)
    assert (session.room, session.track) == ("R", "5")
    assert session.text == Text({"de": "ja", "en": "nein"})
    assert session.parts == parts("Ann", "Bo", "7")
    assert found.people[1].name == Text({"en": "Bo", "ko": "보"})


def test_rooms_may_be_a_list() -> None:
    rooms = [{"name": "A", "events": [event()]}, {"name": "B", "events": [event(id=2, room="C")]}]
    day = {"index": 1, "date": "2020-06-02", "rooms": rooms}
    found = read(json.dumps({"schedule": {"conference": {"days": [day]}}}).encode(), None)
    assert [(one.code, one.room) for one in found.sessions] == [("1", "A"), ("2", "B")]
    assert problems(found) == [
        "event 2: names the room C, but stands under B, which is taken (noted)"
    ]


def test_a_room_that_is_given_twice_loses_no_session() -> None:
    file = document(event()).decode()
    inner = json.dumps(event(id=2, title="U"))
    twice = file.replace('"rooms": {', f'"rooms": {{"R": [{inner}], ')
    found = read(twice.encode(), None)
    assert [one.code for one in found.sessions] == ["2", "1"]
    assert problems(found) == ["file: gives the key “R” twice (noted)"]


def test_nul_and_lone_surrogates_are_cleaned_away() -> None:
    file = document(event(title="a\0b\ud800c", guid="x\0\ud800", persons=["\ud800P\0"]))
    session = read(file, None).sessions[0]
    assert (session.title, session.uid, session.parts) == (said("abc"), "x", parts("P"))


def test_numbers_that_json_does_not_know() -> None:
    found = read(document(event(capacity="X")).replace(b'"X"', b"NaN"), None)
    assert problems(found) == ["file: NaN is no number of JSON; taken as nothing (noted)"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(encoding: str) -> None:
    file = document(title="Fête").decode()
    assert read(file.encode(encoding), None).title == said("Fête")


def test_empty_texts_say_that_there_is_none() -> None:
    silent, empty = read(document(event(), event(id=2, abstract="", persons=[])), None).sessions
    assert (silent.text, silent.parts, empty.text, empty.parts) == (None, None, NOTHING, ())


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b'{"schedule": {"conf', "line 1, column 15: this is not JSON"),
        (b"[" * 100_000, "too deep"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "deeper than 64"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number too long"),
        (b"[" + b"[]," * 2_000_001, "more values"),
        (b"{1: 2}", "line 1, column 2: this is not JSON"),
    ],
    ids=["cut off", "deeper than a stack", "deep", "number", "many", "no key"],
)
def test_what_is_no_json(file: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read(file, None)


def ours() -> bytes:
    def session(**rest: Any) -> dict[str, Any]:
        url = "https://s.example/cac/speakers/ann-kim?locale=en"
        return {
            "guid": f"{GUID}99",
            "code": "000001",
            "slug": "test-ab",
            "date": "2020-06-02T10:00:00+09:00",
            "duration": "00:30",
            "language": "ko",
            "title": "T <b>",
            "abstract": "text",
            "description": "note",
            "type": "panel",
            "persons": [{"guid": "x", "name": "Ann Kim", "url": url}],
        } | rest

    head = {
        "acronym": "test",
        "url": "https://s.example/?locale=en",
        "meta": {"languages": ["ko", "en"]},
        "rooms": [{"name": "Hall", "slug": "hall-1"}, {"name": "Online", "slug": "_online"}],
        "tracks": [{"name": "Climate", "slug": "climate"}],
    }
    rooms = {
        "Hall": [session(room="Hall", track="Climate")],
        "Online": [session(slug="test-cd", guid=f"{GUID}98", room="Online")],
    }
    days = [{"index": 1, "date": "2020-06-02", "rooms": rooms}]
    return json.dumps(
        {"generator": {"name": "Summit"}, "schedule": {"conference": {**head, "days": days}}}
    ).encode()


def test_our_own_file_is_read_as_what_it_was() -> None:
    found = read(ours(), None)
    assert found.sessions == tuple(
        row(
            f"event {shown}",
            code,
            "T <b>",
            utc(2020, 6, 2, 1),
            30,
            uid=f"{GUID}{uid}",
            room=room,
            track=track,
            kind=SessionKind.PANEL,
            text="text",
            note="note",
            spoken=("ko",),
            parts=parts("ann-kim"),
        )
        for shown, code, uid, room, track in (
            ("000001", "ab", "99", "hall-1", "climate"),
            ("000001", "cd", "98", None, None),
        )
    )
    assert (found.languages, found.rooms) == (("ko", "en"), (place("hall-1", "Hall"),))
    assert (found.people, found.problems) == ((person("ann-kim", "Ann Kim"),), ())
