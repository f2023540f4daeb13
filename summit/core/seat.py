"""Seats: the states of a seat in a session, and how long an offered one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SeatState(StrEnum):
    """Where a seat stands.

    A WAITING one has a numbered place in the queue; an OFFERED one is kept for its owner
    until a deadline and counts as taken; HELD is that of a registration that is not
    confirmed yet, and counts as taken too. PASSED was offered and not taken in time.
    """

    HELD = "held"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    GIVEN_BACK = "given_back"
    PASSED = "passed"
    LAPSED = "lapsed"


TAKES = frozenset({SeatState.HELD, SeatState.CONFIRMED, SeatState.OFFERED})
"""The states that count against the capacity."""

OPEN = TAKES | {SeatState.WAITING}
"""The states of which one person has at most one in one session."""


OFFERED_FOR = timedelta(hours=24)
"""How long an offered seat is kept at most, …"""
KEPT_CLEAR = timedelta(hours=1)
"""… no longer than until this long before the session begins, …"""
SHORTEST_OFFER = timedelta(minutes=15)
"""… but never shorter than this."""


def offer_until(present: datetime, starts: datetime) -> datetime | None:
    """Return until when a seat that is free at `present` is offered, all instants UTC.

    None where so little time is left before the session `starts` that nobody is asked: who
    waits first has the seat at once.
    """
    if starts - present <= SHORTEST_OFFER:
        return None
    return max(present + SHORTEST_OFFER, min(present + OFFERED_FOR, starts - KEPT_CLEAR))


@dataclass(frozen=True, slots=True)
class Availability:
    """How many seats a session has (None: no end of them), are taken, are waited for."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """How many seats can be taken, or None where there is no end of them."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's seat, or place in the queue, in one session of a summit.

    `ticket` orders the queue for ever; `place` is how many stand before and this one, 1 for
    the first, and None for a seat that does not wait.
    """

    session: str
    state: SeatState
    ticket: int
    place: int | None = None
    offered_until: datetime | None = None
