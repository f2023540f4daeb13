"""Headers on every answer, hosts that are ours, and nothing that the policy would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.app import create_app
from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.programme import Programme
from summit.db.base import db
from summit.services import schema
from summit.settings import Settings
from summit.web import reader
from summit.web.security import HEADERS, TRANSPORT
from tests.conftest import browser
from tests.web.addresses import EVERYTHING, PAGES, every_page
from tests.web.page import Page, words

ROOT = Path(__file__).parents[2]
LANGUAGE = "“%(tag)s” is not a language of these pages."


def make(folder: Path, url: str, **more: object) -> Flask:
    """An application of its own with two more views: what fails, and what is given."""
    settings = Settings(
        url=url,
        database_url=f"sqlite:///{folder / 'own.sqlite3'}",
        secret_key="a key that only the tests know, long enough",
        log_level="error",
        **more,  # type: ignore[arg-type]
    )
    app = create_app(settings)

    @app.get("/fail/<kind>")
    def fail(kind: str) -> str:
        raise {
            "bug": ZeroDivisionError("a secret of the inside <script>"),
            "invalid": Invalid(LANGUAGE, "a field", tag="<b>no</b>"),
            "refused": NotAllowed("not you"),
            "missing": NotFound("session", "x"),
            "stale": Stale("somebody else"),
        }[kind]

    with app.app_context():
        schema.upgrade()
    return app


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Flask]:
    app = make(tmp_path, "https://summit.example")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def check_headers(headers: dict[str, str], *, secure: bool = True) -> None:
    expected = dict((*HEADERS, TRANSPORT) if secure else HEADERS)
    assert {name: headers.get(name) for name in expected} == expected
    assert secure or TRANSPORT[0] not in headers


@pytest.mark.parametrize("address", [*EVERYTHING, "/nowhere", "/cac2020/nowhere", "/cac2020"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"])
def test_on_every_answer(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code < 500
    check_headers(dict(answer.headers))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fail/bug", 500),
        ("/fail/invalid", 400),
        ("/fail/refused", 403),
        ("/fail/missing", 404),
        ("/fail/stale", 400),
        ("/nowhere/agenda", 404),
    ],
)
def test_on_errors(own: Flask, address: str, status: int) -> None:
    answer = browser(own).get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    check_headers(dict(answer.headers))
    page = Page(answer.text)
    assert len([one for one in page.headings if one.level == 1]) == 1
    assert "secret" not in answer.text
    assert page.all("script", src="") == page.all("b") == []


def test_what_is_refused_says_why(own: Flask) -> None:
    page = Page(browser(own).get("/fail/invalid").text)
    assert "“<b>no</b>” is not a language of these pages." in words(page.main)


def test_what_is_refused_to_no_reader_says_no_more_than_that(own: Flask) -> None:
    page = Page(browser(own).get("/fail/refused").text)
    assert "not you" not in words(page.root)
    assert words(page.one("h1")) == "This is not open to you"


def test_a_static_file(own: Flask) -> None:
    assets = ROOT / "static" / "build" / "assets"
    if not assets.is_dir():
        pytest.skip("no front end is built")
    client = browser(own)
    for file in (one for one in assets.iterdir() if one.suffix in (".js", ".css", ".woff2")):
        with client.get(f"/static/build/assets/{file.name}") as answer:
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
            check_headers(dict(answer.headers))
    for outside in ("..%2f..%2f..%2fpyproject.toml", "../../../pyproject.toml", "nothing.js"):
        answer = client.get(f"/static/build/{outside}")
        assert answer.status_code == 404
        check_headers(dict(answer.headers))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "summit.example.evil.example",
        "summit.example@x",
        "127.0.0.1",
        "",
        "summit.example:x",
        "a b",
        "[::1",
        "é",
        "<b>",
    ],
)
def test_another_host_is_refused(client: FlaskClient, host: str) -> None:
    for address in ("/cac2020/agenda", "/healthz", "/nowhere", "/cac2020/agenda.ics", "/cac2020"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400, address
        check_headers(dict(answer.headers))
        assert "evil" not in answer.text
        assert not host or host.isdecimal() or "<b>" not in answer.text


def test_another_host_is_refused_by_a_process_that_has_just_begun(client: FlaskClient) -> None:
    reader._path.cache_clear()
    for address in ("/cac2020/agenda", "/account/", "/nowhere"):
        assert client.get(address, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["summit.example", "summit.example:8443", "Summit.EXAMPLE"])
def test_our_own_host_is_taken(client: FlaskClient, host: str) -> None:
    assert client.get("/cac2020/agenda", headers={"Host": host}).status_code == 200


def test_more_hosts_by_settings(tmp_path: Path) -> None:
    app = make(tmp_path, "https://summit.example", hosts=("other.example",))
    client = browser(app)
    told = {
        host: client.get("/healthz", headers={"Host": host}).status_code
        for host in ("summit.example", "other.example", "evil.example", "localhost")
    }
    assert list(told.values()) == [200, 200, 400, 400]


def test_forwarded_headers_count_only_behind_a_proxy(client: FlaskClient) -> None:
    answer = client.get(
        "/cac2020", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    )
    assert answer.headers["Location"] == "https://summit.example/cac2020/"


def test_behind_a_proxy(tmp_path: Path) -> None:
    client = browser(make(tmp_path, "https://summit.example", proxies=1))
    told = [
        client.get(
            "/healthz", base_url="http://10.0.0.1:8000", headers={"X-Forwarded-Host": host}
        ).status_code
        for host in ("summit.example", "evil.example")
    ]
    assert told == [200, 400]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_no_strict_transport_over_http(tmp_path: Path, url: str) -> None:
    client = browser(make(tmp_path, url))
    for address in ("/healthz", "/nowhere", "/"):
        check_headers(dict(client.get(address, base_url=url).headers), secure=False)


@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
def test_pages_hold_nothing_that_the_policy_refuses(
    client: FlaskClient, cac2020: Programme, language: str
) -> None:
    """No script or style inside a page, no handler, and nothing from another site."""
    for address in every_page(cac2020) if language == "en" else PAGES:
        page = Page(client.get(address, query_string={"locale": language}).text)
        for element in page.root.iter():
            assert "style" not in element.attrib, address
            assert not [name for name in element.attrib if name.startswith("on")], address
            loads = {"script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href"}
            if element.tag in loads and (
                element.tag != "script"
                or element.get("type") not in ("application/ld+json", "application/json")
            ):
                assert element.get(loads[element.tag], "").startswith("/static/"), address
            if element.tag == "link" and element.get("rel") in ("stylesheet", "icon", "preload"):
                assert element.get("href", "").startswith("/static/"), address
            if element.tag == "form":
                assert element.get("action", "").startswith("/"), address
            if element.tag == "a":
                scheme = element.get("href", "").partition(":")[0]
                assert scheme in ("https", "http", "mailto", "webcal") or element.get(
                    "href", ""
                ).startswith(("/", "#")), (address, element.get("href"))
        assert page.all("style") == page.all("iframe") == page.all("base") == []
