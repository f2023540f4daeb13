"""Second factors: what is taken once, what is refused, what their owner is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread

import pyotp
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound, TooMany, Unproved
from summit.core.factor import FRESH_FOR, MOST, PROVED_FOR, Kind
from summit.core.limit import RULES
from summit.core.role import VISITOR, Role, participant
from summit.db.account import VisitRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.factor import FactorRow, RecoveryRow
from summit.db.mail import MailRow
from summit.formats import authenticator
from summit.services import factor, role, visit
from summit.services.factor import Proof
from tests.conftest import ACTOR, NOW
from tests.organizers import organizer
from tests.services.test_visit import begin, secret_of

SECOND, HALF_A_MINUTE = timedelta(seconds=1), timedelta(seconds=30)
WHO = "somebody"


def proof_of(app: Flask, address: str = "jin.park@seoul.example", now: datetime = NOW) -> Proof:
    """Return somebody who has entered."""
    number, secret = begin(app, address)
    with app.app_context():
        entered = visit.seen(secret, now)
    assert entered is not None
    return Proof(participant(number), entered.visit, now)


def code(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def set_up(proof: Proof, name: str = "Phone") -> tuple[str, tuple[str, ...]]:
    """Set up an authenticator, and return its secret and the recovery codes that came with it."""
    factor.begin(proof)
    secret = factor.waiting(proof.actor)
    return secret, factor.confirm(proof, code(secret, proof.now), name)


def later(proof: Proof, by: timedelta) -> Proof:
    return replace(proof, now=proof.now + by)


def letters() -> list[str]:
    rows = db.session.scalars(
        select(MailRow).where(MailRow.occasion == "factor_changed").order_by(MailRow.id)
    )
    found = [row.data["done"] for row in rows]
    db.session.rollback()
    return found


def proved_at(proof: Proof) -> datetime | None:
    found = db.session.scalar(select(VisitRow.proved_at).where(VisitRow.id == proof.visit))
    db.session.rollback()
    return found


def test_an_authenticator_counts_from_its_first_code_on(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        factor.begin(proof)
        secret = factor.waiting(proof.actor)
        assert (factor.mine(proof.actor).all, len(secret)) == ((), 32)
        with pytest.raises(Invalid):
            factor.confirm(proof, code(secret, NOW + 2 * HALF_A_MINUTE), "Phone")
        assert proved_at(proof) is None
        codes = factor.confirm(proof, code(secret, NOW), "Phone")
        mine = factor.mine(proof.actor)
        assert [(one.kind, one.name, one.made, one.used) for one in mine.all] == [
            (Kind.CODE, "Phone", NOW, NOW)
        ]
        assert (mine.left, len(set(codes))) == (10, 10)
        assert {len(one) for one in codes} == {29}
        assert proved_at(proof) == NOW
        assert letters() == ["added"]
        with pytest.raises(NotFound):
            factor.waiting(proof.actor)
        with pytest.raises(NotFound):
            factor.confirm(proof, code(secret, NOW), "Phone")


def test_begun_anew_it_has_another_secret(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        factor.begin(proof)
        first = factor.waiting(proof.actor)
        factor.begin(proof)
        assert factor.waiting(proof.actor) != first
        assert len(db.session.scalars(select(FactorRow)).all()) == 1


def test_no_code_is_taken_twice(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        secret, _ = set_up(proof)
        with pytest.raises(Invalid):
            factor.prove(proof, code(secret, NOW), WHO)
        then = later(proof, HALF_A_MINUTE)
        spaced = code(secret, then.now)
        factor.prove(then, f" {spaced[:3]} {spaced[3:]} ", WHO)
        assert proved_at(proof) == then.now
        for again in (then, later(then, SECOND), later(then, HALF_A_MINUTE)):
            with pytest.raises(Invalid):
                factor.prove(again, spaced, WHO)
        # Nor one from before the last that was taken.
        last = later(then, 3 * HALF_A_MINUTE)
        factor.prove(last, code(secret, last.now), WHO)
        with pytest.raises(Invalid):
            factor.prove(last, code(secret, last.now - HALF_A_MINUTE), WHO)


def test_of_many_that_send_one_code_at_once_one_is_right(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        secret, _ = set_up(proof)
    then = later(proof, HALF_A_MINUTE)
    told: list[bool] = []

    def attempt() -> None:
        with app.app_context():
            try:
                factor.prove(then, code(secret, then.now), WHO)
                told.append(True)
            except Invalid:
                told.append(False)
            finally:
                db.session.remove()

    threads = [Thread(target=attempt) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told.count(True), told.count(False)) == (1, 5)


def test_a_clock_may_be_half_a_minute_off() -> None:
    secret = authenticator.secret()
    present = int(NOW.timestamp()) // 30
    for away in (-1, 0, 1):
        shown = code(secret, NOW + away * HALF_A_MINUTE)
        assert authenticator.step(secret, shown, NOW, None) == present + away
        assert authenticator.step(secret, shown, NOW, present + away) is None
    for away in (-2, 2):
        assert (
            authenticator.step(secret, code(secret, NOW + away * HALF_A_MINUTE), NOW, None) is None
        )


@given(st.text(max_size=40))
def test_what_is_no_code_is_none(words: str) -> None:
    if not words.isascii() or len(words) != 6:
        assert authenticator.step("A" * 32, words, NOW, None) is None


def test_a_recovery_code_lets_in_once(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        _, codes = set_up(proof)
        then = later(proof, HALF_A_MINUTE)
        factor.prove(then, codes[0].upper().replace("-", " "), WHO)
        assert (proved_at(proof), factor.mine(proof.actor).left) == (then.now, 9)
        for wrong in (codes[0], codes[1][:-1], "", "2" * 24):
            with pytest.raises(Invalid):
                factor.prove(then, wrong, WHO)
        assert letters() == ["added", "recovered"]
        fresh = factor.renew(then)
        assert (len(fresh), set(fresh) & set(codes)) == (10, set())
        with pytest.raises(Invalid):
            factor.prove(then, codes[1], WHO)
        factor.prove(then, fresh[9], WHO)
        said = str(db.session.execute(select(RecoveryRow.digest)).all())
        assert [one for one in (*codes, *fresh) if one.replace("-", "") in said] == []


def test_another_ones_codes_and_factors_are_not_mine(app: Flask) -> None:
    mine, other = proof_of(app), proof_of(app, "other@seoul.example")
    with app.app_context():
        secret, codes = set_up(other)
        set_up(mine)
        then = later(mine, HALF_A_MINUTE)
        for words in (code(secret, then.now), codes[0]):
            with pytest.raises(Invalid):
                factor.prove(then, words, WHO)
        number = factor.mine(other.actor).all[0].id
        for deed in (lambda: factor.remove(mine, number), lambda: factor.rename(mine, number, "x")):
            with pytest.raises(NotFound):
                deed()
        with pytest.raises(NotAllowed):
            factor.mine(VISITOR)
        # Nor does a proof count for somebody else's visit.
        factor.prove(replace(then, visit=other.visit), code(factor_secret(mine), then.now), WHO)
        assert proved_at(other) == NOW


def factor_secret(proof: Proof) -> str:
    secret = db.session.scalar(
        select(FactorRow.secret).where(FactorRow.account_id == proof.actor.account)
    )
    db.session.rollback()
    assert secret is not None
    return secret


def test_tries_end_and_begin_anew(app: Flask) -> None:
    proof = proof_of(app)
    rule = RULES["factor"]
    with app.app_context():
        secret, _ = set_up(proof)
        then = later(proof, HALF_A_MINUTE)
        for _ in range(rule.count):
            with pytest.raises(Invalid):
                factor.prove(then, "000000", WHO)
        with pytest.raises(TooMany):
            factor.prove(then, code(secret, then.now), WHO)
        after = later(then, rule.every)
        factor.prove(after, code(secret, after.now), WHO)
        for _ in range(rule.count):  # who was right begins anew
            with pytest.raises(Invalid):
                factor.prove(after, "000000", WHO)


def test_factors_are_changed_just_after_a_proof_only(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        secret, _ = set_up(proof)
        number = factor.mine(proof.actor).all[0].id
        late = later(proof, FRESH_FOR)
        changes = (
            lambda at: factor.begin(at),
            lambda at: factor.renew(at),
            lambda at: factor.remove(at, number),
        )
        for change in changes:
            with pytest.raises(Unproved):
                change(late)
        factor.rename(late, number, "Old phone")
        factor.prove(late, code(secret, late.now), WHO)
        for change in changes:
            change(late)
        assert factor.mine(proof.actor) == replace(factor.mine(proof.actor), all=(), left=0)
        assert letters() == ["added", "renewed", "removed"]


def test_what_another_visit_has_proved_ends_with_a_removed_factor(app: Flask) -> None:
    here, there = proof_of(app), proof_of(app)
    with app.app_context():
        secret, _ = set_up(here)
        then = later(here, HALF_A_MINUTE)
        factor.prove(replace(there, now=then.now), code(secret, then.now), WHO)
        set_up(later(here, SECOND), "Tablet")
        factor.remove(then, factor.mine(here.actor).all[0].id)
        assert (proved_at(here), proved_at(there)) == (NOW + SECOND, None)
        factor.remove(then, factor.mine(here.actor).all[0].id)
        assert proved_at(here) is None
        assert factor.mine(here.actor).left == 0


def test_nobody_has_more_than_enough(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        for number in range(MOST):
            set_up(proof, f"Phone {number}")
        with pytest.raises(Invalid):
            factor.begin(proof)


def test_an_operator_forgets_what_is_lost(app: Flask) -> None:
    proof = proof_of(app)
    with app.app_context():
        set_up(proof)
        assert factor.forget(ACTOR, "Jin.Park@seoul.example", NOW) == 1
        assert (factor.mine(proof.actor).all, factor.mine(proof.actor).left) == ((), 0)
        assert proved_at(proof) is None
        assert letters() == ["added", "forgotten"]
        log = db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
        assert (log.actor, log.thing, log.before, log.after) == (
            "tests",
            f"account/{proof.actor.account}",
            {"factors": 1},
            {"factor": "forgotten"},
        )
        db.session.rollback()
        with pytest.raises(NotFound):
            factor.forget(ACTOR, "nobody@seoul.example", NOW)
        with pytest.raises(NotAllowed):
            factor.forget(proof.actor, "jin.park@seoul.example", NOW)


def test_roles_open_by_a_proof_for_twelve_hours(app: Flask) -> None:
    owner = organizer(app, address="jin.park@seoul.example")
    proof = proof_of(app)
    assert proof.actor.account == owner.account
    opened, nothing = {("cac2020", Role.OWNER)}, frozenset()
    with app.app_context():
        path = role.add(ACTOR, "jin.park@seoul.example", "cac2020", (Role.OWNER,), NOW)
        secret = visit.enter(secret_of(path), "Test", NOW).secret

        def roles(now: datetime) -> tuple[object, object]:
            entered = visit.seen(secret, now)
            assert entered is not None
            return entered.roles, entered.closed

        entered = visit.seen(secret, NOW)
        assert entered is not None
        mine = replace(proof, visit=entered.visit)
        assert roles(NOW) == (opened, nothing)
        role.need_factor(owner, "cac2020", True, NOW)
        assert roles(NOW) == (nothing, opened)
        set_up(mine)
        assert roles(NOW) == (opened, nothing)
        assert roles(NOW + PROVED_FOR - SECOND) == (opened, nothing)
        assert roles(NOW + PROVED_FOR) == (nothing, opened)
        # Who has one proves it, also where no summit asks for that.
        role.need_factor(owner, "cac2020", False, NOW)
        assert roles(NOW + PROVED_FOR) == (nothing, opened)
