"""Newcomers: who comes into a session by a turn that was inserted while it was on.

Their calendars show the session from that press on, without a release. Where the turn is taken
back, or was one of a rehearsal that is over, they are told that the session is gone again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from summit.core import calendar
from summit.core.calendar import Scope, Shown
from summit.core.programme import Session, Status
from summit.core.run import NO_RUNS, Run
from summit.core.turn import Turn

_SCOPES = (Scope.CITY, Scope.SPEAKER)


def calendars(turn: Turn) -> frozenset[str]:
    """Return the calendars that a turn brings its session into, as "scope/code"."""
    found = {f"{Scope.CITY}/{turn.government}"} if turn.government else set()
    return frozenset(found | {f"{Scope.SPEAKER}/{turn.person}"} if turn.person else found)


def steps(turns: Iterable[tuple[Turn, bool]]) -> dict[str, int]:
    """Return how often each calendar was told that a session came into it, or left it.

    `turns` are all that were ever inserted into it, each with whether it is taken back.
    """
    found: dict[str, int] = {}
    for turn, is_out in turns:
        for key in calendars(turn):
            found[key] = found.get(key, 0) + 1 + is_out
    return found


def shown(
    sessions: Iterable[Session], scope: Scope, code: str, runs: Mapping[str, Run] = NO_RUNS
) -> tuple[Shown, ...]:
    """Return the sessions that a calendar holds, with those of its newcomers.

    A session that came and left by a press has that many `steps` on top of its SEQUENCE, for
    good: a calendar that was told of it by a higher one would not listen to a lower.
    """
    if scope not in _SCOPES or not runs:
        return calendar.shown(sessions, scope, code)
    key = f"{scope}/{code}"
    found: list[Shown] = []
    for session in sessions:
        run = runs.get(session.code)
        count = run.steps.get(key, 0) if run else 0
        known = calendar.shown((session,), scope, code)
        if run is None or not count:
            found += known
            continue
        is_here = any(not one.gone for one in known)
        is_newcomer = session.status is Status.SCHEDULED and key in _joined(run)
        found.append(Shown(session, not (is_here or is_newcomer), count))
    return tuple(found)


def listed(sessions: Iterable[Session], scope: Scope, code: str) -> Iterable[Session]:
    """Return the sessions that a calendar holds, or may come to hold by a press."""
    if scope in _SCOPES:
        return sessions
    return (one.session for one in calendar.shown(sessions, scope, code))


def _joined(run: Run) -> frozenset[str]:
    """Return the calendars of those whose inserted turn stands."""
    return frozenset().union(*(calendars(act.turn) for act in run.acts if act.turn))
