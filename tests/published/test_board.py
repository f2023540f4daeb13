"""The board: what this process shows."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, select

from summit.core.errors import NotFound, Unavailable
from summit.db.base import db
from summit.db.news import News, own
from summit.db.release import ReleaseRow
from summit.published.board import GLANCE_EVERY, LOOK_EVERY, Board
from summit.services import endorsement, programme, rehearsal, release
from tests.conftest import ACTOR, NOW
from tests.declarations import released, two
from tests.factories import START
from tests.postgres import arrive

LATER = NOW + timedelta(hours=1)
DEAD = create_engine("sqlite:////nowhere/at/all.sqlite3")


@dataclass
class Timer:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


class Deaf(News):
    """Hears nothing, as where a connection pooler stands between."""

    def came(self) -> bool:
        return False


_Make = Callable[..., Board]


@pytest.fixture
def make() -> Iterator[_Make]:
    """Make a board that is closed at the end."""
    made: list[Board] = []

    def board(engine: Engine, timer: Callable[[], float] = time.monotonic, **more: Any) -> Board:
        made.append(Board(engine, timer, **more))
        return made[-1]

    yield board
    for one in made:
        one.close()


def publish(minutes: int, note: str = "Longer") -> None:
    programme.move(ACTOR, "cac2020", "welfare", LATER, minutes=minutes)
    release.publish(ACTOR, "cac2020", note, LATER)


@contextmanager
def elsewhere() -> Iterator[None]:
    """Do something as if another process did it."""
    before = own.deeds
    yield
    own.deeds = before


def test_who_has_published_sees_it_at_once(app: Flask, make: _Make) -> None:
    with app.app_context():
        board = make(db.engine, Timer(), news=Deaf(db.engine))
        assert board.summit("cac2020").release.number == 1
        publish(120)
        assert board.summit("cac2020").release.number == 2


def test_without_news_a_new_release_is_shown_at_the_next_look(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer, news=Deaf(db.engine))
        assert board.summit("cac2020").release.number == 1
        with elsewhere():
            publish(120)
        timer.seconds = LOOK_EVERY - 2 * GLANCE_EVERY
        assert board.summit("cac2020").release.number == 1
        timer.seconds = LOOK_EVERY
        shown = board.summit("cac2020")
        assert shown.release.session("welfare").minutes == 120
        assert [(one.number, one.note) for one in shown.heads] == [
            (2, "Longer"),
            (1, "First release"),
        ]


def test_at_news_a_new_release_is_shown_at_the_next_glance(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer)
        assert board.summit("cac2020").release.number == 1
        timer.seconds = GLANCE_EVERY
        assert board.summit("cac2020").release.number == 1
        with elsewhere():
            publish(120)
        timer.seconds = GLANCE_EVERY * 1.9
        assert board.summit("cac2020").release.number == 1
        arrive(board.news)
        timer.seconds = GLANCE_EVERY * 2
        assert board.summit("cac2020").release.number == 2
        with elsewhere():
            rehearsal.start(ACTOR, "cac2020", START, LATER)
        arrive(board.news)
        timer.seconds = GLANCE_EVERY * 3
        assert board.summit("cac2020").rehearsal is not None


def test_an_unchanged_release_is_not_read_again(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer)
        first = board.summit("cac2020")
        timer.seconds = 10
        assert board.summit("cac2020") is first


def test_readers_go_on_while_the_database_is_away(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer)
        first = board.summit("cac2020")
        board.engine, timer.seconds = DEAD, 10
        assert board.summit("cac2020") is first
        with elsewhere():
            publish(120)
        board.engine, timer.seconds = db.engine, 20
        assert board.summit("cac2020").release.number == 2


def test_a_process_that_never_saw_the_database_says_so(make: _Make) -> None:
    with pytest.raises(Unavailable):
        make(DEAD).summits()


def test_nothing_published_is_nothing_shown(empty: Flask, make: _Make) -> None:
    with empty.app_context():
        board = make(db.engine)
        assert board.summits() == ()
        with pytest.raises(NotFound, match="There is no summit “cac2020”"):
            board.summit("cac2020")


def test_a_rehearsal_sets_now_and_runs_on(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer)
        before = board.summit("cac2020")
        assert before.now(LATER) == LATER
        rehearsal.start(ACTOR, "cac2020", START, LATER)
        timer.seconds = 10
        shown = board.summit("cac2020")
        assert shown.now(LATER + timedelta(minutes=5)) == START + timedelta(minutes=5)
        assert shown.release is before.release
        rehearsal.stop(ACTOR, "cac2020", LATER)
        timer.seconds = 20
        assert board.summit("cac2020").now(LATER) == LATER


def test_old_releases_can_be_read_and_are_kept_for_a_while(app: Flask, make: _Make) -> None:
    with app.app_context():
        board = make(db.engine)
        old = board.summit("cac2020").release
        for minutes in range(91, 101):
            publish(minutes)
        board = make(db.engine)
        assert board.release("cac2020", 1) == old
        assert board.release("cac2020", 1) is board.release("cac2020", 1)
        assert board.release("cac2020", 11) is board.summit("cac2020").release
        for number in range(1, 11):
            assert board.release("cac2020", number).number == number
        for number in (0, 12, -1):
            with pytest.raises(NotFound, match=f"There is no release “{number}”"):
                board.release("cac2020", number)


def test_of_many_threads_one_looks(app: Flask, make: _Make) -> None:
    looks: list[object] = []

    def look(connection: object) -> None:
        looks.append(connection)

    together = threading.Barrier(8)
    with app.app_context():
        board = make(db.engine, Timer())

        def ask(_: int) -> int:
            together.wait()
            return board.summit("cac2020").release.number

        event.listen(db.engine, "begin", look)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ask, range(8))) == [1] * 8
        event.remove(db.engine, "begin", look)
    assert len(looks) == 1


def test_an_unreadable_release_takes_nothing_else_down(app: Flask, make: _Make) -> None:
    with app.app_context():
        board = make(db.engine, timer=itertools.count().__next__)
        before = board.summit("cac2020")
        publish(91)
        row = db.session.scalars(select(ReleaseRow).where(ReleaseRow.number == 2)).one()
        row.body = b"{}"
        db.session.commit()
        assert board.summit("cac2020") is before
        assert make(db.engine).summits() == ()


def test_nobody_is_shown_what_was_found_long_ago(app: Flask, make: _Make) -> None:
    timer = Timer()
    with app.app_context():
        board = make(db.engine, timer)
        assert board.summit("cac2020").release.number == 1
        with elsewhere():
            publish(120)
        timer.seconds = 10
        barrier = threading.Barrier(8)

        def look(_: int) -> int:
            barrier.wait()
            return board.summit("cac2020").release.number

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(look, range(8))) == [2] * 8


def test_a_declaration_is_shown_with_each_entry_of_its_record(app: Flask, make: _Make) -> None:
    first, second = two(app)
    with app.app_context():
        board = make(db.engine)
        before = board.summit("cac2020")
        assert (before.declared, before.entries) == (None, 0)
        digest = released(app, first, second)
        shown = board.summit("cac2020")
        assert shown.declared is not None
        assert (shown.declared.newest.digest, shown.entries) == (digest, 1)
        assert board.summit("cac2020") is shown
        publish(95)
        again = board.summit("cac2020")
        assert again.release.number == 2
        assert again.declared is shown.declared
        endorsement.record_written(
            ACTOR, "cac2020", "lima", digest, "A Person", "Mayor", "By letter", NOW
        )
        endorsed = board.summit("cac2020")
        assert endorsed.release is again.release
        assert endorsed.declared is not None
        assert (len(endorsed.declared.newest.endorsements), endorsed.entries) == (1, 2)
