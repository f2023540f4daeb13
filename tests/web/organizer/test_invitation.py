"""Invitations at the page of organizers, and what an invited person sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.core.invitation import LIFE
from summit.core.limit import RULES
from summit.core.role import Actor
from tests.conftest import NOW, SetClock, browser
from tests.organizers import enter, organizer
from tests.participants import person
from tests.services.test_invitation import ADDRESS, secret
from tests.web.entrance import send
from tests.web.page import Page, words

AT = "/cac2020/organize/organizers"
INVITE = "/cac2020/organize/invitations"


@pytest.fixture
def owner(app: Flask) -> Actor:
    return organizer(app)


@pytest.fixture
def mine(app: Flask, owner: Actor) -> FlaskClient:
    return enter(app, owner)


def invite(mine: FlaskClient, address: str = ADDRESS, role: str = "editor") -> str:
    """Invite somebody, and return the path of the link in their mail."""
    answer = mine.post(INVITE, data={"address": address, "roles": [role]})
    assert answer.location == f"{AT}?said=invited#invitations"
    return path(mine.application)


def path(app: Flask) -> str:
    with app.app_context():
        return f"/account/invitations/{secret()}"


def test_the_whole_way_of_who_never_came(app: Flask, mine: FlaskClient) -> None:
    at = invite(mine)
    invited = browser(app)
    for _ in range(2):  # as a scanner of mail does
        page = Page(invited.get(at).text)
    assert words(page.one("h1")) == "CAC Global Summit 2020"
    said = words(page.main)
    assert (f"For {ADDRESS}" in said, "Programme editor" in said) == (True, True)
    answer = send(invited, at, {}, shown_at=at)
    assert (answer.status_code, answer.location) == (303, "/cac2020/organize/")
    assert invited.get("/cac2020/organize/").status_code == 200
    assert invited.post(INVITE, headers={"X-CSRFToken": ""}).status_code == 400
    again = browser(app).get(at)
    assert again.status_code == 410
    assert words(Page(again.text).one("h1")) == "This invitation is open no more"
    assert again.headers["Cache-Control"] == "no-store"


def told(answer: TestResponse, at: str) -> str:
    """Return what a page says to whom nothing is open, but for its own address."""
    assert answer.status_code == 410
    return answer.text.replace(at, "")


def test_every_closed_one_looks_the_same(app: Flask, mine: FlaskClient, clock: SetClock) -> None:
    used, withdrawn = invite(mine, "used@a.example"), invite(mine, "withdrawn@a.example")
    stranger = browser(app)
    send(stranger, used, {}, shown_at=used)
    assert mine.post(f"{INVITE}/2/withdraw").location == f"{AT}?said=withdrawn#invitations"
    expired = invite(mine, "expired@a.example")
    clock.moment = NOW + LIFE
    closed = (used, withdrawn, expired, "/account/invitations/x")
    assert len({told(browser(app).get(one), one) for one in closed}) == 1
    client = enter(app, person(app, "somebody@people.example"))
    assert len({told(client.post(one), one) for one in closed}) == 1


def test_another_account_is_told_so(app: Flask, mine: FlaskClient) -> None:
    at = invite(mine)
    other = enter(app, person(app, "other@people.example"))
    page = Page(other.get(at).text)
    assert "You are in as other@people.example" in words(page.main)
    assert page.all("form", action=at) == []
    answer = other.post(at)
    assert (answer.status_code, "This invitation is for another account" in answer.text) == (
        403,
        True,
    )
    assert other.get("/cac2020/organize/").status_code == 404
    right = enter(app, person(app, ADDRESS))
    assert right.post(at).location == "/cac2020/organize/"
    assert right.get("/cac2020/organize/").status_code == 200


def test_sent_again_and_withdrawn(mine: FlaskClient, app: Flask) -> None:
    before = invite(mine)
    assert mine.post(f"{INVITE}/1/resend").location == f"{AT}?said=sent#invitations"
    at = path(app)
    assert at != before
    assert [browser(app).get(one).status_code for one in (before, at)] == [410, 200]
    said = words(Page(mine.get(AT).text).main)
    assert f"{ADDRESS} Good until" in said
    assert mine.post(f"{INVITE}/1/withdraw").status_code == 303
    assert ADDRESS not in mine.get(AT).text
    for verb in ("resend", "withdraw"):
        assert mine.post(f"{INVITE}/1/{verb}").status_code == 404


def test_an_expired_one_can_be_sent_again(
    mine: FlaskClient, app: Flask, owner: Actor, clock: SetClock
) -> None:
    invite(mine)
    clock.moment = NOW + LIFE
    later = enter(app, owner)
    assert "Expired" in words(Page(later.get(AT).text).main)
    later.post(f"{INVITE}/1/resend")
    assert browser(app).get(path(app)).status_code == 200


def test_what_is_wrong_is_said_at_its_field(mine: FlaskClient, clock: SetClock) -> None:
    for data, message in (
        ({"address": "nobody", "roles": ["mail"]}, "This is not an email address"),
        ({"address": ADDRESS}, "Choose what they are to do."),
        ({"address": "mina@organizers.example", "roles": ["mail"]}, "organize this summit already"),
    ):
        answer = mine.post(INVITE, data=data)
        assert (answer.status_code, message in answer.text) == (400, True)
        field = Page(answer.text).one("input", id="field-address")
        assert field.get("value") == data["address"]
    invite(mine)
    answer = mine.post(INVITE, data={"address": ADDRESS, "roles": ["mail"]})
    assert (answer.status_code, "They are invited already" in answer.text) == (400, True)
    clock.moment += timedelta(minutes=1)
    for _ in range(RULES["invited"].count - 1):
        assert mine.post(f"{INVITE}/1/resend").status_code == 303
    answer = mine.post(f"{INVITE}/1/resend")
    assert (answer.status_code, "many invitations lately" in answer.text) == (429, True)
