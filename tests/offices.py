"""People who answer for a government, for tests: a contact with an account, and their browser."""

from __future__ import annotations

from flask import Flask

from summit.core.role import Actor, Verb, participant
from summit.db.base import db
from summit.services import account, deed
from summit.services import contact as contacts
from tests.conftest import ACTOR, NOW
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
        with deed.begin(ACTOR, Verb.ANSWER, summit, NOW, office=government) as work:
            row = account.locked(work, found.account or 0)
            contacts.let_in(work, work.summit(), government, row, "Mina")
        db.session.remove()
    return participant(found.account or 0, offices=frozenset({(summit, government)}))
