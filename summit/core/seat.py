"""Seats: the states of a seat in a session, and how long an offered one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
