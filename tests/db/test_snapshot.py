"""The working programme, from rows and into rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from summit.core.programme import Programme, Stream, Visibility
from summit.core.scale import Band
from summit.db import snapshot
from summit.db.base import db
from summit.db.programme import SessionRow, StreamRow, SummitRow
from tests.conftest import NOW
from tests.factories import START, part, programme, session, stage, text, turn

LATER = NOW + timedelta(hours=1)


def write(programme: Programme) -> tuple[str, ...]:
    changed = snapshot.write(db.session(), programme, "summit.example", LATER)
    db.session.commit()
    return changed


def read(code: str = "test") -> Programme:
    db.session.expire_all()
    summit = db.session.scalars(select(SummitRow).where(SummitRow.code == code)).one()
    return snapshot.read(db.session(), summit)


def unstamped(programme: Programme) -> Programme:
    return replace(
        programme, sessions=tuple(replace(one, stamp=None) for one in programme.sessions)
    )


def rows() -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [
            tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))
        ]
        for table in db.metadata.sorted_tables
    }


def test_what_is_written_is_read_back(empty: Flask, cac2020: Programme) -> None:
    with empty.app_context():
        write(cac2020)
        assert unstamped(read("cac2020")) == cac2020


def test_writing_the_same_again_changes_no_row(empty: Flask, cac2020: Programme) -> None:
    with empty.app_context():
        write(cac2020)
        before = rows()
        assert write(cac2020) == ()
        assert rows() == before


def test_what_is_not_named_stays_behind_what_is(empty: Flask) -> None:
    a, b, c = stage("a"), stage("b"), stage("c")
    with empty.app_context():
        write(programme(session(), stages=(a, b, c)))
        less = programme(stages=(c, a))
        assert write(less) == ("stage/c", "stage/a")
        assert [one.code for one in read().stages] == ["c", "a", "b"]
        assert [one.code for one in read().sessions] == ["welcome"]
        assert write(less) == ()


def test_days_may_be_named_in_any_order(empty: Flask) -> None:
    with empty.app_context():
        backwards = programme(days=programme().days[::-1])
        write(backwards)
        assert write(backwards) == ()
        assert read().days == programme().days


def test_only_what_differs_is_changed(empty: Flask) -> None:
    with empty.app_context():
        write(programme(session("one"), session("two")))
        changed = programme(session("one", minutes=5), session("two"), stages=(stage(name="New"),))
        assert write(changed) == ("stage/studio", "session/one")


def test_a_session_keeps_its_uid_when_it_is_written_again(empty: Flask) -> None:
    with empty.app_context():
        write(programme(session()))
        (first,) = read().sessions
        write(programme(session(title=text("Other"), starts=START + timedelta(hours=1))))
        (second,) = read().sessions
        assert first.stamp == second.stamp
        assert first.stamp is not None
        assert first.stamp.uid.endswith("@summit.example")


def test_a_private_address_is_kept_and_never_read(empty: Flask) -> None:
    with empty.app_context():
        write(programme(session(streams=(Stream("en", text("Room"), "https://public.example"),))))
        (row,) = db.session.scalars(select(StreamRow))
        row.address, row.broadcast = "https://meeting.example/j/1", False
        db.session.commit()
        (stored,) = read().sessions
        assert stored.streams == (Stream("en", text("Room"), None),)
        write(programme(session(streams=(Stream("en", text("Other room"), None),))))
        (row,) = db.session.scalars(select(StreamRow))
        assert (row.address, row.broadcast) == ("https://meeting.example/j/1", False)


def test_visibility_is_read(empty: Flask) -> None:
    with empty.app_context():
        write(programme(session(visibility=Visibility.ORGANIZERS)))
        assert [one.visibility for one in read().sessions] == [Visibility.ORGANIZERS]


def test_a_removed_session_stays_out_of_the_programme(empty: Flask) -> None:
    with empty.app_context():
        write(programme(session()))
        db.session.scalars(select(SessionRow)).unique().one().deleted_at = NOW
        db.session.commit()
        assert read().sessions == ()
        assert write(programme(session())) == ()
        assert read().sessions == ()


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield statements
    event.remove(db.engine, "before_cursor_execute", count)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_reading_takes_as_many_queries_for_one_session_as_for_thirty(
    empty: Flask, number: int
) -> None:
    held = (session(f"s{n}", parts=(part(person="ada"),), turns=(turn(),)) for n in range(number))
    with empty.app_context():
        write(programme(*held))
        db.session.expire_all()
        summit = db.session.scalars(select(SummitRow)).one()
        with counted() as statements:
            found = snapshot.read(db.session(), summit)
        assert len(found.sessions) == number
        assert len(statements) == 9


def test_a_file_that_tells_of_no_scale_leaves_the_summits_own(empty: Flask) -> None:
    bands = (Band(0, 390, 77), Band(390, 1440, 0))
    usual = programme(session())
    with empty.app_context():
        write(usual)
        assert read().summit.bands == ()
        own = replace(usual, summit=replace(usual.summit, bands=bands))
        assert write(own) == ("summit/test",)
        assert read().summit == own.summit
        assert write(usual) == ()
        assert read().summit.bands == bands
