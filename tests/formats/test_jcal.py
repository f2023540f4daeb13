"""jCal: what the calendar says, as another reader of JSON finds it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.core.calendar import Scope, memberships
from summit.core.errors import NotFound
from summit.core.programme import Programme, Status
from summit.formats import ical, jcal
from summit.formats.outlet import Outlet
from tests.factories import programme, released, session, stamp, wild_programmes
from tests.formats.wild_agenda import stamped

HOUR = timedelta(hours=1)
EN = Outlet("https://summit.example/test", "en")


def facts(calendar: Any) -> list[tuple[object, ...]]:
    return [
        (
            str(one["UID"]),
            one.start,
            one.end,
            str(one["SUMMARY"]),
            str(one["DESCRIPTION"]),
            str(one["STATUS"]),
            int(one["SEQUENCE"]),
        )
        for one in calendar.walk("VEVENT")
    ]


def check(octets: bytes, calendar: bytes) -> None:
    """Check that jCal says what the calendar says, to a reader of both."""
    read = icalendar.Calendar.from_jcal(json.loads(octets))
    assert facts(read) == facts(icalendar.Calendar.from_ical(calendar))
    assert json.loads(octets) == read.to_jcal()


@settings(max_examples=15)
@given(wild_programmes(), st.sampled_from(("en", "ko", "zh-Hant")))
def test_the_worst_programme_says_the_same_as_its_calendars(wild: Programme, language: str) -> None:
    release = released(wild)
    outlet = Outlet("https://summit.example/wild", language)
    keys = {(Scope.AGENDA, "")}
    for one in wild.sessions:
        for member in memberships(one):
            scope, _, code = member.partition("/")
            keys.add((Scope(scope), code))
        octets, changed = jcal.download(release, one, outlet)
        calendar, expected = ical.download(release, one, outlet)
        check(octets, calendar)
        assert changed == expected
    for scope, code in keys:
        octets, changed = jcal.feed(release, scope, code, outlet, HOUR)
        calendar, expected = ical.feed(release, scope, code, outlet, HOUR)
        check(octets, calendar)
        assert changed == expected


def test_a_calendar_in_full() -> None:
    one = session("one", status=Status.CANCELLED, stamp=stamp(0xABC, sequence=3))
    octets, _ = jcal.download(released(programme(one)), one, EN)
    kind, properties, (event,) = json.loads(octets)
    assert (kind, properties) == (
        "vcalendar",
        [
            ["prodid", {}, "text", "-//Summit//Summit Calendars//EN"],
            ["version", {}, "text", "2.0"],
            ["calscale", {}, "text", "GREGORIAN"],
        ],
    )
    said = {name: (parameters, form, value) for name, parameters, form, value in event[1]}
    assert said["uid"] == ({}, "text", "00000000-0000-0000-0000-000000000abc@summit.example")
    assert said["dtstart"] == ({}, "date-time", "2020-06-02T13:00:00Z")
    assert said["sequence"] == ({}, "integer", 3)
    assert said["status"] == ({}, "text", "CANCELLED")
    assert said["url"] == ({}, "uri", "https://summit.example/test/sessions/one?locale=en")


def test_a_feed_has_its_name_and_its_interval(cac2020: Programme) -> None:
    octets, _ = jcal.feed(released(stamped(cac2020)), Scope.AGENDA, "", EN, HOUR)
    _, properties, events = json.loads(octets)
    assert ["name", {}, "text", "CAC Global Summit 2020"] in properties
    assert ["refresh-interval", {}, "duration", "PT1H"] in properties
    assert len(events) == 15


def test_what_has_no_session_has_no_calendar() -> None:
    with pytest.raises(NotFound):
        jcal.feed(released(programme(session(stamp=stamp(1)))), Scope.AREA, "climate", EN, HOUR)
