"""Passkeys: made, proved, and not proved by what was heard before."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, Unproved
from summit.core.factor import FRESH_FOR, Kind
from summit.db.base import db
from summit.db.factor import FactorRow
from summit.formats import passkey as passkeys
from summit.formats.passkey import Home
from summit.services import factor, passkey
from summit.services.factor import Proof
from tests.conftest import NOW, URL
from tests.passkeys import Device, octets
from tests.services.test_factor import HALF_A_MINUTE, later, letters, proof_of, proved_at

HOME = Home("summit.example", URL)


def make(proof: Proof, device: Device, name: str = "Laptop") -> tuple[str, ...]:
    question = passkey.ask_new(proof, HOME)
    return passkey.add(proof, HOME, question, device.make(question.options, URL), name)


def test_a_passkey_is_made_and_proved(app: Flask) -> None:
    proof, device = proof_of(app), Device()
    with app.app_context():
        assert len(make(proof, device)) == 10
        mine = factor.mine(proof.actor)
        assert [(one.kind, one.name, one.used) for one in mine.all] == [
            (Kind.PASSKEY, "Laptop", None)
        ]
        assert (letters(), proved_at(proof)) == (["added"], NOW)
        then = later(proof, HALF_A_MINUTE)
        question = passkey.ask_proof(proof.actor, HOME)
        asked = json.loads(question.options)
        assert [octets(one["id"]) for one in asked["allowCredentials"]] == [device.credential]
        passkey.prove(then, HOME, question, device.prove(question.options, URL))
        assert proved_at(proof) == then.now
        assert factor.mine(proof.actor).all[0].used == then.now
        row = db.session.scalars(select(FactorRow)).one()
        assert (row.secret, row.sign_count, row.credential) == (None, 1, device.credential)


def test_an_answer_proves_once(app: Flask) -> None:
    proof, device = proof_of(app), Device()
    with app.app_context():
        make(proof, device)
        question = passkey.ask_proof(proof.actor, HOME)
        # A passkey that several devices share counts nothing, so its count shows no copy.
        device.count = -1
        answer = device.prove(question.options, URL)
        passkey.prove(later(proof, HALF_A_MINUTE), HOME, question, answer)
        with pytest.raises(Invalid, match="was not taken"):
            passkey.prove(later(proof, 2 * HALF_A_MINUTE), HOME, question, answer)
        assert proved_at(proof) == NOW + HALF_A_MINUTE


def test_a_copy_is_known_by_its_count(app: Flask) -> None:
    proof, device = proof_of(app), Device()
    with app.app_context():
        make(proof, device)
        device.count = 7
        for count, is_right in ((7, True), (5, False), (7, False), (8, True)):
            device.count = count
            question = passkey.ask_proof(proof.actor, HOME)
            answer = device.prove(question.options, URL)
            if is_right:
                passkey.prove(proof, HOME, question, answer)
            else:
                with pytest.raises(Invalid):
                    passkey.prove(proof, HOME, question, answer)


def test_what_proves_nothing(app: Flask) -> None:
    mine, other = proof_of(app), proof_of(app, "other@seoul.example")
    device, theirs = Device(), Device(b"another credential")
    with app.app_context():
        make(mine, device)
        make(other, theirs)
        before = later(mine, HALF_A_MINUTE)
        question = passkey.ask_proof(mine.actor, HOME)
        right = device.prove(question.options, URL)
        older = passkey.ask_proof(mine.actor, HOME)
        for wrong in (
            "",
            "{}",
            "[]",
            "null",
            '{"id": 1, "rawId": [], "response": "x"}',
            "\x00" * 50,
            right.replace("public-key", "private-key"),
            json.dumps({**json.loads(right), "response": {}}),
            device.prove(older.options, URL),
            device.prove(question.options, "https://summit.example.evil.example"),
            theirs.prove(question.options, URL),
            replace(device, key=Device().key).prove(question.options, URL),
            device.make(passkey.ask_new(mine, HOME).options, URL),
        ):
            with pytest.raises(Invalid):
                passkey.prove(before, HOME, question, wrong)
        elsewhere = passkeys.ask_proof(Home("evil.example", URL), [device.credential])
        answer = device.prove(elsewhere.options, URL)
        with pytest.raises(Invalid):
            passkey.prove(before, HOME, replace(elsewhere, options=""), answer)
        assert proved_at(mine) == NOW


def test_a_passkey_is_one_accounts(app: Flask) -> None:
    mine, other, device = proof_of(app), proof_of(app, "other@seoul.example"), Device()
    with app.app_context():
        make(mine, device)
        for proof in (mine, other):
            with pytest.raises(Invalid):
                make(proof, device)
        assert factor.mine(other.actor).all == ()
        asked = json.loads(passkey.ask_new(mine, HOME).options)
        assert [octets(one["id"]) for one in asked["excludeCredentials"]] == [device.credential]


def test_another_is_added_just_after_a_proof_only(app: Flask) -> None:
    proof, device = proof_of(app), Device()
    with app.app_context():
        make(proof, device)
        question = passkey.ask_new(proof, HOME)
        late = later(proof, FRESH_FOR + timedelta(seconds=1))
        with pytest.raises(Unproved):
            passkey.ask_new(late, HOME)
        answer = Device(b"second").make(question.options, URL)
        with pytest.raises(Unproved):
            passkey.add(late, HOME, question, answer, "Second")
        assert make(proof, Device(b"second")) == ()
        assert len(factor.mine(proof.actor).all) == 2


@pytest.mark.parametrize(
    ("url", "home"),
    [
        (URL, HOME),
        ("http://localhost:8000", Home("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_there_is_no_passkey_at_an_address_in_numbers(url: str, home: Home | None) -> None:
    assert passkeys.home(url) == home
