"""Alembic, configured in code: the schema is brought to its newest version, or back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from summit.core.errors import Invalid
from summit.db import (
    account,
    agenda,
    appointment,
    attachment,
    audit,
    availability,
    campaign,
    declaration,
    edit,
    factor,
    mail,
    office,
    people,
    picture,
    place,
    programme,
    registration,
    release,
    review,
    role,
    run,
    seat,
    statement,
    tech_check,
    upload,
)
from summit.db.base import Base, Choice, Moment, Wordings, Words
from summit.db.schema import MIGRATIONS

ROWS = (
    account,
    agenda,
    appointment,
    attachment,
    audit,
    availability,
    campaign,
    declaration,
    edit,
    factor,
    mail,
    office,
    people,
    picture,
    place,
    programme,
    registration,
    release,
    review,
    role,
    run,
    seat,
    statement,
    tech_check,
    upload,
)
"""The modules that define tables; naming them here is what puts them into the metadata."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types into migrations as what they are in the database.

    A migration must not change its meaning when our code does, so it never imports it.
    """
    if kind == "type":
        if isinstance(item, Moment):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, (Wordings, Words)):
            return "sa.JSON()"
        if isinstance(item, Choice):
            return "sa.String(length=32)"
    return False


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision` ("base" for an empty database)."""
    _run(engine, lambda config: command.downgrade(config, revision))


def make(engine: Engine, message: str) -> None:
    """Write a new migration with what the models have and the database has not."""
    number = f"{len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1:04}"
    _run(
        engine,
        lambda config: command.revision(config, message, autogenerate=True, rev_id=number),
    )


def _run(engine: Engine, act: Any) -> None:
    config = _config()
    with engine.connect() as connection, _without_references(connection):
        config.attributes["connection"] = connection
        try:
            act(config)
        except CommandError as error:
            raise Invalid(str(error)) from error
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"rows refer to what is not there: {broken[:5]}")
        connection.commit()


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """Let SQLite not follow references while tables are made anew.

    It changes a table by copying it and dropping the old one, which would delete every row
    that refers to it (sqlite.org/lang_altertable.html, section 7). This has to be said
    outside of any transaction, so it is said to the driver.
    """
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            connection.rollback()
            raw.execute("PRAGMA foreign_keys=ON")


METADATA = Base.metadata
