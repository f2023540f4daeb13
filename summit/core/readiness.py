"""Readiness: how far each government is on the way to its place at the summit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from summit.core.appointment import Answer
from summit.core.contact import Access, Contact
from summit.core.office import Slot
from summit.core.reply import Reply, Standing
from summit.core.statement import Standing as Arrival
from summit.core.tech_check import Progress


class Step(StrEnum):
    """What has to be done for a government, in the order in which it is."""

    NAMED = "named"
    INVITED = "invited"
    ENTERED = "entered"
    ZONE = "zone"
    PRINCIPAL = "principal"
    LANGUAGE = "language"
    CHECK = "check"
    STATEMENT = "statement"
    CALENDAR = "calendar"


class Mark(StrEnum):
    """How a step stands. What is ASKED wants an organizer's decision, NONE is not called for."""

    DONE = "done"
    PART = "part"
    ASKED = "asked"
    MISSING = "missing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standings:
    """How a government stands: a mark for each step, and how many of its slots are answered.

    `open` are the slots that wait for its answer.
    """

    government: str
    marks: Mapping[Step, Mark]
    replies: Mapping[Standing, int]
    open: tuple[Slot, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do: no calendar has to answer, but a no is a question."""
        return all(
            mark in (Mark.DONE, Mark.NONE) or (step is Step.CALENDAR and mark is not Mark.ASKED)
            for step, mark in self.marks.items()
        )

    @property
    def left(self) -> Mapping[Mark, int]:
        """How many steps want somebody, are taken in part, or are missing, the most urgent first.

        What is done or not needed is not there.
        """
        marks = list(self.marks.values())
        urgent = (Mark.ASKED, Mark.PART, Mark.MISSING)
        return {one: marks.count(one) for one in urgent if one in marks}

    @property
    def can_be_asked(self) -> bool:
        """Whether somebody is in the office, and there is something that only they can say."""
        theirs = (Step.ZONE, Step.PRINCIPAL, Step.LANGUAGE)
        return self.marks[Step.INVITED] is Mark.DONE and any(
            self.marks[one] in (Mark.MISSING, Mark.PART) for one in theirs
        )


def standings(
    government: str,
    slots: Iterable[Slot],
    contacts: Iterable[Contact],
    replies: Mapping[tuple[str, str], Reply],
    *,
    is_zone_confirmed: bool,
    check: Progress | None = None,
    statement: Arrival = Arrival.FREE,
    calendar: Iterable[Answer | None] = (),
) -> Standings:
    """Return how a government stands; `replies` are by the keys of its slots.

    `check` is how far it is with its tech check, None where there are none to be had, and
    `statement` where its statements are. `calendar` is what its calendars answered to each
    invitation, None where they have not.
    """
    held = [one for one in slots if one.is_held]
    active = [one for one in contacts if one.is_active]
    said = {one.key: _standing(one, replies.get(one.key)) for one in held}
    speaking = [one for one in held if one.turns or any(part.speaks for part in one.parts)]
    spoken = [one for one in speaking if said[one.key] is not Standing.DECLINED]
    heard = [one for one in spoken if _has_language(one, replies.get(one.key))]
    marks = {
        Step.NAMED: _done(active, contacts),
        Step.INVITED: _part([one.access in (Access.INVITED, Access.ENTERED) for one in active]),
        Step.ENTERED: _part([one.access is Access.ENTERED for one in active], least=1),
        Step.ZONE: Mark.DONE if is_zone_confirmed else Mark.MISSING,
        Step.PRINCIPAL: _principal(list(said.values())),
        Step.LANGUAGE: _part([one in heard for one in spoken]) if spoken else Mark.NONE,
        Step.CHECK: _CHECKS[check] if check and spoken else Mark.NONE,
        Step.STATEMENT: _ARRIVALS[statement],
        Step.CALENDAR: _calendar(list(calendar)),
    }
    counts = {one: sum(other is one for other in said.values()) for one in Standing}
    waiting = tuple(one for one in held if said[one.key] is Standing.OPEN)
    return Standings(government, marks, {k: n for k, n in counts.items() if n}, waiting)


_CHECKS = {
    Progress.NONE: Mark.MISSING,
    Progress.BOOKED: Mark.PART,
    Progress.PASSED: Mark.DONE,
    Progress.FAILED: Mark.ASKED,
}
_ARRIVALS = {
    Arrival.IN: Mark.DONE,
    Arrival.LATE: Mark.DONE,
    Arrival.AWAITED: Mark.MISSING,
    Arrival.OVERDUE: Mark.ASKED,
    Arrival.FREE: Mark.NONE,
}


def _standing(slot: Slot, reply: Reply | None) -> Standing:
    """Return what was said to a slot as it is now: nothing, where it was said to another time."""
    if reply is None or not reply.holds(slot.session.starts):
        return Standing.OPEN
    return reply.standing


def _has_language(slot: Slot, reply: Reply | None) -> bool:
    if reply is not None and reply.language:
        return True
    return bool(slot.turns) and all(one.turn.language for one in slot.turns)


def _done(active: list[Contact], contacts: Iterable[Contact]) -> Mark:
    if active:
        return Mark.DONE
    return Mark.ASKED if any(one.access is Access.WAITING for one in contacts) else Mark.MISSING


def _part(found: list[bool], least: int | None = None) -> Mark:
    """Return how a step stands that each of some has to take, or `least` of them."""
    if found and sum(found) >= (len(found) if least is None else least):
        return Mark.DONE
    return Mark.PART if any(found) else Mark.MISSING


def _principal(said: list[Standing]) -> Mark:
    if not said:
        return Mark.NONE
    if any(one in (Standing.DECLINED, Standing.ANOTHER_TIME) for one in said):
        return Mark.ASKED
    return _part([one is not Standing.OPEN for one in said])


def _calendar(answers: list[Answer | None]) -> Mark:
    """Return how a government stands with its calendars; a no there is worth a question."""
    if not answers:
        return Mark.NONE
    if Answer.DECLINED in answers:
        return Mark.ASKED
    return _part([one in (Answer.ACCEPTED, Answer.DELEGATED) for one in answers])
