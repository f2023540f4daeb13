"""My account: what I say of myself, and my password."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.programme import SummitRow
from summit.services import account
from tests.services.participant import registration
from tests.web.entrance import enter, send
from tests.web.hostile import STRINGS
from tests.web.page import Page, words

ME = "/account/"


@pytest.fixture
def mine(app: Flask, client: FlaskClient) -> FlaskClient:
    enter(app, client)
    return client


def row(app: Flask) -> AccountRow:
    with app.app_context():
        return db.session.scalars(select(AccountRow)).one()


def test_what_i_say_of_myself(app: Flask, mine: FlaskClient) -> None:
    data = {"name": " Kim  Min-ji ", "zone": "Europe/London", "language": "ko"}
    answer = send(mine, "/account/profile", data, shown_at=ME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/?said=profile")
    with app.app_context():
        told = account.told(row(app))
    assert (told.name, told.zone, told.language) == ("Kim Min-ji", "Europe/London", "ko")
    page = Page(mine.get(answer.headers["Location"]).text)
    assert page.statuses == ["Your changes are kept."]
    chosen = [one.get("value") for one in page.all("option") if "selected" in one.attrib]
    assert chosen == ["Europe/London", "ko"]


def test_what_cannot_be_taken_changes_nothing(app: Flask, mine: FlaskClient) -> None:
    data = {"name": "x" * 256, "zone": "Mars/Olympus", "language": "tlh"}
    answer = send(mine, "/account/profile", data, shown_at=ME)
    page = Page(answer.text)
    assert answer.status_code == 400
    summary = page.one("div", id="errors")
    links = [one.get("href") for one in summary.iter("a")]
    assert links == ["#field-name", "#field-zone", "#field-language"]
    assert page.one("input", name="name").get("value") == "x" * 256
    assert row(app).name == "Jin Park"


@pytest.mark.parametrize("words", STRINGS)
def test_hostile_names(app: Flask, mine: FlaskClient, words: str) -> None:
    data = {"name": words, "zone": "Asia/Seoul", "language": "en"}
    answer = send(mine, "/account/profile", data, shown_at=ME)
    assert answer.status_code in (303, 400)
    page = Page(mine.get(ME).text)
    assert page.one("input", name="name").get("value") == row(app).name


def test_a_password_is_set_changed_and_removed(app: Flask, mine: FlaskClient) -> None:
    at = "/account/password"
    for weak, said in (
        ("short", "Take at least 12 characters: a few words in a row will do."),
        ("x" * 257, "Take at most 256 characters."),
        ("jin park of seoul", "Leave your name and your address out: they are guessed first."),
        ("", "Please fill this in."),
    ):
        answer = send(mine, at, {"password": weak}, shown_at=ME)
        page = Page(answer.text)
        assert (answer.status_code, words(page.one("span", id="error-password"))) == (400, said)
    assert row(app).password is None
    answer = send(mine, at, {"password": "four small words"}, shown_at=ME)
    assert answer.headers["Location"] == "/account/?said=password"
    assert row(app).password is not None
    assert "Change the password" in words(Page(mine.get(ME).text).main)
    send(mine, "/account/password/none", {}, shown_at=ME)
    assert row(app).password is None
    assert mine.get(ME).status_code == 200


def test_what_i_take_part_in(app: Flask, mine: FlaskClient) -> None:
    mine_is = row(app).id
    with app.app_context():
        summit = db.session.scalars(select(SummitRow.id)).one()
        db.session.add(registration(summit, mine_is))
        db.session.commit()
    page = Page(mine.get(ME).text)
    assert [one.address for one in page.links if one.words.startswith("CAC Global")] == [
        "/cac2020/me"
    ]


def test_one_click_leads_to_my_agenda_or_here(app: Flask, client: FlaskClient) -> None:
    """From a page of a summit to what one has of it; from there, and from others, here."""
    for address, mine in (
        ("/cac2020/", "/cac2020/me"),
        ("/cac2020/agenda", "/cac2020/me"),
        ("/account/enter", "/account/"),
        ("/nowhere/", "/account/"),
    ):
        page = Page(client.get(address).text)
        assert mine in [one.address for one in page.links], address
    enter(app, client)
    assert Page(client.get("/cac2020/me").text).link("Jin Park") == "/account/"
