"""Visits: begun by a link that serves once, known until they end on the server."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.account import Purpose
from summit.core.errors import NotFound
from summit.core.role import operator, participant
from summit.core.visit import IDLE, SEEN_EVERY
from summit.db.account import AccountRow, LinkRow, VisitRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.services import account, visit
from tests.conftest import NOW
from tests.web.entrance import ADDRESS, link, make

SECOND = timedelta(seconds=1)


def secret_of(path: str) -> str:
    return path.removeprefix("/account/links/")


def begin(app: Flask, address: str = ADDRESS) -> tuple[int, str]:
    """Enter, and return the account's number and what the browser keeps."""
    number = make(app, address)
    with app.app_context():
        entrance = visit.enter(secret_of(link(app, address)), "Firefox, Linux", NOW)
    return number, entrance.secret


def test_a_link_lets_in_once(app: Flask) -> None:
    number = make(app)
    secret = secret_of(link(app, leads_to="/cac2020/agenda"))
    with app.app_context():
        entrance = visit.enter(secret, "Firefox, Linux", NOW)
        assert entrance.leads_to == "/cac2020/agenda"
        found = visit.seen(entrance.secret, NOW)
        assert found is not None
        assert (found.account.id, found.account.address) == (number, ADDRESS)
        with pytest.raises(NotFound):
            visit.enter(secret, "Firefox, Linux", NOW)
        assert len(db.session.scalars(select(VisitRow)).all()) == 1


def test_a_link_that_many_use_at_once_lets_one_in(app: Flask) -> None:
    make(app)
    secret = secret_of(link(app))
    told: list[bool] = []

    def attempt() -> None:
        with app.app_context():
            try:
                visit.enter(secret, "", NOW)
                told.append(True)
            except NotFound:
                told.append(False)
            finally:
                db.session.remove()

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told.count(True), told.count(False)) == (1, 7)


@pytest.mark.parametrize(("purpose", "hours"), [(Purpose.ENTER, 1), (Purpose.CONFIRM, 24)])
def test_a_link_expires(app: Flask, purpose: Purpose, hours: int) -> None:
    make(app)
    secret = secret_of(link(app, purpose=purpose))
    ends = NOW + timedelta(hours=hours)
    with app.app_context():
        assert visit.is_usable(secret, ends - SECOND)
        assert not visit.is_usable(secret, ends)
        with pytest.raises(NotFound):
            visit.enter(secret, "", ends)


def test_a_link_that_never_was(app: Flask) -> None:
    with app.app_context():
        assert not visit.is_usable("nothing", NOW)
        with pytest.raises(NotFound):
            visit.enter("nothing", "", NOW)


@pytest.mark.parametrize("purpose", Purpose)
def test_who_reads_the_mail_has_the_address(app: Flask, purpose: Purpose) -> None:
    number = make(app)
    with app.app_context():
        db.session.get_one(AccountRow, number).confirmed_at = None
        db.session.commit()
    secret = secret_of(link(app, purpose=purpose))
    with app.app_context():
        visit.enter(secret, "", NOW)
        assert db.session.get_one(AccountRow, number).confirmed_at == NOW


def test_only_digests_are_kept(app: Flask) -> None:
    _, secret = begin(app)
    with app.app_context():
        (row,) = db.session.scalars(select(VisitRow)).all()
        assert row.digest == account.digest(secret)
        (used,) = db.session.scalars(select(LinkRow)).all()
        assert used.used_at == NOW


def test_a_visit_that_is_not_used_ends(app: Flask) -> None:
    _, secret = begin(app)
    with app.app_context():
        assert visit.seen(secret, NOW + IDLE - SECOND) is not None


def test_a_visit_ends_after_thirty_idle_days(app: Flask) -> None:
    _, secret = begin(app)
    with app.app_context():
        assert visit.seen(secret, NOW + IDLE) is None


def test_a_visit_in_use_goes_on_and_is_written_down_seldom(app: Flask) -> None:
    _, secret = begin(app)
    with app.app_context():
        told = []
        for minutes in (0, 9, 10, 15, 19, 20):
            found = visit.seen(secret, NOW + timedelta(minutes=minutes))
            assert found is not None
            told.append(found.is_renewed)
        assert told == [False, False, True, False, False, True]
        assert timedelta(minutes=10) == SEEN_EVERY
        (row,) = db.session.scalars(select(VisitRow)).all()
        assert row.seen_at == NOW + timedelta(minutes=20)
        assert visit.seen(secret, NOW + IDLE) is not None


def test_disabling_ends_every_visit_and_enabling_brings_none_back(app: Flask) -> None:
    _, secret = begin(app)
    path = link(app)
    with app.app_context():
        account.disable(operator("tests"), ADDRESS, NOW)
        assert visit.seen(secret, NOW) is None
        assert not visit.is_usable(secret_of(path), NOW)
        account.enable(operator("tests"), ADDRESS, NOW)
        assert visit.seen(secret, NOW) is None
        assert visit.is_usable(secret_of(path), NOW)


def test_ends(app: Flask) -> None:
    number, first = begin(app)
    _, second = begin(app)
    stranger, other = begin(app, "other@seoul.example")
    me = participant(number)
    with app.app_context():
        mine = visit.mine(me, None, NOW)
        foreign = visit.mine(participant(stranger), None, NOW)[0].id
        assert [(one.browser, one.began) for one in mine] == [("Firefox, Linux", NOW)] * 2
        visit.end(me, foreign, NOW)
        assert visit.seen(other, NOW) is not None
        visit.end_others(me, mine[0].id, NOW)
        assert (visit.seen(first, NOW), visit.seen(other, NOW) is None) == (None, False)
        assert visit.seen(second, NOW) is not None
        assert [one.is_this for one in visit.mine(me, mine[0].id, NOW)] == [True]
        visit.end(me, mine[0].id, NOW)
        assert visit.seen(second, NOW) is None
        assert visit.mine(me, None, NOW) == ()


def test_the_log_knows_people_by_number(app: Flask) -> None:
    begin(app)
    with app.app_context():
        rows = db.session.scalars(
            select(AuditRow).where(AuditRow.thing.startswith("account")).order_by(AuditRow.id)
        )
        said = [f"{row.actor} {row.thing} {row.before} {row.after}" for row in rows]
        assert said == ["visitor account/1 None {'entered': 'link'}"]
