"""Choosing a zone and a language: kept in a cookie and in the address, never elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.zone import NAMES as ZONES
from summit.language import NAMES
from summit.web.reader import is_own_path
from tests.web.hostile import ELSEWHERE
from tests.web.page import Page, query


def test_a_chosen_zone_is_kept_and_stands_in_the_address(client: FlaskClient) -> None:
    answer = client.post(
        "/reader", data={"tz": "Europe/Budapest", "next": "/cac2020/agenda?area=climate"}
    )
    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert urlsplit(location).path == "/cac2020/agenda"
    assert query(location) == {"area": "climate", "tz": "Europe/Budapest"}
    cookie = client.get_cookie("tz", domain="summit.example")
    assert cookie is not None
    assert cookie.value == "Europe/Budapest"
    assert (cookie.path, cookie.secure, cookie.same_site) == ("/", True, "Lax")
    assert cookie.max_age == 365 * 24 * 3600
    assert client.get_cookie("locale", domain="summit.example") is None
    again = Page(client.get("/cac2020/sessions/mayoral-meeting").text)
    assert str(again.clocks("2020-06-02T13:00Z")[0]) == "15:00 Budapest (UTC+2)"


def test_the_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    """It sets a cookie: a cache that kept it would give one reader's choice to another."""
    answer = client.post("/reader", data={"tz": "Europe/Budapest"})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("tag", NAMES)
def test_a_chosen_language(client: FlaskClient, tag: str) -> None:
    answer = client.post("/reader", data={"locale": tag, "next": "/cac2020/?locale=en"})
    assert answer.headers["Location"] == f"/cac2020/?locale={tag}"
    cookie = client.get_cookie("locale", domain="summit.example")
    assert cookie is not None
    assert (cookie.value, cookie.secure, cookie.same_site) == (tag, True, "Lax")
    assert Page(client.get("/cac2020/").text).language == tag


@pytest.mark.parametrize(
    "data",
    [
        {"tz": "Mars/Olympus"},
        {"tz": "Europe/Budapest\r\nSet-Cookie: x=1"},
        {"locale": "tlh"},
        {"locale": "../ko"},
        {},
        {"other": "1"},
    ],
)
def test_what_is_no_choice_sets_no_cookie(client: FlaskClient, data: dict[str, str]) -> None:
    answer = client.post("/reader", data={**data, "next": "/cac2020/agenda"})
    assert answer.status_code == 303
    assert answer.headers.getlist("Set-Cookie") == []
    assert client.get(answer.headers["Location"]).status_code == 200


def test_an_unknown_zone_is_told_on_the_page_that_follows(client: FlaskClient) -> None:
    answer = client.post(
        "/reader", data={"tz": "Mars/Olympus", "next": "/cac2020/agenda"}, follow_redirects=True
    )
    assert "is not a time zone that we know" in Page(answer.text).statuses[0]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(client: FlaskClient, wanted: str) -> None:
    answer = client.post("/reader", data={"tz": "UTC", "next": wanted})
    location = answer.headers["Location"]
    parts = urlsplit(location)
    assert answer.status_code == 303
    assert (parts.scheme, parts.netloc, location[:1]) == ("", "", "/")
    assert location[1:2] not in ("/", "\\")
    assert location.isprintable()


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_the_page_of_choices_leads_back_to_us(client: FlaskClient, wanted: str) -> None:
    page = Page(client.get("/cac2020/reader", query_string={"next": wanted}).text)
    for form in page.forms("/reader"):
        for address in form["next"]:
            assert is_own_path(address), address


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_site_may_not_choose(client: FlaskClient, site: str) -> None:
    answer = client.post("/reader", data={"tz": "UTC"}, headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (403, [])


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_may(client: FlaskClient, site: str) -> None:
    answer = client.post("/reader", data={"tz": "UTC"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 303


def test_another_origin_may_not_choose_where_the_browser_names_only_that(
    client: FlaskClient,
) -> None:
    answer = client.post("/reader", data={"tz": "UTC"}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (403, [])


def test_choosing_is_no_reading(client: FlaskClient) -> None:
    assert client.get("/reader").status_code in (404, 405, 308)


def test_too_much_is_refused(client: FlaskClient) -> None:
    assert client.post("/reader", data={"next": "/" + "x" * 2_000_000}).status_code == 413


def test_every_zone_can_be_chosen(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/reader?tz=Europe/Budapest").text)
    (offered,) = [form["tz"] for form in page.forms("/reader") if "tz" in form]
    assert set(offered) <= ZONES
    for zone in ("Asia/Seoul", "America/Los_Angeles", "Asia/Kabul", "Pacific/Auckland", "UTC"):
        assert zone in offered
    selected = [one.get("value") for one in page.all("option") if "selected" in one.attrib]
    assert selected == ["Europe/Budapest"]


def test_offsets_are_those_of_the_summits_days(app: Flask, client: FlaskClient) -> None:
    """On 20 May London is at UTC+1, whatever it is today."""
    page = Page(client.get("/cac2020/reader").text)
    said = {one.get("value"): one.text for one in page.all("option")}
    assert said["Europe/London"] == "London (UTC+1)"
    assert said["Asia/Kathmandu"] == "Kathmandu (UTC+5:45)"
    assert said["America/St_Johns"] == "St. John’s (UTC−2:30)"


def test_the_cookie_is_plain_where_the_site_is(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over http, as in the demonstration, a secure cookie would never come back."""
    site = app.extensions["summit"]
    plain = type(site.settings)(url="http://127.0.0.1:8000", database_url="x", secret_key="x")
    over_http = type(site)(plain, site.clock, site.board, site.ready)
    monkeypatch.setitem(app.extensions, "summit", over_http)
    answer = client.post("/reader", data={"tz": "UTC"})
    assert "Secure" not in answer.headers["Set-Cookie"]
