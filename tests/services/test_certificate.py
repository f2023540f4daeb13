"""Certificates: after the summit, for what was joined, found again by their codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.registration import State
from summit.core.role import VISITOR, Verb, participant
from summit.db.agenda import AttendanceRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.services import account, certificate, deed, rehearsal
from tests.conftest import ACTOR, NOW
from tests.factories import START

AFTER = START + timedelta(days=30)


def take_part(address: str = "ana@city.example", *joins: int) -> int:
    """Register somebody who joins the Mayoral Meeting so many minutes after its start."""
    with deed.begin(VISITOR, Verb.REGISTER, "cac2020", NOW) as work:
        found = account.find_or_make(work, address, "Ana", "UTC", "en")
        summit = work.session.scalars(select(SummitRow)).one()
        row = RegistrationRow(
            summit_id=summit.id,
            account_id=found.id,
            state=State.CONFIRMED,
            kind="expert",
            name="Ana  Lima\n",
            organization="",
            government="",
            country="",
            languages=(),
            answers={},
            registered_at=NOW,
            consented_at=NOW,
            reminded=(),
        )
        work.session.add(row)
        work.session.flush()
        for minute in joins:
            work.session.add(
                AttendanceRow(
                    registration_id=row.id,
                    session="mayoral-meeting",
                    joined_at=START + timedelta(minutes=minute),
                )
            )
        return found.id


def test_it_is_issued_once_and_found_again(app: Flask) -> None:
    with app.app_context():
        who = participant(take_part("ana@city.example", 30, 60))
        first = certificate.issue(who, "cac2020", AFTER)
        assert (first.name, first.minutes) == ("Ana Lima", 60)
        assert [(one.code, one.minutes) for one in first.attended] == [("mayoral-meeting", 60)]
        assert certificate.issue(who, "cac2020", AFTER) == first
        typed = first.code.lower().replace("-", " ")
        assert certificate.verify("cac2020", typed) == first
        notes = db.session.scalars(
            select(AuditRow).where(AuditRow.verb == "keep").order_by(AuditRow.id)
        ).all()
        assert [(one.actor, one.thing.rpartition("/")[2]) for one in notes] == [
            (who.name, "certificate")
        ]


def test_there_is_none_before_the_summit_is_over_by_its_own_clock(app: Flask) -> None:
    with app.app_context():
        who = participant(take_part("ana@city.example", 0))
        standing = certificate.standing(who, "cac2020", START)
        assert (standing.is_over, standing.code) == (False, None)
        assert [one.minutes for one in standing.attended] == [90]
        with pytest.raises(Invalid, match="when the summit is over"):
            certificate.issue(who, "cac2020", START)
        rehearsal.start(ACTOR, "cac2020", AFTER, START)
        assert certificate.standing(who, "cac2020", START).is_over
        assert certificate.issue(who, "cac2020", START).minutes == 90
        assert standing.ends is not None
        with pytest.raises(NotFound):
            certificate.verify("cac2020", "")


def test_who_joined_nothing_gets_none(app: Flask) -> None:
    with app.app_context():
        who = participant(take_part())
        with pytest.raises(Invalid, match="a session that was joined"):
            certificate.issue(who, "cac2020", AFTER)


def test_it_belongs_to_its_owner(app: Flask) -> None:
    with app.app_context():
        take_part("ana@city.example", 0)
        for act in (certificate.issue, certificate.standing):
            with pytest.raises(NotFound):
                act(participant(99), "cac2020", AFTER)
            with pytest.raises(NotAllowed):
                act(VISITOR, "cac2020", AFTER)
