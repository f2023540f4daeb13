"""Column types, and what a writing transaction on SQLite is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, StatementError

from summit.core.programme import Status
from summit.core.text import Text
from summit.db.audit import AuditRow
from summit.db.base import Choice, Wordings, _begin_sqlite, db, is_away, reading

SEOUL = timezone(timedelta(hours=9))


def audit(at: datetime) -> AuditRow:
    return AuditRow(at=at, actor="a", verb="v", summit="s", thing="t")


def test_an_instant_comes_back_aware_and_in_utc(empty: Flask) -> None:
    with empty.app_context():
        db.session.add(audit(datetime(2020, 6, 2, 22, tzinfo=SEOUL)))
        db.session.commit()
        db.session.expire_all()
        (found,) = db.session.scalars(select(AuditRow.at))
        assert (found, found.tzinfo) == (datetime(2020, 6, 2, 13, tzinfo=UTC), UTC)


def test_a_naive_instant_is_refused(empty: Flask) -> None:
    with empty.app_context():
        db.session.add(audit(datetime(2020, 6, 2, 22)))  # noqa: DTZ001 (what is refused)
        with pytest.raises(StatementError, match="is naive"):
            db.session.flush()
        db.session.rollback()


def test_wordings_and_choices_are_kept_as_plain_values() -> None:
    dialect = create_engine("sqlite://").dialect
    assert Wordings().process_bind_param(Text({"en": "A"}), dialect) == {"en": "A"}
    assert Wordings().process_bind_param(None, dialect) == {}
    assert Wordings().process_result_value({"en": "A"}, dialect) == Text({"en": "A"})
    choice = Choice(Status)
    assert choice.process_bind_param(Status.CANCELLED, dialect) == "cancelled"
    assert choice.process_result_value("cancelled", dialect) is Status.CANCELLED
    assert choice.process_bind_param(None, dialect) is None
    with pytest.raises(ValueError, match="not a valid Status"):
        choice.process_bind_param("x", dialect)  # type: ignore[arg-type]


def test_every_column_that_may_be_searched_by_reference_has_an_index(empty: Flask) -> None:
    with empty.app_context():
        found = inspect(db.engine)
        for table in found.get_table_names():
            led = {one["column_names"][0] for one in found.get_indexes(table)}
            led |= {one["column_names"][0] for one in found.get_unique_constraints(table)}
            led |= {found.get_pk_constraint(table)["constrained_columns"][0]}
            keys = {one["constrained_columns"][0] for one in found.get_foreign_keys(table)}
            assert keys <= led, table


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Engine]:
    """A file with one number that four threads will raise."""
    engine = create_engine(f"sqlite:///{tmp_path / 'counter.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield engine
    engine.dispose()


def _raise_it(engine: Engine) -> int:
    """Read the number and write the next one, 25 times; return how often that failed."""
    failed = 0
    for _ in range(25):
        try:
            with engine.begin() as connection:
                n = connection.execute(text("SELECT n FROM counter")).scalar_one()
                sleep(0.001)  # long enough for another writer to come between, if it can
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
        except OperationalError:
            failed += 1
    return failed


def _raised_by_four(engine: Engine) -> tuple[int, int]:
    with ThreadPoolExecutor(4) as pool:
        failed = sum(pool.map(_raise_it, [engine] * 4))
    with engine.connect() as connection:
        return connection.execute(text("SELECT n FROM counter")).scalar_one(), failed


def test_no_update_is_lost_among_four_writers(counter: Engine) -> None:
    assert _raised_by_four(counter) == (100, 0)


def test_without_begin_immediate_some_would_be(counter: Engine) -> None:
    """The proof that the test above can fail."""
    event.remove(Engine, "begin", _begin_sqlite)
    try:
        assert _raised_by_four(counter) != (100, 0)
    finally:
        event.listen(Engine, "begin", _begin_sqlite)


def test_a_reader_waits_for_no_writer(counter: Engine) -> None:
    with counter.begin() as writer:
        writer.execute(text("UPDATE counter SET n = 7"))
        with reading(counter) as session:
            assert session.execute(text("SELECT n FROM counter")).scalar_one() == 0


def test_sqlite_is_opened_for_many_readers_and_keeps_references(counter: Engine) -> None:
    with counter.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20000}


def test_a_database_that_does_not_answer_is_away() -> None:
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError) as found, engine.connect():
        pass
    assert is_away(found.value)


def test_a_database_that_says_no_is_there(counter: Engine) -> None:
    with pytest.raises(OperationalError) as found, counter.connect() as connection:
        connection.execute(text("SELECT n FROM nothing"))
    assert not is_away(found.value)
    assert not is_away(ValueError())


def test_one_that_is_held_too_long_is_away(counter: Engine) -> None:
    impatient = create_engine(counter.url)
    event.listen(impatient, "connect", lambda one, _: one.execute("PRAGMA busy_timeout=1"))
    with counter.begin(), pytest.raises(OperationalError) as found, impatient.connect() as other:
        other.execute(text("UPDATE counter SET n = 1"))
    impatient.dispose()
    assert is_away(found.value)
