"""Questions of the whole installation."""

from flask import Flask

from summit.services import installation, schema


def test_it_is_ready_with_its_schema_and_only_then(empty: Flask) -> None:
    with empty.app_context():
        assert installation.is_ready() is True
        schema.downgrade("base")
        assert installation.is_ready() is False
        schema.upgrade()
        assert installation.is_ready() is True
