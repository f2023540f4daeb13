"""My second factors, and the page that asks for one: by code, by passkey, when all is lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.factor import ASKED_FOR, FRESH_FOR, PROVED_FOR
from summit.core.limit import RULES
from summit.core.role import Actor
from summit.core.visit import FRESH
from summit.db.base import db
from summit.services import contact as contacts
from summit.web.reader import is_own_path
from tests.conftest import ACTOR, NOW, URL, SetClock
from tests.offices import contact
from tests.organizers import enter, organizer
from tests.passkeys import Device
from tests.web.hostile import ELSEWHERE
from tests.web.page import Page, words

AT, PROVE = "/account/factors", "/account/prove"
CONSOLE = "/cac2020/organize/"
OFFICE = "/cac2020/office/london"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def owner(app: Flask) -> Actor:
    return organizer(app)


@pytest.fixture
def mine(app: Flask, owner: Actor) -> FlaskClient:
    return enter(app, owner)


def set_up(client: FlaskClient, **more: str) -> tuple[str, list[str]]:
    """Set up an authenticator by its pages, and return its secret and the recovery codes."""
    at = client.post(f"{AT}/authenticator", data=more).location
    page = Page(client.get(at).text)
    secret = words(page.one("code")).replace(" ", "")
    now = client.application.extensions["summit"].clock.now()
    code = pyotp.TOTP(secret).at(now)
    answer = client.post(f"{AT}/authenticator/code", data={"code": code, "name": "Phone", **more})
    codes = [words(one) for one in Page(answer.text).all("code")] if answer.text else []
    return secret, codes


def code(secret: str, clock: SetClock) -> str:
    return pyotp.TOTP(secret).at(clock.moment)


def test_an_authenticator_without_javascript(mine: FlaskClient, clock: SetClock) -> None:
    assert mine.get(CONSOLE).status_code == 200
    at = mine.post(f"{AT}/authenticator", data={"next": CONSOLE}).location
    assert at == f"{AT}/authenticator?next={CONSOLE}"
    page = Page(mine.get(at).text)
    secret = words(page.one("code")).replace(" ", "")
    assert [one.get("role") for one in page.all("svg", class_="qr")] == ["img"]
    address = next(one.address for one in page.links if one.address.startswith("otpauth:"))
    assert pyotp.parse_uri(address).secret == secret  # type: ignore[attr-defined]
    wrong = mine.post(f"{AT}/authenticator/code", data={"code": "000000", "next": CONSOLE})
    assert (wrong.status_code, secret[:4] in wrong.text) == (400, True)
    assert mine.get(CONSOLE).status_code == 200
    done = mine.post(
        f"{AT}/authenticator/code", data={"code": code(secret, clock), "next": CONSOLE}
    )
    page = Page(done.text)
    assert (done.status_code, len(page.all("code"))) == (200, 10)
    assert done.headers["Cache-Control"] == "no-store"
    assert CONSOLE in [one.address for one in page.links]
    assert secret not in mine.get(AT).text  # it is shown until it works, and never again
    assert mine.get(f"{AT}/authenticator").location == AT
    assert mine.get(CONSOLE).status_code == 200


def test_the_console_asks_again_after_twelve_hours(mine: FlaskClient, clock: SetClock) -> None:
    secret, codes = set_up(mine)
    clock.moment = NOW + PROVED_FOR
    assert mine.get(CONSOLE).location == f"{PROVE}?next={CONSOLE}"
    assert "/organize/" in mine.get("/account/").text  # what is one's own stays open
    wrong = mine.post(PROVE, data={"code": "000000", "next": CONSOLE})
    assert (wrong.status_code, "This code is not right" in wrong.text) == (403, True)
    right = mine.post(PROVE, data={"code": code(secret, clock), "next": CONSOLE})
    assert right.location == CONSOLE
    assert mine.get(CONSOLE).status_code == 200
    clock.moment += PROVED_FOR
    assert mine.post(PROVE, data={"code": codes[0], "next": CONSOLE}).location == CONSOLE
    assert mine.get(CONSOLE).status_code == 200
    assert "9 recovery codes are left" in words(Page(mine.get(AT).text).main)


def test_an_office_asks_again_too(app: Flask, clock: SetClock) -> None:
    mina = contact(app)
    london = enter(app, mina)
    secret, _ = set_up(london)
    assert london.get(OFFICE).status_code == 200
    clock.moment = NOW + PROVED_FOR
    for page in ("", "/people", "/statements", "/declaration/endorse"):
        assert london.get(OFFICE + page).location == f"{PROVE}?next={OFFICE}{page}"
    named = {"name": "Bo", "address": "bo@london.example"}
    assert london.post(f"{OFFICE}/people", data=named).location == PROVE
    with app.app_context():
        assert len(contacts.contacts(ACTOR, "cac2020")["london"]) == 1
        db.session.remove()
    proof = {"code": code(secret, clock), "next": OFFICE}
    assert london.post(PROVE, data=proof).location == OFFICE
    assert london.get(OFFICE).status_code == 200


def test_a_proof_ends_with_its_visit(app: Flask, owner: Actor, mine: FlaskClient) -> None:
    set_up(mine)
    other = enter(app, owner)
    assert other.get(CONSOLE).location == f"{PROVE}?next={CONSOLE}"
    assert mine.get(CONSOLE).status_code == 200
    mine.post("/account/leave")
    assert mine.get(CONSOLE).location == f"/account/enter?next={CONSOLE}"
    assert enter(app, owner).get(CONSOLE).location == f"{PROVE}?next={CONSOLE}"


def test_ten_tries_in_five_minutes(mine: FlaskClient, clock: SetClock) -> None:
    secret, _ = set_up(mine)
    clock.moment += HALF_A_MINUTE
    for _ in range(RULES["factor"].count):
        assert mine.post(PROVE, data={"code": "000000"}).status_code == 403
    answer = mine.post(PROVE, data={"code": code(secret, clock)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")


def test_factors_are_changed_after_a_fresh_proof(mine: FlaskClient, clock: SetClock) -> None:
    secret, _ = set_up(mine)
    clock.moment += FRESH_FOR
    for path in (f"{AT}/authenticator", f"{AT}/passkey/question", f"{AT}/codes", f"{AT}/1/remove"):
        assert mine.post(path).location == f"{PROVE}?next={AT}", path
    assert mine.post(f"{AT}/1/name", data={"name": "<b>Old</b>"}).location == f"{AT}?said=renamed"
    assert "&lt;b&gt;Old&lt;/b&gt;" in mine.get(AT).text
    assert mine.post(f"{AT}/1/name", data={"name": " "}).status_code == 400
    assert mine.post(PROVE, data={"code": code(secret, clock), "next": AT}).location == AT
    renewed = mine.post(f"{AT}/codes")
    assert len(Page(renewed.text).all("code")) == 10
    assert mine.post(f"{AT}/1/remove").location == f"{AT}?said=removed"
    assert "What I have" not in mine.get(AT).text
    assert mine.get(PROVE).location == f"{AT}?next=/account/"
    assert mine.post(f"{AT}/1/remove").status_code == 404


def question(client: FlaskClient, path: str) -> str:
    answer = client.post(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def add(client: FlaskClient, device: Device) -> list[str]:
    answer = device.make(question(client, f"{AT}/passkey/question"), URL)
    done = client.post(f"{AT}/passkey", data={"answer": answer, "name": "Laptop"})
    assert done.status_code == 200
    return [words(one) for one in Page(done.text).all("code")]


def test_a_passkey_as_a_browser_sends_it(mine: FlaskClient, clock: SetClock) -> None:
    device = Device()
    assert len(add(mine, device)) == 10
    clock.moment += PROVED_FOR
    assert mine.get(CONSOLE).status_code == 303
    said = device.prove(question(mine, f"{PROVE}/question"), URL)
    data = {"answer": said, "next": CONSOLE}
    assert mine.post(f"{PROVE}/passkey", data=data).location == CONSOLE
    assert mine.get(CONSOLE).status_code == 200
    again = mine.post(f"{PROVE}/passkey", data=data)
    assert (again.status_code, "The passkey was not taken" in again.text) == (403, True)


def test_a_question_is_answered_soon_and_for_what_it_asks(
    mine: FlaskClient, clock: SetClock
) -> None:
    device = Device()
    made = device.make(question(mine, f"{AT}/passkey/question"), URL)
    clock.moment += ASKED_FOR + HALF_A_MINUTE
    assert mine.post(f"{AT}/passkey", data={"answer": made}).status_code == 400
    add(mine, device)
    made = Device(b"second").make(question(mine, f"{AT}/passkey/question"), URL)
    for answer in (made, "", "{", "[]"):
        assert mine.post(f"{PROVE}/passkey", data={"answer": answer}).status_code == 403
        assert mine.post(f"{AT}/passkey", data={"answer": answer}).status_code == 400


@pytest.mark.parametrize("path", ELSEWHERE)
def test_one_goes_on_to_pages_of_ours_only(mine: FlaskClient, clock: SetClock, path: str) -> None:
    secret, _ = set_up(mine, next=path)
    clock.moment += HALF_A_MINUTE
    answer = mine.post(PROVE, data={"code": code(secret, clock), "next": path})
    page = Page(mine.get(PROVE, query_string={"next": path}).text)
    asked = [one.get("value", "") for one in page.all("input", name="next")]
    for where in (answer.location, *asked):
        assert is_own_path(where), where


def test_a_browser_left_open_is_asked_who_it_is(mine: FlaskClient, clock: SetClock) -> None:
    clock.moment += FRESH
    for path in (f"{AT}/authenticator", f"{AT}/authenticator/code", f"{AT}/passkey/question"):
        led = mine.post(path, data={"next": CONSOLE}).location
        assert led == f"/account/enter?next=/account/factors%3Fnext%3D{CONSOLE}&again=yes", path
        assert mine.get(led).status_code == 200
    assert mine.get(f"{AT}/authenticator").location == AT


def test_somebody_elses_factor_is_not_there(app: Flask, mine: FlaskClient) -> None:
    set_up(mine)
    other = enter(app, organizer(app, address="other@organizers.example"))
    for path in ("name", "remove"):
        assert other.post(f"{AT}/1/{path}", data={"name": "x"}).status_code == 404


def test_the_last_owner_is_told_before_everything_is_erased(
    app: Flask, owner: Actor, mine: FlaskClient
) -> None:
    at = "/account/erase"
    said = Page(mine.get(at).text)
    assert said.all("form", action=at) == []
    assert "/cac2020/organize/organizers" in [one.address for one in said.links]
    assert mine.post(at, data={"sure": "yes"}).status_code == 400
    assert mine.get("/account/").status_code == 200
    other = organizer(app, address="other@organizers.example")
    assert mine.post(at, data={"sure": "yes"}).location == "/account/erased"
    assert enter(app, other).get(CONSOLE).status_code == 200
