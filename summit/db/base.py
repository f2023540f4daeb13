"""The database: its declarative base, its column types, and how SQLite is opened.

Flask-SQLAlchemy is known here and nowhere else below the web.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

from summit.core.text import NOTHING, Text


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept and given back in UTC.

    SQLite forgets zones, so a naive value is refused on its way in and UTC is put back on
    its way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return `value` in UTC; raise `ValueError` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} is naive: an instant names its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the stored instant with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Wordings(TypeDecorator[Text]):
    """A `Text`, kept as a JSON object of language tag to words."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Text | None, _dialect: Dialect) -> Mapping[str, str]:
        """Return the wordings; nothing said is an empty object."""
        return dict(value or {})

    def process_result_value(self, value: Any, _dialect: Dialect) -> Text:
        """Return the `Text` that was stored."""
        return Text.again(value) if value else NOTHING


class Words(TypeDecorator[tuple[str, ...]]):
    """A row of strings, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[str, ...] | None, _dialect: Dialect
    ) -> list[str] | None:
        """Return the strings, members of a `StrEnum` as their values."""
        return None if value is None else [str(one) for one in value]

    def process_result_value(self, value: Any, _dialect: Dialect) -> tuple[str, ...]:
        """Return the strings that were stored."""
        return tuple(value or ())


_Enum = TypeVar("_Enum", bound=StrEnum)


class Choice(TypeDecorator[_Enum]):
    """A member of a `StrEnum`, kept as its value, so that a new member needs no migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, choices: type[_Enum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: _Enum | None, _dialect: Dialect) -> str | None:
        """Return the value of the member."""
        return None if value is None else self.choices(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> _Enum | None:
        """Return the member that was stored."""
        return None if value is None else self.choices(value)


class Base(DeclarativeBase):
    """The base of all rows; constraints are named so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# On the registry, because Flask-SQLAlchemy makes a subclass of the base, which may not have one.
Base.registry.update_type_annotation_map(
    {datetime: Moment(), Text: Wordings(), tuple[str, ...]: Words()}
)
db = SQLAlchemy(model_class=Base)


class OfSummit:
    """The columns of what belongs to a summit, has an order in it, and is known by a code."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """Let no code stand twice in a summit."""
        return (UniqueConstraint("summit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summit_id: Mapped[int] = mapped_column(ForeignKey("summit.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: object) -> None:
    """Open an SQLite file for many readers beside one writer."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # `_begin_sqlite` begins, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=20000",  # in a rush for seats some wait long: SQLite keeps no queue
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start of a transaction that may write.

    A deferred transaction that reads and then writes loses updates or fails at the write.
    """
    if connection.dialect.name == "sqlite":
        reads = connection.get_execution_options().get("sqlite_read_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session of its own that only reads, and so waits for no writer."""
    with Session(engine.execution_options(sqlite_read_only=True)) as session:
        yield session


def insert_new(session: Session, row: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that leaves out what is there already; it waits for who inserts the same."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row).on_conflict_do_nothing()
    return sqlite.insert(row).on_conflict_do_nothing()


def is_busy(error: DBAPIError) -> bool:
    """Whether a statement failed because another process has held SQLite's write lock too long."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return bool(code & 0xFF == sqlite3.SQLITE_BUSY)


def is_away(error: Exception) -> bool:
    """Whether something failed because the database does not answer, or not in time.

    A server that is killed, restarted or out of connections, and a deadlock that it ended, are
    operational errors all (PEP 249); of SQLite only a lock that was held too long is meant.
    """
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeout)
    if isinstance(error.orig, sqlite3.Error):
        return is_busy(error)
    return error.connection_invalidated or isinstance(error, OperationalError)
