"""What is on, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.core.programme import Session, Status
from summit.core.release import Release
from summit.core.run import NO_RUNS, Minute, Run, is_on, turn_on


@dataclass(frozen=True, slots=True)
class OnAir:
    """A session that is running, with the turn that its running order has reached, if any.

    `coming` is the turn after it. Both are as the session is run, where it is.
    """

    session: Session
    turn: Minute | None
    coming: Minute | None


@dataclass(frozen=True, slots=True)
class Now:
    """The sessions that run at `moment`, and those that start next, all at one instant."""

    moment: datetime
    on: tuple[OnAir, ...]
    next: tuple[Session, ...]
    is_over: bool


def at(release: Release, moment: datetime, runs: Mapping[str, Run] = NO_RUNS) -> Now:
    """Return what is on at the instant `moment`, and what is next; `runs` by their sessions."""
    held = [one for one in release.sessions if one.status is Status.SCHEDULED]
    on = [one for one in held if is_on(one, runs.get(one.code), moment)]
    coming = [one for one in held if one.starts > moment and one not in on]
    first = min((one.starts for one in coming), default=None)
    return Now(
        moment=moment,
        on=tuple(OnAir(one, *turn_on(one, runs.get(one.code), moment)) for one in on),
        next=tuple(one for one in coming if one.starts == first),
        is_over=bool(held) and not on and all(one.ends <= moment for one in held),
    )
