"""The JSON of Sessionize, in all views that tell times."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summit.core.errors import Invalid
from summit.core.exchange import Format, Outcome, PlaceRow, Problem, Schedule, ZoneNeeded
from summit.core.programme import SessionKind
from summit.core.text import Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, parts, person, place, problems, row, utc

JULIE = "282a4701-0000-4000-8000-000000000001"
ZAK = "69f4c795-0000-4000-8000-000000000001"
LUNCH = "4b1a6a60-0000-4000-8000-000000000003"


def test_all() -> None:
    assert read(octets("sessionize-all.json"), "Europe/Brussels") == Schedule(
        format=Format.SESSIONIZE,
        languages=("en",),
        rooms=(place("39398", "Room A"),),
        tracks=(place("Delivery"),),
        people=(person(JULIE, "Julie Lane", "Engineer of the Year"),),
        sessions=(
            row(
                "session 581840",
                "581840",
                "Shipping on Fridays",
                utc(2024, 3, 16, 8),
                45,
                room="39398",
                track="Delivery",
                kind=SessionKind.MEETING,
                text="Why not.\n\nWhy yes.",
                spoken=("en",),
                parts=parts(JULIE),
            ),
            row(
                "session 581841",
                "581841",
                "Open end",
                utc(2024, 3, 16, 9),
                90,  # until lunch, which is for all rooms
                room="39398",
                text="",
                parts=(),
            ),
            row(
                f"session {LUNCH}",
                LUNCH,
                "Lunch",
                utc(2024, 3, 16, 10, 30),
                60,
                uid=LUNCH,
                kind=SessionKind.BREAK,
                text="",
                parts=(),
            ),
        ),
        problems=(
            Problem("session 581844", "has no time yet", Outcome.LEFT_OUT),
            Problem("session 581841", "gives no end; taken until the next one in its room"),
        ),
    )


def test_times_without_an_offset_need_a_zone() -> None:
    with pytest.raises(ZoneNeeded):
        read(octets("sessionize-all.json"), None)


def test_grid_shows_what_is_for_all_in_every_room() -> None:
    assert read(octets("sessionize-grid.json"), None) == Schedule(
        format=Format.SESSIONIZE,
        rooms=(place("1", "Room A"),),
        tracks=(place("Apps"),),
        people=(person(ZAK, "Zak M"),),
        sessions=(
            row(
                "session registration",
                "registration",
                "Registration",
                utc(2024, 3, 16, 8, 30),
                30,
                kind=SessionKind.BREAK,
                text="",
                parts=(),
            ),
            row(
                "session 57078",
                "57078",
                "Fast updates",
                utc(2024, 3, 16, 9),
                40,
                room="1",
                track="Apps",
                text="How.",
                parts=parts(ZAK),
            ),
        ),
    )


def test_sessions_in_groups() -> None:
    grid = json.loads(octets("sessionize-grid.json"))
    session = grid[0]["rooms"][0]["sessions"][1]
    groups = [{"groupId": None, "groupName": "All", "sessions": [session], "isDefault": True}]
    found = read(json.dumps(groups).encode(), None)
    assert found.sessions == read(octets("sessionize-grid.json"), None).sessions[1:]


def test_slots_where_there_are_no_rooms() -> None:
    grid = json.loads(octets("sessionize-grid.json"))
    session = grid[0]["rooms"][0]["sessions"][1]
    rooms = [{"id": 1, "name": "Room A", "session": session, "index": 0}]
    day = {"date": "2024-03-16", "rooms": [], "timeSlots": [{"slotStart": "09:00", "rooms": rooms}]}
    found = read(json.dumps([grid[0], day]).encode(), None)
    assert found.sessions == read(octets("sessionize-grid.json"), None).sessions


def document(*sessions: Any) -> bytes:
    base = {
        "id": "1",
        "title": "T",
        "startsAt": "2024-03-16T09:00:00Z",
        "endsAt": "2024-03-16T10:00:00Z",
    }
    return json.dumps({"sessions": [base | one for one in sessions]}).encode()


def test_one_id_at_two_times_is_two_sessions() -> None:
    change = {"id": "change", "title": "Changeover"}
    found = read(document(change, change | {"startsAt": "2024-03-16T09:30:00Z"}), None)
    assert [one.code for one in found.sessions] == ["change", "change-2"]
    assert problems(found) == [
        "session change: has a code that came before; given change-2 (noted)"
    ]


def test_words_by_language() -> None:
    title = {"ja": "ようこそ", "en": "Welcome"}
    found = read(document({"title": title, "room": {"ja": "広間", "en": "Hall"}}), None)
    assert found.sessions[0].title == Text(title)
    assert found.rooms == (PlaceRow("広間", Text({"ja": "広間", "en": "Hall"})),)


def test_what_was_declined_is_not_taken() -> None:
    found = read(document({"status": "Declined"}, {"id": "2", "status": "Nominated"}), None)
    assert [(one.code, one.status) for one in found.sessions] == [("2", None)]
    assert problems(found) == ["session 1: its state is Declined (left out)"]


def test_a_speaker_who_is_not_in_the_file_is_reported() -> None:
    found = read(document({"speakers": ["x"]}), None)
    assert found.sessions[0].parts == ()
    assert problems(found) == ["session 1: the speaker x is not in the file (noted)"]


def test_the_list_of_speakers_is_told_apart() -> None:
    speakers = [{"id": "a", "fullName": "Ada", "sessions": [{"id": 1, "name": "T"}]}]
    with pytest.raises(Invalid, match="list of speakers, which tells no times; take the view All"):
        read(json.dumps(speakers).encode(), None)
