"""Offices: what a government has to answer for."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.people import Part
from summit.core.programme import Programme, Session, Status
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


def slots(programme: Programme, government: str) -> tuple[Slot, ...]:
    """Return what a government has in a programme, in the order of time.

    What names no principal belongs to the only one who is named in that session for it.
    """
    of = {one.code: one.government for one in programme.people}
    found = []
    for session in programme.sessions:
        if session.status in (Status.SCHEDULED, Status.CANCELLED):
            found += _slots(session, government, of)
    return tuple(found)


def _slots(session: Session, government: str, of: dict[str, str | None]) -> list[Slot]:
    def is_ours(one: Part | Turn) -> bool:
        return government in (one.government, of.get(one.person or ""))

    parts = [one for one in session.parts if is_ours(one)]
    turns = [one for one in clock(session.starts, session.turns) if is_ours(one.turn)]
    principals = [one.person or "" for one in parts] + [one.turn.person or "" for one in turns]
    people = list(dict.fromkeys(principals))
    named = [one for one in people if one]
    if len(named) == 1:
        return [Slot(session, named[0], tuple(parts), tuple(turns))]
    return [
        Slot(
            session,
            person,
            tuple(one for one in parts if (one.person or "") == person),
            tuple(one for one in turns if (one.turn.person or "") == person),
        )
        for person in people
    ]
