"""Links for reviewers: what they show, to whom, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core import edit as edits
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.programme import Visibility
from summit.core.role import Role, participant
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.programme import SessionRow, StreamRow
from summit.db.review import ReviewRow
from summit.services import edit, programme, review
from tests.conftest import ACTOR, NOW

CAC = "cac2020"
EDITOR = participant(1, frozenset({(CAC, Role.EDITOR)}))
DAY = timedelta(days=1)


def shown(secret: str) -> set[str]:
    return {one.code for one in review.use(secret, NOW).programme.sessions}


def test_a_link_shows_the_draft_as_it_is_and_notes_when_it_was_read(app: Flask) -> None:
    with app.app_context():
        secret = review.make(EDITOR, CAC, "Hana of the ministry", 7, NOW)
        (made,) = review.every(EDITOR, CAC)
        assert (made.name, made.expires, made.seen) == ("Hana of the ministry", NOW + 7 * DAY, None)
        programme.move(ACTOR, CAC, "welfare", NOW, minutes=35)
        found = review.use(secret, NOW + DAY)
        minutes = {one.code: one.minutes for one in found.programme.sessions}
        assert (found.name, minutes["welfare"]) == ("Hana of the ministry", 35)
        assert review.every(EDITOR, CAC)[0].seen == NOW + DAY
        review.use(secret, NOW + DAY + timedelta(seconds=5))
        assert review.every(EDITOR, CAC)[0].seen == NOW + DAY


def test_its_secret_is_nowhere_kept(app: Flask) -> None:
    with app.app_context():
        secret = review.make(EDITOR, CAC, "Hana", 7, NOW)
        row = db.session.scalars(select(ReviewRow)).one()
        notes = db.session.scalars(select(AuditRow.after)).all()
        said = " ".join([*(str(value) for value in vars(row).values()), *map(str, notes)])
        db.session.rollback()
        assert secret not in said
        assert {"name": "Hana", "days": 7, "whole": False} in notes


def test_what_is_for_organizers_only_is_shown_where_that_was_chosen(app: Flask) -> None:
    with app.app_context():
        row = db.session.scalars(select(SessionRow).where(SessionRow.code == "welfare")).one()
        row.visibility = Visibility.ORGANIZERS
        db.session.commit()
        edit.apply(
            EDITOR, CAC, "tray", lambda one: edits.unschedule(one, "climate"), NOW, "x.example"
        )
        some = shown(review.make(EDITOR, CAC, "Some", 7, NOW))
        whole = shown(review.make(EDITOR, CAC, "All", 7, NOW, is_whole=True))
        assert (whole - some, "climate" in whole) == ({"welfare"}, False)


def test_no_address_of_a_stream_is_given(app: Flask) -> None:
    with app.app_context():
        for stream in db.session.scalars(select(StreamRow)):
            stream.address, stream.broadcast = "https://stream.example/secret", True
        db.session.commit()
        found = review.use(review.make(EDITOR, CAC, "Hana", 7, NOW), NOW)
        streams = [one for session in found.programme.sessions for one in session.streams]
        assert {one.address for one in streams} == {None}


def test_a_link_that_is_closed_or_expired_is_as_if_it_never_was(app: Flask) -> None:
    with app.app_context():
        secret = review.make(EDITOR, CAC, "Hana", 1, NOW)
        other = review.make(EDITOR, CAC, "Bo", 1, NOW)
        number = next(one.id for one in review.every(EDITOR, CAC) if one.name == "Hana")
        review.revoke(EDITOR, CAC, number, NOW)
        review.revoke(EDITOR, CAC, number, NOW + DAY)
        assert [one.is_open(NOW) for one in review.every(EDITOR, CAC)] == [True, False]
        for secret_, now in ((secret, NOW), (other, NOW + DAY), ("made up", NOW), ("", NOW)):
            with pytest.raises(NotFound, match="no review “…”"):
                review.use(secret_, now)
        with pytest.raises(NotFound):
            review.revoke(EDITOR, CAC, 999, NOW)


@pytest.mark.parametrize(("name", "days"), [("", 7), (" \n", 7), ("Hana", 0), ("Hana", 365)])
def test_a_link_has_a_reader_and_an_end(app: Flask, name: str, days: int) -> None:
    with app.app_context(), pytest.raises(Invalid):
        review.make(EDITOR, CAC, name, days, NOW)


def test_only_who_publishes_makes_lists_and_closes_them(app: Flask) -> None:
    viewer = participant(2, frozenset({(CAC, Role.VIEWER)}))
    with app.app_context():
        for act in (
            lambda: review.make(viewer, CAC, "Hana", 7, NOW),
            lambda: review.every(viewer, CAC),
            lambda: review.revoke(viewer, CAC, 1, NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
