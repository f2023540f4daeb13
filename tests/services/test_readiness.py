"""The readiness board, and the one letter to those who have not answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed
from summit.core.programme import Programme
from summit.core.readiness import Mark, Step
from summit.core.reply import Reply, Standing
from summit.core.role import Actor, Role
from summit.core.statement import Deadline
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import contact as contacts
from summit.services import edit, office, readiness, reply, statement
from summit.services.readiness import Line
from tests.conftest import ACTOR, NOW
from tests.factories import city
from tests.offices import contact
from tests.organizers import organizer

CAC = "cac2020"


@pytest.fixture
def protocol(app: Flask) -> Actor:
    return organizer(app, Role.PROTOCOL)


def line(actor: Actor, code: str) -> Line:
    return next(one for one in readiness.read(actor, CAC, NOW) if one.government.code == code)


def letters() -> list[tuple[str, list[str]]]:
    rows = db.session.scalars(
        select(MailRow).where(MailRow.occasion == "chased").order_by(MailRow.id)
    ).all()
    found = [(row.address, [one["code"] for one in row.data["sessions"]]) for row in rows]
    db.session.rollback()
    return found


def test_every_government_has_its_line(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        lines = readiness.read(protocol, CAC, NOW)
        assert len(lines) == 44
        assert {one.standings.marks[Step.NAMED] for one in lines} == {Mark.MISSING}


def test_what_an_office_says_stands_on_it(app: Flask, protocol: Actor) -> None:
    london = contact(app)
    with app.app_context():
        assert line(protocol, "london").standings.marks[Step.ENTERED] is Mark.DONE
        office.confirm_zone(london, CAC, "london", "Europe/London", NOW)
        for slot in office.show(london, CAC, "london").slots:
            said = Reply(Standing.CONFIRMED, slot.session.starts, language="en")
            reply.give(london, CAC, "london", slot.key, said, NOW)
        assert line(protocol, "london").standings.is_ready
        assert not line(protocol, "budapest").standings.is_ready


def test_who_has_not_answered_is_asked_once_a_day(app: Flask, protocol: Actor) -> None:
    london = contact(app)
    contact(app, "budapest", "office@budapest.example")
    with app.app_context():
        both = frozenset({"london", "budapest", "moscow"})
        assert readiness.count(protocol, CAC, both, NOW) == 2
        with pytest.raises(Invalid, match="number of letters"):
            readiness.chase(protocol, CAC, both, 3, NOW)
        assert readiness.chase(protocol, CAC, both, 2, NOW) == 2
        open_ones = [one.session.code for one in line(protocol, "london").standings.open]
        assert ("office@london.example", open_ones) in letters()
        readiness.chase(protocol, CAC, both, 2, NOW + timedelta(hours=1))
        assert len(letters()) == 2
        readiness.chase(protocol, CAC, both, 2, NOW + timedelta(days=1))
        assert len(letters()) == 4
        office.confirm_zone(london, CAC, "london", "Europe/London", NOW)
        for slot in office.show(london, CAC, "london").slots:
            said = Reply(Standing.CONFIRMED, slot.session.starts, language="en")
            reply.give(london, CAC, "london", slot.key, said, NOW)
        assert readiness.count(protocol, CAC, both, NOW) == 1


def test_only_those_that_are_meant_are_asked_and_only_who_can_enter(
    app: Flask, protocol: Actor
) -> None:
    contact(app)
    contact(app, "budapest", "office@budapest.example")
    gone = contact(app, "london", "gone@london.example")
    shut = contact(app, "london", "shut@london.example")
    with app.app_context():
        number = next(
            one.id for one in line(protocol, "london").contacts if one.account == gone.account
        )
        contacts.remove(protocol, CAC, number, NOW)
        db.session.get_one(AccountRow, shut.account).disabled_at = NOW
        db.session.commit()
        assert readiness.chase(protocol, CAC, frozenset({"london"}), 1, NOW) == 1
        assert [address for address, _ in letters()] == ["office@london.example"]


def test_who_is_not_published_yet_has_a_line_too(app: Flask, protocol: Actor) -> None:
    def add(draft: Programme) -> Programme:
        return replace(draft, governments=(*draft.governments, city("atlantis", "Europe/Lisbon")))

    with app.app_context():
        edit.apply(ACTOR, CAC, "add", add, NOW, "summit.example")
        found = line(protocol, "atlantis")
        assert (found.is_released, line(protocol, "london").is_released) == (False, True)
        assert found.standings.marks[Step.PRINCIPAL] is Mark.NONE


def test_a_statement_that_is_asked_for_stands_on_the_board(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        assert line(protocol, "london").standings.marks[Step.STATEMENT] is Mark.NONE
        due = Deadline(NOW + timedelta(days=1))
        statement.set_deadline(protocol, CAC, "mayoral-meeting", due, NOW)
        assert line(protocol, "london").standings.marks[Step.STATEMENT] is Mark.MISSING


def test_an_office_does_not_read_the_board(app: Flask) -> None:
    london = contact(app)
    with app.app_context():
        for act in (
            lambda: readiness.read(london, CAC, NOW),
            lambda: readiness.chase(london, CAC, frozenset(), 0, NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
