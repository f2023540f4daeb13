"""Hostile strings in every parameter, path, header and wording: never a 5xx, never markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from summit.core.programme import Programme
from summit.core.text import Text
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, URL, browser
from tests.formats.ical_rules import Profile, check_octets
from tests.web.addresses import ATOM, CALENDARS, DOWNLOAD, EVERYTHING, PAGES
from tests.web.hostile import OCTETS, STRINGS
from tests.web.page import Page

PARAMETERS = (
    *("tz", "locale", "day", "area", "stage", "lang", "next", "q", "view", "unknown"),
    *("hours", "rows", "across", "show"),
)
HEADERS = (
    "Cookie",
    "Accept-Language",
    "Accept-Encoding",
    "Accept",
    "If-None-Match",
    "If-Modified-Since",
    "If-Range",
    "Range",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Prefix",
    "Sec-Fetch-Site",
    "Origin",
    "Referer",
    "User-Agent",
    "Content-Type",
    "Content-Length",
    "Transfer-Encoding",
    "Authorization",
)
ODD_HEADERS = (
    "bytes=0-",
    "bytes=-1",
    "bytes=9-1",
    "bytes=0-0,1-1",
    '"',
    'W/"',
    "*",
    "Fri, 99 Foo 9999 99:99:99 GMT",
    "Thu, 01 Jan 0001 00:00:00 GMT",
    "en;q=x",
    "ko;q=nan",
    "br;q=1e999",
    "tz=Europe/Budapest; tz=Mars",
    'tz="\\351\\000"',
    "locale=; =; ;;",
    "\xff\xfe",
    "9" * 400,
)


def harmless(answer: TestResponse) -> None:
    """Hold that an answer is one of ours, and that nothing in it came alive."""
    assert answer.status_code < 500, answer.request.url
    for name, value in answer.headers:
        assert "evil" not in name.lower()
        assert value.isprintable(), (name, value)
    assert [one for one in answer.headers.getlist("Set-Cookie") if "evil" in one] == []
    location = urlsplit(answer.headers.get("Location", ""))
    assert location.netloc in ("", "summit.example")
    if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 307, 308):
        body = answer.text
        assert "evil()" not in body or scripts(Page(body)) == []
    if answer.mimetype == "application/atom+xml" and answer.data:
        ET.fromstring(answer.data)


def scripts(page: Page) -> list[str]:
    """Return whatever of a page would run the words of a stranger.

    A block of data is not run, as long as nothing in it ends it (HTML §4.12.1).
    """
    found = []
    for one in page.all("script"):
        if one.get("type") == "application/ld+json":
            assert "<" not in (one.text or "")
            assert json.loads(one.text or "")["@context"] == "https://schema.org"
        elif "src" not in one.attrib:
            found.append(one.text)
    for element in page.root.iter():
        found += [value for name, value in element.attrib.items() if name.startswith("on")]
        found += [
            value
            for name, value in element.attrib.items()
            if name in ("href", "src", "action") and value.strip().lower().startswith("javascript")
        ]
    return [one for one in found if one]


@pytest.mark.parametrize("address", EVERYTHING)
def test_in_every_parameter(client: FlaskClient, address: str) -> None:
    for value in STRINGS:
        harmless(client.get(address, query_string=dict.fromkeys(PARAMETERS, value)))
    for octets in OCTETS:
        asked = "&".join(f"{name}={octets}" for name in PARAMETERS)
        harmless(client.get(f"{address}?{asked}"))


@pytest.mark.parametrize("name", ["tz", "locale", "day", "lang", "q", "hours", "from", "until"])
def test_in_one_parameter_alone(client: FlaskClient, name: str) -> None:
    for value in STRINGS:
        harmless(client.get("/cac2020/agenda", query_string={"area": "climate", name: value}))


@pytest.mark.parametrize("name", ["q", "day", "rows", "across"])
def test_in_one_parameter_of_the_grid(client: FlaskClient, name: str) -> None:
    for value in STRINGS:
        harmless(client.get("/cac2020/agenda", query_string={"view": "grid", name: value}))


def test_in_the_name_of_a_parameter(client: FlaskClient) -> None:
    for value in STRINGS:
        harmless(client.get("/cac2020/areas/climate", query_string={value: "x"}))


def paths(app: Flask) -> Iterator[str]:
    """Yield each rule with a hole for each of its variables."""
    for rule in app.url_map.iter_rules():
        parts = rule.rule.replace("<int:number>", "<number>")
        known = {"<summit>": "cac2020", "<code>": "climate", "<number>": "1"}
        for hole in known:
            if hole in parts:
                whole = parts.replace(hole, "\x1a")
                for other, value in known.items():
                    whole = whole.replace(other, value)
                yield whole


def test_in_every_segment_of_a_path(app: Flask, client: FlaskClient) -> None:
    for path in paths(app):
        for value in (*(quote(one, safe="") for one in STRINGS), *OCTETS):
            harmless(client.get(path.replace("\x1a", value)))


@pytest.mark.parametrize("name", HEADERS)
def test_in_every_header(app: Flask, name: str) -> None:
    """As a server would hand them over: Latin-1, without line breaks."""
    client = browser(app)
    key = {"Content-Type": "CONTENT_TYPE", "Content-Length": "CONTENT_LENGTH"}.get(
        name, "HTTP_" + name.upper().replace("-", "_")
    )
    values = [one.encode().decode("latin-1").replace("\r", "").replace("\n", "") for one in STRINGS]
    for value in (*values, *ODD_HEADERS):
        for cookie in (f"tz={value}; locale={value}; browser_tz={value}", value)[
            : 2 if name == "Cookie" else 1
        ]:
            given = cookie if name == "Cookie" else value
            for address in ("/cac2020/areas/climate", ATOM, CALENDARS[1], "/healthz"):
                harmless(client.get(address, environ_overrides={key: given}))


def test_in_the_host(app: Flask) -> None:
    for value in (*STRINGS, *ODD_HEADERS):
        host = value.encode().decode("latin-1").replace("\r", "").replace("\n", "")
        for address in ("/cac2020/agenda", "/nowhere", "/cac2020", "/cac2020/agenda.ics"):
            # The client of the tests itself would choke on some of them.
            environ = EnvironBuilder(address, base_url=URL).get_environ()
            environ["HTTP_HOST"] = host
            octets, status, headers = run_wsgi_app(app, environ, buffered=True)
            assert status.startswith("400 "), value
            assert "evil" not in str(headers)
            assert b"evil" not in b"".join(octets)


def test_in_the_form(client: FlaskClient) -> None:
    for value in STRINGS:
        for field in ("tz", "locale", "next"):
            harmless(client.post("/reader", data={"next": "/cac2020/", field: value}))
        harmless(client.post("/reader", data=value.encode(errors="replace")))
        harmless(
            client.post(
                "/reader",
                data=value.encode(errors="replace"),
                content_type="multipart/form-data; boundary=x",
            )
        )
    for octets in OCTETS:
        body = f"tz={octets}&locale={octets}&next=/{octets}".encode()
        harmless(
            client.post("/reader", data=body, content_type="application/x-www-form-urlencoded")
        )


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X", "get"])
def test_odd_methods(client: FlaskClient, method: str) -> None:
    for address in EVERYTHING:
        harmless(client.open(address, method=method))


# --- words of the programme ------------------------------------------------------------------

EIGHT = "08:00 Seoul (UTC+9)"
EVIL = "<script>evil()</script>\"'><img src=x onerror=evil()>&amp;{{7*7}}%(count)s"


@pytest.fixture
def _evil(app: Flask, cac2020: Programme) -> None:
    """The whole programme, with each of its words replaced by markup."""
    words = Text(dict.fromkeys(("en", "ko", "zh-Hant"), EVIL))
    given = replace(
        cac2020,
        summit=replace(
            cac2020.summit, title=words, slogan=words, text=words, host=words, notice=words
        ),
        days=tuple(replace(one, title=words) for one in cac2020.days),
        stages=tuple(replace(one, name=words, place=words) for one in cac2020.stages),
        areas=tuple(replace(one, name=words, text=words) for one in cac2020.areas),
        governments=tuple(replace(one, name=words) for one in cac2020.governments),
        people=tuple(
            replace(one, name=words, office=words, also=(EVIL,)) for one in cac2020.people
        ),
        sessions=tuple(
            replace(
                one,
                title=words,
                text=words,
                note=words,
                streams=tuple(replace(stream, title=words) for stream in one.streams),
                parts=tuple(replace(part, office=words) for part in one.parts),
                turns=tuple(replace(turn, title=words) for turn in one.turns),
            )
            for one in cac2020.sessions
        ),
    )
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.load(ACTOR, given, "summit.example", later)
        release.publish(ACTOR, "cac2020", EVIL, later)


@pytest.mark.usefixtures("_evil")
@pytest.mark.parametrize("tag", ["en", "ko"])
def test_words_of_the_programme_are_words(client: FlaskClient, tag: str) -> None:
    views = [f"{PAGES[1]}?{asked}&" for asked in ("view=grid", "view=grid&across=hours", "q=evil")]
    others = ("/cac2020/releases/2?", "/cac2020/sessions/nothing?")
    for address in (*(f"{one}?" for one in PAGES), *views, *others):
        answer = client.get(f"{address}locale={tag}")
        page = Page(answer.text)
        assert EVIL in "".join(page.root.itertext()), address
        assert scripts(page) == [], address
        assert page.all("img") == [], address
        for one in page.links:
            if one.address.startswith(("mailto:", "https://", "webcal:")):
                assert "<" not in one.address, one.address
                assert '"' not in one.address, one.address


@pytest.mark.usefixtures("_evil")
def test_mail_and_share_links_hold_the_title_whole(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/sessions/diamond").text)
    (mail,) = [one.address for one in page.links if one.address.startswith("mailto:")]
    assert parse_qs(urlsplit(mail).query)["subject"] == [f"{EVIL}, Thu 4 June 2020, {EIGHT}"]
    google = next(one.address for one in page.links if "calendar.google" in one.address)
    assert parse_qs(urlsplit(google).query)["text"] == [EVIL]


@pytest.mark.usefixtures("_evil")
def test_the_feed_stays_a_feed(client: FlaskClient) -> None:
    root = ET.fromstring(client.get(ATOM).data)
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{atom}title", "").startswith(EVIL)
    for content in root.iter(f"{atom}content"):
        inside = Page(f"<main>{content.text}</main>")
        assert scripts(inside) == inside.all("img") == inside.all("script") == []


@pytest.mark.usefixtures("_evil")
def test_calendars_stay_calendars(client: FlaskClient) -> None:
    for address, profile in (
        *((one, Profile.FEED) for one in CALENDARS),
        (DOWNLOAD, Profile.DOWNLOAD),
    ):
        octets = client.get(address).data
        assert check_octets(octets, profile) == []
