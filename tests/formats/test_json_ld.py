"""schema.org data: what search engines are told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings

from summit.core.change import between
from summit.core.people import Role
from summit.core.programme import Programme, Status, Stream, Summit
from summit.core.text import Text
from summit.formats import json_ld, release_json
from summit.formats.outlet import Outlet
from tests.factories import (
    START,
    STORED,
    part,
    person,
    programme,
    released,
    session,
    stamp,
    text,
    turn,
)
from tests.formats.wild_agenda import stamped, wild_agendas

EN = Outlet("https://summit.example/test", "en")
PAGE = "https://summit.example/test/sessions/one"
SUMMIT = {
    "@type": ["ConferenceEvent", "Event"],
    "@id": "https://summit.example/test/",
    "url": "https://summit.example/test/",
    "name": "Test Summit",
    "startDate": "2020-06-02T22:00:00+09:00",
    "endDate": "2020-06-02T23:30:00+09:00",
    "location": {"@type": "VirtualLocation", "url": "https://summit.example/test/"},
}
HOST = Summit("test", text("Test Summit"), "Asia/Seoul", ("en", "ko"), host=text("City of Seoul"))
ORGANIZER = {
    "@type": "Organization",
    "name": "City of Seoul",
    "url": "https://summit.example/test/",
}
ONE = session(
    "one",
    title=Text({"en": "The one", "ko": "하나"}),
    text=text("A <b>bold</b> text, a.b@city.example"),
    minutes=90,
    capacity=40,
    spoken=("ko",),
    interpreted=("en",),
    parts=(
        part(person="ada", role=Role.HOST, government="seoul", office=text("Mayor")),
        part(person="ada"),
        part(office=text("Somebody")),
        part(person="cy", role=Role.ATTENDEE),
    ),
    turns=(turn(person="bo"),),
    streams=(Stream("en", text("E"), "https://stream.example/secret"),),
    stamp=stamp(1),
)
ALL = programme(ONE, summit=HOST, people=(person(), person("bo"), person("cy")))


def told(given_programme: Programme, code: str = "one", outlet: Outlet = EN) -> Any:
    release = released(given_programme)
    return json_ld.session(release, release.session(code), outlet)


def test_a_session_in_full() -> None:
    assert told(ALL) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": PAGE,
        "url": PAGE,
        "name": "The one",
        "description": "A bold text, …",
        "startDate": "2020-06-02T22:00:00+09:00",
        "endDate": "2020-06-02T23:30:00+09:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": PAGE},
        "maximumVirtualAttendeeCapacity": 40,
        "inLanguage": ["ko", "en"],
        "superEvent": SUMMIT,
        "organizer": ORGANIZER,
        "performer": [
            {
                "@type": "Person",
                "@id": "https://summit.example/test/speakers/ada",
                "url": "https://summit.example/test/speakers/ada",
                "name": "Ada",
                "jobTitle": "Mayor",
                "affiliation": {"@type": "Organization", "name": "Seoul"},
            },
            {
                "@type": "Person",
                "@id": "https://summit.example/test/speakers/bo",
                "url": "https://summit.example/test/speakers/bo",
                "name": "Bo",
            },
        ],
    }


def test_a_summit_in_full() -> None:
    assert json_ld.summit(released(ALL), EN) == {
        "@context": "https://schema.org",
        **SUMMIT,
        "inLanguage": ["en", "ko"],
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "organizer": ORGANIZER,
        "subEvent": [
            {
                "@type": "Event",
                "@id": PAGE,
                "name": "The one",
                "startDate": "2020-06-02T22:00:00+09:00",
                "endDate": "2020-06-02T23:30:00+09:00",
            }
        ],
    }


def test_another_language_names_the_same_pages() -> None:
    found = told(ALL, outlet=Outlet("https://summit.example/test", "ko"))
    assert (found["name"], found["@id"], found["location"]["url"]) == ("하나", PAGE, PAGE)


def test_nothing_is_said_of_what_is_not_known() -> None:
    found = told(programme(session("one", streams=(), stamp=stamp(1))))
    assert sorted(found) == [
        "@context",
        "@id",
        "@type",
        "endDate",
        "eventAttendanceMode",
        "eventStatus",
        "location",
        "name",
        "startDate",
        "superEvent",
        "url",
    ]


def test_a_cancelled_session_says_so() -> None:
    gone = programme(replace(ONE, status=Status.CANCELLED), summit=HOST)
    assert told(replace(ALL, sessions=gone.sessions))["eventStatus"] == (
        "https://schema.org/EventCancelled"
    )
    (short,) = json_ld.summit(released(replace(ALL, sessions=gone.sessions)), EN)["subEvent"]
    assert short["eventStatus"] == "https://schema.org/EventCancelled"


def moved_release(**fields: Any) -> Any:
    """A release in which the session starts an hour later than in the one before."""
    after = replace(ALL, sessions=(replace(ONE, **fields),))
    octets = release_json.write(2, STORED, "", after, between(ALL, after))
    return release_json.read(octets)


def test_a_moved_session_says_when_it_was_to_begin() -> None:
    release = moved_release(starts=START + timedelta(hours=1))
    (short,) = json_ld.summit(release, EN)["subEvent"]
    for found in (json_ld.session(release, release.session("one"), EN), short):
        assert found["eventStatus"] == "https://schema.org/EventRescheduled"
        assert found["previousStartDate"] == "2020-06-02T22:00:00+09:00"
        assert found["startDate"] == "2020-06-02T23:00:00+09:00"


def test_another_length_or_stage_is_no_other_time() -> None:
    release = moved_release(minutes=60, stage="hall")
    found = json_ld.session(release, release.session("one"), EN)
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in found


def test_moved_and_cancelled_is_cancelled() -> None:
    release = moved_release(starts=START + timedelta(hours=1), status=Status.CANCELLED)
    found = json_ld.session(release, release.session("one"), EN)
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert "previousStartDate" not in found


def test_a_summit_without_sessions_lasts_for_its_days() -> None:
    found = json_ld.summit(released(programme()), EN)
    assert (found["startDate"], found["endDate"]) == (
        "2020-06-02T00:00:00+09:00",
        "2020-06-04T00:00:00+09:00",
    )
    assert "subEvent" not in found
    nothing = json_ld.summit(released(programme(days=())), EN)
    assert "startDate" not in nothing


@settings(max_examples=15)
@given(wild_agendas())
def test_the_worst_programme_is_told(wild: Programme) -> None:
    release = released(wild)
    whole = json.dumps(json_ld.summit(release, EN)) + "".join(
        json.dumps(json_ld.session(release, one, EN)) for one in release.sessions
    )
    assert "stream.example" not in whole
    shorts = json_ld.summit(release, EN).get("subEvent", [])
    for short, one in zip(shorts, release.sessions, strict=True):
        assert datetime.fromisoformat(short["startDate"]) == one.starts
        assert datetime.fromisoformat(short["endDate"]) == one.ends
        assert short["name"]


def test_the_demonstration_lasts_from_its_first_to_its_last_session(cac2020: Programme) -> None:
    found = json_ld.summit(released(stamped(cac2020)), EN)
    assert (found["startDate"], found["endDate"]) == (
        "2020-06-01T11:00:00+09:00",
        "2020-06-05T18:30:00+09:00",
    )
    assert len(found["subEvent"]) == 15
