"""Joining: when the way into a session is open, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.core.programme import Session, Status
from summit.core.registration import State
from summit.core.seat import SeatState
from summit.core.text import Text

OPENS_BEFORE = timedelta(minutes=15)
"""How long before its start one may come into a session."""


class Door(StrEnum):
    """How one stands before a session: it is OPEN, or there is a reason why not."""

    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    CANCELLED = "cancelled"
    UNREGISTERED = "unregistered"
    UNCONFIRMED = "unconfirmed"
    SEATLESS = "seatless"
    STREAMLESS = "streamless"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to watch, by its number in the session; where it leads is not known here."""

    number: int
    language: str
    title: Text


def opens(session: Session) -> datetime:
    """Return the instant from which one may come into `session`."""
    return session.starts - OPENS_BEFORE


def door(
    session: Session, moment: datetime, registration: State | None, seat: SeatState | None
) -> Door:
    """Return whether somebody may come into `session` at the summit's instant `moment`.

    Where a session has a number of seats, one of them has to be theirs.
    """
    if session.status is not Status.SCHEDULED:
        return Door.CANCELLED
    if moment >= session.ends:
        return Door.OVER
    if registration is None:
        return Door.UNREGISTERED
    if registration is not State.CONFIRMED:
        return Door.UNCONFIRMED
    if session.capacity is not None and seat is not SeatState.CONFIRMED:
        return Door.SEATLESS
    return Door.OPEN if moment >= opens(session) else Door.EARLY
