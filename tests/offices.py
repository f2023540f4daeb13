"""People who answer for a government, for tests: a contact with an account, and their browser."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from summit.core.role import Actor, participant
from summit.db.base import db
from summit.db.office import ContactRow
from summit.db.programme import SummitRow
from tests.conftest import NOW
from tests.participants import enter, person

__all__ = ["contact", "enter"]


def contact(
    app: Flask,
    government: str = "london",
    address: str = "office@london.example",
    summit: str = "cac2020",
) -> Actor:
    """Return somebody who has entered the office of a government by their link."""
    found = person(app, address, state=None)
    with app.app_context():
        row = db.session.scalars(select(SummitRow).where(SummitRow.code == summit)).one()
        db.session.add(
            ContactRow(
                summit_id=row.id,
                government=government,
                address=address,
                key=address,
                name="Mina",
                post="",
                account_id=found.account,
                named_at=NOW,
                named_by="test",
                cautions=(),
                note="",
                approved_at=NOW,
                approved_by="test",
                entered_at=NOW,
            )
        )
        db.session.commit()
        db.session.remove()
    return participant(found.account or 0, offices=frozenset({(summit, government)}))
