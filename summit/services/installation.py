"""Questions about the whole installation."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from summit.db import schema
from summit.db.base import db, reading


def is_ready() -> bool:
    """Whether the database answers and has the schema that this code needs."""
    try:
        with reading(db.engine) as session:
            session.execute(text("SELECT 1"))
        return schema.is_current(db.engine)
    except SQLAlchemyError:
        return False
