"""Accounts: one for each address, whatever its spelling."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.sql.functions import count

from summit.core.account import Purpose
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.letter import Occasion
from summit.core.role import VISITOR, Verb, operator, participant
from summit.db.account import AccountRow, AttemptRow, LinkRow, VisitRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.services import account, deed, limit, visit
from tests.conftest import NOW
from tests.services.participant import registration
from tests.web.entrance import make


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (" min.ji@seoul.example ", "min.ji@seoul.example"),
        ("A.B@Example.COM", "A.B@example.com"),
        ("김@한국.kr", "김@한국.kr"),
    ],
)
def test_addresses_are_read(words: str, written: str) -> None:
    assert account.address(words) == written


@pytest.mark.parametrize("words", ["", "nobody", "a@b", "a b@c.example", "a@b.example\nBcc: c@d.e"])
def test_what_is_no_address_is_refused_at_its_field(words: str) -> None:
    with pytest.raises(Invalid) as caught:
        account.address(words)
    assert caught.value.where == "address"


def test_an_address_has_one_account_whoever_asks(app: Flask) -> None:
    with app.app_context():
        with deed.begin(VISITOR, Verb.REGISTER, "cac2020", NOW) as work:
            first = account.find_or_make(work, "a@b.example", "A", "Asia/Seoul", "ko")
            again = account.find_or_make(work, "A@B.example", "Other", "UTC", "en")
            assert again is first
        rows = db.session.scalars(select(AccountRow)).all()
        assert [(one.address, one.name, one.zone) for one in rows] == [
            ("a@b.example", "A", "Asia/Seoul")
        ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mayor@strasse.example", "mayor@straße.example"),
        ("mayor@strasse.example", "mayor@xn--strae-oqa.example"),
        ("mayor@κόσμοσ.example", "mayor@κόσμος.example"),
        ("weiss@city.example", "weiß@city.example"),
        ("fiona@city.example", "ﬁona@city.example"),
    ],
)
def test_two_mailboxes_never_share_an_account(app: Flask, one: str, other: str) -> None:
    with app.app_context(), deed.begin(VISITOR, Verb.REGISTER, "cac2020", NOW) as work:
        first, second = (
            account.find_or_make(work, account.address(each), "", "UTC", "en")
            for each in (one, other)
        )
        assert first is not second


def test_the_number_of_who_is_gone_is_nobodys(app: Flask) -> None:
    with app.app_context():
        gone = make(app, "a@b.example")
        with deed.begin(operator("test"), Verb.EDIT, "", NOW) as work:
            work.session.delete(account.locked(work, gone))
        assert make(app, "b@b.example") > gone


def test_a_link_is_kept_as_its_digest_only(app: Flask) -> None:
    with app.app_context():
        with deed.begin(VISITOR, Verb.ENTER, "", NOW) as work:
            row = account.find_or_make(work, "a@b.example", "A", "Asia/Seoul", "ko")
            path = account.link(work, row, Purpose.ENTER, "/cac2020/me")
        kept = db.session.scalars(select(LinkRow)).one()
        secret = path.removeprefix("/account/links/")
        assert (kept.digest, kept.leads_to) == (account.digest(secret), "/cac2020/me")
        assert (kept.expires_at - NOW).total_seconds() == 3600


def asked(address: str, who: str = "who") -> list[str]:
    """Ask for a link, and return the kinds of statements that the database was given."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        words = statement.split()
        told.append(" ".join(words[:3]) if words[0] == "INSERT" else words[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        account.ask(address, "/cac2020/agenda", who, NOW)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return told


def test_a_link_is_asked_for(app: Flask) -> None:
    number = make(app, "a@b.example", name="A")
    with app.app_context():
        account.ask("A@b.example", "/cac2020/agenda", "who", NOW)
        (row,) = db.session.scalars(select(MailRow)).all()
        assert (row.account_id, row.address, row.name) == (number, "a@b.example", "A")
        assert (row.occasion, row.summit, row.zone) == (Occasion.ENTER, "", "Asia/Seoul")
        (kept,) = db.session.scalars(select(LinkRow)).all()
        secret = row.data["path"].removeprefix("/account/links/")
        assert (kept.digest, kept.leads_to) == (account.digest(secret), "/cac2020/agenda")


def test_for_an_unknown_address_the_same_is_done_and_taken_back(app: Flask) -> None:
    make(app, "a@b.example")
    with app.app_context():
        known, unknown = asked("a@b.example"), asked("b@b.example", "other")
        assert len(known) == len(unknown)
        alike = [
            (one.replace("link", "attempt"), other)
            for one, other in zip(known, unknown, strict=True)
            if one.partition(" ")[0] not in ("RELEASE", "ROLLBACK")
        ]
        assert [one for one, _ in alike] == [other for _, other in alike]
        assert known.count("INSERT INTO mail") == unknown.count("INSERT INTO mail") == 1
        assert len(db.session.scalars(select(MailRow)).all()) == 1
        assert db.session.scalars(select(AttemptRow.kind)).all() == ["link", "link"]


def test_a_shut_account_gets_no_link(app: Flask) -> None:
    make(app, "a@b.example")
    with app.app_context():
        account.disable(operator("tests"), "a@b.example", NOW)
        account.ask("a@b.example", "/", "who", NOW)
        assert db.session.scalars(select(MailRow)).all() == []
        assert db.session.scalars(select(LinkRow)).all() == []


def test_asked_for_too_often_nothing_more_is_mailed(app: Flask) -> None:
    make(app, "a@b.example")
    with app.app_context():
        for _ in range(13):
            account.ask("a@b.example", "/", "who", NOW)
        assert len(db.session.scalars(select(MailRow)).all()) == 10
        account.ask("a@b.example", "/", "who", NOW + timedelta(hours=1))
        assert len(db.session.scalars(select(MailRow)).all()) == 11


def test_only_ones_own_is_changed(app: Flask) -> None:
    mine, other = make(app, "a@b.example"), make(app, "b@b.example")
    profile = account.Profile("New", "Europe/London", "ko")
    with app.app_context():
        account.change(participant(mine), profile, NOW)
        rows = {row.id: account.told(row) for row in db.session.scalars(select(AccountRow))}
        assert (rows[mine].name, rows[mine].zone, rows[mine].language) == (
            "New",
            "Europe/London",
            "ko",
        )
        assert rows[other].name == "Jin Park"
        with pytest.raises(NotAllowed):
            account.change(VISITOR, profile, NOW)


def test_a_person_may_not_shut_accounts(app: Flask) -> None:
    mine = make(app, "a@b.example")
    with app.app_context():
        for actor in (VISITOR, participant(mine)):
            with pytest.raises(NotAllowed):
                account.disable(actor, "a@b.example", NOW)
            with pytest.raises(NotAllowed):
                account.enable(actor, "a@b.example", NOW)
        with pytest.raises(NotFound):
            account.disable(operator("tests"), "nobody@b.example", NOW)


def test_what_is_kept_no_longer(app: Flask) -> None:
    day = timedelta(days=1)
    number = make(app, "a@b.example")
    with app.app_context():
        with deed.begin(VISITOR, Verb.ENTER, "", NOW) as work:
            row = account.found(work, "a@b.example")
            assert row is not None
            account.link(work, row, Purpose.ENTER, "/")
            account.link(work, row, Purpose.CONFIRM, "/")
            for browser in ("ended", "idle"):
                visit.begin(work, row, browser)
            account.find_or_make(work, "new@b.example", "", "UTC", "en")
            taking_part = account.find_or_make(work, "part@b.example", "", "UTC", "en")
            summit = work.session.scalars(select(SummitRow)).one()
            work.session.flush()
            work.session.add(registration(summit.id, taking_part.id))
            limit.take(work, "link", "who")
        (ended, _) = visit.mine(participant(number), None, NOW)[::-1]
        visit.end(participant(number), ended.id, NOW)

        def left(moment: datetime) -> tuple[int, ...]:
            account.retain(moment)
            tables = (LinkRow, VisitRow, AttemptRow, AccountRow)
            return tuple(db.session.scalar(select(count()).select_from(one)) or 0 for one in tables)

        assert left(NOW) == (2, 2, 1, 3)
        assert left(NOW + timedelta(hours=1)) == (1, 2, 1, 3)
        assert left(NOW + day) == (0, 2, 0, 3)
        assert left(NOW + 7 * day) == (0, 2, 0, 2)
        assert left(NOW + 30 * day) == (0, 1, 0, 2)
        assert left(NOW + 60 * day) == (0, 0, 0, 2)
        kept = db.session.scalars(select(AccountRow.address).order_by(AccountRow.id)).all()
        assert kept == ["a@b.example", "part@b.example"]
