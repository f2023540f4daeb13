"""schedule.json, both versions: what their schemas demand, and what the programme says."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from summit.core.people import Role
from summit.core.programme import Aspect, Programme, SessionKind, Status, Stream, Summit
from summit.core.text import Text
from summit.formats import schedule_json
from summit.formats.outlet import Outlet
from tests.factories import part, programme, released, session, stage, stamp, text, turn
from tests.formats import schema
from tests.formats.wild_agenda import EDGES, stamped, wild_agendas

EN = Outlet("https://summit.example/test", "en")
KO = Outlet("https://summit.example/test", "ko")
VERSIONS = {
    "schema.json": schedule_json.write_v1,
    "schema2.json": schedule_json.write_v2,
}


def v1(given_programme: Programme, outlet: Outlet = EN) -> Any:
    return json.loads(schedule_json.write_v1(released(given_programme), outlet))["schedule"]


def v2(given_programme: Programme, outlet: Outlet = EN) -> Any:
    return json.loads(schedule_json.write_v2(released(given_programme), outlet))["schedule"]


def events(schedule: Any) -> list[Any]:
    """The events of version 1 in the order of the file."""
    return [
        event
        for day in schedule["conference"]["days"]
        for room in day["rooms"].values()
        for event in room
    ]


@schema.needed
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("outlet", [EN, KO], ids=["en", "ko"])
def test_the_schema_has_nothing_to_say_of_edges(version: str, name: str, outlet: Outlet) -> None:
    octets = VERSIONS[version](released(EDGES[name]), outlet)
    assert schema.json_messages(octets, version) == []


@schema.needed
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
def test_the_schema_has_nothing_to_say_of_the_demonstration(
    cac2020: Programme, version: str, language: str
) -> None:
    outlet = Outlet("https://summit.example/cac2020", language)
    octets = VERSIONS[version](released(stamped(cac2020)), outlet)
    assert schema.json_messages(octets, version) == []


@schema.needed
@settings(max_examples=25)
@given(wild_agendas())
def test_the_schema_has_nothing_to_say_of_the_worst(wild: Programme) -> None:
    for version, write in VERSIONS.items():
        assert schema.json_messages(write(released(wild), EN), version) == []


@schema.needed
def test_the_schemas_are_not_blind() -> None:
    for version, write in VERSIONS.items():
        octets = write(released(EDGES["bare"]), EN)
        assert b'"slug":"test-' in octets
        assert schema.json_messages(octets.replace(b'"slug":"test-', b'"slug":"!'), version) != []


@settings(max_examples=25)
@given(wild_agendas())
def test_the_worst_programme_is_told_whole(wild: Programme) -> None:
    """What the schemas demand, judged without them."""
    one, two = v1(wild), v2(wild)
    sessions = {one.code: one for one in wild.sessions if one.status is not Status.WITHDRAWN}
    held = [code for code, one in sessions.items() if one.status is Status.SCHEDULED]
    assert sorted(code_of(event) for event in events(one)) == sorted(held)
    assert [one.get("guid") for one in two["events"]] == [
        str(UUID(one.stamp.uid.partition("@")[0])) for one in sessions.values() if one.stamp
    ]
    for event in events(one):
        session = sessions[code_of(event)]
        starts, ends = (datetime.fromisoformat(event[key]) for key in ("date", "end"))
        assert (starts, ends) == (session.starts, session.ends)
        assert event["start"] == f"{starts:%H:%M}"
        assert re.fullmatch(r"[a-z0-9_-]+[a-z0-9]", event["slug"])
    for event, session in zip(two["events"], sessions.values(), strict=True):
        times = [datetime.fromisoformat(event[key]) for key in ("start", "end")]
        assert times == [session.starts, session.ends]
    for schedule in (one, two):
        conference = schedule["conference"]
        assert conference["meta"]["time_zone_name"] == wild.summit.zone
        names = [room["name"] for room in conference["rooms"]]
        assert len(set(names)) == len(names)
    rooms = {room["guid"]: room["name"] for room in two["conference"]["rooms"]}
    tracks = {track["slug"] for track in two["conference"]["tracks"]}
    for event in two["events"]:
        assert rooms[event["room"]["guid"]] == event["room"]["name"]
        assert event.get("track", {"slug": None})["slug"] in {*tracks, None}


def code_of(event: Any) -> str:
    return str(event["url"]).rpartition("/")[2].partition("?")[0]


ONE = session(
    "one",
    kind=SessionKind.TALK_SHOW,
    title=Text({"en": "The one", "ko": "하나"}),
    text=Text({"en": "A <b>bold</b> text", "ko": "글", "zh-Hant": "文"}),
    note=text("Write to a.b@city.example"),
    stage="hall",
    area="culture",
    minutes=90,
    spoken=("ko", "en"),
    parts=(part(person="ada", role=Role.MODERATOR), part(person="ada"), part()),
    turns=(turn(person="bo"),),
    streams=(Stream("ko", text("K"), "https://stream.example/secret"),),
    illustrative=(Aspect.DAY, Aspect.LENGTH),
    stamp=stamp(0xABC),
)
GUID = "00000000-0000-0000-0000-000000000abc"
HALL = "3408c960-9c20-5d74-8630-618efd59372d"
PAGE = "https://summit.example/test/sessions/one?locale=en"
WATCH = {"url": f"{PAGE}#watch", "title": "Watch: Korean"}


def test_one_event_of_version_1_in_full() -> None:
    (event,) = events(v1(programme(ONE)))
    people = [{"guid": one.pop("guid"), **one} for one in event.pop("persons")]
    assert [one["name"] for one in people] == ["Ada", "Bo"]
    assert people[0]["url"] == "https://summit.example/test/speakers/ada?locale=en"
    assert event == {
        "guid": GUID,
        "id": 2749,
        "code": "00024D",
        "date": "2020-06-02T22:00:00+09:00",
        "start": "22:00",
        "end": "2020-06-02T23:30:00+09:00",
        "duration": "01:30",
        "room": "Hall",
        "slug": "test-_one",
        "url": PAGE,
        "title": "The one",
        "subtitle": None,
        "track": "Culture",
        "type": "talk_show",
        "language": "ko, en",
        "abstract": "A bold text",
        "description": "Write to …",
        "links": [{**WATCH, "type": "web"}],
        "attachments": [],
    }


def test_one_event_of_version_2_in_full() -> None:
    (event,) = v2(programme(ONE))["events"]
    people = event.pop("participants")
    assert [(one["name"], one["role"]) for one in people] == [
        ("Ada", "MODERATOR"),
        ("Bo", "SPEAKER"),
    ]
    assert event == {
        "guid": GUID,
        "code": "00024D",
        "slug": "test-_one",
        "url": PAGE,
        "start": "2020-06-02T22:00:00+09:00",
        "end": "2020-06-02T23:30:00+09:00",
        "duration": "PT1H30M",
        "room": {"guid": HALL, "name": "Hall", "slug": "hall"},
        "track": {"slug": "culture"},
        "type": "DISCUSSION",
        "state": "CONFIRMED",
        "language": "ko",
        "title": "The one",
        "subtitle": None,
        "abstract": {"en": "A bold text", "ko": "글", "zh": "文"},
        "description": {"en": "Write to …"},
        "links": [{**WATCH, "type": "WEB"}],
        "attachments": [],
    }


@pytest.mark.parametrize("write", VERSIONS.values())
def test_no_address_of_a_stream_is_given_out(write: Any) -> None:
    assert b"stream.example" not in write(released(programme(ONE)), EN)


def test_a_cancelled_session_says_so_where_that_can_be_said() -> None:
    sessions = (
        session("held", stamp=stamp(1)),
        session("gone", status=Status.CANCELLED, stamp=stamp(2)),
        session("withdrawn", status=Status.WITHDRAWN, stamp=stamp(3)),
    )
    given_programme = programme(*sessions)
    assert [event["title"] for event in events(v1(given_programme))] == ["Held"]
    assert [
        (one["title"], one["state"], len(one["links"])) for one in v2(given_programme)["events"]
    ] == [
        ("Held", "CONFIRMED", 1),
        ("Gone", "CANCELED", 0),
    ]


def test_a_break_is_a_break_unless_there_is_more_to_say_of_it() -> None:
    bare = {"kind": SessionKind.BREAK, "streams": ()}
    sessions = (
        session("a", stamp=stamp(1), **bare),
        session("b", stamp=stamp(2), text=text("With music"), **bare),
        session("c", stamp=stamp(3), status=Status.CANCELLED, **bare),
        session("d", stamp=stamp(4), parts=(part(person="ada"),), **bare),
    )
    found = v2(programme(*sessions))["events"]
    assert [(one["type"], one.get("state")) for one in found] == [
        ("BREAK", None),
        ("OTHER", "CONFIRMED"),
        ("OTHER", "CANCELED"),
        ("OTHER", "CONFIRMED"),
    ]
    assert sorted(found[0]) == ["end", "guid", "room", "start", "title", "type"]


def test_what_has_no_stage_area_or_language_says_so_as_it_can() -> None:
    given_programme = programme(session(spoken=(), stamp=stamp(1)))
    (one,), (two,) = events(v1(given_programme)), v2(given_programme)["events"]
    assert (one["room"], one["track"], one["language"]) == ("Online", None, None)
    assert (two["room"]["slug"], two["track"], two["language"]) == (
        "_online",
        {"slug": "_none"},
        "en",
    )
    conference = v2(given_programme)["conference"]
    assert [one["slug"] for one in conference["tracks"]] == ["climate", "culture", "_none"]
    assert conference["defaults"] == {"language": "en"}


def test_all_rooms_are_on_the_net_and_described() -> None:
    given_programme = programme(stages=(stage("hall", "Hall", "Town hall"),))
    room = {"name": "Hall", "slug": "hall", "guid": HALL}
    assert v1(given_programme)["conference"]["rooms"] == [
        {**room, "type": "online", "description": "Town hall"}
    ]
    assert v2(given_programme)["conference"]["rooms"] == [
        {**room, "type": "VIRTUAL", "description": {"en": "Town hall"}}
    ]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Seoul", "Asia/Seoul"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Japan", "Asia/Tokyo"),
        ("US/Eastern", "America/New_York"),
        ("Etc/GMT-9", None),
    ],
)
def test_the_zone_is_named_as_the_schema_takes_it(zone: str, said: str | None) -> None:
    given_programme = programme(summit=Summit("test", text("T"), zone, ("en",)))
    for conference in (v1(given_programme)["conference"], v2(given_programme)["conference"]):
        assert conference.get("time_zone_name") == said
        assert conference["meta"]["time_zone_name"] == zone


def test_languages_of_two_letters_and_their_whole_tags() -> None:
    summit = Summit("test", text("T"), "Asia/Seoul", ("zh-Hant", "tet", "zh-Hans", "en"))
    one = session(
        spoken=("tet", "zh-Hans"),
        text=Text({"tet": "Loron"}),
        note=Text({"zh-Hans": "简"}),
        stamp=stamp(1),
    )
    schedule = v2(programme(one, summit=summit))
    assert schedule["conference"]["languages"] == ["zh", "en"]
    assert schedule["conference"]["meta"]["languages"] == ["zh-Hant", "tet", "zh-Hans", "en"]
    (event,) = schedule["events"]
    assert (event["language"], event["abstract"], event["description"]) == (
        "zh",
        "Loron",
        {"zh": "简"},
    )


def test_both_say_of_which_release_they_are_and_what_is_invented() -> None:
    release = released(programme(ONE), number=7)
    for write in VERSIONS.values():
        schedule = json.loads(write(release, EN))["schedule"]
        assert schedule["version"] == "7"
        meta = schedule["conference"]["meta"]
        assert (meta["release"], meta["digest"]) == (7, release.digest)
        assert meta["published"] == "2020-05-01T12:00:00Z"
        assert meta["illustrative"] == {GUID: ["day", "length"]}


def test_the_golden_times(cac2020: Programme) -> None:
    schedule = v2(stamped(cac2020), Outlet("https://summit.example/cac2020", "en"))
    times = {one["slug"]: (one["start"], one["end"]) for one in schedule["events"]}
    assert len(times) == 15
    assert times["cac2020-mayoral-meeting"] == (
        "2020-06-02T22:00:00+09:00",
        "2020-06-02T23:30:00+09:00",
    )
    assert times["cac2020-diamond"][0] == "2020-06-04T08:00:00+09:00"
    assert [day["start"] for day in schedule["conference"]["days"]] == [
        f"2020-06-0{day}T04:00:00+09:00" for day in (1, 2, 3, 4, 5)
    ]


@pytest.mark.parametrize(
    ("minutes", "length"), [(1, "PT1M"), (60, "PT1H"), (90, "PT1H30M"), (1440, "PT24H")]
)
def test_a_length_is_written_as_iso_8601_has_it(minutes: int, length: str) -> None:
    (event,) = v2(programme(session(minutes=minutes, stamp=stamp(1))))["events"]
    assert event["duration"] == length
