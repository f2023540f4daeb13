"""Readiness: each step stands as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from summit.core.appointment import Answer
from summit.core.contact import Access, Contact
from summit.core.office import Slot
from summit.core.people import Part, Role
from summit.core.programme import Programme, Status
from summit.core.readiness import Mark, Standings, Step, standings
from summit.core.reply import Reply, Standing
from summit.core.statement import Standing as Arrival
from summit.core.tech_check import Progress
from summit.core.text import Text
from summit.core.turn import TimedTurn, Turn, TurnKind

NOT_ASKED_FOR = dict.fromkeys((Step.CHECK, Step.STATEMENT, Step.CALENDAR), Mark.NONE)
AT = datetime(2020, 5, 20, 9, tzinfo=UTC)
MINA = Contact(1, "london", "a@london.example", "Mina", "", Access.ENTERED, AT, "test")


@pytest.fixture
def slot(cac2020: Programme) -> Slot:
    session = replace(cac2020.sessions[0], status=Status.SCHEDULED)
    turn = Turn(Text({"en": "London"}), 3, TurnKind.TALK, government="london")
    timed = TimedTurn(turn, session.starts, session.starts + timedelta(minutes=3))
    return Slot(session, "", (Part(Role.SPEAKER, government="london"),), (timed,))


def board(
    slots: list[Slot], contacts: list[Contact], replies: dict[tuple[str, str], Reply], zone: bool
) -> Standings:
    return standings("london", slots, contacts, replies, is_zone_confirmed=zone)


def test_at_first_everything_is_missing(slot: Slot) -> None:
    found = board([slot], [], {}, zone=False)
    assert found.marks == dict.fromkeys(Step, Mark.MISSING) | NOT_ASKED_FOR
    assert (found.open, found.is_ready, found.can_be_asked) == ((slot,), False, False)
    assert found.left == {Mark.MISSING: len(Step) - len(NOT_ASKED_FOR)}


def test_a_government_that_has_said_all_is_ready(slot: Slot) -> None:
    said = Reply(Standing.CONFIRMED, slot.session.starts, language="en")
    found = board([slot], [MINA], {slot.key: said}, zone=True)
    assert found.marks == dict.fromkeys(Step, Mark.DONE) | NOT_ASKED_FOR
    assert (found.open, found.is_ready, found.can_be_asked) == ((), True, False)


def test_what_was_said_to_another_time_is_said_no_more(slot: Slot) -> None:
    said = Reply(Standing.CONFIRMED, slot.session.starts - timedelta(hours=1), language="en")
    found = board([slot], [MINA], {slot.key: said}, zone=True)
    assert (found.marks[Step.PRINCIPAL], found.open) == (Mark.MISSING, (slot,))
    assert found.can_be_asked


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (Standing.CONFIRMED, Mark.DONE),
        (Standing.SUBSTITUTED, Mark.DONE),
        (Standing.ANOTHER_TIME, Mark.ASKED),
        (Standing.DECLINED, Mark.ASKED),
    ],
)
def test_a_no_wants_an_organizer(slot: Slot, standing: Standing, mark: Mark) -> None:
    said = Reply(standing, slot.session.starts)
    assert board([slot], [MINA], {slot.key: said}, zone=True).marks[Step.PRINCIPAL] is mark


def test_one_answer_of_two_is_a_part(slot: Slot, cac2020: Programme) -> None:
    other = replace(slot, session=cac2020.sessions[1])
    said = Reply(Standing.CONFIRMED, slot.session.starts, language="en")
    marks = board([slot, other], [MINA], {slot.key: said}, zone=True).marks
    assert (marks[Step.PRINCIPAL], marks[Step.LANGUAGE]) == (Mark.PART, Mark.PART)


def test_who_speaks_no_word_needs_no_language(slot: Slot) -> None:
    listens = replace(slot, turns=(), parts=(Part(Role.ATTENDEE, government="london"),))
    assert board([listens], [MINA], {}, zone=True).marks[Step.LANGUAGE] is Mark.NONE
    assert board([], [MINA], {}, zone=True).marks[Step.PRINCIPAL] is Mark.NONE


def test_the_way_into_an_office() -> None:
    def marks(*found: Access) -> list[Mark]:
        contacts = [replace(MINA, access=one) for one in found]
        made = board([], contacts, {}, zone=False).marks
        return [made[one] for one in (Step.NAMED, Step.INVITED, Step.ENTERED)]

    assert marks(Access.WAITING) == [Mark.ASKED, Mark.MISSING, Mark.MISSING]
    assert marks(Access.REMOVED) == [Mark.MISSING, Mark.MISSING, Mark.MISSING]
    assert marks(Access.NAMED) == [Mark.DONE, Mark.MISSING, Mark.MISSING]
    assert marks(Access.INVITED) == [Mark.DONE, Mark.DONE, Mark.MISSING]
    assert marks(Access.ENTERED, Access.NAMED) == [Mark.DONE, Mark.PART, Mark.DONE]


@pytest.mark.parametrize(
    ("answers", "mark", "is_ready"),
    [
        ([], Mark.NONE, True),
        ([None, None], Mark.MISSING, True),
        ([Answer.ACCEPTED, None], Mark.PART, True),
        ([Answer.ACCEPTED, Answer.TENTATIVE], Mark.PART, True),
        ([Answer.ACCEPTED, Answer.DELEGATED], Mark.DONE, True),
        ([Answer.ACCEPTED, Answer.DECLINED], Mark.ASKED, False),
    ],
)
def test_a_calendar_need_not_answer_but_its_no_is_a_question(
    slot: Slot, answers: list[Answer | None], mark: Mark, is_ready: bool
) -> None:
    said = {slot.key: Reply(Standing.CONFIRMED, slot.session.starts, language="en")}
    found = standings("london", [slot], [MINA], said, is_zone_confirmed=True, calendar=answers)
    assert (found.marks[Step.CALENDAR], found.is_ready) == (mark, is_ready)


@pytest.mark.parametrize(
    ("check", "mark"),
    [
        (None, Mark.NONE),
        (Progress.NONE, Mark.MISSING),
        (Progress.BOOKED, Mark.PART),
        (Progress.PASSED, Mark.DONE),
        (Progress.FAILED, Mark.ASKED),
    ],
)
def test_a_tech_check_is_for_who_speaks(slot: Slot, check: Progress | None, mark: Mark) -> None:
    listens = replace(slot, turns=(), parts=(Part(Role.ATTENDEE, government="london"),))
    for one, wanted in ((slot, mark), (listens, Mark.NONE)):
        found = standings("london", [one], [], {}, is_zone_confirmed=True, check=check)
        assert found.marks[Step.CHECK] is wanted


@pytest.mark.parametrize(
    ("arrival", "mark"),
    [
        (Arrival.IN, Mark.DONE),
        (Arrival.LATE, Mark.DONE),
        (Arrival.AWAITED, Mark.MISSING),
        (Arrival.OVERDUE, Mark.ASKED),
        (Arrival.FREE, Mark.NONE),
    ],
)
def test_a_statement_is_in_or_is_asked_for(slot: Slot, arrival: Arrival, mark: Mark) -> None:
    found = standings("london", [slot], [], {}, is_zone_confirmed=True, statement=arrival)
    assert found.marks[Step.STATEMENT] is mark
