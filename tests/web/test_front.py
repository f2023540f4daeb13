"""The front: finished bytes are what Flask would have answered, and Flask is left in peace."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import brotli
import pytest
from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.core.text import Text
from summit.published.ready import Ready
from summit.services import programme, rehearsal, release
from summit.web import front, log
from summit.web.front import Front, Kind
from summit.web.page import Site
from summit.web.public import FINISHED
from tests.conftest import ACTOR, NOW, Browser, SetClock, browser
from tests.factories import START
from tests.web.addresses import ATOM, CALENDARS, DOWNLOAD, EVERYTHING, PAGES

PUBLIC = tuple(one for one in (*PAGES, *CALENDARS, DOWNLOAD, ATOM) if one != "/cac2020/reader")


@contextmanager
def entered(app: Flask) -> Iterator[list[str]]:
    """Give the list of requests that enter Flask meanwhile."""
    found: list[str] = []

    def note(_: object, **__: object) -> None:
        found.append("")

    with request_started.connected_to(note, app):
        yield found


def ready(app: Flask) -> Ready:
    site: Site = app.extensions["summit"]
    return site.ready


def said(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    headers = {
        name: value for name, value in answer.headers if name not in ("X-Request-Id", "Date")
    }
    return answer.status_code, headers, answer.data


def flask_alone(app: Flask, **options: object) -> FlaskClient:
    """A client of the application without its front."""
    layer = app.wsgi_app
    assert isinstance(layer, Front)
    bare = Flask("bare")
    bare.wsgi_app = layer.bare  # type: ignore[method-assign]
    return raw(bare)


def raw(app: Flask) -> FlaskClient:
    """A client that sends the cookies that a test writes, and no others."""
    client = Browser(app, app.response_class, use_cookies=False)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return raw(app)


def test_every_public_page_is_finished_but_those_that_repeat_their_address() -> None:
    assert {name for name, kind in FINISHED.items() if kind is Kind.PAGE} == {
        "public.front",
        "public.agenda",
        "public.session",
        "public.speakers",
        "public.speaker",
        "public.cities",
        "public.city",
        "public.area",
        "public.stage",
        "public.fairness",
        "public.hour",
        "public.now",
        "public.prompter",
        "public.releases",
        "public.release",
        "public.releases_atom",
        "public.exchange",
        "public.declaration",
        "public.declaration_version",
    }


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept-Encoding": "gzip, br"},
        {"Accept-Language": "ko, en;q=0.5"},
        {"Cookie": "tz=Europe/Budapest; locale=zh-Hant"},
        {"Cookie": "browser_tz=Asia/Kabul"},
    ],
    ids=str,
)
def test_it_answers_as_flask_would_and_enters_it_once(
    app: Flask, client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    expected = said(flask_alone(app).get(address, headers=headers))
    with entered(app) as entries:
        first = client.get(address, headers=headers)
        again = client.get(address, headers=headers)
        head = client.head(address, headers=headers)
        known = client.get(address, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert said(first) == said(again) == expected
    assert said(head) == (expected[0], expected[1], b"")
    assert (known.status_code, known.data, known.headers["ETag"]) == (
        304,
        b"",
        first.headers["ETag"],
    )
    assert len(entries) == 1
    ids = {one.headers["X-Request-Id"] for one in (first, again, head, known)}
    assert len(ids) == 4


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"x"'},
        {"If-None-Match": 'garbage, , "unclosed'},
        {"If-None-Match": ""},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "Tue, 19 Jan 2038 03:14:08 GMT"},
        {"If-Modified-Since": "Tue, 19 Jan 2038 03:14:08 GMT", "If-None-Match": '"x"'},
        {"If-Match": "*"},
        {"If-Match": '"x"'},
        {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"Range": "bytes=0-9"},
        {"Range": "bytes=9-0, x", "If-Range": '"x"'},
        {"Accept-Encoding": "br;q=x,;;;"},
        {"Accept-Encoding": "br;q=0, gzip"},
        {"Accept-Language": ";;q=,"},
        {"Cookie": 'tz; =; ;;tz="Europe/London'},
        {"Cookie": "tz=Europe/London; tz=Asia/Tokyo"},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["/cac2020/agenda", "/cac2020/agenda.ics"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_strange_requests_get_what_flask_would_say(
    app: Flask, client: FlaskClient, address: str, headers: dict[str, str], method: str
) -> None:
    client.get(address)
    expected = said(flask_alone(app).open(address, method=method, headers=headers))
    for _ in range(2):
        assert said(client.open(address, method=method, headers=headers)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "tz=Europe/London&tz=Asia/Tokyo",
        "tz=",
        "tz",
        "&&=&",
        "%ff=%ff",
        "tz=Europe%2FLondon",
        "day=2020-06-02&tz=Europe/London",
        "tz=Europe/London&day=2020-06-02",
        "area=climate&area=x",
        "locale=ko&locale=en",
        "q=",
        "q=climate",
        "locale=tlh",
        "tz=Nowhere",
        "day=never",
    ],
)
def test_queries_are_read_as_flask_reads_them(app: Flask, client: FlaskClient, query: str) -> None:
    for address in ("/cac2020/agenda", "/cac2020/agenda.ics"):
        expected = said(flask_alone(app).get(f"{address}?{query}"))
        for _ in range(2):
            assert said(client.get(f"{address}?{query}")) == expected


def test_what_asks_for_the_same_is_kept_once(app: Flask, client: FlaskClient) -> None:
    with entered(app) as entries:
        for query in ("tz=Asia/Kabul", "tz=Asia/Kabul&utm_source=x", "x=y&tz=Asia%2FKabul"):
            client.get(f"/cac2020/agenda?{query}")
        for query in ("", "tz=Asia/Kabul", "x=1", "q=seoul"):
            client.get(f"/cac2020/agenda.ics?{query}")
    assert (len(entries), len(ready(app))) == (2, 2)


@pytest.mark.parametrize(
    "address",
    [
        "/cac2020/agenda?tz=Nowhere",
        "/cac2020/agenda?q=seoul",
        "/cac2020/agenda?day=never",
        "/cac2020/agenda?locale=tlh",
        "/cac2020/agenda?next=/x",
        "/cac2020/reader",
        "/cac2020/sessions/nothing",
        "/cac2020/releases/99",
        "/nowhere/agenda",
        "/cac2020",
        "/healthz",
        "/",
    ],
)
def test_what_few_ask_for_is_not_kept(app: Flask, client: FlaskClient, address: str) -> None:
    expected = said(flask_alone(app).get(address))
    for _ in range(2):
        assert said(client.get(address)) == expected
    assert len(ready(app)) == 0


def test_many_zones_and_words_leave_nothing_behind(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "_ROOM", 50)
    layer = app.wsgi_app
    assert isinstance(layer, Front)
    for number in range(120):
        client.get(f"/cac2020/releases?tz=Zone/{number}")
        client.get(f"/cac2020/releases?q=word{number}")
        assert len(layer._known) <= 50
    assert len(ready(app)) == 0


def test_a_long_request_is_answered_and_not_remembered(app: Flask, client: FlaskClient) -> None:
    layer = app.wsgi_app
    assert isinstance(layer, Front)
    layer._known.clear()
    with entered(app) as entries:
        for _ in range(2):
            answer = client.get("/cac2020/agenda", headers={"Cookie": f"other={'x' * 2000}"})
            assert answer.status_code == 200
    assert (len(layer._known), len(entries)) == (0, 1)


def test_who_has_entered_reads_the_same_bytes(app: Flask, client: FlaskClient) -> None:
    anybodys = client.get("/cac2020/agenda", headers={"Cookie": "tz=UTC"})
    with entered(app) as entries:
        mine = client.get("/cac2020/agenda", headers={"Cookie": "tz=UTC; session=anything"})
    assert said(mine) == said(anybodys)
    assert entries == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
def test_another_method_is_handed_on(app: Flask, client: FlaskClient, method: str) -> None:
    client.get("/cac2020/agenda")
    expected = said(flask_alone(app).open("/cac2020/agenda", method=method))
    assert said(client.open("/cac2020/agenda", method=method)) == expected


def test_a_host_that_is_not_ours_gets_nothing_finished(app: Flask, client: FlaskClient) -> None:
    assert client.get("/cac2020/agenda").status_code == 200
    for host in ("evil.example", "summit.example.evil.example", "", "a b", "summit.example@x"):
        answer = client.get("/cac2020/agenda", headers={"Host": host})
        assert answer.status_code == 400, host


def test_a_new_release_is_what_the_next_reader_gets(app: Flask, client: FlaskClient) -> None:
    before = {address: client.get(address).data for address in PUBLIC}
    with app.app_context():
        programme.rename(ACTOR, "cac2020", "mayoral-meeting", Text({"en": "A new name"}), NOW)
        release.publish(ACTOR, "cac2020", "Renamed", NOW)
    for address in PUBLIC:
        fresh = client.get(address)
        assert said(fresh) == said(flask_alone(app).get(address))
        if "mayoral-meeting" in address:
            assert fresh.data != before[address]


def test_pages_turn_with_the_sessions(app: Flask, client: FlaskClient, clock: SetClock) -> None:
    """The Mayoral Meeting is on from 13:00 UTC, and not a second before."""
    address = "/cac2020/agenda"
    for moment, on, entries_expected in (
        (START - timedelta(seconds=1), 0, 1),
        (START, 1, 1),
        (START + timedelta(minutes=14), 1, 0),
        (START + timedelta(minutes=15), 1, 1),
        (START + timedelta(minutes=90), 0, 1),
        (START, 1, 1),  # a clock that was set back
    ):
        clock.moment = moment
        with entered(app) as entries:
            page = client.get(address).text
        assert (page.count("is-on"), len(entries)) == (on, entries_expected), moment


def test_the_present_is_new_each_minute(app: Flask, client: FlaskClient, clock: SetClock) -> None:
    for minute in range(3):
        clock.moment = START + timedelta(minutes=minute, seconds=30)
        for _ in range(2):
            assert f"22:0{minute} Seoul" in client.get("/cac2020/now").text
    assert len(ready(app)) == 1


def test_a_rehearsal_begins_and_ends_at_once(app: Flask, client: FlaskClient) -> None:
    assert "Rehearsal" not in client.get("/cac2020/agenda").text
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START, NOW)
    assert "Rehearsal" in client.get("/cac2020/agenda").text
    with app.app_context():
        rehearsal.stop(ACTOR, "cac2020", NOW)
    assert "Rehearsal" not in client.get("/cac2020/agenda").text


def test_many_at_once_and_one_makes_it(app: Flask) -> None:
    together = threading.Barrier(12)

    def ask(_: int) -> bytes:
        client = browser(app)
        together.wait()
        return client.get("/cac2020/agenda?tz=Asia/Kabul").data

    with entered(app) as entries, ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(ask, range(12)))) == 1
    assert len(entries) == 1


def test_an_answer_is_wholly_of_one_release(app: Flask) -> None:
    """Readers ask all the time while releases are published under them."""
    stop = threading.Event()
    found: set[bytes] = set()

    def read() -> None:
        client = browser(app)
        while not stop.is_set():
            answer = client.get("/cac2020/agenda", headers={"Accept-Encoding": "br"})
            found.add(brotli.decompress(answer.data))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    whole = [flask_alone(app).get("/cac2020/agenda").data]
    for minutes in (91, 92, 93):
        with app.app_context():
            programme.move(ACTOR, "cac2020", "mayoral-meeting", NOW, minutes=minutes)
            release.publish(ACTOR, "cac2020", f"{minutes}", NOW)
        whole.append(flask_alone(app).get("/cac2020/agenda").data)
    stop.set()
    for thread in threads:
        thread.join()
    assert found <= set(whole)
    assert browser(app).get("/cac2020/agenda").data == whole[-1]


def test_each_answer_has_its_line(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("info")
    try:
        answers = [
            client.get("/cac2020/agenda?tz=Asia/Kabul"),
            client.get("/cac2020/agenda?tz=Asia/Kabul"),
            client.head("/cac2020/agenda", headers={"If-None-Match": "*"}),
        ]
        log.answers.flush()
    finally:
        log.configure("error")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [
        (line["method"], line["path"], line["status"], line["request"], line["event"])
        for line in lines
    ] == [
        (method, "/cac2020/agenda", status, answer.headers["X-Request-Id"], "answer")
        for answer, method, status in zip(
            answers, ("GET", "GET", "HEAD"), (200, 200, 304), strict=True
        )
    ]
    assert all(line.keys() == lines[0].keys() for line in lines)
    assert lines[0].keys() == {
        "event",
        "method",
        "path",
        "status",
        "ms",
        "request",
        "level",
        "timestamp",
    }


@pytest.mark.parametrize("address", EVERYTHING)
def test_no_finished_answer_sets_a_cookie(app: Flask, client: FlaskClient, address: str) -> None:
    client.get(address)
    assert client.get(address).headers.getlist("Set-Cookie") == []
