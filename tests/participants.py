"""People who take part, for tests: an account with a registration, and a browser they are in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.core.registration import State
from summit.core.release import Release
from summit.core.role import Actor, Verb, participant
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.programme import SessionRow, StreamRow, SummitRow
from summit.db.registration import RegistrationRow
from summit.services import account, deed, release, visit
from tests.conftest import ACTOR, NOW, browser

_TOKEN = "0123456789abcdef"


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
    """Return a browser in which `actor`, who lives in `zone`, is in; its forms have tokens."""
    client = browser(app)
    with client.session_transaction(base_url="https://summit.example") as kept:
        kept.update(_visit(app, actor, zone))
    client.environ_base["HTTP_X_CSRFTOKEN"] = str(
        URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(_TOKEN)
    )
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
    return str(serializer.dumps(_visit(app, actor, "Europe/Budapest")))


def _visit(app: Flask, actor: Actor, zone: str) -> dict[str, object]:
    """Begin a visit, and return what the browser keeps of it."""
    now = app.extensions["summit"].clock.now()
    with app.app_context(), deed.begin(actor, Verb.ENTER, "", now) as work:
        row = account.locked(work, actor.account or 0)
        row.zone = zone
        secret = visit.begin(work, row, "Test")
    return {"_user_id": secret, "_fresh": True, "csrf_token": _TOKEN}
