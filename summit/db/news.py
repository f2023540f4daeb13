"""How a process hears of what was committed and readers see.

What the process did itself it knows at once. Of others PostgreSQL tells it (NOTIFY), SQLite can
be asked cheaply (data_version); both are only the quick way: whoever listens also looks for
itself from time to time.
"""

from __future__ import annotations

import select
import time
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, func
from sqlalchemy import select as query
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

CHANNEL = "summit"
AGAIN_AFTER = 5.0
"""Seconds after which a connection that broke is opened again."""


_ANNOUNCED = "announced"


class Own:
    """Counts what this process itself has committed."""

    deeds: int = 0


own = Own()


def announce(session: Session, code: str) -> None:
    """Tell all processes, when `session` commits, that the summit `code` is shown otherwise.

    SQLite needs no telling.
    """
    session.info[_ANNOUNCED] = True
    if session.get_bind().dialect.name == "postgresql":
        session.execute(query(func.pg_notify(CHANNEL, code)))


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.info.pop(_ANNOUNCED, False):
        own.deeds += 1


@event.listens_for(Session, "after_rollback")
def _taken_back(session: Session) -> None:
    session.info.pop(_ANNOUNCED, None)


class News:
    """Listens on a connection of its own, for one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection: Connection | None = None
        self._version: int | None = None
        self._failed = float("-inf")

    def came(self) -> bool:
        """Whether something may have been committed since the last time this was asked.

        False where it cannot be known: the database is away, or of another kind.
        """
        kind = self.engine.dialect.name
        if kind not in ("postgresql", "sqlite"):
            return False
        if self._connection is None and time.monotonic() - self._failed < AGAIN_AFTER:
            return False
        try:
            return self._told() if kind == "postgresql" else self._is_other_version()
        except (SQLAlchemyError, OSError, self.engine.dialect.loaded_dbapi.Error):
            self.close()
            self._failed = time.monotonic()
            return False

    def close(self) -> None:
        """Let the connection go."""
        connection, self._connection, self._version = self._connection, None, None
        if connection is not None:
            connection.invalidate()
            connection.close()
            connection.engine.dispose()

    def _driver(self) -> tuple[Any, bool]:
        """Return the driver's own connection, and whether it was opened just now."""
        is_new = self._connection is None
        if self._connection is None:
            # Outside of the pool, whose connections are for those who work.
            alone = create_engine(self.engine.url, poolclass=NullPool)
            self._connection = alone.connect().execution_options(isolation_level="AUTOCOMMIT")
            if alone.dialect.name == "postgresql":
                self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        return self._connection.connection.driver_connection, is_new

    def _told(self) -> bool:
        driver, is_new = self._driver()
        readable, _, _ = select.select([driver.pgconn.socket], [], [], 0)
        if readable:
            driver.pgconn.consume_input()
        found = is_new
        while driver.pgconn.notifies() is not None:
            found = True
        return found

    def _is_other_version(self) -> bool:
        """Whether another connection has changed the file since (sqlite.org/pragma.html)."""
        driver, _ = self._driver()
        (version,) = driver.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, version
        return bool(before != version)
