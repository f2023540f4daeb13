"""Strangers who register at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from summit.core.errors import Problems
from summit.core.registration import Entry
from summit.services import entry
from tests.conftest import NOW
from tests.seats import CAC, SESSION, check, counted, letters, opened
from tests.seats import entry as said


@pytest.fixture
def ready(app: Flask) -> Flask:
    with app.app_context():
        opened(welfare=5)
        yield app


def asked_at_once(app: Flask, entries: list[Entry]) -> list[str]:
    """Send entries from threads of their own; return where each was found wrong."""

    def ask(one: Entry) -> str:
        with app.app_context():
            try:
                entry.ask(CAC, one, NOW)
            except Problems as problems:
                return ",".join(problems.by_field)
        return ""

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(ask, entries))


def test_each_is_told_their_own_mistakes(ready: Flask) -> None:
    right = [said(number, sessions=(SESSION,)) for number in range(20)]
    wrong = [replace(said("x"), name=""), replace(said("y"), address="nobody")]
    entries = [*right[:10], *wrong, *right[10:]]
    expected = [""] * 10 + ["name", "address"] + [""] * 10
    assert asked_at_once(ready, entries) == expected
    assert counted() == {"held": 5, "waiting": 15}
    assert counted("") == {"held": 20}
    assert sorted(letters()) == sorted(("confirm", one.address) for one in right)
    check()
    check("")


def test_two_spellings_of_one_address_are_one_person(ready: Flask) -> None:
    entries = [said(1), replace(said(1), address="P1@ONE.example")] * 4
    assert asked_at_once(ready, entries) == [""] * 8
    assert counted("") == {"held": 1}
    assert len(letters()) == 1


def test_one_transaction_takes_many(ready: Flask) -> None:
    """What threads do by chance: an address twice, a mistake, one who is known already."""
    entry.ask(CAC, said(1, sessions=(SESSION,)), NOW)
    asked = [
        entry._Asked(CAC, one, NOW)
        for one in (said(1), said(2, sessions=(SESSION,)), said(2), said("x", kind="none"), said(3))
    ]
    found = entry._ask_all(asked)
    assert [one is None for one in found] == [True, True, True, False, True]
    assert (counted(), counted("")) == ({"held": 2}, {"held": 3})
    assert letters() == [("confirm", f"p{number}@one.example") for number in (1, 2, 3)]
    check("")
