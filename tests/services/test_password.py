"""Passwords: chosen, tried, and guessed in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, TooMany
from summit.core.letter import Occasion
from summit.core.limit import RULES
from summit.core.role import operator, participant
from summit.db.account import AccountRow
from summit.db.base import db
from summit.services import account, mail, password, visit
from tests.conftest import NOW
from tests.services.test_visit import begin
from tests.web.entrance import ADDRESS

WORDS = "four small words"


@pytest.fixture
def chosen(app: Flask) -> int:
    number, _ = begin(app)
    with app.app_context():
        password.choose(participant(number), WORDS, "", NOW)
    return number


def test_it_is_kept_as_argon2id(app: Flask, chosen: int) -> None:
    with app.app_context():
        kept = db.session.scalars(select(AccountRow.password)).one()
        assert kept is not None
        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_change_ends_every_visit_and_begins_one(app: Flask) -> None:
    number, before = begin(app)
    with app.app_context():
        fresh = password.choose(participant(number), WORDS, "", NOW)
        assert visit.seen(before, NOW) is None
        assert visit.seen(fresh, NOW) is not None
        again = password.remove(participant(number), "", NOW)
        assert visit.seen(fresh, NOW) is None
        assert visit.seen(again, NOW) is not None
        assert password.enter(ADDRESS, WORDS, "who", "", NOW) is None


def test_a_letter_tells_whose_it_is_what_was_done(app: Flask) -> None:
    number, _ = begin(app)
    actor = participant(number)
    with app.app_context():
        for words in (WORDS, WORDS + " more"):
            password.choose(actor, words, "", NOW)
        password.remove(actor, "", NOW)
        password.remove(actor, "", NOW)
        with pytest.raises(Invalid):
            password.choose(actor, "short", "", NOW)
        told = [one.letter for one in mail.waiting(operator("tests"))]
        assert [one.data["done"] for one in told] == ["removed", "changed", "set"]
        assert {(one.occasion, one.to.account, one.to.address) for one in told} == {
            (Occasion.PASSWORD, number, ADDRESS)
        }
        assert {one.data["at"] for one in told} == {NOW.isoformat()}
        assert WORDS not in str(told)


@pytest.mark.parametrize("words", ["short", "jin.park@seoul.example", "Jin Park 2020"])
def test_a_weak_one_is_refused_and_changes_nothing(app: Flask, words: str) -> None:
    number, secret = begin(app)
    with app.app_context():
        with pytest.raises(Invalid) as caught:
            password.choose(participant(number), words, "", NOW)
        assert caught.value.where == "password"
        assert visit.seen(secret, NOW) is not None


def test_the_right_one_lets_in(app: Flask, chosen: int) -> None:
    with app.app_context():
        secret = password.enter(ADDRESS.upper(), WORDS, "who", "Safari, Mac", NOW)
        assert secret is not None
        found = visit.seen(secret, NOW)
        assert found is not None
        assert found.account.id == chosen


@pytest.mark.parametrize(
    ("address", "words"), [(ADDRESS, "four wrong words"), ("nobody@seoul.example", WORDS)]
)
def test_others_do_not(app: Flask, chosen: int, address: str, words: str) -> None:
    with app.app_context():
        assert password.enter(address, words, "who", "", NOW) is None


def test_an_account_without_one(app: Flask) -> None:
    begin(app)
    with app.app_context():
        assert password.enter(ADDRESS, "", "who", "", NOW) is None


def test_a_shut_account(app: Flask, chosen: int) -> None:
    with app.app_context():
        account.disable(operator("tests"), ADDRESS, NOW)
        assert password.enter(ADDRESS, WORDS, "who", "", NOW) is None


def test_guessing_ends_even_with_the_right_one(app: Flask, chosen: int) -> None:
    with app.app_context():
        for _ in range(RULES["password"].count):
            assert password.enter(ADDRESS, "a wrong password", "who", "", NOW) is None
        with pytest.raises(TooMany):
            password.enter(ADDRESS, WORDS, "who", "", NOW)
        # From another network its owner is let in all the same.
        assert password.enter(ADDRESS, WORDS, "owner", "", NOW) is not None
        later = NOW + RULES["password"].every
        assert password.enter(ADDRESS, WORDS, "who", "", later) is not None


def test_the_right_one_forgets_the_wrong_ones(app: Flask, chosen: int) -> None:
    with app.app_context():
        for _ in range(3):
            for _ in range(RULES["password"].count - 1):
                password.enter(ADDRESS, "a wrong password", "who", "", NOW)
            assert password.enter(ADDRESS, WORDS, "who", "", NOW) is not None


def test_an_old_hash_is_made_anew(app: Flask, chosen: int) -> None:
    with app.app_context():
        row = db.session.get_one(AccountRow, chosen)
        row.password = PasswordHasher(time_cost=1, memory_cost=1024).hash(WORDS)
        db.session.commit()
        now = NOW + timedelta(minutes=1)
        assert password.enter(ADDRESS, WORDS, "who", "", now) is not None
        kept = db.session.scalars(select(AccountRow.password)).one()
        assert kept is not None
        assert "m=19456,t=2,p=1" in kept
