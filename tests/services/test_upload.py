"""Files that wait to be taken: each for its sender alone, and not for long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.exchange import LARGEST_FILE
from summit.core.role import Role, participant
from summit.db.base import db
from summit.db.upload import UploadRow
from summit.services import upload
from summit.services.upload import KEPT, Upload
from tests.conftest import NOW

CAC = "cac2020"
MINE = participant(1, frozenset({(CAC, Role.EDITOR)}))
OTHER = participant(2, frozenset({(CAC, Role.OWNER)}))


def kept() -> list[str]:
    found = list(db.session.scalars(select(UploadRow.name).order_by(UploadRow.name)))
    db.session.rollback()
    return found


def test_a_file_is_kept_for_its_sender_until_it_is_dropped(app: Flask) -> None:
    with app.app_context():
        number = upload.keep(MINE, CAC, "a\nschedule.xml", b"octets", NOW)
        assert upload.read(MINE, CAC, number, NOW) == Upload(number, "a schedule.xml", b"octets")
        for ask in (OTHER, participant(1, frozenset({("other", Role.EDITOR)}))):
            with pytest.raises((NotFound, NotAllowed)):
                upload.read(ask, CAC, number, NOW)
        upload.drop(OTHER, CAC, number, NOW)
        assert kept() == ["a schedule.xml"]
        upload.drop(MINE, CAC, number, NOW)
        assert kept() == []


def test_one_file_takes_the_place_of_the_last_and_has_another_number(app: Flask) -> None:
    with app.app_context():
        first = upload.keep(MINE, CAC, "first", b"1", NOW)
        upload.keep(OTHER, CAC, "theirs", b"2", NOW)
        second = upload.keep(MINE, CAC, "second", b"3", NOW)
        assert (kept(), first == second) == (["second", "theirs"], False)
        with pytest.raises(NotFound):
            upload.read(MINE, CAC, first, NOW)


def test_a_file_is_forgotten_after_a_while(app: Flask) -> None:
    with app.app_context():
        number = upload.keep(MINE, CAC, "old", b"1", NOW)
        late = NOW + KEPT + timedelta(seconds=1)
        with pytest.raises(NotFound):
            upload.read(MINE, CAC, number, late)
        upload.keep(OTHER, CAC, "new", b"1", late)
        assert kept() == ["new"]


def test_what_cannot_be_taken_is_not_kept(app: Flask) -> None:
    viewer = participant(3, frozenset({(CAC, Role.VIEWER)}))
    with app.app_context():
        with pytest.raises(Invalid, match="This file is empty"):
            upload.keep(MINE, CAC, "empty", b"", NOW)
        with pytest.raises(Invalid, match="larger than 32 MB"):
            upload.keep(MINE, CAC, "large", bytes(LARGEST_FILE + 1), NOW)
        with pytest.raises(NotAllowed):
            upload.keep(viewer, CAC, "mine", b"1", NOW)
        assert kept() == []
