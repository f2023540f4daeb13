"""Registration: what a summit asks of those who take part, and the states of their entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from summit.core.text import NOTHING, Text

HOLD_MINUTES = 24 * 60
"""Minutes for which an unconfirmed registration keeps its seats, unless the summit says so."""


class State(StrEnum):
    """Where a registration stands.

    An UNCONFIRMED one waits for the click in the mail and LAPSES without it; a PENDING one
    waits for an organizer, a WAITING one for a free place at the summit itself.
    """

    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class ParticipantKind:
    """One of the kinds of participants that a summit has: "Press", "City official"."""

    code: str
    name: Text
    text: Text = NOTHING
    needs_approval: bool = False


class QuestionKind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a question offers."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a summit's own; `kinds` are the participants it is put to, all if empty."""

    code: str
    name: Text
    kind: QuestionKind = QuestionKind.LINE
    options: tuple[Option, ...] = ()
    is_required: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """How one registers for a summit.

    Nobody can before `opens` and from `closes` on; without both it is always open, and
    without `kinds` there is no registration at all. `capacity` is that of the whole summit.
    `hold_minutes` is how long an unconfirmed registration keeps what it holds.
    """

    kinds: tuple[ParticipantKind, ...] = ()
    questions: tuple[Question, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    capacity: int | None = None
    hold_minutes: int = HOLD_MINUTES
    consent: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Registration:
    """One account's entry to one summit.

    `government` is a code of the summit's governments or "", `country` an ISO 3166 code or "".
    `answers` are by the codes of the questions. All instants are UTC; those of the summit's
    own clock follow its rehearsal.
    """

    id: int
    account: int
    summit: str
    state: State
    kind: str
    name: str
    organization: str = ""
    government: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    registered: datetime | None = None
    confirmed: datetime | None = None
    held_until: datetime | None = None
    consented: datetime | None = None
