"""A selection: those of a summit's registrations that somebody looks at, or writes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from summit.core.registration import State


class Place(StrEnum):
    """What somebody has in a session: a seat (also one that is held or offered), or a queue."""

    SEAT = "seat"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of registrations; what is empty is not asked.

    `words` are looked for in names, organizations and addresses. `kind` and `government` are
    codes of the summit, `country` ISO 3166-1 alpha-2, `language` that of their mail. `place`
    is what they have in `session`, or in any where that is "".
    """

    words: str = ""
    states: tuple[State, ...] = ()
    kind: str = ""
    country: str = ""
    government: str = ""
    language: str = ""
    session: str = ""
    place: Place | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is asked."""
        return self == Selection()


def write(selection: Selection) -> dict[str, Any]:
    """Return a selection as plain JSON, without what is not asked."""
    found: dict[str, Any] = {
        name: getattr(selection, name)
        for name in ("words", "kind", "country", "government", "language", "session")
        if getattr(selection, name)
    }
    if selection.states:
        found["states"] = [one.value for one in selection.states]
    if selection.place:
        found["place"] = selection.place.value
    return found


def read(value: Mapping[str, Any]) -> Selection:
    """Return the selection that `write` made plain."""
    known = dict(value)
    states = tuple(State(one) for one in known.pop("states", ()))
    place = known.pop("place", None)
    return Selection(**known, states=states, place=Place(place) if place else None)
