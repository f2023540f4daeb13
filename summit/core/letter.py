"""Letters: what is to be said to whom by mail, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Occasion(StrEnum):
    """Why a letter is written: the name of its templates."""

    CONFIRM = "confirm"
    ENTER = "enter"
    REGISTERED = "registered"
    PENDING = "pending"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    SEAT_CONFIRMED = "seat_confirmed"
    SEAT_WAITING = "seat_waiting"
    SEAT_OFFERED = "seat_offered"
    SEAT_PASSED = "seat_passed"
    SEAT_GIVEN_BACK = "seat_given_back"
    CHANGED = "changed"
    TOMORROW = "tomorrow"
    SOON = "soon"
    PASSWORD = "password"  # noqa: S105 (a letter about one)
    INVITED = "invited"
    OFFICE = "office"
    OFFICE_CHANGED = "office_changed"
    CHASED = "chased"
    STATEMENT = "statement"
    DRAFT = "draft"
    CHECK_TOMORROW = "check_tomorrow"
    FACTOR_CHANGED = "factor_changed"
    BROADCAST = "broadcast"
    APPOINTMENT_NEW = "appointment_new"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_WITHDRAWN = "appointment_withdrawn"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is written to: their account, and how they read. `zone` is an IANA name."""

    account: int | None
    address: str
    name: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said.

    `data` is all that its words need, as plain JSON: instants as ISO 8601 in UTC, wordings as
    objects of language tag to words, addresses of ours as paths. `calendar` is a file to send
    along. `once` is a name under which no second letter is written, as for a reminder, and
    `batch` that of all the letters which are written together and can be taken back together.
    """

    occasion: Occasion
    to: Recipient
    summit: str
    data: Mapping[str, Any] = field(default_factory=dict)
    calendar: bytes | None = None
    due: datetime | None = None
    once: str | None = None
    batch: str | None = None


GRACE = timedelta(seconds=60)
"""For how long the letters about a release wait, so that they can be taken back."""

REMINDERS = frozenset({Occasion.TOMORROW, Occasion.SOON, Occasion.CHECK_TOMORROW})
"""Letters that a summit's clock writes: in a rehearsal they are true for nobody."""

APPOINTMENTS = frozenset(
    {Occasion.APPOINTMENT_NEW, Occasion.APPOINTMENT_CHANGED, Occasion.APPOINTMENT_WITHDRAWN}
)
"""Letters to the calendar of an office; they bring a message of iTIP."""

HELD = (
    REMINDERS
    | APPOINTMENTS
    | {
        Occasion.BROADCAST,
        Occasion.CHANGED,
        Occasion.CHASED,
        Occasion.DRAFT,
        Occasion.SEAT_OFFERED,
        Occasion.SEAT_PASSED,
        Occasion.STATEMENT,
    }
)
"""Letters that do not leave while their summit rehearses.

Nobody who gets one has done anything for it; all others answer somebody's own act at once.
"""


_WAITS = (1, 2, 5, 10, 30, 60, 120, 240, *[360] * 11)
"""Minutes between two tries, three days in all."""


def wait(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries in vain, or None when it is to be given up."""
    return timedelta(minutes=_WAITS[tries - 1]) if tries <= len(_WAITS) else None


PATIENCE = timedelta(days=3)
"""For how long a letter waits for a mail server that nobody reaches."""
