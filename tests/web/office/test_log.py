"""The log of an office says in words what was done: no code of a session, no name of a field."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Role
from summit.core.tech_check import Series
from summit.db.base import db
from summit.services import endorsement, tech_check
from tests.conftest import ACTOR, NOW
from tests.offices import Opened, contact, enter
from tests.organizers import organizer
from tests.web.page import Page, words

HERE = "/cac2020/office/london"
SLOT = {"person": "sadiq-khan", "starts": "2020-06-02T13:00:00+00:00"}
SERIES = Series(
    date(2020, 5, 28), time(16), time(18), 30, 1, "https://room.example/x", "Asia/Seoul"
)


@pytest.fixture
def london(app: Flask) -> FlaskClient:
    return enter(app, contact(app))


def told(client: FlaskClient, language: str = "en") -> list[str]:
    """Return the lines of the log, the first first, without when and by whom."""
    page = Page(client.get(f"{HERE}/log?locale={language}").text)
    (log,) = page.all("ul", class_="log")
    return [" | ".join(words(one) for one in list(line)[1:]) for line in reversed(list(log))]


@pytest.mark.parametrize("language", ["ko", "zh-Hant"])
def test_it_is_told_in_the_readers_language(london: FlaskClient, language: str) -> None:
    london.post(f"{HERE}/zone", data={"zone": "Europe/London"})
    for line in told(london, language):
        assert re.fullmatch(r"[^A-Za-z]*", line.replace("Mina", "").replace("UTC", "")), line


def test_answers_are_told_in_words(london: FlaskClient) -> None:
    for typed in (
        {"standing": "confirmed", "language": "fr", "mode": "recorded"},
        {"standing": "substituted", "substitute": "Bo Example", "substitute_post": "Deputy"},
        {
            "standing": "another_time",
            "begins1": "2020-06-02T16:00",
            "until1": "2020-06-02T17:30",
        },
        {"standing": "declined", "reason": "The council meets."},
    ):
        answer = london.post(f"{HERE}/sessions/mayoral-meeting", data=SLOT | typed)
        assert answer.status_code == 303
    london.post(f"{HERE}/zone", data={"zone": "Europe/London"})
    slot = "Mayoral Meeting, Sadiq Khan"
    assert told(london) == [
        "Mina: let in",
        f"{slot}: Coming | French · recorded",
        f"{slot}: Somebody else comes | Bo Example, Deputy",
        f"{slot}: Asks for another time | would do: Tue 2 Jun 16:00–17:30 London (UTC+1)",
        f"{slot}: Not coming | The council meets.",
        "Our clock: confirmed: London",
    ]


def test_people_are_told_by_name(app: Flask, london: FlaskClient) -> None:
    for name, address in (("Ada", "ada@london.example"), ("Bo", "bo@elsewhere.example")):
        typed = {"name": name, "post": "", "address": address}
        assert london.post(f"{HERE}/people", data=typed).status_code == 303
    for rest in ("/calendar", "/calendar/end"):
        london.post(f"{HERE}{rest}")
    page = london.get(f"{HERE}/people").text
    numbers = re.findall(r"/people/(\d+)/remove", page)
    london.post(f"{HERE}/people/{numbers[1]}/remove")
    assert told(london)[1:] == [
        "Ada: named, and sent a link",
        "Bo: named, and waits for a yes | Of another domain than your other addresses",
        "Mina: made an address for their calendar",
        "Mina: ended the address of their calendar",
        "Ada: taken out",
    ]


def test_statements_and_checks_are_told(app: Flask, london: FlaskClient) -> None:
    with app.app_context():
        tech_check.open_series(ACTOR, "cac2020", SERIES, NOW)
        slots = [slot.id for slot, _ in tech_check.listing(ACTOR, "cac2020")]
        protocol = organizer(app, Role.PROTOCOL)
        endorsement.name(protocol, "cac2020", "london", "Ada Example", "Mayor", None, NOW)
        endorsement.name(protocol, "cac2020", "london", "", "", None, NOW)
        db.session.remove()
    one = f"{HERE}/statements/mayoral-meeting"
    key = {"person": "sadiq-khan", "material": "text"}
    london.post(one, data=key | {"text": "Dear mayors", "language": "en"})
    london.post(f"{one}/permit", data=key | {"may_publish": "yes"})
    london.post(f"{one}/withdraw", data=key)
    for number in slots[2:4]:
        london.post(f"{HERE}/tech-check", data={"slot": number})
    london.post(f"{HERE}/tech-check/give-back")
    slot = "Mayoral Meeting, Sadiq Khan"
    assert told(london)[1:] == [
        "Who signs: named | Ada Example, Mayor",
        "Who signs: nobody any more",
        f"{slot}: handed in | Text for the interpreters · version 1",
        f"{slot}: It will be shown to everybody once it is delivered.",
        f"{slot}: withdrawn | Text for the interpreters · version 2",
        "Tech check: booked | Thu 28 May 09:00 London (UTC+1)",
        "Tech check: moved | Thu 28 May 09:30 London (UTC+1)",
        "Tech check: given back | Thu 28 May 09:30 London (UTC+1)",
    ]
    page = Opened(london.get(f"{HERE}/log")).text
    assert "Wed 20 May 10:00 London (UTC+1) · Mina" in page
    assert re.findall(r"sha256|substitute_|is_sure|standing|mayoral-meeting|2020-", page) == []
