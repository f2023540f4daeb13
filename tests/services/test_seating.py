"""Whatever people, organizers and time do to seats: the counts, the tickets, the order hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from summit.core.errors import Invalid
from summit.core.role import VISITOR, Actor, participant
from summit.core.seat import SeatState
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import registration, seat
from tests.conftest import NOW
from tests.seats import CAC, SESSION, clicked, entry, opened, seated, states

PEOPLE = st.integers(0, 5)


class Seats(RuleBasedStateMachine):
    """Six people, some seats, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        db.session.rollback()
        for table in (MailRow, SeatRow, RegistrationRow, AccountRow):
            db.session.execute(delete(table))
        db.session.execute(SeatingRow.__table__.update().values(taken=0, tickets=0))
        db.session.commit()
        self.now = NOW
        self.most = 0

    def who(self, number: int) -> Actor | None:
        row = db.session.scalar(
            select(AccountRow.id).where(AccountRow.key == f"p{number}@one.example")
        )
        db.session.rollback()
        return participant(row) if row else None

    def act(self, verb: Any, number: int) -> None:
        """Let somebody do something, which may be refused."""
        if who := self.who(number):
            try:
                verb(who, CAC, SESSION, self.now)
            except Invalid:
                db.session.rollback()

    @rule(number=PEOPLE, wishes=st.booleans())
    def register(self, number: int, wishes: bool) -> None:
        said = entry(number, sessions=(SESSION,) if wishes else ())
        registration.register(VISITOR, CAC, said, self.now)

    @rule(number=PEOPLE)
    def click(self, number: int) -> None:
        if self.who(number):
            clicked(f"p{number}@one.example", self.now)

    @rule(number=PEOPLE)
    def take(self, number: int) -> None:
        self.act(seat.take, number)

    @rule(number=PEOPLE, verb=st.sampled_from((seat.give_back, seat.accept, seat.decline)))
    def answer(self, number: int, verb: Any) -> None:
        self.act(verb, number)

    @rule(number=PEOPLE)
    def cancel(self, number: int) -> None:
        if who := self.who(number):
            registration.cancel(who, CAC, self.now)

    @rule(hours=st.sampled_from((1, 13, 25)))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        seat.sweep(self.now)

    @rule(capacity=st.integers(0, 3))
    def publish(self, capacity: int) -> None:
        row = db.session.scalars(select(SeatingRow).where(SeatingRow.session == SESSION)).one()
        is_other = row.capacity != capacity
        db.session.rollback()
        if is_other:
            seated({SESSION: capacity})

    @invariant()
    def holds(self) -> None:
        for code in (SESSION, ""):
            row = db.session.scalars(select(SeatingRow).where(SeatingRow.session == code)).one()
            found = states(code)
            assert [ticket for ticket, _ in found] == list(range(1, row.tickets + 1))
            assert sum(state in ("held", "offered", "confirmed") for _, state in found) == row.taken
        row = db.session.scalars(select(SeatingRow).where(SeatingRow.session == SESSION)).one()
        assert row.capacity is not None
        # More than there are only where there were as many before: then nobody is let in.
        assert row.taken <= max(row.capacity, self.most)
        self.most = row.taken
        found = states()
        waiting = [ticket for ticket, state in found if state == SeatState.WAITING]
        assert not waiting or row.taken >= row.capacity
        offered = [ticket for ticket, state in found if state == SeatState.OFFERED]
        assert not waiting or not offered or max(offered) < min(waiting)
        db.session.rollback()


@pytest.mark.usefixtures("store")
def test_seats_hold_whatever_is_done(app: Flask) -> None:
    with app.app_context():
        opened(welfare=2)
        run_state_machine_as_test(
            Seats,
            settings=settings(
                max_examples=20,
                stateful_step_count=25,
                phases=(Phase.explicit, Phase.generate),  # to shrink would take minutes
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
