"""Speaking turns inside a session: their order, their lengths, the clock time of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.core.people import Mode
from summit.core.text import Text


class TurnKind(StrEnum):
    """What a turn is for."""

    OPENING = "opening"
    KEYNOTE = "keynote"
    CASE = "case"
    TALK = "talk"
    PITCH = "pitch"
    PANEL = "panel"
    DISCUSSION = "discussion"
    QUESTIONS = "questions"
    ADOPTION = "adoption"
    CLOSING = "closing"
    BREAK = "break"


class Standing(StrEnum):
    """How far the order of a session's turns is decided."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class Shift(StrEnum):
    """What happened to a turn from one edition of an order to the next."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    LENGTH = "length"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class TurnChange:
    """One turn that is not as it was, by its title.

    `before` and `after` are its places, counted from 1; of a LENGTH they are minutes.
    """

    what: Shift
    title: Text
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of an order that was published with the release of that number.

    `number` counts all that were published of it. `is_corrected` where the one before was said
    to be final too. `changes` are those since that.
    """

    number: int
    release: int
    is_corrected: bool = False
    changes: tuple[TurnChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One item of a session's running order, `minutes` long."""

    title: Text
    minutes: int
    kind: TurnKind
    person: str | None = None
    government: str | None = None
    language: str | None = None
    mode: Mode | None = None
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class TimedTurn:
    """A turn with the instants at which it begins and ends.

    `planned` is when it was published to begin, where it comes at another minute.
    """

    turn: Turn
    starts: datetime
    ends: datetime
    planned: datetime | None = None


def clock(starts: datetime, turns: Iterable[Turn]) -> Iterator[TimedTurn]:
    """Yield each turn with its instants, one after the other from `starts` on."""
    for turn in turns:
        ends = starts + timedelta(minutes=turn.minutes)
        yield TimedTurn(turn, starts, ends)
        starts = ends
