"""The rehearsal of a summit."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from summit.clock import Rehearsal
from summit.core.errors import Invalid, NotAllowed
from summit.core.role import VISITOR
from summit.db import release as table
from summit.db.base import db
from summit.services import rehearsal
from tests.conftest import ACTOR, NOW
from tests.factories import START


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
