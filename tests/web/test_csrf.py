"""Forgery: nothing is changed that a page of ours did not ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.web.csrf import SAFE, WITHOUT_TOKEN
from tests.conftest import URL, browser
from tests.web.entrance import enter, fields
from tests.web.page import Page, words

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://summit.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
)


def unsafe(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield every endpoint, method and address by which something can be changed."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            changing = sorted((rule.methods or set()) - SAFE)
            numbers = {name for name in rule.arguments if f"<int:{name}>" in rule.rule}
            values = {name: 1 if name in numbers else "cac2020" for name in rule.arguments}
            path = rule.build(values) if changing else None
            for method in changing:
                assert path is not None, rule
                yield rule.endpoint, method, path[1]


def test_every_way_to_change_something_asks_for_the_token(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    told = {
        (endpoint, client.open(path, method=method).status_code)
        for endpoint, method, path in unsafe(app)
    }
    assert {one for one in told if one[1] != 400} == {
        ("public.choose", 303),
        ("reminders.turn_off", 404),
    }
    assert {endpoint for endpoint, status in told if status != 400} == WITHOUT_TOKEN
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_changes_nothing_even_with_the_token(
    app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    enter(app, client)
    token = fields(client, "/account/leave", "/account/")
    told = {
        (endpoint, client.open(path, method=method, data=token, headers=headers).status_code)
        for endpoint, method, path in unsafe(app)
    }
    assert {status for _, status in told} == {403}
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": URL},
        {"Sec-Fetch-Site": "same-origin", "Origin": URL},
    ],
)
def test_our_own_pages_do(app: Flask, client: FlaskClient, headers: dict[str, str]) -> None:
    enter(app, client)
    token = fields(client, "/account/leave", "/account/")
    assert client.post("/account/leave", data=token, headers=headers).status_code == 303
    assert client.get("/account/").status_code == 303


def test_the_token_of_another_visit_is_none(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    token = fields(client, "/account/leave", "/account/")
    stranger = browser(app)
    enter(app, stranger, "other@seoul.example")
    assert stranger.post("/account/leave", data=token).status_code == 400
    assert stranger.get("/account/").status_code == 200


def test_what_is_refused_says_why_and_leads_back(client: FlaskClient) -> None:
    answer = client.post("/account/enter", headers={"Referer": f"{URL}/account/enter?next=/x"})
    page = Page(answer.text)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
    assert "This form has expired" in words(page.main)
    assert "/account/enter?next=/x" in [one.address for one in page.links]


@pytest.mark.parametrize(
    "referrer",
    ["", "https://evil.example/account/enter", f"{URL}//evil.example", "javascript:evil()", "x"],
)
def test_the_way_back_leads_nowhere_else(client: FlaskClient, referrer: str) -> None:
    page = Page(client.post("/account/enter", headers={"Referer": referrer}).text)
    assert [one.address for one in page.links if "evil" in one.address] == []
    assert [one for one in page.links if one.words == "Back to the form"] == []
