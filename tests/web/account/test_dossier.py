"""My data: seen, taken away, erased."""

from __future__ import annotations

import io
import json
import zipfile

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.db.account import AccountRow
from summit.db.base import db
from tests.conftest import browser
from tests.web.entrance import ADDRESS, enter, send
from tests.web.page import Page, words


def test_seen_on_ones_own_clock(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    page = Page(client.get("/account/data").text)
    assert ADDRESS in words(page.main)
    assert "Began Wed 20 May 2020, 18:00 Seoul (UTC+9)" in words(page.main)


def test_taken_away(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    whole = client.get("/account/data.json")
    assert whole.mimetype == "application/json"
    assert whole.headers["Content-Disposition"] == 'attachment; filename="my-summit.json"'
    assert json.loads(whole.data)["sheets"]["account"][0]["address"] == ADDRESS
    packed = client.get("/account/data.zip")
    assert packed.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["account.csv", "visits.csv"]


def test_everything_is_erased_after_one_more_question(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    stranger = browser(app)
    enter(app, stranger, "other@seoul.example")
    at = "/account/erase"
    answer = send(client, at, {}, shown_at=at)
    assert (answer.status_code, len(Page(answer.text).all("div", id="errors"))) == (400, 1)
    assert client.get("/account/").status_code == 200
    answer = send(client, at, {"sure": "yes"}, shown_at=at)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/erased")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert words(Page(client.get("/account/erased").text).one("h1")) == "Everything is erased"
    assert client.get("/account/").status_code == 303
    with app.app_context():
        left = db.session.scalars(select(AccountRow.address)).all()
    assert left == ["other@seoul.example"]
    assert stranger.get("/account/").status_code == 200
