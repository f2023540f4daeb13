"""Questions and chores of the whole installation, for operators."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from summit.db import migrate
from summit.db.base import db, reading


def is_ready() -> bool:
    """Whether the database answers and has the schema that this code needs."""
    try:
        with reading(db.engine) as session:
            session.execute(text("SELECT 1"))
        return migrate.is_current(db.engine)
    except SQLAlchemyError:
        return False


def upgrade() -> None:
    """Bring the schema of the database up to this code's."""
    migrate.upgrade(db.engine)


def downgrade(revision: str) -> None:
    """Take the schema back to `revision`."""
    migrate.downgrade(db.engine, revision)


def make_migration(message: str) -> None:
    """Write a migration with what the models have and the database has not."""
    migrate.make(db.engine, message)
