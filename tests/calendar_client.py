"""A calendar as its owner's program keeps it: what iTIP says of messages, and nothing of ours.

RFC 5546 §2.1.5: the higher SEQUENCE wins, of equal ones the later DTSTAMP; what is older is left
aside, in whatever order mail arrives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

import icalendar


class Held(NamedTuple):
    sequence: int
    stamp: datetime
    is_cancelled: bool
    starts: datetime
    ends: datetime
    words: str


@dataclass
class Client:
    """The calendar of one mailbox."""

    address: str
    held: dict[str, Held] = field(default_factory=dict)

    def take(self, octets: bytes) -> None:
        """Take a calendar that came by mail."""
        calendar = icalendar.Calendar.from_ical(octets)
        (event,) = calendar.walk("VEVENT")
        assert str(event["ATTENDEE"]).lower() == f"mailto:{self.address}"
        method = str(calendar["METHOD"])
        assert method in ("REQUEST", "CANCEL")
        assert (str(event["STATUS"]) == "CANCELLED") == (method == "CANCEL")
        new = Held(
            int(event["SEQUENCE"]),
            event["DTSTAMP"].dt,
            method == "CANCEL",
            event.start,
            event.end,
            str(event["DESCRIPTION"]),
        )
        old = self.held.get(str(event["UID"]))
        if old is None or (new.sequence, new.stamp) > (old.sequence, old.stamp):
            self.held[str(event["UID"])] = new

    @property
    def shows(self) -> dict[str, tuple[datetime, datetime]]:
        """What its owner sees: when each entry is, by UID."""
        return {
            uid: (one.starts, one.ends) for uid, one in self.held.items() if not one.is_cancelled
        }


def calendar_of(octets: bytes) -> bytes:
    """Return the calendar in a message of mail, which stands in it twice and is the same."""
    message = message_from_bytes(octets, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    found = [
        part.get_payload(decode=True)
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    ]
    first, second = found
    assert isinstance(first, bytes)
    assert first == second
    return first
