"""People who take part, for tests: an account with a registration, and a browser they are in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.core.registration import State
from summit.core.release import Release
from summit.core.role import Actor, participant
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.programme import SessionRow, StreamRow, SummitRow
from summit.db.registration import RegistrationRow
from summit.services import release
from tests.conftest import ACTOR, NOW, browser


def person(
    app: Flask,
    address: str = "mina@people.example",
    state: State | None = State.CONFIRMED,
    zone: str = "Europe/Budapest",
) -> Actor:
    """Return somebody with an account, registered for cac2020 in `state` if it is one."""
    with app.app_context():
        row = AccountRow(
            key=address,
            address=address,
            name="Mina",
            zone=zone,
            language="en",
            epoch=0,
            created_at=NOW,
            confirmed_at=NOW,
        )
        db.session.add(row)
        db.session.flush()
        if state is not None:
            summit = db.session.scalars(
                select(SummitRow.id).where(SummitRow.code == "cac2020")
            ).one()
            db.session.add(
                RegistrationRow(
                    summit_id=summit,
                    account_id=row.id,
                    state=state,
                    kind="citizen",
                    name="Mina",
                    organization="",
                    government="",
                    country="",
                    languages=(),
                    answers={},
                    registered_at=NOW,
                    consented_at=NOW,
                    reminded=(),
                )
            )
        actor = participant(row.id)
        db.session.commit()
        db.session.remove()
    return actor


def enter(app: Flask, actor: Actor, zone: str = "Europe/Budapest") -> FlaskClient:
    """Return a browser in which `actor` has entered."""
    client = browser(app)
    with client.session_transaction(base_url="https://summit.example") as kept:
        kept["account"] = _kept(actor, zone)
    return client


def rearrange(app: Flask, session: str, **fields: Any) -> Release:
    """Publish the summit with a session otherwise; it then stands on no stage of its own.

    `streams` are (language, private address) of what only participants may watch.
    """
    with app.app_context():
        row = db.session.scalars(
            select(SessionRow)
            .where(SessionRow.code == session)
            .options(selectinload(SessionRow.streams))
        ).one()
        streams = fields.pop("streams", None)
        row.stage_id = None
        for name, value in fields.items():
            setattr(row, name, value)
        if streams is not None:
            row.streams = [
                StreamRow(
                    position=place,
                    language=language,
                    title=Text({"en": f"Room {place}"}),
                    address=address,
                    broadcast=False,
                )
                for place, (language, address) in enumerate(streams, start=1)
            ]
        db.session.commit()
        db.session.remove()
        return release.publish(ACTOR, "cac2020", "Rearranged", NOW + timedelta(minutes=30))


def cookie(app: Flask, actor: Actor) -> str:
    """Return what a browser keeps in which `actor` has entered, for a browser of its own."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"account": _kept(actor, "Europe/Budapest")}))


def _kept(actor: Actor, zone: str) -> dict[str, object]:
    return {
        "id": actor.account,
        "address": "mina@people.example",
        "name": "Mina",
        "zone": zone,
        "language": "en",
        "is_confirmed": True,
        "has_password": False,
    }
