"""Private feeds: only a digest is kept, and what opens one is told to nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from summit.core.errors import Invalid, NotFound
from summit.core.role import Actor
from summit.core.subscription import MOST, USED_EVERY
from summit.db.agenda import SubscriptionRow
from summit.db.base import db
from summit.services import account, agenda, subscription
from tests.conftest import NOW
from tests.participants import person


@pytest.fixture
def mina(app: Flask) -> Actor:
    actor = person(app)
    with app.app_context():
        agenda.pick(actor, "cac2020", "diamond", NOW)
    return actor


def test_a_token_is_long_and_kept_as_its_digest(app: Flask, mina: Actor) -> None:
    with app.app_context():
        made, token = subscription.subscribe(mina, "cac2020", "  My\nphone ", NOW)
        assert (len(token), made.label) == (43, "My phone")
        (row,) = db.session.scalars(select(SubscriptionRow)).all()
        assert row.digest == account.digest(token)
        db.session.rollback()
        assert (made.zone, made.language) == ("Asia/Seoul", "en")
        assert subscription.mine(mina, "cac2020") == (made,)


def test_when_it_was_read_is_kept_now_and_then(app: Flask, mina: Actor) -> None:
    with app.app_context():
        _, token = subscription.subscribe(mina, "cac2020", "Phone", NOW)
        used = []
        for moment in (NOW, NOW + USED_EVERY - timedelta(seconds=1), NOW + USED_EVERY):
            subscription.of_token(token, moment)
            used.append(subscription.mine(mina, "cac2020")[0].used)
        assert used == [NOW, NOW, NOW + USED_EVERY]


def test_wrong_and_revoked_take_the_same_work(app: Flask, mina: Actor) -> None:
    with app.app_context():
        made, token = subscription.subscribe(mina, "cac2020", "Phone", NOW)
        subscription.revoke(mina, "cac2020", made.id, NOW)
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        work = []
        for tried in (token, "x" * 43, "", "'; DROP TABLE pick; --"):
            statements.clear()
            assert subscription.of_token(tried, NOW) is None
            work.append(list(statements))
        event.remove(db.engine, "before_cursor_execute", note)
        assert all(one == work[0] for one in work)
        assert len([one for one in work[0] if one.startswith("SELECT")]) == 1


def test_what_cannot_be_chosen(app: Flask, mina: Actor) -> None:
    with app.app_context():
        for label, choices in (
            ("", {}),
            ("Phone", {"alarm_minutes": 7}),
            ("Phone", {"zone": "Mars/Base"}),
            ("Phone", {"language": "tlh"}),
        ):
            with pytest.raises(Invalid):
                subscription.subscribe(mina, "cac2020", label, NOW, **choices)  # type: ignore[arg-type]
        agenda.unpick(mina, "cac2020", "diamond", NOW)
        with pytest.raises(Invalid):
            subscription.subscribe(mina, "cac2020", "Phone", NOW + timedelta(minutes=1))


def test_there_is_an_end_of_feeds(app: Flask, mina: Actor) -> None:
    with app.app_context():
        for number in range(MOST):
            subscription.subscribe(mina, "cac2020", str(number), NOW)
        with pytest.raises(Invalid):
            subscription.subscribe(mina, "cac2020", "one more", NOW)


def test_another_ones_is_not_there(app: Flask, mina: Actor) -> None:
    other = person(app, "other@people.example")
    choices = {"label": "x", "zone": "", "language": "", "alarm_minutes": None}
    with app.app_context():
        made, token = subscription.subscribe(mina, "cac2020", "Phone", NOW)
        with pytest.raises(NotFound):
            subscription.revoke(other, "cac2020", made.id, NOW)
        with pytest.raises(NotFound):
            subscription.rotate(other, "cac2020", made.id, NOW)
        with pytest.raises(NotFound):
            subscription.change(other, "cac2020", made.id, NOW, **choices)  # type: ignore[arg-type]
        assert subscription.mine(other, "cac2020") == ()
        assert subscription.of_token(token, NOW) is not None
