"""What operators' machines ask."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from summit.app import create_app
from summit.db.base import db
from summit.services import schema
from summit.settings import Settings


@pytest.mark.parametrize(("address", "said"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_all_is_well(client: FlaskClient, address: str, said: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", said)


def test_not_ready_without_the_schema(app: Flask, client: FlaskClient) -> None:
    """Alive all the same: to start the process anew would not help."""
    with app.app_context():
        schema.downgrade("base")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    with app.app_context():
        schema.upgrade()
    assert client.get("/readyz").status_code == 200


def test_not_ready_with_another_schema(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    assert client.get("/readyz").status_code == 503


def test_crawlers_stay_off_the_choices(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /reader",
        "Disallow: /*/reader",
    ]


def test_a_page_that_needs_the_database_asks_for_patience_without_it() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    away = create_app(Settings("http://localhost", url, "k" * 32, log_level="critical"))
    answer = away.test_client().get("/account/links/guessed")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
