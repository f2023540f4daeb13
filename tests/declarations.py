"""A declaration, for tests: organizers who look after it, a draft, a text that is public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from summit.core.declaration import Paragraph, Words
from summit.core.role import Actor, Role
from summit.core.text import Text
from summit.db.base import db
from summit.db.office import ContactRow
from summit.services import declaration, endorsement
from tests.conftest import NOW
from tests.organizers import organizer

DEADLINE = datetime(2020, 6, 2, 14, 30, tzinfo=UTC)
CANARY = "canary-in-the-draft"
WORDS = Words(
    Text({"en": "A declaration", "ko": "선언문"}),
    (
        Paragraph("p1", Text({"en": f"We share data: {CANARY}.", "ko": "자료를 나눈다."})),
        Paragraph("p2", Text({"en": "We help one another.", "ko": "서로 돕는다."})),
    ),
)


def two(app: Flask) -> tuple[Actor, Actor]:
    """Return two organizers who look after governments."""
    first = organizer(app, Role.PROTOCOL, address="first@organizers.example")
    return first, organizer(app, Role.OWNER, address="second@organizers.example")


def drafted(app: Flask, actor: Actor, words: Words = WORDS, *, circulated: bool = False) -> int:
    """Return the number of a version that says `words`."""
    with app.app_context():
        number = declaration.begin(actor, "cac2020", NOW, words)
        if circulated:
            declaration.circulate(actor, "cac2020", number, NOW)
        return number


def frozen(app: Flask, actor: Actor, number: int, deadline: datetime | None = DEADLINE) -> str:
    """Return the digest of a version that `actor` freezes."""
    with app.app_context():
        seal = declaration.sealed(declaration.desk(actor, "cac2020").version(number))
        return declaration.freeze(actor, "cac2020", number, deadline, seal, NOW)


def released(app: Flask, first: Actor, second: Actor, words: Words = WORDS) -> str:
    """Return the digest of a text that is public."""
    number = drafted(app, first, words, circulated=True)
    digest = frozen(app, first, number)
    with app.app_context():
        declaration.release(second, "cac2020", number, digest, NOW + timedelta(minutes=1))
    return digest


def entitle(
    app: Flask,
    organizes: Actor,
    contact: Actor,
    government: str = "london",
    person: str = "A Mayor",
    capacity: str = "Mayor",
) -> None:
    """Name who signs for a government, and that `contact` may press for them."""
    with app.app_context():
        number = db.session.scalars(
            select(ContactRow.id).where(
                ContactRow.account_id == contact.account, ContactRow.government == government
            )
        ).one()
        db.session.rollback()
        endorsement.name(organizes, "cac2020", government, person, capacity, number, NOW)
