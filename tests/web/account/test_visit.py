"""To enter: by a mailed link or a password, and nothing to be learnt by trying."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.limit import RULES
from summit.core.role import participant
from summit.db.account import AttemptRow, LinkRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import password
from tests.conftest import NOW, SetClock, browser
from tests.web.entrance import ADDRESS, enter, fields, link, make, send
from tests.web.hostile import STRINGS
from tests.web.page import Page, words

AT = "/account/enter"
WORDS = "four small words"
_CHANGING = re.compile(r'name="(csrf_token|stamp)" value="[^"]*"')


def ask(client: FlaskClient, address: str, **more: object):  # type: ignore[no-untyped-def]
    return send(client, AT, {"address": address, **more}, shown_at=AT)  # type: ignore[dict-item]


def guess(client: FlaskClient, address: str, words: str):  # type: ignore[no-untyped-def]
    data = {"login": address, "password": words}
    return send(client, "/account/enter/password", data, shown_at=AT)


@pytest.fixture
def chosen(app: Flask) -> int:
    number = make(app)
    with app.app_context():
        password.choose(participant(number), WORDS, "", NOW)
    return number


def test_the_whole_way(app: Flask, client: FlaskClient) -> None:
    make(app)
    answer = ask(client, ADDRESS, next="/cac2020/agenda?day=2020-06-02")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/asked")
    with app.app_context():
        path = db.session.scalars(select(MailRow)).one().data["path"]
    answer = send(client, path, {}, shown_at=path)
    assert answer.headers["Location"] == "/cac2020/agenda?day=2020-06-02"
    assert words(Page(client.get("/account/").text).one("h1")) == "My summit"


def test_looking_at_a_link_does_not_use_it(app: Flask, client: FlaskClient) -> None:
    make(app)
    path = link(app)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert send(client, path, {}, shown_at=path).status_code == 303


def test_a_link_that_does_not_work_says_no_more_than_that(app: Flask, client: FlaskClient) -> None:
    make(app)
    used, old = link(app), link(app, now=NOW - timedelta(days=2))
    send(client, used, {}, shown_at=used)
    stranger = browser(app)
    token = fields(stranger, AT, AT)
    told = set()
    for path in (used, old, "/account/links/never-was"):
        for answer in (stranger.get(path), stranger.post(path, data=token)):
            assert answer.status_code == 410
            told.add(_CHANGING.sub("", answer.text).replace(path, ""))
    assert len(told) == 1
    page = Page(told.pop())
    assert words(page.one("h1")) == "This link does not work any more"
    assert len(page.all("form", action=AT)) == 1


def test_asking_tells_nothing(app: Flask, client: FlaskClient) -> None:
    """The same answer, byte for byte, for an address that is known and one that is not."""
    make(app)
    told = set()
    for address in (ADDRESS, "nobody@seoul.example"):
        stranger = browser(app)
        answer = ask(stranger, address)
        headers = sorted((k, v) for k, v in answer.headers if k not in ("X-Request-Id",))
        after = _CHANGING.sub("", stranger.get(answer.headers["Location"]).text)
        told.add((answer.status_code, answer.text, str(headers), after))
    assert len(told) == 1


def test_a_wrong_password_tells_nothing(app: Flask, client: FlaskClient, chosen: int) -> None:
    make(app, "without@seoul.example")
    told = set()
    for address in (ADDRESS, "nobody@seoul.example", "without@seoul.example"):
        answer = guess(browser(app), address, "wrong words, all of them")
        told.add((answer.status_code, _CHANGING.sub("", answer.text).replace(address, "")))
    assert [status for status, _ in told] == [403]


def test_the_password_lets_in(app: Flask, client: FlaskClient, chosen: int) -> None:
    answer = guess(client, ADDRESS, WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/")
    assert client.get("/account/").status_code == 200


def test_guessing_ends_and_its_owner_is_not_locked_out(
    app: Flask, client: FlaskClient, clock: SetClock, chosen: int
) -> None:
    token = fields(client, "/account/enter/password", AT)
    data = {**token, "login": ADDRESS, "password": "wrong words, all of them"}
    at = "/account/enter/password"
    told = [client.post(at, data=data).status_code for _ in range(11)]
    assert told == [403] * 10 + [429]
    right = client.post(at, data={**data, "password": WORDS})
    assert (right.status_code, right.headers["Retry-After"]) == (429, "300")
    assert words(Page(right.text).one("h1")) == "This was tried too often"
    # The mailed link lets in from the very same network.
    path = link(app)
    assert send(client, path, {}, shown_at=path).status_code == 303
    clock.moment += timedelta(minutes=5)
    elsewhere = browser(app)
    assert guess(elsewhere, ADDRESS, WORDS).status_code == 303


def test_another_network_has_its_own_count(app: Flask, client: FlaskClient, chosen: int) -> None:
    token = fields(client, "/account/enter/password", AT)
    data = {**token, "login": ADDRESS, "password": "wrong words, all of them"}
    at = "/account/enter/password"

    def tried(network: str) -> int:
        return client.post(at, data=data, environ_base={"REMOTE_ADDR": network}).status_code

    told = [tried(f"2001:db8:1:2::{number:x}") for number in range(1, 12)]
    assert told == [403] * 10 + [429]
    assert tried("2001:db8:1:3::1") == 403


def test_links_are_mailed_and_asked_for_so_often(app: Flask, client: FlaskClient) -> None:
    make(app)
    data = fields(client, AT, AT)
    app.extensions["summit"].clock.moment += timedelta(seconds=5)
    told = [
        client.post(AT, data={**data, "address": ADDRESS}).headers.get("Location")
        for _ in range(RULES["link-network"].count)
    ]
    assert told == ["/account/asked"] * RULES["link-network"].count
    last = client.post(AT, data={**data, "address": ADDRESS})
    assert (last.status_code, last.headers["Retry-After"]) == (429, "3600")
    with app.app_context():
        assert len(db.session.scalars(select(MailRow)).all()) == RULES["link"].count


def test_no_address_of_a_network_is_kept(app: Flask, client: FlaskClient) -> None:
    make(app)
    data = fields(client, AT, AT)
    app.extensions["summit"].clock.moment += timedelta(seconds=5)
    environ = {"REMOTE_ADDR": "192.0.2.77"}
    client.post(AT, data={**data, "address": ADDRESS}, environ_base=environ)
    with app.app_context():
        tries = db.session.scalars(select(AttemptRow)).all()
        assert [(one.kind, len(one.who)) for one in tries] == [("link-network", 64), ("link", 64)]
        assert "192.0.2.77" not in str([one.who for one in tries])


def test_what_is_no_address_is_said_at_its_field(client: FlaskClient) -> None:
    answer = ask(client, "nobody at all")
    page = Page(answer.text)
    assert answer.status_code == 400
    field = page.one("input", name="address")
    assert (field.get("value"), field.get("aria-invalid")) == ("nobody at all", "true")
    assert field.get("aria-describedby") == "error-address"
    said = "This is not an email address. One looks like name@example.org."
    assert words(page.one("span", id="error-address")) == said
    summary = page.one("div", id="errors")
    assert [one.get("href") for one in summary.iter("a")] == ["#field-address"]
    assert summary.get("tabindex") == "-1"


def test_what_is_sent_too_fast_is_sent_once_more(app: Flask, client: FlaskClient) -> None:
    make(app)
    data = {**fields(client, AT, AT), "address": ADDRESS}
    answer = client.post(AT, data=data)
    page = Page(answer.text)
    assert (answer.status_code, words(page.one("h1"))) == (400, "Please send this once more")
    (form,) = page.all("form", action=AT)
    again = {one.get("name", ""): one.get("value", "") for one in form.iter("input")}
    assert again["address"] == ADDRESS
    app.extensions["summit"].clock.moment += timedelta(seconds=2)
    assert client.post(AT, data=again).headers["Location"] == "/account/asked"


def test_links_come_from_the_settings(app: Flask, client: FlaskClient) -> None:
    """What is written into mail is a path: no Host header has a part in it."""
    make(app)
    data = {**fields(client, AT, AT), "address": ADDRESS}
    app.extensions["summit"].clock.moment += timedelta(seconds=5)
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    assert client.post(AT, data=data, headers=evil).status_code == 400
    answer = client.post(AT, data=data, headers={"X-Forwarded-Host": "evil.example"})
    assert answer.headers["Location"] == "/account/asked"
    with app.app_context():
        assert "evil" not in str(db.session.scalars(select(MailRow)).one().data)
        assert len(db.session.scalars(select(LinkRow)).all()) == 1


def test_a_field_of_the_password_is_never_filled_in(client: FlaskClient) -> None:
    page = Page(guess(client, ADDRESS, "wrong words, all of them").text)
    field = page.one("input", name="password")
    assert (field.get("value"), field.get("autocomplete")) == (None, "current-password")


def test_hostile_words_are_answered(app: Flask, client: FlaskClient) -> None:
    make(app)
    at, by = fields(client, AT, AT), fields(client, "/account/enter/password", AT)
    app.extensions["summit"].clock.moment += timedelta(seconds=5)
    told = set()
    for hostile in STRINGS:
        for data in (
            {"address": hostile},
            {"address": ADDRESS, "next": hostile},
            {"stamp": hostile},
        ):
            told.add(client.post(AT, data={**at, **data}).status_code)
        data = {**by, "login": hostile, "password": hostile, "next": hostile}
        told.add(client.post("/account/enter/password", data=data).status_code)
        told.add(client.get(AT, query_string={"next": hostile}).status_code)
        told.add(client.get(f"/account/links/{quote(hostile, safe='')}").status_code)
    assert max(told) < 500


def test_who_is_in_goes_on(app: Flask, client: FlaskClient) -> None:
    enter(app, client)
    answer = client.get("/account/enter?next=/cac2020/now")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cac2020/now")


def test_visits_are_listed_and_ended(app: Flask, client: FlaskClient) -> None:
    other, third = browser(app), browser(app)
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    other.environ_base["HTTP_USER_AGENT"] = agent
    for one in (other, third, client):
        enter(app, one)
    page = Page(client.get("/account/").text)
    ends = [one.get("value", "") for one in page.all("button", name="visit")]
    assert len(ends) == 3
    assert "Firefox, Windows" in words(page.main)
    assert "Wed 20 May 2020, 18:00 Seoul (UTC+9)" in words(page.main)
    send(client, "/account/visits", {"visit": ends[1]}, shown_at="/account/")
    assert [one.get("/account/").status_code for one in (other, third, client)] == [303, 200, 200]
    for odd in ("", "x", "-1", "9" * 30, "٣"):
        send(client, "/account/visits", {"visit": odd}, shown_at="/account/")
    send(client, "/account/visits", {"visit": "others"}, shown_at="/account/")
    assert [one.get("/account/").status_code for one in (third, client)] == [303, 200]
