"""The calendar file of a tech check: by the rules of every download, and the same again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from summit.core.tech_check import Booking, Outcome, Slot
from summit.formats import check_calendar
from tests.formats.ical_rules import Profile, check_octets
from tests.web.filling import PLAIN

MADE = datetime(2020, 5, 20, 8, tzinfo=UTC)
STARTS = datetime(2020, 5, 28, 8, tzinfo=UTC)
PAGE = "https://summit.example/cac2020/office/london/tech-check"
SLOT = Slot(3, STARTS, 30, 1, 1, "Studio 2")
BOOKING = Booking(7, SLOT, "london", Outcome.BOOKED, "", MADE, MADE + timedelta(hours=1), 2)


def written(booking: Booking = BOOKING, summit: str = "CAC Global Summit 2020") -> bytes:
    return check_calendar.write(booking, summit, PAGE, "summit.example", "en")


def test_it_says_what_was_booked() -> None:
    event = Calendar.from_ical(written()).walk("VEVENT")[0]
    told = {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "URL")}
    assert told == {
        "UID": "tech-check-7@summit.example",
        "SUMMARY": "Tech check: CAC Global Summit 2020",
        "LOCATION": "Studio 2",
        "STATUS": "CONFIRMED",
        "URL": PAGE,
    }
    assert (event.start, event.end) == (STARTS, STARTS + timedelta(minutes=30))
    assert (event["CREATED"].dt, event["LAST-MODIFIED"].dt) == (MADE, MADE + timedelta(hours=1))
    assert event["SEQUENCE"] == 2


@pytest.mark.parametrize("room", ["Studio 2", "https://room.example/secret", PLAIN])
def test_it_keeps_the_rules_of_a_download_and_the_address_of_the_room(room: str) -> None:
    octets = written(replace(BOOKING, slot=replace(SLOT, room=room)), summit=PLAIN)
    assert check_octets(octets, Profile.DOWNLOAD, backslashes=True) == []
    assert b"room.example" not in octets
