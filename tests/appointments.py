"""Appointments for tests: plain ones by hand, and messages about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from summit.core.appointment import Appointment, Duty, Method, Span
from summit.core.text import NOTHING, Text
from summit.formats.appointment import Mailbox, Message

START = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
UID = "5a1d2f3e-0000-4000-8000-00000000002a@summit.example"
CREATED = datetime(2020, 5, 20, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def duty(government: str = "london", **fields: Any) -> Duty:
    """Return the slot of a mayor who has a turn of three minutes."""
    values: dict[str, Any] = {
        "city": Text({"en": government.capitalize(), "ko": "런던"}),
        "zone": "Europe/London",
        "person": "ada",
        "name": Text({"en": "Ada Example"}),
        "turns": (Span(START + 41 * MINUTE, START + 44 * MINUTE),),
    }
    return Duty(government, **values | fields)


def appointment(*duties: Duty, **fields: Any) -> Appointment:
    """Return the Mayoral Meeting in somebody's calendar."""
    values: dict[str, Any] = {
        "uid": UID,
        "session": "mayoral-meeting",
        "title": Text({"en": "Mayoral Meeting", "ko": "시장 회의"}),
        "starts": START,
        "ends": START + timedelta(minutes=90),
        "zone": "Asia/Seoul",
        "stage": Text({"en": "Studio"}),
        "place": NOTHING,
        "duties": duties or (duty(),),
    }
    return Appointment(**values | fields)


def message(method: Method = Method.REQUEST, sequence: int = 0, **fields: Any) -> Message:
    """Return a message to the office of London."""
    values: dict[str, Any] = {
        "method": method,
        "uid": UID,
        "sequence": sequence,
        "created": CREATED,
        "sent": CREATED + sequence * MINUTE,
        "organizer": Mailbox("CAC Global Summit 2020", "rsvp@summit.example"),
        "attendee": Mailbox("Ana Ruiz", "ana@london.example"),
        "language": "en",
        "page": "https://summit.example/cac2020/office/london",
    }
    return Message(**values | fields)
