"""The office's tech check: in its hours, booked, moved, given back, as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from summit.core.role import Role
from summit.core.statement import Deadline
from summit.core.tech_check import Series
from summit.db.base import db
from summit.services import statement, tech_check
from tests.conftest import ACTOR, NOW
from tests.formats.ical_rules import Profile, check_octets
from tests.offices import Opened, contact, enter
from tests.organizers import organizer
from tests.web.page import Page
from tests.web.page import words as text_of

HOME = "/cac2020/office/london/tech-check"
SERIES = Series(
    date(2020, 5, 28), time(16), time(18), 30, 1, "https://room.example/x", "Asia/Seoul"
)


@pytest.fixture
def slots(app: Flask) -> list[int]:
    with app.app_context():
        tech_check.open_series(ACTOR, "cac2020", SERIES, NOW)
        found = [slot.id for slot, _ in tech_check.listing(ACTOR, "cac2020")]
        db.session.remove()
    return found


@pytest.fixture
def london(app: Flask) -> FlaskClient:
    return enter(app, contact(app))


def test_it_is_booked_moved_and_given_back(london: FlaskClient, slots: list[int]) -> None:
    page = Opened(london.get(HOME))
    assert page.text.index("In your office hours") < page.text.index("09:00–")
    assert page.text.index("Outside our office hours") < page.text.index("08:00–")
    assert "room.example" not in page.html
    assert london.post(HOME, data={"slot": slots[2]}).location == f"{HOME}?said=booked"
    booked = Opened(london.get(f"{HOME}?said=booked"))
    assert "https://room.example/x" in booked.text
    move = Page(booked.html).one("details", class_="panel check-move")
    assert text_of(next(iter(move))) == "Move to another time"
    assert move.get("open") is None
    first = Calendar.from_ical(london.get(f"{HOME}.ics").get_data()).walk("VEVENT")[0]
    assert london.post(HOME, data={"slot": slots[3]}).status_code == 303
    octets = london.get(f"{HOME}.ics").get_data()
    assert check_octets(octets, Profile.DOWNLOAD) == []
    second = Calendar.from_ical(octets).walk("VEVENT")[0]
    assert (first["UID"], first["SEQUENCE"]) == (second["UID"], 0)
    assert (second["SEQUENCE"], second.start.isoformat()) == (1, "2020-05-28T08:30:00+00:00")
    assert b"room.example" not in octets
    assert london.post(f"{HOME}/give-back").location == f"{HOME}?said=given-back"
    assert london.get(f"{HOME}.ics").status_code == 404


def test_what_cannot_be_booked_is_said(app: Flask, london: FlaskClient, slots: list[int]) -> None:
    jakarta = enter(app, contact(app, "jakarta", "office@jakarta.example"))
    assert jakarta.post("/cac2020/office/jakarta/tech-check", data={"slot": slots[0]}).status_code
    page = Opened(london.post(HOME, data={"slot": slots[0]}))
    assert (page.status, "Somebody was faster" in page.text) == (409, True)
    assert london.post(HOME, data={"slot": "99999"}).status_code == 404
    assert london.post(HOME, data={"slot": "x"}).status_code == 404
    assert london.post(HOME, data={}).status_code == 400
    assert jakarta.post(HOME, data={"slot": slots[1]}).status_code == 404
    assert jakarta.get(f"{HOME}.ics").status_code == 404


def test_protocol_opens_notes_and_takes_away(
    app: Flask, london: FlaskClient, slots: list[int]
) -> None:
    protocol = enter(app, organizer(app, Role.PROTOCOL))
    console = "/cac2020/organize/tech-checks"
    london.post(HOME, data={"slot": slots[0]})
    typed = {"day": "2020-05-29", "opens": "16:00", "closes": "17:00", "minutes": "30"}
    wrong = Opened(protocol.post(console, data={**typed, "capacity": "x", "room": "<b>Two"}))
    assert (wrong.status, "Please fill this in." in wrong.text) == (400, True)
    assert "<b>Two" not in wrong.html
    done = protocol.post(console, data={**typed, "capacity": "2", "room": "<b>Two"})
    assert done.location == f"{console}?said=opened"
    page = Opened(protocol.get(console))
    assert "<b>Two" not in page.html
    assert page.text.count("0 of 2") == 2
    number = 1
    noted = f"{console}/bookings/{number}"
    assert protocol.post(noted, data={"outcome": "failed"}).status_code == 400
    assert protocol.post(noted, data={"outcome": "failed", "note": "no sound"}).status_code == 303
    assert "no sound" in Opened(london.get(HOME)).text
    assert protocol.post(f"{console}/{slots[0]}/close").status_code == 409
    assert protocol.post(f"{console}/{slots[1]}/close").location == f"{console}?said=closed"


def test_the_offices_page_says_what_is_owed(
    app: Flask, london: FlaskClient, slots: list[int]
) -> None:
    home = "/cac2020/office/london"
    with app.app_context():
        due = Deadline(datetime(2020, 5, 30, 9, tzinfo=UTC))
        statement.set_deadline(ACTOR, "cac2020", "", due, NOW)
        db.session.remove()
    text = Opened(london.get(home)).text
    assert "Mayoral Meeting: your statement, by Sat 30 May 2020 10:00 London (UTC+1)" in text
    assert "Book your tech check" in text
    london.post(HOME, data={"slot": slots[2]})
    data = {"person": "sadiq-khan", "material": "text", "text": "Dear mayors"}
    assert london.post(f"{home}/statements/mayoral-meeting", data=data).status_code == 303
    text = Opened(london.get(home)).text
    assert ("your statement" in text, "Book your tech check" in text) == (False, False)
    assert "Mayoral Meeting, Sadiq Khan: handed in" in Opened(london.get(f"{home}/log")).text


def test_who_does_not_speak_is_not_asked_for_a_check(app: Flask, slots: list[int]) -> None:
    """The board counts the step only for who speaks; the office's page asks nobody else."""
    asks = []
    for city in ("london", "bogota"):
        client = enter(app, contact(app, city, f"mina@{city}.example"))
        asks.append("Book your tech check" in client.get(f"/cac2020/office/{city}").text)
    assert asks == [True, False]
