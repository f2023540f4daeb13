"""Migrations: up, down and up again, equal to the models, numbered, one head."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from summit.core.errors import Invalid
from summit.db import migrate
from summit.db.base import db


def test_numbers_have_no_gap_and_one_head() -> None:
    scripts = ScriptDirectory.from_config(migrate._config())
    revisions = [one.revision for one in scripts.walk_revisions()][::-1]
    assert revisions == [f"{n:04}" for n in range(1, len(revisions) + 1)]
    assert scripts.get_heads() == revisions[-1:]


def test_no_migration_imports_our_code() -> None:
    scripts = ScriptDirectory.from_config(migrate._config())
    for one in scripts.walk_revisions():
        words = Path(one.path).read_text(encoding="utf-8")
        assert re.findall(r"(?m)^(?:from|import) (\w+)", words) == ["sqlalchemy", "alembic"]


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, migrate.METADATA))


def test_up_down_and_up_again_ends_at_the_models(empty: Flask) -> None:
    with empty.app_context():
        assert migrate.is_current(db.engine) is True
        assert differences() == []
        migrate.downgrade(db.engine, "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        assert migrate.is_current(db.engine) is False
        assert len(differences()) > 0
        migrate.upgrade(db.engine)
        assert migrate.is_current(db.engine) is True
        assert differences() == []
        migrate.upgrade(db.engine)


def test_an_unknown_revision_is_refused(empty: Flask) -> None:
    with empty.app_context(), pytest.raises(Invalid, match="nonsense"):
        migrate.downgrade(db.engine, "nonsense")
