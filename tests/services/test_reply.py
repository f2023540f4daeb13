"""Replies: an office says yes, no, somebody else, another time; the log keeps all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.office import Slot
from summit.core.people import Mode
from summit.core.reply import Reply, Standing
from summit.core.role import Actor, Role
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.services import office, reply
from tests.conftest import NOW
from tests.offices import contact
from tests.organizers import organizer
from tests.participants import rearrange
from tests.services.test_seat import at_once

CAC = "cac2020"


@pytest.fixture
def london(app: Flask) -> Actor:
    return contact(app)


def slot(actor: Actor) -> Slot:
    hall = office.show(actor, CAC, "london")
    return next(one for one in hall.slots if one.session.code == "mayoral-meeting")


def yes(actor: Actor) -> Reply:
    return Reply(Standing.CONFIRMED, slot(actor).session.starts)


def test_each_answer_is_kept_as_it_was_given(app: Flask, london: Actor) -> None:
    with app.app_context():
        key, confirmed = slot(london).key, yes(london)
        hours = ((confirmed.starts + timedelta(hours=2), confirmed.starts + timedelta(hours=4)),)
        for said in (
            replace(confirmed, language="en", mode=Mode.LIVE),
            replace(confirmed, standing=Standing.DECLINED, reason="He travels."),
            replace(
                confirmed, standing=Standing.SUBSTITUTED, substitute="Bo", substitute_post="Deputy"
            ),
            replace(confirmed, standing=Standing.ANOTHER_TIME, hours=hours),
        ):
            reply.give(london, CAC, "london", key, said, NOW)
            assert reply.of(london, CAC, "london") == {key: replace(said, at=NOW, by=london.name)}
        log = db.session.scalars(
            select(AuditRow).where(AuditRow.thing.startswith("reply/london")).order_by(AuditRow.id)
        ).all()
        assert [row.after["standing"] for row in log] == [
            "confirmed",
            "declined",
            "substituted",
            "another_time",
        ]
        assert [row.before and row.before["standing"] for row in log] == [
            None,
            "confirmed",
            "declined",
            "substituted",
        ]


@pytest.mark.parametrize(
    ("standing", "where"),
    [
        (Standing.OPEN, "standing"),
        (Standing.DECLINED, "reason"),
        (Standing.SUBSTITUTED, "substitute"),
        (Standing.ANOTHER_TIME, "hours"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    app: Flask, london: Actor, standing: Standing, where: str
) -> None:
    with app.app_context():
        said, key = replace(yes(london), standing=standing), slot(london).key
        with pytest.raises(Invalid) as refused:
            reply.give(london, CAC, "london", key, said, NOW)
        assert refused.value.where == where
        assert reply.of(london, CAC, "london") == {}


def test_hours_end_after_they_begin(app: Flask, london: Actor) -> None:
    with app.app_context():
        at = yes(london).starts
        said = replace(yes(london), standing=Standing.ANOTHER_TIME, hours=((at, at),))
        with pytest.raises(Invalid, match="end before they begin"):
            reply.give(london, CAC, "london", slot(london).key, said, NOW)


def test_a_session_that_moved_is_answered_anew(app: Flask, london: Actor) -> None:
    with app.app_context():
        said, key = yes(london), slot(london).key
        reply.give(london, CAC, "london", key, said, NOW)
        db.session.remove()
    rearrange(app, "mayoral-meeting", starts=said.starts + timedelta(hours=1))
    with app.app_context():
        with pytest.raises(Invalid, match="has moved meanwhile"):
            reply.give(london, CAC, "london", key, said, NOW)
        kept = reply.of(london, CAC, "london")[key]
        assert not kept.holds(slot(london).session.starts)
        reply.give(london, CAC, "london", key, yes(london), NOW)
        assert reply.of(london, CAC, "london")[key].holds(slot(london).session.starts)


def test_an_organizer_answers_on_the_telephone(app: Flask, london: Actor) -> None:
    protocol = organizer(app, Role.PROTOCOL)
    with app.app_context():
        reply.give(protocol, CAC, "london", slot(london).key, yes(london), NOW)
        assert reply.of(london, CAC, "london")[slot(london).key].by == protocol.name
        assert list(reply.every(protocol, CAC)) == [("london", *slot(london).key)]


def test_nobody_answers_for_another(app: Flask, london: Actor) -> None:
    budapest = contact(app, "budapest", "office@budapest.example")
    with app.app_context():
        with pytest.raises(NotAllowed):
            reply.give(budapest, CAC, "london", slot(london).key, yes(london), NOW)
        with pytest.raises(NotAllowed):
            reply.every(london, CAC)
        with pytest.raises(NotFound):
            reply.give(london, CAC, "london", ("nothing", ""), yes(london), NOW)


def test_colleagues_at_once_leave_one_answer_and_a_log_of_each(app: Flask, london: Actor) -> None:
    colleagues = [london, *(contact(app, address=f"{n}@london.example") for n in range(5))]
    with app.app_context():
        key, confirmed = slot(london).key, yes(london)
        db.session.remove()
    answers = [
        (actor, replace(confirmed, substitute=f"{n} {actor.name}"))
        for n in range(2)
        for actor in colleagues
    ]
    found = at_once(
        app,
        [
            partial(reply.give, actor, CAC, "london", key, said, NOW + timedelta(seconds=n))
            for n, (actor, said) in enumerate(answers)
        ],
    )
    assert found == [None] * 12
    with app.app_context():
        rows = db.session.scalars(
            select(AuditRow).where(AuditRow.thing.startswith("reply/london")).order_by(AuditRow.id)
        ).all()
        said = [row.after["substitute"] for row in rows]
        assert sorted(said) == sorted(one.substitute for _, one in answers)
        # Each saw what the one before it had left.
        assert [row.before and row.before["substitute"] for row in rows] == [None, *said[:-1]]
        db.session.rollback()
        (kept,) = reply.of(london, CAC, "london").values()
        assert kept.substitute == said[-1]
