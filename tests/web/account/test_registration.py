"""The way of somebody who takes part: the form, the mail, one's own registration."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from summit.core.letter import Occasion
from summit.core.registration import Rules, State
from summit.core.text import Text
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import registration
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.seats import RULES, opened
from tests.web.entrance import enter, fields, send
from tests.web.page import Page

FORM = "/cac2020/register"
MINE = "/cac2020/me/registration"
SENT = "/cac2020/register/sent"
TYPED = {
    "kind": RULES.kinds[0].code,
    "name": "Ana Lima",
    "address": "ana@city.example",
    "organization": "City of Example",
    "government": "london",
    "country": "GB",
    "zone": "Europe/London",
    "language": "en",
    "consent": "yes",
}


@pytest.fixture
def ready(app: Flask) -> Flask:
    with app.app_context():
        opened(welfare=1)
        rules = replace(RULES, consent=Text({"en": "Keep what I say here."}))
        registration.set_rules(ACTOR, "cac2020", rules, NOW)
    return app


def register(client: FlaskClient, **typed: str) -> TestResponse:
    return send(client, FORM, {**TYPED, **typed}, shown_at=FORM)


def states(app: Flask) -> list[tuple[str, State]]:
    with app.app_context():
        rows = db.session.scalars(select(RegistrationRow).order_by(RegistrationRow.id)).all()
        return [(one.name, one.state) for one in rows]


def letters(app: Flask) -> list[tuple[str, Occasion, str]]:
    with app.app_context():
        rows = db.session.scalars(select(MailRow).order_by(MailRow.id)).all()
        return [(one.address, one.occasion, one.data.get("path", "")) for one in rows]


def test_from_the_form_by_the_mail_to_ones_own_registration(
    ready: Flask, client: FlaskClient
) -> None:
    answer = register(client, sessions="welfare")
    assert (answer.status_code, answer.headers["Location"]) == (303, SENT)
    assert "Look into your mail" in client.get(SENT).text
    assert states(ready) == [("Ana Lima", State.UNCONFIRMED)]
    [(address, occasion, path)] = letters(ready)
    assert (address, occasion) == ("ana@city.example", Occasion.CONFIRM)
    client.get("/account/")
    answer = send(client, path, {}, shown_at=path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cac2020/me")
    page = client.get(MINE)
    assert page.status_code == 200
    assert "You take part." in page.text
    assert states(ready) == [("Ana Lima", State.CONFIRMED)]
    assert client.get(FORM).headers["Location"] == MINE


def test_who_is_known_and_who_is_not_are_told_the_same(ready: Flask) -> None:
    first, again = register(browser(ready)), register(browser(ready), name="Somebody Else")
    assert (first.status_code, first.headers["Location"], first.data) == (
        again.status_code,
        again.headers["Location"],
        again.data,
    )
    assert states(ready) == [("Ana Lima", State.UNCONFIRMED)]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("address", "nobody", "This is not an email address. One looks like name@example.org."),
        ("name", "  ", "Please tell us your name."),
        ("name", "a" * 256, "This is too long."),
        ("kind", "emperor", "Please choose as what you take part."),
        ("government", "atlantis", "This government is none of the summit's."),
        ("country", "Atlantis", "Please choose a country of the list."),
        ("languages", "<b>", "Please choose languages of the list."),
        ("zone", "Mars/Base", "Please choose your time zone."),
        ("language", "tlh", "Please choose the language of your mail."),
        ("sessions", "mayoral-meeting", "One of these sessions has no seats to take."),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(
    ready: Flask, client: FlaskClient, field: str, value: str, message: str
) -> None:
    answer = register(client, **{field: value})
    assert answer.status_code == 400
    page = Page(answer.text)
    assert [one.address for one in page.links if one.address.startswith("#field-")] == [
        f"#field-{field}"
    ]
    errors = page.all("span", id=f"error-{field}")
    assert ["".join(one.itertext()) for one in errors] == [message]
    kept = {one.get("name"): one.get("value") for one in page.all("input") if one.get("value")}
    assert kept["organization"] == TYPED["organization"]
    assert states(ready) == []
    assert letters(ready) == []


def test_consent_is_asked_for(ready: Flask, client: FlaskClient) -> None:
    answer = register(client, consent="")
    assert (answer.status_code, states(ready)) == (400, [])
    assert "Without this we may not keep your registration." in answer.text


def test_who_is_in_needs_no_mail(ready: Flask, client: FlaskClient) -> None:
    enter(ready, client, "ana@city.example")
    page = Page(client.get(FORM).text)
    assert page.all("input", name="address") == []
    answer = register(client)
    assert answer.headers["Location"] == f"{MINE}?said=registered"
    assert states(ready) == [("Ana Lima", State.CONFIRMED)]
    assert [one for _, one, _ in letters(ready)] == [Occasion.REGISTERED]


def test_what_one_said_is_corrected_and_taken_back(ready: Flask, client: FlaskClient) -> None:
    enter(ready, client, "ana@city.example")
    register(client)
    wrong = send(client, MINE, {"name": "", "organization": "Kept"}, shown_at=MINE)
    assert wrong.status_code == 400
    assert 'value="Kept"' in wrong.text
    answer = send(client, MINE, {"name": "Ana Maria Lima"}, shown_at=MINE)
    assert answer.headers["Location"] == f"{MINE}?said=kept"
    assert states(ready) == [("Ana Maria Lima", State.CONFIRMED)]
    answer = send(client, f"{MINE}/cancel", {}, shown_at=MINE)
    assert answer.headers["Location"] == "/cac2020/register/cancelled"
    assert states(ready) == [("Ana Maria Lima", State.CANCELLED)]
    assert client.get(MINE).headers["Location"] == FORM


@pytest.mark.parametrize(
    ("rules", "heading"),
    [
        (Rules(), "No registration is needed"),
        (Rules(RULES.kinds, opens=NOW + timedelta(days=1)), "Registration is not open yet"),
        (Rules(RULES.kinds, closes=NOW), "Registration is closed"),
    ],
)
def test_a_registration_that_is_not_open_says_so(
    app: Flask, client: FlaskClient, rules: Rules, heading: str
) -> None:
    with app.app_context():
        opened()
        registration.set_rules(ACTOR, "cac2020", rules, NOW)
    page = Page(client.get(f"{FORM}?tz=Asia/Kabul").text)
    assert [one.words for one in page.headings if one.level == 1] == [heading]
    if rules.kinds:
        assert [one.place for one in page.clocks()] == ["Kabul", "Seoul"]


def test_it_opens_by_the_clock_of_the_summit(
    ready: Flask, client: FlaskClient, clock: SetClock
) -> None:
    opens = datetime(2020, 5, 21, tzinfo=NOW.tzinfo)
    with ready.app_context():
        registration.set_rules(ACTOR, "cac2020", Rules(RULES.kinds, opens=opens), NOW)
    assert "not open yet" in client.get(FORM).text
    clock.moment = opens
    assert "not open yet" not in client.get(FORM).text
    assert client.get(FORM).status_code == 200


@pytest.mark.parametrize("path", [FORM, SENT, MINE, "/cac2020/register/cancelled"])
def test_its_pages_are_private_and_of_a_summit(
    ready: Flask, client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert client.get(path.replace("cac2020", "other")).status_code in (303, 404)


def test_a_form_that_comes_too_fast_registers_nobody(ready: Flask, client: FlaskClient) -> None:
    hidden = fields(client, FORM, FORM)
    answer = client.post(FORM, data={**hidden, **TYPED})
    assert answer.status_code == 400
    assert states(ready) == []


def test_reminders_are_chosen(ready: Flask, client: FlaskClient) -> None:
    enter(ready, client, "ana@city.example")
    register(client)

    def chosen() -> list[str | None]:
        page = Page(client.get(MINE).text)
        ticks = page.all("input", name="wishes")
        return [one.get("value") for one in ticks if one.get("checked") is not None]

    assert chosen() == ["tomorrow"]
    at = f"{MINE}/reminders"
    for wishes in (["soon"], ["tomorrow", "soon"], [], ["never"]):
        hidden = fields(client, at, MINE)
        answer = client.post(at, data={**hidden, "wishes": wishes})
        assert answer.headers["Location"] == f"{MINE}?said=kept"
        assert chosen() == [one for one in wishes if one != "never"]
