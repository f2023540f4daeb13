"""News: what others commit is heard of, and a database that goes away takes nobody with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from summit.db import news
from summit.db.base import db
from summit.db.news import News
from summit.services import rehearsal
from tests.conftest import ACTOR, NOW
from tests.factories import START
from tests.postgres import arrive


@pytest.fixture
def heard(app: Flask) -> Iterator[News]:
    with app.app_context():
        found = News(db.engine)
        found.came()  # what was before is not new
        yield found
        found.close()


def test_a_deed_that_readers_see_is_news_once(heard: News) -> None:
    assert not heard.came()
    rehearsal.start(ACTOR, "cac2020", START, NOW)
    arrive(heard)
    assert (heard.came(), heard.came()) == (True, False)


def test_what_is_rolled_back_is_no_news(heard: News) -> None:
    news.announce(db.session(), "cac2020")
    db.session.rollback()
    assert not heard.came()


def test_who_begins_to_listen_looks_first(app: Flask) -> None:
    with app.app_context():
        found = News(db.engine)
        assert (found.came(), found.came()) == (True, False)
        found.close()


def test_any_thread_may_ask(heard: News) -> None:
    rehearsal.stop(ACTOR, "cac2020", NOW)
    arrive(heard)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(heard.came).result()
    assert not heard.came()


def test_a_database_that_is_away_is_no_news_and_not_asked_at_once() -> None:
    dead = News(create_engine("sqlite:////nowhere/at/all.sqlite3"))
    assert not dead.came()
    before = dead._failed
    assert not dead.came()
    assert dead._failed == before
    dead.close()


def test_a_connection_that_breaks_is_opened_again(
    heard: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "AGAIN_AFTER", 0)
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                    " AND query = 'LISTEN summit'"
                )
            )
    else:
        assert heard._connection is not None
        heard._connection.connection.driver_connection.close()
    # It takes a while until the end of a connection arrives.
    for _ in range(100):
        if heard.came():
            break
        time.sleep(0.05)
    else:
        pytest.fail("it never listened again")
    assert not heard.came()
    rehearsal.start(ACTOR, "cac2020", START, NOW)
    arrive(heard)
    assert heard.came()
