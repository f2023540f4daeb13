"""One application for the run, a database restored before each test, a clock that is set.

The code under test really commits. SUMMIT_TEST_DATABASE=postgresql runs the same tests on a
PostgreSQL: the one of SUMMIT_TEST_POSTGRES_URL, or one that comes with the development lock.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from summit.app import create_app
from summit.core.programme import Programme
from summit.core.role import operator
from summit.db.base import db
from summit.formats import read_programme
from summit.published.board import Board
from summit.published.ready import Ready
from summit.services import programme, release, schema
from summit.settings import Settings
from summit.web.page import Site
from tests import hypothesis_profile  # noqa: F401 (loading it is what counts)
from tests.postgres import Contents, Postgres

ACTOR = operator("tests")
URL = "https://summit.example"
NOW = datetime(2020, 5, 20, 9, 0, tzinfo=UTC)
"""When the programme of the tests was published: some days before the summit."""


@dataclass
class SetClock:
    """A clock that shows what a test sets."""

    moment: datetime = field(default=NOW)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Let no test speak to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test speaks to {address}")
        connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def cac2020() -> Programme:
    """The programme of the demonstration, as its file says it."""
    file = resources.files("summit").joinpath("programmes/cac2020.toml")
    return read_programme.read(file.read_bytes())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than SQLite, run what touches a database: the rest is the same."""
    if not _on_postgresql():
        return
    alike = [item for item in items if "store" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if item not in set(alike)]


def _on_postgresql() -> bool:
    return os.environ.get("SUMMIT_TEST_DATABASE", "sqlite") == "postgresql"


class Store(ABC):
    """The database of the tests: an empty and a published state, each restored in no time."""

    url: str

    @abstractmethod
    def keep(self, state: str) -> None:
        """Remember the database as it is by the name of a state."""

    @abstractmethod
    def restore(self, state: str) -> None:
        """Bring the database back to a state that was kept."""


class SqliteStore(Store):
    def __init__(self, folder: Path) -> None:
        self.file = folder / "test.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def keep(self, state: str) -> None:
        shutil.copy(self.file, self.file.with_suffix(f".{state}"))

    def restore(self, state: str) -> None:
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(f".{state}"), self.file)


_READS = ("SELECT", "SHOW", "LISTEN", "BEGIN")
_SHAPES = ("CREATE", "ALTER", "DROP")


class PostgresStore(Store):
    """Making a database anew takes a while: only its rows are, where its tables have stayed."""

    def __init__(self) -> None:
        self.server = Postgres()
        self.holds = ""
        self.is_whole = False
        self.kept: dict[str, Contents] = {}
        event.listen(Engine, "before_cursor_execute", self.note)
        self.name = f"summit_test_{os.getpid()}"
        self.server.create(self.name)
        self.url = self.server.url(self.name)

    def note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        words = statement.lstrip().upper()
        if not words.startswith(_READS):
            self.holds = ""
        if words.startswith(_SHAPES):
            self.is_whole = False

    def keep(self, state: str) -> None:
        self.server.create(f"{self.name}_{state}", template=self.name)
        self.kept[state] = self.server.read(self.name)

    def restore(self, state: str) -> None:
        if self.holds == state:
            return
        if self.is_whole:
            self.server.write(self.name, self.kept[state])
        else:
            self.server.create(self.name, template=f"{self.name}_{state}")
        self.holds, self.is_whole = state, True


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("database")
    return PostgresStore() if _on_postgresql() else SqliteStore(folder)


@pytest.fixture(scope="session")
def _application(store: Store, cac2020: Programme) -> Flask:
    settings = Settings(
        url=URL,
        database_url=store.url,
        secret_key="a key that only the tests know, long enough",
        uid_domain="summit.example",
        log_level="error",
    )
    app = create_app(settings, SetClock())
    with app.app_context():
        schema.upgrade()
        db.engine.dispose()
        store.keep("empty")
        programme.load(ACTOR, cac2020, settings.uid_domain, NOW)
        release.publish(ACTOR, "cac2020", "First release", NOW)
        db.session.remove()
        db.engine.dispose()
        store.keep("published")
    return app


def _restored(app: Flask, store: Store, state: str) -> Iterator[Flask]:
    with app.app_context():
        db.engine.dispose()
        store.restore(state)
        seconds = itertools.count()
        # Each look at this board's timer is a second later, so it always looks anew.
        board = Board(db.engine, timer=lambda: float(next(seconds)))
    site: Site = app.extensions["summit"]
    app.extensions["summit"] = Site(site.settings, SetClock(), board, Ready())
    yield app
    board.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty(_application: Flask, store: Store) -> Iterator[Flask]:
    """The application on a database with its schema and nothing in it."""
    yield from _restored(_application, store, "empty")


@pytest.fixture
def app(_application: Flask, store: Store) -> Iterator[Flask]:
    """The application with the CAC summit published as release 1."""
    yield from _restored(_application, store, "published")


@pytest.fixture
def clock(app: Flask) -> SetClock:
    """The clock of the application."""
    site: Site = app.extensions["summit"]
    assert isinstance(site.clock, SetClock)
    return site.clock


class Browser(FlaskClient):
    """Asks for the addresses of the site that the settings name, over https."""

    def open(self, *args: Any, **options: Any) -> Any:
        options.setdefault("base_url", URL)
        return super().open(*args, **options)


def browser(app: Flask) -> Browser:
    """Return a browser without a cookie that prefers English."""
    client = Browser(app, app.response_class)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a cookie, reading English at the host's zone."""
    return browser(app)
