"""What is done to the working programme."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.clash import Clash
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.programme import Programme, Session, Status, Visibility
from summit.core.role import VISITOR
from summit.core.text import Text
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.programme import SessionRow, SummitRow
from summit.services import programme
from tests.conftest import ACTOR, NOW
from tests.factories import programme as made
from tests.factories import session

LATER = NOW + timedelta(hours=1)
CAC = "cac2020"
DOMAIN = "summit.example"


def drafted(code: str = "welfare") -> Session:
    found = {one.code: one for one in programme.draft(ACTOR, CAC).sessions}
    return found[code]


def test_loading_twice_changes_nothing(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        before = programme.draft(ACTOR, CAC)
        assert programme.load(ACTOR, cac2020, DOMAIN, LATER) == ()
        assert programme.draft(ACTOR, CAC) == before
        assert [one.verb for one in db.session.scalars(select(AuditRow).order_by(AuditRow.id))] == [
            "load",
            "publish",
        ]


@pytest.mark.parametrize("code", ["", "A", "a_b", "-a", "a-", "ä", "a" * 65, "a b", "api\n"])
def test_a_code_must_be_able_to_stand_in_an_address(empty: Flask, code: str) -> None:
    with empty.app_context(), pytest.raises(Invalid, match="a code is made of small letters"):
        programme.load(ACTOR, made(session(code)), DOMAIN, NOW)


def test_a_summit_is_not_called_like_another_page(empty: Flask) -> None:
    wrong = made(summit=replace(made().summit, code="healthz"))
    with empty.app_context(), pytest.raises(Invalid, match="is the name of another page"):
        programme.load(ACTOR, wrong, DOMAIN, NOW)


def test_what_is_forbidden_is_not_kept(empty: Flask) -> None:
    with empty.app_context():
        with pytest.raises(Clash, match="forbidden: 0 minutes"):
            programme.load(ACTOR, made(session(minutes=0)), DOMAIN, NOW)
        assert programme.exists(ACTOR, "test") is False
        programme.load(ACTOR, made(session()), DOMAIN, NOW)
        assert programme.exists(ACTOR, "test") is True


def test_move(app: Flask) -> None:
    starts = datetime(2020, 6, 4, 9, 30, tzinfo=UTC)
    with app.app_context():
        programme.move(ACTOR, CAC, "welfare", LATER, starts=starts, minutes=30, stage="main-studio")
        found = drafted()
        assert (found.starts, found.minutes, found.stage) == (starts, 30, "main-studio")
        noted = db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert noted is not None
        assert (noted.thing, noted.before["minutes"], noted.after["minutes"]) == (
            "session/welfare",
            90,
            30,
        )


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1, 10**12, 10**30])
def test_a_length_must_be_one(app: Flask, minutes: int) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match=f"{minutes} minutes is no length"):
            programme.move(ACTOR, CAC, "welfare", LATER, minutes=minutes, stage="main-studio")
        assert drafted().minutes == 90


def test_a_start_is_a_whole_minute_with_a_zone_in_a_year_that_can_be(app: Flask) -> None:
    with app.app_context():
        for starts, message in (
            (datetime(2020, 6, 4, 9, 30, 1, tzinfo=UTC), "within a minute"),
            (datetime(2020, 6, 4, 9, 30), "names no time zone"),  # noqa: DTZ001
            (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "not the year of a summit"),
        ):
            with pytest.raises((Invalid, Clash), match=message):
                programme.move(ACTOR, CAC, "welfare", LATER, starts=starts)


def test_rename_keeps_the_other_languages(app: Flask) -> None:
    with app.app_context():
        korean = drafted().title["ko"]
        programme.rename(ACTOR, CAC, "welfare", Text({"en": " New\nname "}), LATER)
        title = drafted().title
        assert (title["en"], title["ko"]) == ("New name", korean)


def test_cancel_remove_restore(app: Flask) -> None:
    with app.app_context():
        before = drafted()
        programme.cancel(ACTOR, CAC, "welfare", LATER)
        assert drafted() == replace(before, status=Status.CANCELLED)
        programme.remove(ACTOR, CAC, "welfare", LATER)
        with pytest.raises(KeyError):
            drafted()
        programme.restore(ACTOR, CAC, "welfare", LATER)
        assert drafted() == before


def test_what_is_not_there_says_so(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(NotFound, match="no session “x”"):
            programme.cancel(ACTOR, CAC, "x", LATER)
        with pytest.raises(NotFound, match="no summit “x”"):
            programme.cancel(ACTOR, "x", "welfare", LATER)
        with pytest.raises(NotFound, match="no stage “x”"):
            programme.move(ACTOR, CAC, "welfare", LATER, stage="x")


def test_a_visitor_may_do_nothing(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        for act in (programme.cancel, programme.restore, programme.remove, programme.move):
            with pytest.raises(NotAllowed):
                act(VISITOR, CAC, "welfare", LATER)
        with pytest.raises(NotAllowed):
            programme.load(VISITOR, cac2020, DOMAIN, LATER)
        with pytest.raises(NotAllowed):
            programme.rename(VISITOR, CAC, "welfare", Text({"en": "x"}), LATER)


def test_four_people_at_once_lose_nothing(app: Flask) -> None:
    def rename(n: int) -> None:
        with app.app_context():
            for at in range(3):
                programme.rename(ACTOR, CAC, "welfare", Text({f"en-{n}{at:02}": "Name"}), LATER)

    expected = {f"en-{n}{at:02}" for n in range(4) for at in range(3)}
    with app.app_context():
        tags = set(drafted().title)
        db.session.scalars(select(SummitRow)).one().languages = (*tags, *expected)
        db.session.commit()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(rename, range(4)))
    with app.app_context():
        assert set(drafted().title) == tags | expected


def test_loading_again_leaves_what_is_cancelled_cancelled(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        programme.cancel(ACTOR, CAC, "welfare", LATER)
        assert programme.load(ACTOR, cac2020, DOMAIN, LATER) == ()
        assert drafted().status is Status.CANCELLED


def test_loading_again_leaves_what_is_hidden_hidden(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        row = db.session.scalars(select(SessionRow).where(SessionRow.code == "welfare")).one()
        row.visibility = Visibility.ORGANIZERS
        db.session.commit()
        assert programme.load(ACTOR, cac2020, DOMAIN, LATER) == ()
        assert drafted().visibility is Visibility.ORGANIZERS


def test_loading_again_leaves_what_is_removed_removed(app: Flask, cac2020: Programme) -> None:
    with app.app_context():
        programme.remove(ACTOR, CAC, "welfare", LATER)
        assert programme.load(ACTOR, cac2020, DOMAIN, LATER) == ()
        assert "welfare" not in {one.code for one in programme.draft(ACTOR, CAC).sessions}


def test_a_title_is_in_a_language(app: Flask) -> None:
    with app.app_context(), pytest.raises(Invalid, match="“EN” is not the tag of a language"):
        programme.rename(ACTOR, CAC, "welfare", Text({"EN": "Name"}), LATER)


def test_a_title_is_in_a_language_of_the_summit(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match=r"“fr” is none of the summit's languages: en, ko, zh"):
            programme.rename(ACTOR, CAC, "welfare", Text({"fr": "Soin"}), LATER)
        assert "fr" not in drafted().title


def test_what_changes_nothing_says_so_and_leaves_no_line_in_the_log(app: Flask) -> None:
    with app.app_context():
        before = drafted()
        said = [
            programme.move(ACTOR, CAC, "welfare", LATER, starts=before.starts, stage=before.stage),
            programme.rename(ACTOR, CAC, "welfare", before.title, LATER),
            programme.restore(ACTOR, CAC, "welfare", LATER),
            programme.cancel(ACTOR, CAC, "welfare", LATER),
            programme.cancel(ACTOR, CAC, "welfare", LATER),
            programme.remove(ACTOR, CAC, "welfare", LATER),
            programme.remove(ACTOR, CAC, "welfare", LATER + timedelta(hours=1)),
            programme.restore(ACTOR, CAC, "welfare", LATER),
        ]
        assert said == [False, False, False, True, False, True, False, True]
        verbs = [one.verb for one in db.session.scalars(select(AuditRow).order_by(AuditRow.id))]
        assert verbs == ["load", "publish", "edit", "edit", "edit"]
