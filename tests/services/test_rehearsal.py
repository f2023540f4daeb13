"""The rehearsal of a summit, and the mail that it holds back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.clock import Rehearsal
from summit.core.errors import Invalid, NotAllowed
from summit.core.letter import HELD, REMINDERS, Letter, Occasion
from summit.core.role import VISITOR, Verb
from summit.db import release as table
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import deed, mail, rehearsal
from tests.conftest import ACTOR, NOW
from tests.factories import START
from tests.mail.letters import MIN_JI


def shown() -> Rehearsal | None:
    db.session.rollback()
    (newest,) = table.newest(db.session())
    return newest.rehearsal


def test_a_rehearsal_starts_starts_anew_and_stops(app: Flask) -> None:
    with app.app_context():
        assert shown() is None
        for start in (START, START + timedelta(days=1)):
            assert rehearsal.start(ACTOR, "cac2020", start, NOW) == "Asia/Seoul"
            assert shown() == Rehearsal(start, NOW)
        rehearsal.stop(ACTOR, "cac2020", NOW)
        assert shown() is None


def test_its_moment_is_an_instant_and_not_everybodys_to_set(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match="names no time zone"):
            rehearsal.start(ACTOR, "cac2020", datetime(2020, 6, 2), NOW)  # noqa: DTZ001
        with pytest.raises(NotAllowed):
            rehearsal.start(VISITOR, "cac2020", START, NOW)
        assert shown() is None


HOUR = timedelta(hours=1)


def post(now: datetime, summit: str = "cac2020") -> None:
    """Write a letter of every occasion about a summit."""
    with deed.begin(ACTOR, Verb.REGISTER, "cac2020", now) as work:
        to = replace(MIN_JI, account=None)
        for one in Occasion:
            mail.post(work, Letter(one, to, summit))


def claimed(now: datetime, *, held: bool = False) -> set[Occasion]:
    """Return the occasions of all letters that a worker would send."""
    found: set[Occasion] = set()
    while some := mail.claim(ACTOR, now, held=held):
        found |= {one.letter.occasion for one in some}
        for one in some:
            mail.finish(ACTOR, one, now)
    return found


def waiting() -> list[tuple[Occasion, datetime]]:
    rows = db.session.execute(
        select(MailRow.occasion, MailRow.due_at).where(MailRow.done_at.is_(None))
    )
    found = sorted((kind, due) for kind, due in rows)
    db.session.rollback()
    return found


def test_mail_about_a_summit_waits_for_the_end_of_its_rehearsal(app: Flask) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START, NOW)
        post(NOW)
        assert claimed(NOW) == set(Occasion) - HELD
        assert rehearsal.held(ACTOR, "cac2020") == dict.fromkeys(sorted(HELD), 1)
        rehearsal.stop(ACTOR, "cac2020", NOW + HOUR)
        assert waiting() == [(one, NOW + HOUR) for one in sorted(HELD - REMINDERS)]
        assert rehearsal.held(ACTOR, "cac2020") == {}
        assert claimed(NOW + HOUR) == HELD - REMINDERS


def test_another_summit_sends_on_and_the_demonstration_holds_nothing(app: Flask) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START, NOW)
        post(NOW, "elsewhere")
        assert claimed(NOW) == set(Occasion)
        post(NOW)
        assert claimed(NOW, held=True) == set(Occasion)


def test_reminders_from_before_are_kept_and_a_new_start_forgets_those_of_the_last(
    app: Flask,
) -> None:
    with app.app_context():
        post(NOW)
        rehearsal.start(ACTOR, "cac2020", START, NOW + HOUR)
        post(NOW + HOUR)
        rehearsal.start(ACTOR, "cac2020", START, NOW + 2 * HOUR)
        found = [one for one, _ in waiting()]
        assert [found.count(one) for one in sorted(REMINDERS)] == [1] * len(REMINDERS)
        assert found.count(Occasion.CHANGED) == 2
        rehearsal.stop(ACTOR, "cac2020", NOW + 3 * HOUR)
        assert {one for one, _ in waiting()} >= REMINDERS
