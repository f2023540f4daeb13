"""Registration: what a summit asks of those who take part, and the states of their entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from summit.core.errors import Invalid, Problems
from summit.core.shape import COUNTRY
from summit.core.text import NOTHING, Text, clean, clean_line, is_language
from summit.core.zone import NAMES

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


LIVE = frozenset({State.UNCONFIRMED, State.PENDING, State.WAITING, State.CONFIRMED})
"""The states of somebody who takes part or may yet do so."""

MOVES: dict[State, frozenset[State]] = {
    State.UNCONFIRMED: frozenset(
        {State.PENDING, State.WAITING, State.CONFIRMED, State.CANCELLED, State.LAPSED}
    ),
    State.PENDING: frozenset({State.WAITING, State.CONFIRMED, State.REFUSED, State.CANCELLED}),
    State.WAITING: frozenset({State.CONFIRMED, State.REFUSED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.REFUSED: frozenset({State.WAITING, State.CONFIRMED}),
    State.CANCELLED: LIVE,
    State.LAPSED: LIVE,
}
"""What may become of a registration: one that was refused only an organizer takes back."""

MOST_SESSIONS = 50
"""Seats that one can wish for while registering."""
_LENGTHS = {"name": 255, "organization": 255, "address": 320}
_LONGEST_ANSWER = 4000
_MOST_LANGUAGES = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody sends to take part.

    `government` is a code, `country` ISO 3166-1 alpha-2, `zone` an IANA name; `languages` are
    those they understand and `language` that of their mail, all BCP 47. `answers` are by the
    codes of the questions; `sessions` are the codes of those in which they wish for a seat.
    """

    kind: str = ""
    name: str = ""
    address: str = ""
    organization: str = ""
    government: str = ""
    country: str = ""
    zone: str = ""
    languages: tuple[str, ...] = ()
    language: str = "en"
    answers: Mapping[str, str] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody who is registered may correct; as in an `Entry`."""

    name: str
    organization: str = ""
    government: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()


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

    def is_open(self, present: datetime) -> bool:
        """Whether one can register at `present`, an instant of the summit's own clock."""
        return (
            bool(self.kinds)
            and (self.opens is None or self.opens <= present)
            and (self.closes is None or present < self.closes)
        )

    def kind(self, code: str) -> ParticipantKind | None:
        """Return the kind of participants with a code, if there is one."""
        return next((one for one in self.kinds if one.code == code), None)

    def asked(self, kind: str) -> tuple[Question, ...]:
        """Return the questions that are put to participants of a kind."""
        return tuple(one for one in self.questions if not one.kinds or kind in one.kinds)

    def check(
        self,
        entry: Entry,
        governments: Collection[str] = (),
        sessions: Collection[str] = (),
        more: Iterable[Invalid] = (),
    ) -> Entry:
        """Return `entry` with its words cleaned, and its answers those that are asked for.

        `governments` are the codes of the summit's, `sessions` of those with seats to take,
        `more` what was found wrong elsewhere. Raise `Problems` with all that is wrong.
        """
        cleaned = replace(
            entry,
            name=clean_line(entry.name),
            organization=clean_line(entry.organization),
            languages=tuple(dict.fromkeys(entry.languages)),
            answers={
                one.code: words
                for one in self.asked(entry.kind)
                if (words := clean(entry.answers.get(one.code, "")))
            },
            sessions=tuple(dict.fromkeys(entry.sessions)),
        )
        found = [*more, *self._problems(cleaned, governments, sessions)]
        if found:
            raise Problems(found)
        return cleaned

    def _problems(
        self, entry: Entry, governments: Collection[str], sessions: Collection[str]
    ) -> Iterator[Invalid]:
        if self.kind(entry.kind) is None:
            yield Invalid("Please choose as what you take part.", "kind")
        if len(entry.address) > _LENGTHS["address"]:
            yield Invalid("This is too long.", "address")
        yield from _wrong_person(entry, governments)
        if entry.zone not in NAMES:
            yield Invalid("Please choose your time zone.", "zone")
        if not is_language(entry.language):
            yield Invalid("Please choose the language of your mail.", "language")
        for question in self.asked(entry.kind):
            yield from _wrong_answer(question, entry.answers.get(question.code, ""))
        if len(entry.sessions) > MOST_SESSIONS or not set(entry.sessions) <= set(sessions):
            yield Invalid("One of these sessions has no seats to take.", "sessions")
        if self.consent and not entry.consent:
            yield Invalid("Without this we may not keep your registration.", "consent")


def corrected(correction: Correction, governments: Collection[str]) -> Correction:
    """Return `correction` with its words cleaned; raise `Problems` with all that is wrong."""
    cleaned = replace(
        correction,
        name=clean_line(correction.name),
        organization=clean_line(correction.organization),
        languages=tuple(dict.fromkeys(correction.languages)),
    )
    if found := list(_wrong_person(cleaned, governments)):
        raise Problems(found)
    return cleaned


def _wrong_person(entry: Entry | Correction, governments: Collection[str]) -> Iterator[Invalid]:
    if not entry.name:
        yield Invalid("Please tell us your name.", "name")
    for name in ("name", "organization"):
        if len(getattr(entry, name)) > _LENGTHS[name]:
            yield Invalid("This is too long.", name)
    if entry.government and entry.government not in governments:
        yield Invalid("This government is none of the summit's.", "government")
    if entry.country and not COUNTRY.fullmatch(entry.country):
        yield Invalid("Please choose a country of the list.", "country")
    if len(entry.languages) > _MOST_LANGUAGES or not all(map(is_language, entry.languages)):
        yield Invalid("Please choose languages of the list.", "languages")


def _wrong_answer(question: Question, answer: str) -> Iterator[Invalid]:
    where = f"answers.{question.code}"
    if not answer:
        if question.is_required:
            yield Invalid("Please answer this.", where)
    elif question.kind is QuestionKind.CHOICE:
        if answer not in {one.code for one in question.options}:
            yield Invalid("Please choose one of these.", where)
    elif question.kind is QuestionKind.YES:
        if answer != "yes":
            yield Invalid("Please tick this, or leave it.", where)
    elif question.kind is QuestionKind.LINE and "\n" in answer:
        yield Invalid("Please answer on one line.", where)
    elif len(answer) > _LONGEST_ANSWER:
        yield Invalid("This is too long.", where)


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


def move(before: State, after: State) -> State:
    """Return `after`; raise `Invalid` where a registration that is `before` cannot become it."""
    if after not in MOVES[before]:
        raise Invalid(f"A registration that is {before} cannot become {after}.")
    return after
