"""Tech checks: slots in which an office tries its picture and sound with the control room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from summit.core.errors import Invalid
from summit.core.zone import from_local, zone

OPENS, CLOSES = time(9), time(18)
"""The hours of an office, on its own clocks."""

SHORTEST, LONGEST = 5, 240
"""Minutes that a check can take."""

MOST_AT_ONCE = 50
MOST_SLOTS = 200
"""Slots that are opened at once, at most."""


class Outcome(StrEnum):
    """What became of a booking."""

    BOOKED = "booked"
    GIVEN_BACK = "given_back"
    PASSED = "passed"
    FAILED = "failed"
    NO_SHOW = "no_show"


NOTED = (Outcome.PASSED, Outcome.FAILED, Outcome.NO_SHOW)
"""What an organizer notes after a check."""


class Progress(StrEnum):
    """How far an office is with its check; FAILED where the last one did, or nobody came."""

    NONE = "none"
    BOOKED = "booked"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot from `starts` (UTC) on, for `capacity` offices at once, of which `taken` are."""

    id: int
    starts: datetime
    minutes: int
    capacity: int
    taken: int
    room: str

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def is_free(self) -> bool:
        """Whether somebody can book it still, as far as its capacity goes."""
        return self.taken < self.capacity


@dataclass(frozen=True, slots=True)
class Booking:
    """A slot as an office booked it, and what became of it."""

    id: int
    slot: Slot
    government: str
    outcome: Outcome
    note: str
    booked: datetime
    changed: datetime
    moves: int


@dataclass(frozen=True, slots=True)
class Series:
    """Slots to be opened: from a time to a time of a day, on the clocks of `zone` (IANA)."""

    day: date
    opens: time
    closes: time
    minutes: int
    capacity: int
    room: str
    zone: str

    def starts(self) -> Iterator[datetime]:
        """Yield the instants (UTC) at which its slots begin; raise `Invalid` where there are none.

        Where `closes` is no later than `opens` the series goes on past midnight. Slots follow
        each other by real minutes, so that a change of clocks neither makes nor loses one.
        """
        if not SHORTEST <= self.minutes <= LONGEST:
            raise Invalid("A check takes from 5 to 240 minutes.", "minutes")
        if not 1 <= self.capacity <= MOST_AT_ONCE:
            raise Invalid("From 1 to 50 offices can be checked at once.", "capacity")
        last = self.day + timedelta(days=self.closes <= self.opens)
        first = from_local(datetime.combine(self.day, self.opens), self.zone)
        end = from_local(datetime.combine(last, self.closes), self.zone)
        length = timedelta(minutes=self.minutes)
        count = (end - first) // length
        if count < 1:
            raise Invalid("No check fits between these times.", "closes")
        if count > MOST_SLOTS:
            raise Invalid("These are more than %(most)s slots at once.", "closes", most=MOST_SLOTS)
        for number in range(count):
            yield first + number * length


def is_in_hours(slot: Slot, zone_name: str) -> bool:
    """Whether a slot lies in the hours of an office, 09:00 to 18:00 on its own clocks."""
    there = zone(zone_name)
    starts, ends = slot.starts.astimezone(there), slot.ends.astimezone(there)
    return starts.date() == ends.date() and starts.time() >= OPENS and ends.time() <= CLOSES


def progress(outcomes: tuple[Outcome, ...]) -> Progress:
    """Return how far an office is; `outcomes` are those of its bookings, the oldest first."""
    held = [one for one in outcomes if one is not Outcome.GIVEN_BACK]
    if Outcome.PASSED in held:
        return Progress.PASSED
    if Outcome.BOOKED in held:
        return Progress.BOOKED
    return Progress.FAILED if held else Progress.NONE
