"""The version of the schema, asked without the library that changes it: servers need no more."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Engine, MetaData, String, Table, inspect, select

MIGRATIONS = Path(__file__).parent / "migrations"

# As Alembic keeps it.
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def newest() -> str:
    """Return the number of the newest migration that this code knows of."""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the schema has every migration that this code knows of."""
    with engine.execution_options(sqlite_read_only=True).connect() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return False
        return list(connection.scalars(select(_VERSION.c.version_num))) == [newest()]
