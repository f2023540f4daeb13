"""My calendars: the address is shown once, and every button does what it says."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Actor
from summit.services import agenda
from tests.conftest import NOW, browser
from tests.participants import enter, person
from tests.web.page import Page, words

CALENDAR = "/cac2020/me/calendar"


@pytest.fixture
def mina(app: Flask) -> Actor:
    actor = person(app)
    with app.app_context():
        agenda.pick(actor, "cac2020", "diamond", NOW)
    return actor


@pytest.fixture
def inside(app: Flask, mina: Actor) -> FlaskClient:
    return enter(app, mina)


def address(text: str) -> str:
    (found,) = set(re.findall(r'value="https://summit\.example(/feeds/[\w-]{43}\.ics)"', text))
    return str(found)


def test_an_address_is_shown_once(app: Flask, inside: FlaskClient) -> None:
    answer = inside.post(f"{CALENDAR}/make", data={"label": "My phone", "alarm": "15"})
    path = address(answer.text)
    assert f'href="webcal://summit.example{path}"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"TRIGGER:-PT15M" in browser(app).get(path).data
    again = inside.get(CALENDAR)
    assert "/feeds/" not in again.text
    assert "My phone" in words(Page(again.text).main)
    assert "Last read" in words(Page(again.text).main)


def test_what_cannot_be_taken_is_said_at_its_field(inside: FlaskClient) -> None:
    for data, where in (
        ({"label": "  ", "alarm": "15"}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"label": "Phone", "alarm": "7"}, "alarm"),
        ({"label": "Phone", "alarm": "٣"}, "alarm"),
    ):
        answer = inside.post(f"{CALENDAR}/make", data=data)
        assert answer.status_code == 400
        assert f'aria-describedby="fault-0-{where}"' in answer.text
        assert f'id="fault-0-{where}"' in answer.text
    assert 'value="Phone"' in answer.text  # what was typed is not lost


def test_without_a_pick_there_is_no_calendar(app: Flask) -> None:
    client = enter(app, person(app, "new@people.example"))
    assert "Pick a session first" in client.get(CALENDAR).text
    answer = client.post(f"{CALENDAR}/make", data={"label": "Phone"})
    assert answer.status_code == 400
    assert "/feeds/" not in answer.text


def test_it_is_changed_replaced_and_ended(app: Flask, inside: FlaskClient) -> None:
    first = address(inside.post(f"{CALENDAR}/make", data={"label": "Phone"}).text)
    (number,) = re.findall(r"/me/calendar/(\d+)\"", inside.get(CALENDAR).text)
    data = {"label": "Desk", "zone": "Asia/Kabul", "language": "ko", "alarm": "60"}
    assert inside.post(f"{CALENDAR}/{number}", data=data).status_code == 303
    text = browser(app).get(first).text
    assert "TRIGGER:-PT1H" in text
    assert "내 일정" in text or "My agenda" in text
    assert "Desk" in inside.get(CALENDAR).text
    second = address(inside.post(f"{CALENDAR}/{number}/rotate").text)
    assert [browser(app).get(one).status_code for one in (first, second)] == [404, 200]
    assert inside.post(f"{CALENDAR}/{number}/revoke").status_code == 303
    assert browser(app).get(second).status_code == 404
    assert "Desk" not in inside.get(CALENDAR).text


@pytest.mark.parametrize("act", ["", "/rotate", "/revoke"])
def test_another_ones_is_not_there(app: Flask, inside: FlaskClient, act: str) -> None:
    path = address(inside.post(f"{CALENDAR}/make", data={"label": "Phone"}).text)
    (number,) = re.findall(r"/me/calendar/(\d+)\"", inside.get(CALENDAR).text)
    other = person(app, "other@people.example")
    with app.app_context():
        agenda.pick(other, "cac2020", "diamond", NOW)
    answer = enter(app, other).post(f"{CALENDAR}/{number}{act}", data={"label": "Stolen"})
    assert answer.status_code == 404
    assert browser(app).get(path).status_code == 200
    assert browser(app).post(f"{CALENDAR}/{number}{act}").status_code == 400  # it has no token
    assert "Stolen" not in inside.get(CALENDAR).text


def test_a_hostile_name_stays_a_name(inside: FlaskClient) -> None:
    answer = inside.post(f"{CALENDAR}/make", data={"label": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
