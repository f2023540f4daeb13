"""schedule.json, version 2: the CCC's hub, and our own."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from summit.core.exchange import (
    DayRow,
    Format,
    Outcome,
    PartRow,
    Problem,
    Schedule,
    ZoneNeeded,
)
from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.core.text import Text
from summit.formats.read import read
from tests.formats.exchange_values import octets, parts, person, place, problems, row, said, utc

GUID = "270fa44c-0000-4000-8000-00000000000"
SOMEBODY = "0c16ffaa-0000-4000-8000-00000000000"


def test_hub() -> None:
    assert read(octets("hub.json"), None) == Schedule(
        format=Format.SCHEDULE_V2,
        title=said("38X3"),
        zone="Europe/Berlin",
        languages=("en", "de"),
        day_border=time(6),
        days=(DayRow(1, date(2024, 12, 27)),),
        rooms=(place("saal-1", "Saal 1"), place("yard", "Yard")),
        tracks=(place("art-beauty", "Art & Beauty"),),
        people=(person(f"{SOMEBODY}1", "Gabi"), person(f"{SOMEBODY}2", "Senfo")),
        sessions=(
            row(
                "event 38x3-opening",
                "38x3-opening",
                "Opening",
                utc(2024, 12, 27, 9, 30),
                30,
                uid=f"{GUID}1",
                room="saal-1",
                track="art-beauty",
                kind=SessionKind.TALK,
                spoken=("en",),
                parts=(
                    PartRow(f"{SOMEBODY}1", Role.MODERATOR),
                    PartRow(f"{SOMEBODY}2", Role.SPEAKER),
                ),
                wordings=Text({"en": "Hello.\n\nBoth.", "de": "Hallo."}),
            ),
            row(
                "event 38x3-fire",
                "38x3-fire",
                "Fire",
                utc(2024, 12, 27, 23, 15),
                40,
                language="de",
                uid=f"{GUID}2",
                room="yard",
                kind=SessionKind.MEETING,
                text="",
                spoken=("de",),
                status=Status.CANCELLED,
                parts=(),
            ),
            row("event 3", "Lunch", "Lunch", utc(2024, 12, 27, 11), 60, kind=SessionKind.BREAK),
        ),
        problems=(Problem("event 38x3-draft", "its state is DRAFT", Outcome.LEFT_OUT),),
    )


def document(*events: Any, **conference: Any) -> bytes:
    return json.dumps({"schedule": {"conference": conference, "events": list(events)}}).encode()


def event(**rest: Any) -> dict[str, Any]:
    times = {"start": "2020-06-02T10:00:00Z", "end": "2020-06-02T10:30:00Z"}
    return {"slug": "a", "title": "T", **times} | rest


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("CONFIRMED", Status.SCHEDULED),
        ("DELAYED", Status.SCHEDULED),
        ("CANCELED", Status.CANCELLED),
        ("WITHDRAWN", Status.WITHDRAWN),
        ("DELETED", Status.WITHDRAWN),
        ("ACCEPTED", None),
    ],
)
def test_states(state: str, status: Status | None) -> None:
    assert read(document(event(state=state)), None).sessions[0].status is status


def test_local_times_need_a_zone() -> None:
    file = document(event(start="2020-06-02T10:00:00", end="2020-06-02T10:45:00"))
    with pytest.raises(ZoneNeeded):
        read(file, None)
    assert read(file, "Asia/Seoul").sessions[0].starts == utc(2020, 6, 2, 1)


def test_titles_by_language() -> None:
    found = read(document(event(title={"ko": "개회", "en": "Opening"}), languages=["ko"]), None)
    assert found.sessions[0].title == Text({"ko": "개회", "en": "Opening"})


def test_rooms_that_share_a_guid_are_two() -> None:
    rooms = [{"name": "Grey", "guid": "g"}, {"name": "Tan", "guid": "g"}]
    events = (
        event(room={"guid": "g", "name": "Grey"}),
        event(slug="b", room={"guid": "g", "name": "Tan"}),
    )
    found = read(document(*events, rooms=rooms), None)
    assert [one.room for one in found.sessions] == ["g", "g Tan"]
    assert found.rooms == (place("g", "Grey"), place("g Tan", "Tan"))


def test_what_is_no_event_is_reported() -> None:
    found = read(document(event(), "lunch", None), None)
    assert problems(found) == [
        "event 2: is no event, but something else (left out)",
        "event 3: is no event, but something else (left out)",
    ]


def test_our_own_file_is_read_as_what_it_was() -> None:
    """What version 2 cannot say as finely as a programme is taken as not said."""
    common = {"language": "ko", "state": "CONFIRMED"}
    link = "https://s.example/speakers/ann-kim?locale=en"
    one = event(
        slug="test-ab",
        code="000001",
        room={"guid": "x", "name": "Hall", "slug": "hall"},
        track={"slug": "_none"},
        type="DISCUSSION",
        abstract={"en": "text", "zh": "文"},
        description={"en": "note"},
        participants=[{"guid": "y", "name": "Ann Kim", "role": "GUEST", "url": link}],
        **common,
    )
    other = event(
        slug="test-cd",
        room={"guid": "z", "name": "Online", "slug": "_online"},
        type="TALK",
        **common,
    )
    document_of_ours = {
        "generator": {"name": "Summit"},
        "schedule": {
            "conference": {
                "acronym": "test",
                "title": "Test",
                "url": "https://s.example/?locale=en",
                "time_zone_name": "Asia/Calcutta",
                "languages": ["en", "zh"],
                "meta": {"languages": ["en", "zh-Hant"], "time_zone_name": "Asia/Kolkata"},
                "tracks": [{"name": "Other", "slug": "_none"}],
            },
            "events": [one, other],
        },
    }
    found = read(json.dumps(document_of_ours).encode(), None)
    assert found == Schedule(
        format=Format.SCHEDULE_V2,
        is_ours=True,
        title=said("Test"),
        zone="Asia/Kolkata",
        languages=("en", "zh-Hant"),
        rooms=(place("hall", "Hall"),),
        people=(person("ann-kim", "Ann Kim"),),
        sessions=(
            row(
                "event test-ab",
                "ab",
                "T",
                utc(2020, 6, 2, 10),
                30,
                room="hall",
                note="note",
                status=Status.SCHEDULED,
                parts=parts("ann-kim"),
                wordings=Text({"en": "text", "zh-Hant": "文"}),
            ),
            row(
                "event test-cd",
                "cd",
                "T",
                utc(2020, 6, 2, 10),
                30,
                kind=SessionKind.TALK,
                status=Status.SCHEDULED,
            ),
        ),
    )
