"""Picks: one's own alone, once each, and calendars are told of every move."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import NotAllowed, NotFound
from summit.core.programme import Visibility
from summit.core.registration import State
from summit.core.role import VISITOR
from summit.db.agenda import PickRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.programme import SessionRow
from summit.services import agenda
from tests.conftest import NOW
from tests.participants import person


def picks(actor: object) -> tuple[str, ...] | None:
    own = agenda.mine(actor, "cac2020")  # type: ignore[arg-type]
    return own.picks if own else None


def test_a_session_is_picked_and_taken_out(app: Flask) -> None:
    mina = person(app)
    with app.app_context():
        assert picks(mina) == ()
        assert agenda.pick(mina, "cac2020", "diamond", NOW) is True
        assert agenda.pick(mina, "cac2020", "diamond", NOW) is False
        assert picks(mina) == ("diamond",)
        assert agenda.unpick(mina, "cac2020", "diamond", NOW) is True
        assert agenda.unpick(mina, "cac2020", "diamond", NOW) is False
        assert picks(mina) == ()
        (row,) = db.session.scalars(select(PickRow)).all()
        assert row.left_at == NOW + timedelta(seconds=1)  # two moves never share a second
        lines = db.session.scalars(
            select(AuditRow).where(AuditRow.thing == "pick/diamond").order_by(AuditRow.id)
        ).all()
        assert [one.actor for one in lines] == [mina.name] * 2


def test_what_nobody_may_know_of_is_not_there(app: Flask) -> None:
    mina = person(app)
    with app.app_context():
        row = db.session.scalars(select(SessionRow).where(SessionRow.code == "diamond")).one()
        row.visibility = Visibility.ORGANIZERS
        db.session.commit()
        for code in ("diamond", "nothing", ""):
            with pytest.raises(NotFound):
                agenda.pick(mina, "cac2020", code, NOW)
        with pytest.raises(NotFound):
            agenda.pick(mina, "nowhere", "diamond", NOW)


@pytest.mark.parametrize("state", [None, State.CANCELLED, State.REFUSED, State.LAPSED])
def test_who_is_not_registered_picks_nothing(app: Flask, state: State | None) -> None:
    mina = person(app, state=state)
    with app.app_context():
        assert picks(mina) is None
        with pytest.raises(NotFound):
            agenda.pick(mina, "cac2020", "diamond", NOW)
        with pytest.raises(NotAllowed):
            agenda.pick(VISITOR, "cac2020", "diamond", NOW)
        with pytest.raises(NotAllowed):
            agenda.mine(VISITOR, "cac2020")


@pytest.mark.parametrize(
    "state", [State.UNCONFIRMED, State.PENDING, State.WAITING, State.CONFIRMED]
)
def test_whoever_still_may_come_picks(app: Flask, state: State) -> None:
    mina = person(app, state=state)
    with app.app_context():
        assert agenda.pick(mina, "cac2020", "diamond", NOW) is True


def test_twenty_clicks_at_once_are_one_pick(app: Flask) -> None:
    mina = person(app)

    def click(_: int) -> bool:
        with app.app_context():
            return agenda.pick(mina, "cac2020", "diamond", NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(click, range(20))) == [False] * 19 + [True]
    with app.app_context():
        assert picks(mina) == ("diamond",)
