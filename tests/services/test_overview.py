"""The overview: each part for those whose role is to know it, in as many queries as ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update

from summit.core.registration import State
from summit.core.role import Role, participant
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import overview, seat
from summit.services.overview import Post
from tests.conftest import NOW
from tests.seats import CAC, SESSION, crowd, joined, opened

OWNER = participant(0, frozenset({(CAC, Role.OWNER)}))


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        opened(welfare=2)
        yield app


@pytest.mark.usefixtures("ready")
def test_each_part_is_for_whom_it_is_for() -> None:
    parts = {
        Role.OWNER: {"desk", "post", "invitations"},
        Role.EDITOR: set(),
        Role.DESK: {"desk"},
        Role.PROTOCOL: set(),
        Role.INTERPRETER: set(),
        Role.MAIL: {"post"},
        Role.VIEWER: set(),
    }
    for role in Role:
        found = overview.read(participant(0, frozenset({(CAC, role)})), CAC, NOW)
        shown = {one for one in ("desk", "post", "invitations") if getattr(found, one) is not None}
        assert shown == parts[role], role


@pytest.mark.usefixtures("ready")
def test_registrations_by_state_country_and_day_of_the_host() -> None:
    joined(1, country="HU")
    joined(2, country="HU", kind="press")
    joined(3)
    # 18:00 in Seoul is 09:00 UTC; at 16:00 UTC it is the next day there.
    early = NOW - timedelta(days=2) + timedelta(hours=7)
    db.session.execute(
        update(RegistrationRow).where(RegistrationRow.country == "").values(registered_at=early)
    )
    db.session.commit()
    desk = overview.read(OWNER, CAC, NOW).desk
    assert desk is not None
    assert desk.states == {State.CONFIRMED: 2, State.PENDING: 1}
    assert desk.pending == 1
    assert desk.countries == (("HU", 2), ("", 1))
    assert len(desk.days) == overview.DAYS
    assert [one for one in desk.days if one[1]] == [(date(2020, 5, 19), 1), (date(2020, 5, 20), 2)]


@pytest.mark.usefixtures("ready")
def test_what_is_close_to_full_and_which_mail_is_late() -> None:
    people = crowd(3)
    for who in people[:1]:
        seat.take(who, CAC, SESSION, NOW)
    found = overview.read(OWNER, CAC, NOW)
    assert (found.desk and found.desk.tight, found.post) == ((), Post(0, 0))
    for who in people[1:]:
        seat.take(who, CAC, SESSION, NOW)
    db.session.execute(update(MailRow).where(MailRow.id == 1).values(failed_at=NOW, attempts=19))
    db.session.execute(update(MailRow).where(MailRow.id == 2).values(attempts=1, error="451"))
    db.session.commit()
    found = overview.read(OWNER, CAC, NOW)
    assert found.desk is not None
    assert [(one.session, one.taken, one.waiting) for one in found.desk.tight] == [(SESSION, 2, 1)]
    assert found.post == Post(late=1, dead=1)


@pytest.mark.usefixtures("ready")
def test_is_as_many_queries_for_nobody_as_for_three_hundred() -> None:
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *those: said.append(those[2]))
    counted = []
    for more in (0, 300):
        crowd(more)
        overview.read(OWNER, CAC, NOW)
        said.clear()
        overview.read(OWNER, CAC, NOW)
        counted.append(len(said))
    assert counted[0] == counted[1]
    assert counted[0] <= 25
