"""Reminders: when a participant is reminded of which sessions, and until when it still helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from summit.core.programme import Session
from summit.core.zone import local_date, midnight


class Wish(StrEnum):
    """What a participant can wish to be reminded of, as their registration keeps it."""

    TOMORROW = "tomorrow"
    SOON = "soon"


WISHES = (Wish.TOMORROW,)
"""What participants are reminded of until they say otherwise."""

QUIET = "quiet"
"""What a registration keeps beside its wishes where its owner wants no mail to many."""

EVENING = time(18)
"""The local time at which the next day's sessions are told."""

AHEAD = timedelta(hours=1)
"""How long before it begins a session is told."""

TOO_LATE = timedelta(minutes=5)
"""How long before it begins there is no use in telling it any more."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail: due from one instant on, and of use until before the other.

    `key` is the same for the same reminder, and another when the session is at another time.
    """

    wish: Wish
    sessions: tuple[Session, ...]
    starts: datetime
    ends: datetime
    key: str

    def is_due(self, present: datetime) -> bool:
        """Whether it is time, by the summit's clock."""
        return self.starts <= present < self.ends


def reminders(
    sessions: Iterable[Session], wishes: Iterable[str], where: ZoneInfo
) -> tuple[Reminder, ...]:
    """Return the reminders of somebody's sessions, for their wishes and their zone.

    A day is one on the wall of their zone: a session at 02:00 is told the evening before.
    """
    in_order = sorted(sessions, key=lambda one: (one.starts, one.code))
    wanted = set(wishes)
    found: list[Reminder] = []
    if Wish.TOMORROW in wanted:
        for day in sorted({local_date(one.starts, where) for one in in_order}):
            those = tuple(one for one in in_order if local_date(one.starts, where) == day)
            evening = midnight(day - timedelta(days=1), where, EVENING)
            begin = min(midnight(day, where), those[0].starts - TOO_LATE)
            found.append(Reminder(Wish.TOMORROW, those, evening, begin, f"tomorrow/{day}"))
    if Wish.SOON in wanted:
        found += [
            Reminder(
                Wish.SOON,
                (one,),
                one.starts - AHEAD,
                one.starts - TOO_LATE,
                f"soon/{one.code}/{one.starts:%Y-%m-%dT%H:%M}",
            )
            for one in in_order
        ]
    return tuple(found)
