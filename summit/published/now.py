"""What is on, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.turn import TimedTurn, clock


@dataclass(frozen=True, slots=True)
class OnAir:
    """A session that is running, with the turn that its running order has reached, if any."""

    session: Session
    turn: TimedTurn | None


@dataclass(frozen=True, slots=True)
class Now:
    """The sessions that run at `moment`, and those that start next, all at one instant."""

    moment: datetime
    on: tuple[OnAir, ...]
    next: tuple[Session, ...]
    is_over: bool


def at(release: Release, moment: datetime) -> Now:
    """Return what is on at the instant `moment`, and what is next."""
    held = [one for one in release.sessions if one.status is Status.SCHEDULED]
    coming = [one for one in held if one.starts > moment]
    first = min((one.starts for one in coming), default=None)
    return Now(
        moment=moment,
        on=tuple(OnAir(one, _turn(one, moment)) for one in held if one.starts <= moment < one.ends),
        next=tuple(one for one in coming if one.starts == first),
        is_over=bool(held) and all(one.ends <= moment for one in held),
    )


def _turn(session: Session, moment: datetime) -> TimedTurn | None:
    timed = clock(session.starts, session.turns)
    return next((one for one in timed if one.starts <= moment < one.ends), None)
