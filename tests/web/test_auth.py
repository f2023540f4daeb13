"""Visits in a browser: what its cookie is worth, and when it is worth nothing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.role import operator
from summit.db.account import AccountRow, VisitRow
from summit.db.base import db
from summit.services import account
from tests.architecture.test_routes import ENTERED, READS, ROUTES
from tests.conftest import NOW, SetClock, browser
from tests.web.addresses import EVERYTHING
from tests.web.entrance import ADDRESS, enter, fields, link, make, send
from tests.web.hostile import ELSEWHERE
from tests.web.page import Page, words

GUARDED = sorted(
    rule.replace("<summit>", "cac2020").replace("<code>", "diamond").replace("<int:number>", "1")
    for _, rule, methods, who in ROUTES
    if who == ENTERED and methods == READS
)
COOKIE = "__Host-session"


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie(COOKIE, domain="summit.example")
    return found.value if found else ""


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return another browser with a copy of the cookie."""
    thief = browser(app)
    thief.set_cookie(COOKIE, cookie(client), domain="summit.example", secure=True)
    return thief


def test_the_cookie(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    kept = client.get_cookie(COOKIE, domain="summit.example")
    assert kept is not None
    assert (kept.secure, kept.http_only, kept.same_site, kept.path) == (True, True, "Lax", "/")
    assert len(kept.value) < 1000
    set_by = send(client, "/account/leave", {}, shown_at="/account/").headers.getlist("Set-Cookie")
    # A browser takes a name with this prefix only from this host, for all of it, over TLS.
    assert [one.partition("=")[0] for one in set_by] == ["__Host-session"]
    assert "domain" not in set_by[0].lower()


@pytest.mark.parametrize("address", GUARDED)
def test_nobody_sees_what_is_anothers(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (
        303,
        "/account/enter",
    )
    assert Page(client.get(answer.headers["Location"]).text).one("h1").text == "Enter"


def test_one_comes_back_to_what_one_wanted(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/account/data")
    assert answer.headers["Location"] == "/account/enter?next=/account/data"


@pytest.mark.parametrize("address", [*GUARDED, "/account/enter", "/account/asked"])
def test_private_pages_say_so(app: Flask, client: FlaskClient, address: str) -> None:
    for is_in in (False, True):
        if is_in:
            enter(app, client)
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
        assert "ETag" not in answer.headers
        assert "Content-Encoding" not in answer.headers


def test_public_pages_neither_read_nor_set_a_cookie(app: Flask, client: FlaskClient) -> None:
    stranger = browser(app)
    enter(app, client)
    app.extensions["summit"].clock.moment += timedelta(days=2)
    into_flask = {"If-Unmodified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    for address in EVERYTHING:
        mine, anybodys = client.get(address, headers=into_flask), stranger.get(address)
        assert mine.headers.getlist("Set-Cookie") == [], address
        assert mine.data == anybodys.data, address
        assert mine.headers.get("Vary") == anybodys.headers.get("Vary"), address
        assert b"You are in" not in mine.data, address


def test_after_leaving_a_copied_cookie_opens_nothing(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    thief = copied(app, client)
    assert thief.get("/account/").status_code == 200
    answer = send(client, "/account/leave", {}, shown_at="/account/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    for one in (client, thief):
        assert one.get("/account/").status_code == 303


def test_after_a_change_of_password_too(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    thief, elsewhere = copied(app, client), browser(app)
    enter(app, elsewhere)
    send(client, "/account/password", {"password": "four small words"}, shown_at="/account/")
    assert [one.get("/account/").status_code for one in (client, thief, elsewhere)] == [
        200,
        303,
        303,
    ]


def test_after_the_account_is_shut_too(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    with app.app_context():
        account.disable(operator("tests"), ADDRESS, NOW)
    assert client.get("/account/").status_code == 303


def test_an_idle_visit_ends_and_one_in_use_goes_on(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    enter(app, client)
    clock.moment += timedelta(days=29)
    answer = client.get("/account/asked")
    assert answer.headers.getlist("Set-Cookie") != []  # it lasts for thirty days from now
    clock.moment += timedelta(days=29)
    assert client.get("/account/").status_code == 200
    clock.moment += timedelta(days=30)
    assert client.get("/account/").status_code == 303


def test_a_visit_in_use_ends_as_well(app: Flask, client: FlaskClient, clock: SetClock) -> None:
    enter(app, client)
    for _ in range(8):
        clock.moment += timedelta(days=11)
        assert client.get("/account/").status_code == 200
    clock.moment = NOW + timedelta(days=90)
    assert client.get("/account/").status_code == 303


ONCE_MORE = "/account/enter?again=yes"


@pytest.mark.parametrize("act", ["password", "password/none", "erase"])
def test_what_would_lock_somebody_out_asks_who_it_is(
    app: Flask, client: FlaskClient, clock: SetClock, act: str
) -> None:
    enter(app, client)
    token = fields(client, "/account/leave", "/account/")
    data = {**token, "password": "four small words", "sure": "yes"}
    clock.moment += timedelta(hours=1)
    answer = client.post(f"/account/{act}", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, ONCE_MORE)
    assert client.get("/account/").status_code == 200
    with app.app_context():
        (row,) = db.session.scalars(select(AccountRow))
        assert row.password is None
    # The page says why, and to enter once more leads back.
    asked = client.get("/account/erase").headers["Location"]
    assert asked == "/account/enter?next=/account/erase&again=yes"
    page = Page(client.get(asked).text)
    assert words(page.one("h1")) == "Please enter once more"
    assert page.one("input", id="field-address").get("value") == ADDRESS
    path = link(app, leads_to="/account/erase", now=clock.moment)
    assert send(client, path, {}, shown_at=path).headers["Location"] == "/account/erase"
    assert client.get("/account/erase").status_code == 200
    token = fields(client, "/account/leave", "/account/")
    answer = client.post(f"/account/{act}", data={**data, **token})
    assert answer.headers["Location"] != ONCE_MORE


def test_no_cookie_from_before_is_worth_anything_after(app: Flask, client: FlaskClient) -> None:
    """Whoever gave somebody a cookie of theirs is not in with it afterwards."""
    client.get("/account/enter")
    before = copied(app, client)
    planted = cookie(client)
    enter(app, client)
    assert cookie(client) != planted
    assert before.get("/account/").status_code == 303


def test_to_enter_again_ends_what_was_before(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    first = copied(app, client)
    path = link(app)
    send(client, path, {}, shown_at=path)
    assert [client.get("/account/").status_code, first.get("/account/").status_code] == [200, 303]
    with app.app_context():
        ended = [one.ended_at is not None for one in db.session.scalars(select(VisitRow))]
        assert sorted(ended) == [False, True]


@pytest.mark.parametrize("value", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.awN0gw.x", "\u00e9"])
def test_a_made_up_cookie(app: Flask, client: FlaskClient, value: str) -> None:
    make(app)
    client.set_cookie(COOKIE, value, domain="summit.example", secure=True)
    assert client.get("/account/").status_code == 303


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(app: Flask, client: FlaskClient, wanted: str) -> None:
    make(app)
    page = Page(client.get("/account/enter", query_string={"next": wanted}).text)
    nexts = [one.get("value", "") for one in page.all("input", name="next")]
    path = link(app, leads_to=wanted.replace("\0", ""))  # PostgreSQL keeps none
    answer = send(client, path, {}, shown_at=path)
    inside = client.get("/account/enter", query_string={"next": wanted})
    for where in (*nexts, answer.headers["Location"], inside.headers["Location"]):
        if where == page.one("form", class_="reader-languages").find("input").get("value"):
            continue
        parts = urlsplit(where)
        assert (parts.scheme, parts.netloc, where[:1]) == ("", "", "/"), where
        assert where[1:2] not in ("/", "\\"), where
        assert where.isprintable()


def test_the_page_says_who_is_in(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    page = Page(client.get("/account/data").text)
    assert "You are in as Jin Park" in words(page.root)
    assert [one.get("method") for one in page.all("form", action="/account/leave")] == ["post"]
