"""A release of another installation becomes the working programme of a summit here.

It says everything, in our own terms, so nothing has to be recognised but what is there
already, and nothing is lost: it keeps its codes, its stamps and what of it is illustrative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from summit.core import match
from summit.core.change import Noun
from summit.core.exchange import Outcome, Problem, SessionRow
from summit.core.intake import Terms
from summit.core.merge import Merged, renamed
from summit.core.programme import Programme, Session, Status
from summit.core.release import Release
from summit.core.zone import zone

_Thing = TypeVar("_Thing")


def take(before: Programme | None, release: Release, terms: Terms) -> Merged:
    """Return the working programme that `release` makes of `before` (None: a new summit).

    A new summit is the release itself, those sessions included that it keeps as withdrawn. Of
    one that is there already, the zone stays, and so does what the release does not name.
    """
    told = release.programme
    if before is None:
        summit = renamed(replace(told.summit, code=terms.code), terms)
        if terms.zone:
            zone(terms.zone)
            summit = replace(summit, zone=terms.zone)
        sessions = tuple(replace(one, former=(), edition=None) for one in told.sessions)
        return Merged(replace(told, summit=summit, sessions=sessions), (), _named(told, sessions))
    summit = renamed(replace(told.summit, code=terms.code, zone=before.summit.zone), terms)
    summit = replace(summit, bands=summit.bands or before.summit.bands)
    problems = []
    if told.summit.zone != summit.zone:
        message = "the release is held in %(there)s, the summit in %(here)s"
        values = {"there": told.summit.zone, "here": summit.zone}
        problems.append(Problem("time zone", message, values=values))
    sessions, found = _sessions(before, told, terms)
    taken = replace(
        told,
        summit=summit,
        days=_overlaid(before.days, told.days, "number"),
        stages=_overlaid(before.stages, told.stages),
        areas=_overlaid(before.areas, told.areas),
        governments=_overlaid(before.governments, told.governments),
        people=_overlaid(before.people, told.people),
        sessions=_in_time(_overlaid(before.sessions, sessions)),
    )
    return Merged(taken, (*problems, *found), _named(told, sessions))


def _sessions(
    before: Programme, told: Programme, terms: Terms
) -> tuple[tuple[Session, ...], list[Problem]]:
    """Return the sessions of a release as they are known in `before`, by uid or code."""
    rows = [
        SessionRow(
            f"session {one.code}",
            one.code,
            one.title,
            one.starts,
            one.minutes,
            uid=one.stamp.uid if one.stamp else None,
        )
        for one in told.sessions
    ]
    matched, problems = match.sessions(rows, before.sessions, terms.removed, terms.code)
    known = {one.code: one for one in before.sessions}
    released = {one.code: one for one in told.sessions}
    taken = []
    for one in matched:
        session, old = released[one.row.code], known.get(one.code)
        message = ""
        if session.status is Status.WITHDRAWN:
            message = "it is withdrawn in the release; here it stays until it is removed"
        elif one.code in terms.removed:
            message = "it was removed from the programme, and stays so until it is restored"
        if not message:
            visibility = old.visibility if old else session.visibility
            stamp = old.stamp if old else session.stamp
            session = replace(session, code=one.code, visibility=visibility, stamp=stamp)
            taken.append(replace(session, former=(), edition=None))
        elif old or session.status is not Status.WITHDRAWN:
            problems.append(Problem(one.row.where, message, Outcome.LEFT_OUT))
    return tuple(taken), problems


def _overlaid(
    old: Iterable[_Thing], new: Iterable[_Thing], key: str = "code"
) -> tuple[_Thing, ...]:
    """Return the new things, and behind them the old ones that they do not replace."""
    things: dict[Any, _Thing] = {getattr(one, key): one for one in new}
    for one in old:
        things.setdefault(getattr(one, key), one)
    return tuple(things.values())


def _in_time(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda one: (one.starts, one.code)))


def _named(told: Programme, sessions: Iterable[Session]) -> Mapping[Noun, frozenset[str]]:
    return {
        Noun.SESSION: frozenset(one.code for one in sessions),
        Noun.SPEAKER: frozenset(one.code for one in told.people),
        Noun.CITY: frozenset(one.code for one in told.governments),
        Noun.STAGE: frozenset(one.code for one in told.stages),
        Noun.AREA: frozenset(one.code for one in told.areas),
        Noun.DAY: frozenset(str(one.number) for one in told.days),
    }
