"""Limits: counted in the database, for all processes together."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import TooMany
from summit.core.limit import RULES
from summit.core.role import VISITOR, Verb
from summit.db.account import AttemptRow
from summit.db.base import db
from summit.services import deed, limit
from tests.conftest import NOW

RULE = RULES["password"]


@pytest.mark.parametrize("kind", RULES)
def test_each_rule_ends_and_begins_anew(app: Flask, kind: str) -> None:
    rule = RULES[kind]
    with app.app_context():
        for _ in range(rule.count):
            limit.spend(kind, "somebody", NOW)
        with pytest.raises(TooMany) as caught:
            limit.spend(kind, "somebody", NOW + timedelta(seconds=10))
        assert caught.value.seconds == rule.every.total_seconds() - 10
        limit.spend(kind, "somebody", NOW + rule.every)


def test_the_first_try_that_leaves_the_window_makes_room_for_one(app: Flask) -> None:
    with app.app_context():
        for second in range(RULE.count):
            limit.spend("password", "somebody", NOW + timedelta(seconds=second))
        then = NOW + RULE.every
        limit.spend("password", "somebody", then)
        with pytest.raises(TooMany) as caught:
            limit.spend("password", "somebody", then)
        assert caught.value.seconds == 1


def test_kinds_and_people_are_counted_apart(app: Flask) -> None:
    with app.app_context():
        for _ in range(RULE.count):
            limit.spend("password", "somebody", NOW)
        limit.spend("password", "somebody else", NOW)
        limit.spend("link", "somebody", NOW)


def test_what_is_refused_is_not_counted(app: Flask) -> None:
    """Whoever goes on trying does not wait the longer for it."""
    with app.app_context():
        for _ in range(RULE.count):
            limit.spend("password", "somebody", NOW)
        for _ in range(3):
            with pytest.raises(TooMany):
                limit.spend("password", "somebody", NOW)
        assert len(db.session.scalars(select(AttemptRow)).all()) == RULE.count


def test_forgiven(app: Flask) -> None:
    with app.app_context():
        for _ in range(RULE.count):
            limit.spend("password", "somebody", NOW)
        with deed.begin(VISITOR, Verb.ENTER, "", NOW) as work:
            limit.forgive(work, "password", "somebody")
        limit.spend("password", "somebody", NOW)


def test_many_at_once_are_counted(app: Flask) -> None:
    told: list[bool] = []

    def attempt() -> None:
        with app.app_context():
            try:
                limit.spend("password", "somebody", NOW)
                told.append(True)
            except TooMany:
                told.append(False)
            finally:
                db.session.remove()

    threads = [Thread(target=attempt) for _ in range(RULE.count + 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told.count(True), told.count(False)) == (RULE.count, 10)


def test_somebody_is_known_by_a_keyed_digest_only() -> None:
    known = limit.known_as("key", "password", "a@b.example", "192.0.2.7")
    assert len(known) == 64
    assert known != limit.known_as("other key", "password", "a@b.example", "192.0.2.7")
    assert known != limit.known_as("key", "password", "a@b.example192.0.2.7", "")
    assert known == limit.known_as("key", "password", "a@b.example", "192.0.2.7")
