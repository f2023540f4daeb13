"""Errors as pages, in the reader's language, in the frame of the summit where there is one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.language import NAMES, translations
from tests.conftest import browser
from tests.web.page import Page

NOT_FOUND = "There is no such page"


@pytest.mark.parametrize("tag", NAMES)
@pytest.mark.parametrize(
    ("address", "method", "status", "title"),
    [
        ("/nowhere/nothing", "GET", 404, NOT_FOUND),
        ("/nowhere/agenda", "GET", 404, NOT_FOUND),
        ("/cac2020/sessions/nothing", "GET", 404, NOT_FOUND),
        ("/cac2020/speakers/nobody", "GET", 404, NOT_FOUND),
        ("/cac2020/cities/atlantis", "GET", 404, NOT_FOUND),
        ("/cac2020/areas/nothing", "GET", 404, NOT_FOUND),
        ("/cac2020/stages/nothing", "GET", 404, NOT_FOUND),
        ("/cac2020/agenda", "POST", 405, "This page cannot do that"),
        ("/healthz", "DELETE", 405, "This page cannot do that"),
    ],
)
def test_every_error_in_every_language(
    client: FlaskClient, tag: str, address: str, method: str, status: int, title: str
) -> None:
    answer = client.open(address, method=method, query_string={"locale": tag})
    page = Page(answer.text)
    said = translations(tag).gettext(title)
    assert (answer.status_code, page.h1, page.language) == (status, said, tag)
    assert page.title.startswith(said)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("tag", [tag for tag in NAMES if tag != "en"])
def test_errors_are_translated(client: FlaskClient, tag: str) -> None:
    assert Page(client.get(f"/nowhere/nothing?locale={tag}").text).h1 != NOT_FOUND


def test_a_missing_thing_leads_to_the_agenda(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/sessions/nothing?tz=Europe/Budapest").text)
    assert page.link("To the agenda") == "/cac2020/agenda?tz=Europe/Budapest"
    assert page.title.endswith("CAC Global Summit 2020")


def test_a_missing_summit_leads_to_the_front_page(client: FlaskClient) -> None:
    assert Page(client.get("/nowhere/agenda").text).link("To the front page") == "/"


def test_405_says_what_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/cac2020/agenda")
    assert {one.strip() for one in answer.headers["Allow"].split(",")} == {
        "GET",
        "HEAD",
        "OPTIONS",
    }


def test_an_installation_without_a_summit(empty: Flask) -> None:
    client = browser(empty)
    page = Page(client.get("/").text)
    assert (page.h1, page.language) == ("Summits", "en")
    assert client.get("/cac2020/agenda").status_code == 404
