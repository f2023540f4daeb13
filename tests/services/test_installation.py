"""Questions of the whole installation."""

from pathlib import Path

from flask import Flask

from summit.app import create_app
from summit.db.base import db
from summit.services import installation, schema
from summit.settings import Settings


def test_it_is_ready_with_its_schema_and_only_then(empty: Flask) -> None:
    with empty.app_context():
        assert installation.is_ready() is True
        schema.downgrade("base")
        assert installation.is_ready() is False
        schema.upgrade()
        assert installation.is_ready() is True


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "sumit.sqlite3"
    app = create_app(
        Settings(
            "https://summit.example", f"sqlite:///{path}", "k" * 32, uid_domain="summit.example"
        )
    )
    with app.app_context():
        assert installation.missing_file() == str(path)
        assert not installation.is_ready()
        assert not path.exists()
        schema.upgrade()
        assert installation.missing_file() == ""
        assert installation.is_ready()
        db.engine.dispose()
