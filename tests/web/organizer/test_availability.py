"""Windows by their form: on the host's clock and on their own, shown where the programme is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.availability import Window
from summit.core.change import Noun
from summit.core.role import Role
from summit.services import availability
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.web.addresses import EVERYTHING
from tests.web.organizer.forms import HOME, held, send, shown

LONDON = f"{HOME}/things/city/london/availability"
JARED = f"{HOME}/things/speaker/jared-diamond/availability"
CITY, PERSON = ("government", "london"), ("person", "jared-diamond")


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=UTC)


def kept(app: Flask) -> dict[tuple[str, str], list[Window]]:
    with app.app_context():
        found = availability.read(ACTOR, "cac2020")
    return {who: list(windows) for who, windows in found.items()}


def add(client: FlaskClient, path: str, begins: str, ends: str, clock: str = "") -> Any:
    """Add a window by the form, its ends as "2020-06-02 09:00"."""
    form = shown(client, f"{path}?clock={clock}" if clock else path, path)
    for name, words in (("begins", begins), ("ends", ends)):
        day, _, hour = words.partition(" ")
        form |= {f"windows.new.{name}.date": [day], f"windows.new.{name}.time": [hour]}
    return send(client, path, form, do="windows:add")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def test_a_window_is_typed_on_either_clock(app: Flask, client: FlaskClient) -> None:
    answer = add(client, LONDON, "2020-06-02 09:00", "2020-06-02 17:30")
    assert answer.location == f"{LONDON}?clock=own&said=kept#windows-0"
    assert kept(app) == {CITY: [Window(at(2, 8), at(2, 16, 30))]}
    page = client.get(f"{LONDON}?clock=host").text
    assert held(page, LONDON)["windows.0.begins.time"] == ["17:00"]
    assert held(page, LONDON)["windows.0.ends.date"] == ["2020-06-03"]
    assert "Tue 2 Jun 09:00–Tue 2 Jun 17:30" in re.sub(r"<[^>]+>", "", page)
    assert "on the host’s clock, Asia/Seoul" in page
    assert "on their clock, Europe/London" in client.get(LONDON).text
    add(client, LONDON, "2020-06-04 08:00", "2020-06-04 09:00", "host")
    assert kept(app)[CITY] == [Window(at(2, 8), at(2, 16, 30)), Window(at(3, 23), at(4, 0))]


def daily(client: FlaskClient, path: str, begins: str, ends: str, clock: str = "own") -> Any:
    form = shown(client, f"{path}?clock={clock}", path)
    hours = {"daily_begins": [begins], "daily_ends": [ends]}
    return send(client, path, form | hours, do="daily")


def test_the_same_hours_are_added_on_every_day(app: Flask, client: FlaskClient) -> None:
    assert daily(client, LONDON, "09:00", "18:00").status_code == 303
    # The summit lasts from Mon 04:00 to Sat 04:00 in Seoul, in London from Sunday evening on.
    dates = [at(31, 8, month=5), *(at(day, 8) for day in range(1, 6))]
    assert [one.begins for one in kept(app)[CITY]] == dates
    assert {(one.ends - one.begins).seconds // 3600 for one in kept(app)[CITY]} == {9}
    daily(client, JARED, "22:00", "02:00", "host")
    assert kept(app)[PERSON] == [Window(at(day, 13), at(day, 17)) for day in range(1, 7)]


def test_hours_without_a_time_are_refused(app: Flask, client: FlaskClient) -> None:
    answer = daily(client, LONDON, "", "18:00")
    assert answer.status_code == 400
    assert 'id="error-daily_begins">Please give a time of day' in answer.text
    assert held(answer.text, LONDON)["daily_ends"] == ["18:00"]
    assert kept(app) == {}


@pytest.mark.parametrize("clock", ["own", "host"])
def test_a_form_that_is_sent_as_it_came_changes_nothing(
    app: Flask, client: FlaskClient, clock: str
) -> None:
    # The second of two hours that the clocks of London show alike, on the day they are put back.
    window = Window(at(25, 1, 15, 10), at(25, 1, 45, 10))
    with app.app_context():
        none = availability.mark(())
        availability.keep(ACTOR, "cac2020", Noun.CITY, "london", [window], NOW, none)
    form = shown(client, f"{LONDON}?clock={clock}", LONDON)
    assert send(client, LONDON, form).status_code == 303
    assert kept(app) == {CITY: [window]}


def test_a_window_is_removed_and_then_they_can_always_come(app: Flask, client: FlaskClient) -> None:
    add(client, JARED, "2020-06-02 09:00", "2020-06-02 10:00")
    assert kept(app) == {PERSON: [Window(at(2, 0), at(2, 1))]}
    send(client, JARED, shown(client, JARED), do="windows:remove:0")
    assert kept(app) == {}
    assert "No window: always available." in client.get(JARED).text


@pytest.mark.parametrize(
    ("begins", "ends", "control", "message"),
    [
        ("2020-06-02 09:00", "2020-06-02 09:00", "ends", "This is not after its beginning."),
        ("2020-06-02 09:00", "2020-06-01 10:00", "ends", "This is not after its beginning."),
        ("2020-06-02 09:00", "", "ends", "Please give a date such as 2020-06-02."),
        ("nonsense 09:00", "2020-06-02 10:00", "begins", "Please give a date such as"),
        ("2020-03-29 01:30", "2020-03-29 04:00", "begins", "01:30 does not exist that day"),
    ],
)
def test_what_is_wrong_is_said_there_and_nothing_is_lost(
    app: Flask, client: FlaskClient, begins: str, ends: str, control: str, message: str
) -> None:
    answer = add(client, LONDON, begins, ends)
    assert answer.status_code == 400
    assert f'id="error-windows.new.{control}">{message}' in answer.text
    day, _, hour = begins.partition(" ")
    assert held(answer.text, LONDON)["windows.new.begins.date"] == [day]
    assert held(answer.text, LONDON)["windows.new.begins.time"] == [hour]
    assert kept(app) == {}


def test_who_is_second_sees_what_was_kept(app: Flask, client: FlaskClient) -> None:
    form = shown(client, LONDON)
    add(client, LONDON, "2020-06-02 09:00", "2020-06-02 10:00")
    form |= {
        "windows.new.begins.date": ["2020-06-03"],
        "windows.new.begins.time": ["09:00"],
        "windows.new.ends.date": ["2020-06-03"],
        "windows.new.ends.time": ["10:00"],
    }
    answer = send(client, LONDON, form)
    assert answer.status_code == 409
    assert "2020-06-02 09:00 London (UTC+1) · 2020-06-02 10:00 London (UTC+1)" in answer.text
    again = held(answer.text, LONDON)
    assert again["windows.new.begins.date"] == ["2020-06-03"]
    assert send(client, LONDON, again).status_code == 303
    assert kept(app) == {CITY: [Window(at(3, 8), at(3, 9))]}


@pytest.mark.parametrize(
    "path",
    [
        "/things/city/nowhere/availability",
        "/things/stage/main-studio/availability",
        "/things/session/diamond/availability",
        "/things/nonsense/london/availability",
    ],
)
def test_others_have_none(client: FlaskClient, path: str) -> None:
    assert client.get(HOME + path).status_code == 404
    assert client.post(HOME + path, data={"seen": ""}).status_code == 404


def test_the_grid_and_the_slot_tell_of_it(app: Flask, client: FlaskClient) -> None:
    add(client, JARED, "2020-06-04 08:30", "2020-06-04 23:00")
    page = client.get(f"{HOME}/grid?day=4").text
    assert "Person not available" in page
    assert "Jared Diamond is not available for all of “Conversation of Mayor Park" in page
    assert f'href="{JARED}"' in page
    found = json.loads(page.partition('id="grid-data"')[2].partition(">")[2].partition("<")[0])
    # Day 4 begins at 04:00: from then he is away for 4½ hours, and from 23:00 on for five.
    assert found["away"] == {"p/jared-diamond": [[0, 270], [1140, 1440]]}
    assert found["sessions"]["diamond"]["there"] == {
        "p/jared-diamond": [[0, 30], [30, 60], [60, None]]  # his three turns
    }
    assert found["names"]["p/jared-diamond"] == "Jared Diamond"
    slot = client.get(f"{HOME}/grid/sessions/diamond").text
    assert "Jared Diamond is not available for all of" in slot
    free = slot[slot.index('id="free"') :]
    times = re.findall(r'name="time" value="([\d:]+)"', free)
    marked = [">not available<" in one for one in free.split("<li>")[-len(times) :]]
    assert marked[0] is False
    assert times[0] >= "08:30"
    assert client.get(f"{HOME}/publish").text.count("Jared Diamond is not available") == 1


def test_nobody_else_reads_it(app: Flask, client: FlaskClient) -> None:
    before = {one: client.get(one).data for one in EVERYTHING}
    add(client, JARED, "2020-06-11 11:11", "2020-06-11 12:12")
    add(client, LONDON, "2020-06-11 11:11", "2020-06-11 12:12")
    assert len(kept(app)) == 2
    for address, octets in before.items():
        assert client.get(address).data == octets, address
