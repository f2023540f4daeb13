"""The record in the database: every change to it is found, whoever has made it."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from summit.core import record as chain
from summit.core.errors import NotAllowed
from summit.db import declaration as table
from summit.db.base import db
from summit.db.declaration import DeclarationRow, RecordRow
from summit.formats import record as record_file
from summit.services import declaration, endorsement, record
from tests.conftest import ACTOR, NOW
from tests.declarations import released, two


def endorsed(app: Flask) -> str:
    """Return the digest of a text that two governments endorse."""
    first, second = two(app)
    digest = released(app, first, second)
    with app.app_context():
        for government in ("london", "lima"):
            endorsement.record_written(
                first, "cac2020", government, digest, "A Person", "Mayor", "By letter", NOW
            )
    return digest


def entry(number: int) -> RecordRow:
    return db.session.scalars(select(RecordRow).where(RecordRow.number == number)).one()


def broken() -> tuple[int, str]:
    found = record.check(ACTOR, "cac2020").broken
    assert found is not None
    return found.number, found.reason


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_byte_of_an_endorsement_that_was_changed_is_found(
    app: Flask, data: st.DataObject
) -> None:
    with app.app_context():
        if not db.session.scalars(select(RecordRow.id)).all():
            db.session.rollback()
            endorsed(app)
        db.session.rollback()
        number = data.draw(st.integers(1, 3))
        row = entry(number)
        octets = bytes(row.octets)
        at = data.draw(st.integers(0, len(octets) - 1))
        other = octets[at] ^ data.draw(st.integers(1, 255))
        row.octets = octets[:at] + bytes([other]) + octets[at + 1 :]
        db.session.commit()
        assert broken()[0] == number
        entry(number).octets = octets
        db.session.commit()
        assert record.check(ACTOR, "cac2020").broken is None


def test_a_text_that_was_changed_is_found(app: Flask) -> None:
    endorsed(app)
    with app.app_context():
        body = db.session.scalars(select(DeclarationRow.octets)).one() or b""
        changed = bytes(body).replace(b"share", b"spare")
        db.session.execute(update(DeclarationRow).values(octets=changed))
        db.session.commit()
        assert broken() == (1, "the text that it releases has been changed")
        db.session.execute(update(DeclarationRow).values(octets=None))
        db.session.commit()
        assert broken() == (1, "the text that it releases is missing")


def test_an_end_that_was_cut_off_is_found_by_the_log_and_by_who_kept_its_hash(app: Flask) -> None:
    endorsed(app)
    with app.app_context():
        head = record.check(ACTOR, "cac2020").head
        assert record.check(ACTOR, "cac2020", head).broken is None
        db.session.execute(delete(RecordRow).where(RecordRow.number == 3))
        db.session.commit()
        assert broken() == (3, f"the log has an entry {head} here, which is missing")
        found = record.check(ACTOR, "cac2020", head)
        assert (found.entries, found.broken and found.broken.number) == (2, 3)


def test_a_chain_that_was_forged_from_an_entry_on_is_found_by_the_log(app: Flask) -> None:
    endorsed(app)
    with app.app_context():
        row = entry(3)
        said = {**json.loads(row.octets), "name": "Another Person"}
        row.octets = chain.canonical(said)
        row.digest = chain.digest(row.octets)
        db.session.commit()
        number, reason = broken()
        assert (number, reason[:32]) == (3, "the log has another entry here, ")


@pytest.mark.parametrize("number", [2, 4])
def test_an_entry_that_no_deed_has_written_is_found_by_the_log(app: Flask, number: int) -> None:
    """Somebody who writes in the database hashes all of it anew, as it ought to be."""
    endorsed(app)
    with app.app_context():
        rows = list(db.session.scalars(select(RecordRow).order_by(RecordRow.number)))
        entries = [json.loads(row.octets) for row in rows]
        entries.insert(number - 1, {**entries[1], "government": "paris"})
        db.session.execute(delete(RecordRow))
        before = chain.FIRST
        for at, said in enumerate(entries, start=1):
            octets = chain.canonical({**said, "number": at, "previous": before})
            before = chain.digest(octets)
            new = RecordRow(summit_id=rows[0].summit_id, number=at, octets=octets, digest=before)
            db.session.add(new)
        db.session.commit()
        assert chain.check(table.links(db.session, "cac2020")) is None
        db.session.rollback()
        assert broken()[0] == number


def test_the_public_file_holds_and_every_change_to_it_is_found(app: Flask) -> None:
    endorsed(app)
    with app.app_context():
        declared = declaration.desk(ACTOR, "cac2020").declared
    assert declared is not None
    octets = record_file.write("cac2020", declared)
    assert record.check_file(octets).broken is None
    assert record.check_file(octets).head == declared.head
    for old, new, number in (
        ("A Person", "B Person", 2),
        ("We share", "We spare", 1),
        ('"late": false', '"late": true', 2),
        ('"number": 3', '"number": 4', 3),
    ):
        found = record.check_file(octets.decode().replace(old, new, 1).encode()).broken
        assert found is not None, old
        assert found.number == number


def test_the_record_in_the_database_is_checked_by_who_looks_after_it(app: Flask) -> None:
    first, second = two(app)
    released(app, first, second)
    with app.app_context():
        assert record.check(first, "cac2020").entries == 1
        for other in ("other", "nowhere"):
            with pytest.raises(NotAllowed):
                record.check(first, other)
