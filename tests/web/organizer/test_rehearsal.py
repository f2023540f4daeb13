"""The rehearsal in the console: begun from a list or by hand, and ended in one press."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.role import Role
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import reminder
from tests.conftest import NOW
from tests.organizers import enter, organizer
from tests.web.organizer.test_publish import moved, picked, seal, words

PAGE = "/cac2020/organize/rehearsal"
BANNER = "the clock of this summit shows "


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def shown(client: FlaskClient, address: str = PAGE) -> str:
    found = re.search(f"{BANNER}(.*?\\))", words(client.get(address).text))
    return found[1] if found else ""


def test_the_clock_is_set_by_a_list(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert shown(client) == ""
    found = {label: value for value, label in re.findall(r'<option value="([^"]+)">([^<]+)', page)}
    assert [one for one in found if one.startswith("Day ")] == [
        "Day 1 · Mon 1 Jun, 11:00",
        "Day 2 · Tue 2 Jun, 22:00",
        "Day 3 · Wed 3 Jun, 09:30",
        "Day 4 · Thu 4 Jun, 08:00",
        "Day 5 · Fri 5 Jun, 10:00",
    ]
    (meeting,) = (value for label, value in found.items() if "22:00 · " in label)
    assert client.post(PAGE, data={"preset": meeting}).location == PAGE
    for address in (PAGE, "/cac2020/", "/cac2020/organize/"):
        assert shown(client, address) == "Tue 2 June 2020, 21:55 Seoul (UTC+9)"
    assert client.post(f"{PAGE}/stop").location == PAGE
    assert (shown(client), shown(client, "/cac2020/")) == ("", "")


def test_the_clock_is_set_by_hand_at_the_hosts(client: FlaskClient) -> None:
    form = {"date": "2020-06-05", "time": "17:30"}
    assert client.post(PAGE, data=form).location == PAGE
    assert shown(client) == "Fri 5 June 2020, 17:30 Seoul (UTC+9)"
    for wrong in ({"date": "soon"}, {"time": "25:61"}, {"date": ""}, {"preset": "nonsense"}):
        answer = client.post(PAGE, data=form | wrong)
        assert answer.status_code == 400
    assert shown(client) == "Fri 5 June 2020, 17:30 Seoul (UTC+9)"


def test_it_says_what_mail_it_holds(app: Flask, client: FlaskClient) -> None:
    picked(app, "ada@one.example", "welfare")
    with app.app_context():
        db.session.scalars(select(RegistrationRow)).one().reminded = ("tomorrow",)
        db.session.commit()
    client.post(PAGE, data={"date": "2020-06-04", "time": "03:00"})
    assert "No mail is held back." in client.get(PAGE).text
    with app.app_context():
        reminder.remind(NOW)
    moved(app)
    page = client.get("/cac2020/organize/publish").text
    assert "The summit rehearses: the mails wait until the rehearsal is over." in page
    client.post("/cac2020/organize/publish", data={"seal": seal(page), "note": ""})
    said = words(client.get(PAGE).text)
    assert "1 mail about the summit is held back, and leaves when the rehearsal is over." in said
    assert "1 reminder of the rehearsed hour is held back, and is forgotten then." in said
    release = "/cac2020/organize/releases/2"
    assert "1 mail waits for the end of the rehearsal." in words(client.get(release).text)
    client.post(f"{PAGE}/stop")
    assert "1 mail waits · 60 seconds left" in words(client.get(release).text)
