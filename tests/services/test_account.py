"""Accounts: one for each address, whatever its spelling."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.account import Purpose
from summit.core.errors import Invalid
from summit.core.role import VISITOR, Verb
from summit.db.account import AccountRow, LinkRow
from summit.db.base import db
from summit.services import account, deed
from tests.conftest import NOW


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


def test_a_link_is_kept_as_its_digest_only(app: Flask) -> None:
    with app.app_context():
        with deed.begin(VISITOR, Verb.ENTER, "", NOW) as work:
            row = account.find_or_make(work, "a@b.example", "A", "Asia/Seoul", "ko")
            path = account.link(work, row, Purpose.ENTER, "/cac2020/me")
        kept = db.session.scalars(select(LinkRow)).one()
        secret = path.removeprefix("/account/links/")
        assert (kept.digest, kept.leads_to) == (account.digest(secret), "/cac2020/me")
        assert (kept.expires_at - NOW).total_seconds() == 3600
