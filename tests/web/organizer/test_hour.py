"""The page on which an organizer finds a kind hour."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from summit.core.role import Role
from summit.services import programme
from tests.conftest import ACTOR
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, shown
from tests.web.page import Page

TWELVE = [
    "seoul",
    "moscow",
    "jakarta",
    "istanbul",
    "budapest",
    "tehran",
    "tel-aviv",
    "buenos-aires",
    "vancouver",
    "chongqing",
    "delhi",
    "london",
]


def test_the_golden_hour(app: Flask) -> None:
    client = enter(app, organizer(app))
    query = {"city": TWELVE, "minutes": "120", "first": "2020-06-02", "last": "2020-06-02"}
    page = client.get("/cac2020/organize/hours", query_string=query)
    assert page.status_code == 200
    assert "48 starts were tried" in page.text
    shown = Page(page.text)
    ticked = {
        one.get("value") for one in shown.all("input", name="city") if "checked" in one.attrib
    }
    assert ticked == set(TWELVE)
    quiet = "Nobody sits in the night, from 00:00 to 06:00, at"
    (told,) = [one for one in shown.all("dl") if quiet in "".join(one.itertext())]
    words = ["".join(one.itertext()).strip() for one in told]
    assert words[words.index(quiet) + 1] == "Tue 2 June 2020, 22:00 Seoul (UTC+9)"


def test_nonsense_is_answered_with_the_usual(app: Flask) -> None:
    client = enter(app, organizer(app))
    for query in (
        {"city": "atlantis", "minutes": "0", "first": "soon", "last": "0001-01-01"},
        {"minutes": "99999999999999999999", "first": "9999-12-31"},
        {"first": "2020-06-05", "last": "2020-06-01", "minutes": "½"},
    ):
        page = client.get("/cac2020/organize/hours", query_string=query)
        assert page.status_code == 200
        assert 'name="minutes" type="number" min="15" max="480" value="90"' in page.text


def test_a_session_brings_its_cities_and_its_length(app: Flask) -> None:
    client = enter(app, organizer(app))
    address = "/cac2020/organize/hours?session=mayoral-meeting"
    page = client.get(address).text
    assert 'value="90"' in page
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
    meeting = next(one for one in draft.sessions if one.code == "mayoral-meeting")
    ticked = {x.get("value") for x in Page(page).all("input", name="city") if "checked" in x.attrib}
    assert ticked == set(meeting.governments)
    # On its own day, the kindest hour is an hour earlier.
    (first,) = (x for x in Page(page).all("button", name="starts")[:1])
    assert first.get("value") == "2020-06-02T12:00Z"
    form = shown(client, address, f"{HOME}/sessions/mayoral-meeting/hours")
    moved = client.post(
        f"{HOME}/sessions/mayoral-meeting/hours",
        data={"seen": form["seen"], "starts": "2020-06-02T12:00Z"},
    )
    assert moved.status_code == 303
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
    meeting = next(one for one in draft.sessions if one.code == "mayoral-meeting")
    assert meeting.starts == datetime(2020, 6, 2, 12, tzinfo=UTC)


def test_two_sittings_name_who_sits_in_which(app: Flask) -> None:
    client = enter(app, organizer(app))
    query = {"city": TWELVE, "minutes": "120", "first": "2020-06-02", "last": "2020-06-02"}
    page = Page(client.get("/cac2020/organize/hours", query_string=query).text)
    places = [
        "".join(one.itertext()).strip()
        for item in page.all("ul")
        if item.get("class") == "sitting"
        for one in item.iter("bdi")
    ]
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
    names = [one.name.say("en") for one in draft.governments if one.code in TWELVE]
    assert sorted(places) == sorted(names)


def test_nobody_moves_a_session_who_may_only_read(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    page = client.get("/cac2020/organize/hours?session=mayoral-meeting")
    assert page.status_code == 200
    assert 'name="starts"' not in page.text


def test_each_quarter_of_an_hour_can_be_tried(app: Flask) -> None:
    client = enter(app, organizer(app))
    query = {"city": TWELVE, "first": "2020-06-02", "last": "2020-06-02"}
    for step, count in (("15", 96), ("60", 24), ("7", 48)):
        page = client.get("/cac2020/organize/hours", query_string=query | {"step": step})
        assert f"{count} starts were tried" in page.text
