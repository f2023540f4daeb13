"""Offices: what a government has to answer for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.core.people import Part
from summit.core.programme import Programme, Session, Status
from summit.core.run import NO_RUNS, Run, order
from summit.core.turn import TimedTurn, Turn, clock


@dataclass(frozen=True, slots=True)
class Slot:
    """What a government has in one session, for one of its principals.

    `person` is the code of the principal, "" where none is named. `turns` are theirs, with
    their clock times.
    """

    session: Session
    person: str
    parts: tuple[Part, ...]
    turns: tuple[TimedTurn, ...]

    @property
    def key(self) -> tuple[str, str]:
        """By what a slot is known: the codes of session and principal."""
        return self.session.code, self.person

    @property
    def is_held(self) -> bool:
        """Whether the session takes place."""
        return self.session.status is Status.SCHEDULED


def slots(
    programme: Programme,
    government: str,
    runs: Mapping[str, Run] = NO_RUNS,
    moment: datetime | None = None,
) -> tuple[Slot, ...]:
    """Return what a government has in a programme, in the order of time.

    What names no principal belongs to the only one who is named in that session for it. Given
    `runs`, by the codes of their sessions, turns are those that are expected at the last press,
    or at the present `moment` (`core.run.minutes`): with those that were inserted, without those
    that were left out. All slots that are published stay by their keys.
    """
    of = {one.code: one.government for one in programme.people}
    found = []
    for session in programme.sessions:
        if session.status in (Status.SCHEDULED, Status.CANCELLED):
            turns = _timed(session, runs.get(session.code), moment)
            found += _slots(session, turns, government, of)
    return tuple(found)


def _timed(session: Session, run: Run | None, moment: datetime | None) -> Iterable[TimedTurn]:
    if run is None or not run.acts:
        return clock(session.starts, session.turns)
    return (
        TimedTurn(one.turn, one.starts, one.ends, one.item.planned if one.is_off_plan else None)
        for one in order(session, run, moment)
        if one.starts and one.ends
    )


def _slots(
    session: Session, timed: Iterable[TimedTurn], government: str, of: Mapping[str, str | None]
) -> list[Slot]:
    def is_ours(one: Part | Turn) -> bool:
        return government in (one.government, of.get(one.person or ""))

    parts = [one for one in session.parts if is_ours(one)]
    turns = [one for one in timed if is_ours(one.turn)]
    # Whoever is given a turn on the day stands with the only slot that was published.
    known = [one.person or "" for one in session.cast if is_ours(one)]
    added = [one.turn.person or "" for one in turns]
    people = list(dict.fromkeys(known or added))
    named = [one for one in people if one]
    if len(named) == 1 or len(people) == 1:
        return [Slot(session, (named or people)[0], tuple(parts), tuple(turns))]
    return [
        Slot(
            session,
            person,
            tuple(one for one in parts if (one.person or "") == person),
            tuple(one for one in turns if (one.turn.person or "") == person),
        )
        for person in dict.fromkeys((*people, *added))
    ]
