"""Offices: a link lets its contact in, once; what they see is their government's."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.contact import LINK_LIFE
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.invitation import KEPT
from summit.core.role import VISITOR, Actor, Role, participant
from summit.db.account import AccountRow, VisitRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import contact, dossier, office, visit
from summit.services.contact import Person
from summit.services.invitation import Counted
from tests.conftest import NOW
from tests.offices import contact as entered
from tests.organizers import organizer
from tests.participants import person

CAC, ADDRESS = "cac2020", "ada@london.example"
COUNTED = Counted("protocol", "ada")
SECOND = timedelta(seconds=1)


@pytest.fixture
def protocol(app: Flask) -> Actor:
    return organizer(app, Role.PROTOCOL)


@pytest.fixture
def secret(app: Flask, protocol: Actor) -> str:
    with app.app_context():
        contact.name(protocol, CAC, "london", Person("Ada", "Protocol", ADDRESS), COUNTED, NOW)
        return newest()


def newest() -> str:
    path = db.session.scalars(
        select(MailRow.data).where(MailRow.occasion == "office").order_by(MailRow.id.desc())
    ).first()["path"]
    db.session.rollback()
    return str(path).removeprefix("/office/")


def known() -> AccountRow | None:
    found = db.session.scalar(select(AccountRow).where(AccountRow.key == ADDRESS))
    db.session.rollback()
    return found


def test_a_link_is_read_without_being_used(app: Flask, secret: str) -> None:
    with app.app_context():
        for _ in range(2):
            door = office.read(secret, NOW)
            assert (door.government, door.name, door.address) == ("london", "Ada", ADDRESS)
            assert door.city.say("en") == "London"
            assert door.expires == NOW + LINK_LIFE


def test_it_lets_in_once_and_leads_to_an_address_without_a_secret(app: Flask, secret: str) -> None:
    with app.app_context():
        found = office.enter(VISITOR, secret, "Test", NOW)
        assert found.leads_to == "/cac2020/office/london"
        seen = visit.seen(found.secret, NOW)
        assert seen is not None
        assert seen.offices == {(CAC, "london")}
        assert (seen.account.zone, seen.account.is_confirmed) == ("Europe/London", True)
        for again in (office.read, lambda one, now: office.enter(VISITOR, one, "Test", now)):
            with pytest.raises(NotFound):
                again(secret, NOW)


def test_two_browsers_at_once_let_one_in(app: Flask, secret: str) -> None:
    told: list[bool] = []

    def go() -> None:
        with app.app_context():
            try:
                office.enter(VISITOR, secret, "Test", NOW)
                told.append(True)
            except NotFound:
                told.append(False)
            finally:
                db.session.remove()

    threads = [Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == [False, False, False, True]
    with app.app_context():
        row = known()
        assert row is not None
        assert (
            len(db.session.scalars(select(VisitRow.id).where(VisitRow.account_id == row.id)).all())
            == 1
        )


@pytest.mark.parametrize("what", ["expired", "revoked", "rotated", "removed", "wrong"])
def test_what_is_good_no_more_is_told_alike(
    app: Flask, secret: str, protocol: Actor, what: str
) -> None:
    with app.app_context():
        (mine,) = contact.contacts(protocol, CAC)["london"]
        now = NOW
        match what:
            case "expired":
                now = NOW + LINK_LIFE
            case "revoked":
                contact.revoke(protocol, CAC, mine.id, NOW)
            case "rotated":
                contact.resend(protocol, CAC, mine.id, COUNTED, NOW + SECOND)
                assert office.read(newest(), now).address == ADDRESS
            case "removed":
                contact.remove(protocol, CAC, mine.id, NOW)
            case "wrong":
                secret = secret[::-1]
        with pytest.raises(NotFound, match="link"):
            office.read(secret, now)
        with pytest.raises(NotFound, match="link"):
            office.enter(VISITOR, secret, "Test", now)
        assert known() is None


def test_who_is_in_by_another_account_is_told_so(app: Flask, secret: str) -> None:
    other = person(app, "other@people.example")
    with app.app_context():
        with pytest.raises(NotAllowed):
            office.enter(other, secret, "Test", NOW)
        assert office.read(secret, NOW).address == ADDRESS


def test_whose_account_it_is_goes_on_with_their_visit(app: Flask, secret: str) -> None:
    mine = person(app, ADDRESS)
    with app.app_context():
        assert office.enter(mine, secret, "Test", NOW).secret == ""


def test_somebody_taken_out_is_out_at_once(app: Flask, secret: str, protocol: Actor) -> None:
    with app.app_context():
        found = office.enter(VISITOR, secret, "Test", NOW)
        (mine,) = contact.contacts(protocol, CAC)["london"]
        contact.remove(protocol, CAC, mine.id, NOW)
        seen = visit.seen(found.secret, NOW)
        assert seen is not None
        assert seen.offices == frozenset()


def test_an_erased_account_leaves_no_contact(app: Flask, secret: str, protocol: Actor) -> None:
    with app.app_context():
        office.enter(VISITOR, secret, "Test", NOW)
        row = known()
        assert row is not None
        dossier.erase(participant(row.id), NOW)
        assert contact.contacts(protocol, CAC) == {}
        assert ADDRESS not in str(db.session.execute(select(MailRow.__table__)).all())
        db.session.rollback()


def test_the_letter_with_the_link_is_theirs_who_used_it(app: Flask, secret: str) -> None:
    with app.app_context():
        office.enter(VISITOR, secret, "Test", NOW)
        row = known()
        assert row is not None
        (mail,) = (
            one for one in dossier.read(participant(row.id), NOW).sheets if one.name == "mail"
        )
        assert [line[:3] for line in mail.rows] == [("office", CAC, ADDRESS)]


def test_a_letter_that_nobody_followed_is_kept_no_longer(app: Flask, secret: str) -> None:
    letters = select(MailRow.address).where(MailRow.occasion == "office")
    with app.app_context():
        for now, left in (
            (NOW + LINK_LIFE + KEPT - SECOND, [ADDRESS]),
            (NOW + LINK_LIFE + KEPT, []),
        ):
            office.retain(now)
            assert list(db.session.scalars(letters)) == left
            db.session.rollback()


def test_an_office_sees_its_own_slots(app: Flask) -> None:
    london = entered(app)
    with app.app_context():
        hall = office.show(london, CAC, "london")
        assert hall.government.name.say("en") == "London"
        assert "mayoral-meeting" in [one.session.code for one in hall.slots]
        assert [one.address for one in hall.contacts] == ["office@london.example"]
        with pytest.raises(NotAllowed):
            office.show(london, CAC, "budapest")


def test_the_zone_is_confirmed_as_it_is_shown(app: Flask) -> None:
    london = entered(app)
    with app.app_context():
        with pytest.raises(Invalid, match="clock of your city was changed"):
            office.confirm_zone(london, CAC, "london", "Europe/Paris", NOW)
        assert office.show(london, CAC, "london").zone_confirmed_at is None
        office.confirm_zone(london, CAC, "london", "Europe/London", NOW)
        assert office.show(london, CAC, "london").zone_confirmed_at == NOW


def test_the_log_of_an_office_is_its_own(app: Flask, secret: str, protocol: Actor) -> None:
    budapest = entered(app, "budapest", "office@budapest.example")
    with app.app_context():
        office.enter(VISITOR, secret, "Test", NOW)
        office.confirm_zone(budapest, CAC, "budapest", "Europe/Budapest", NOW)
        told = [
            (one.thing.partition("/")[0], one.after) for one in office.log(protocol, CAC, "london")
        ]
        assert told == [
            ("contact", {"entered": "link"}),
            ("contact", {"domain": "london.example", "cautions": [], "is_sure": True}),
        ]
