"""Questions about the whole installation."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from summit.db import schema
from summit.db.base import db, reading


def missing_file() -> str:
    """Return the path of the SQLite file that the settings name, where there is none, or "".

    Whoever connects to it would make an empty one.
    """
    url = db.engine.url
    path = url.database or ""
    is_file = url.get_backend_name() == "sqlite" and path not in ("", ":memory:")
    return path if is_file and not path.startswith("file:") and not Path(path).exists() else ""


def is_ready() -> bool:
    """Whether the database answers and has the schema that this code needs."""
    if missing_file():
        return False
    try:
        with reading(db.engine) as session:
            session.execute(text("SELECT 1"))
        return schema.is_current(db.engine)
    except SQLAlchemyError:
        return False
