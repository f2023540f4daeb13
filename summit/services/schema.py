"""The schema of the database is brought to this version of the code, or back, by an operator."""

from __future__ import annotations

from summit.db import migrate
from summit.db.base import db


def upgrade() -> None:
    """Bring the schema of the database up to this code's."""
    migrate.upgrade(db.engine)


def downgrade(revision: str) -> None:
    """Take the schema back to `revision`."""
    migrate.downgrade(db.engine, revision)


def make(message: str) -> None:
    """Write a migration with what the models have and the database has not."""
    migrate.make(db.engine, message)
