"""Migrations: up, down and up again, equal to the models, numbered, one head."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select

from summit.core.errors import Invalid
from summit.db import migrate, schema
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.people import PartRow
from summit.db.release import ReleaseRow
from tests.conftest import NOW


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
        assert schema.is_current(db.engine) is True
        assert differences() == []
        migrate.downgrade(db.engine, "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        assert schema.is_current(db.engine) is False
        assert len(differences()) > 0
        migrate.upgrade(db.engine)
        assert schema.is_current(db.engine) is True
        assert differences() == []
        migrate.upgrade(db.engine)


def test_an_unknown_revision_is_refused(empty: Flask) -> None:
    with empty.app_context(), pytest.raises(Invalid, match="nonsense"):
        migrate.downgrade(db.engine, "nonsense")


def test_a_table_that_is_changed_keeps_the_rows_that_refer_to_it(app: Flask) -> None:
    """SQLite changes a table by dropping the old one, which would delete them."""

    def widen(config: Config) -> None:
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        for table in ("session", "summit"):
            with operations.batch_alter_table(table) as batch:
                batch.alter_column("code", type_=sa.String(70), existing_nullable=False)

    def rows() -> list[int | None]:
        return [db.session.scalar(select(func.count()).select_from(one)) for one in counted]

    counted = (PartRow, ReleaseRow)
    with app.app_context():
        before = rows()
        db.session.rollback()
        migrate._run(db.engine, widen)
        assert rows() == before
        assert min(one or 0 for one in before) > 0
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1


def test_keys_of_addresses_are_written_anew(empty: Flask) -> None:
    values = {"name": "", "zone": "UTC", "language": "en", "epoch": 0, "created_at": NOW}
    written = {"Mayor@straße.example": "mayor@strasse.example", "A@b.example": "a@b.example"}
    with empty.app_context():
        migrate.downgrade(db.engine, "0012")
        with db.engine.begin() as connection:
            for address, key in written.items():
                row = {"address": address, "key": key, **values}
                connection.execute(sa.insert(AccountRow).values(row))

        def keys() -> list[str]:
            with db.engine.connect() as connection:
                return list(connection.scalars(select(AccountRow.key).order_by(AccountRow.id)))

        migrate.upgrade(db.engine)
        assert keys() == ["mayor@straße.example", "a@b.example"]
        migrate.downgrade(db.engine, "0012")
        assert keys() == ["mayor@strasse.example", "a@b.example"]
        migrate.upgrade(db.engine)
