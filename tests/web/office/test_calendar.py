"""The private feed of an office: made, read by the rules, replaced, ended with its owner."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core import edit as programmes
from summit.core.role import Role
from summit.core.run import Act, Press
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.db.base import db
from summit.db.office import ContactRow
from summit.services import contact as contacts
from summit.services import edit, programme, release, run
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.formats.ical_rules import (
    Answer,
    Profile,
    check_answer,
    check_octets,
    check_refusals,
    check_update,
    events,
)
from tests.offices import contact, enter
from tests.organizers import organizer

HERE = "/cac2020/office/london/calendar"


def made(client: FlaskClient) -> str:
    """Make a feed; return the path that was shown."""
    html = unescape(client.post(HERE).text)
    (address,) = re.findall(r'value="(https://summit\.example/feeds/[\w-]{43}\.ics)"', html)
    return str(address).removeprefix("https://summit.example")


def answer(client: FlaskClient, path: str, method: str = "get") -> Answer:
    found = getattr(client, method)(path)
    headers = {key: value for key, value in found.headers.items() if key != "X-Request-Id"}
    return Answer(found.status_code, headers, found.data)


def test_it_keeps_the_rules_of_private_feeds(app: Flask, clock: SetClock) -> None:
    path = made(enter(app, contact(app)))
    clock.moment += timedelta(hours=1)
    reader = browser(app)
    first, again, head = answer(reader, path), answer(reader, path), answer(reader, path, "head")
    found = check_answer(*first, Profile.PRIVATE, again=again, head=head)
    assert found == []
    assert check_octets(first.octets, Profile.PRIVATE) == []
    same = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_it_says_the_citys_hours_and_the_minutes_of_its_turn(app: Flask) -> None:
    path = made(enter(app, contact(app)))
    held = events(browser(app).get(path).data)
    (meeting,) = [one for one in held.values() if one.summary.startswith("Mayoral Meeting")]
    lines = meeting.description.split("\n")
    assert lines[1] == "Tue 2 June 2020, 14:00–15:30 London (UTC+1)"
    turns = [line for line in lines if line.startswith("Your turn: ")]
    assert turns != []
    for line in turns:
        assert re.fullmatch(
            r"Your turn: 1\d:\d\d–1\d:\d\d London, 2\d:\d\d–2\d:\d\d Seoul, 1\d:\d\d–1\d:\d\d UTC",
            line,
        )
    assert lines[-1].startswith("https://summit.example/cac2020/office/london")


def test_a_move_is_an_update(app: Flask) -> None:
    path = made(enter(app, contact(app)))
    before = browser(app).get(path).data
    with app.app_context():
        code = "mayoral-meeting"
        edit.apply(
            ACTOR,
            "cac2020",
            "move",
            lambda draft: programmes.move(
                draft, code, starts=programmes.session(draft, code).starts + timedelta(minutes=5)
            ),
            NOW,
            "summit.example",
            {},
        )
        release.publish(ACTOR, "cac2020", "", NOW + timedelta(minutes=1))
    after = browser(app).get(path).data
    assert after != before
    assert check_update(before, after, Profile.PRIVATE) == []


def test_old_ended_and_unknown_addresses_answer_alike(app: Flask) -> None:
    client, reader = enter(app, contact(app)), browser(app)
    old = made(client)
    new = made(client)
    assert reader.get(new).status_code == 200
    wrong = answer(reader, "/feeds/" + "x" * 43 + ".ics")
    assert check_refusals(answer(reader, old), wrong) == []
    assert client.post(f"{HERE}/end").status_code == 303
    assert check_refusals(answer(reader, new), wrong) == []
    assert "You have none yet." in client.get(HERE).text


def test_who_is_out_has_no_feed(app: Flask) -> None:
    client = enter(app, contact(app))
    path = made(client)
    with app.app_context():
        number = db.session.scalars(select(ContactRow.id)).one()
        db.session.rollback()
        contacts.remove(ACTOR, "cac2020", number, NOW)
    assert browser(app).get(path).status_code == 404
    assert client.post(HERE).status_code == 404


def test_it_is_told_when_it_was_read(app: Flask) -> None:
    client = enter(app, contact(app))
    path = made(client)
    assert "Not read yet" in client.get(HERE).text
    browser(app).get(path)
    assert "Last read" in client.get(HERE).text
    assert path not in client.get(HERE).text


def test_an_organizer_on_the_telephone_has_none(app: Flask) -> None:
    contact(app)
    client = enter(app, organizer(app, Role.PROTOCOL))
    page = client.get(HERE)
    assert (page.status_code, "Only who is in the office has one." in page.text) == (200, True)
    assert client.post(HERE).status_code == 404
    assert client.post(f"{HERE}/end").status_code == 404


def test_it_follows_a_session_that_runs(app: Flask, clock: SetClock) -> None:
    """What is expected of the office's own turn, and of one that it is given on the day."""
    path = made(enter(app, contact(app)))
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
        meeting = programmes.session(draft, "mayoral-meeting")
        city = min({one.code for one in draft.governments} - set(meeting.governments))
    other = enter(app, contact(app, city, "office@city.example"))
    html = unescape(other.post(f"/cac2020/office/{city}/calendar").text)
    (address,) = re.findall(r'value="https://summit\.example(/feeds/[^"]+)"', html)
    clock.moment = meeting.starts
    extra = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, government=city)
    with app.app_context():
        for seen, act in enumerate(
            (
                Act(Press.NEXT, NOW),
                Act(Press.OVER, NOW, minutes=12),
                Act(Press.INSERT, NOW, key=0, turn=extra),
            )
        ):
            run.press(ACTOR, "cac2020", "mayoral-meeting", act, clock.moment, seen)

    def told(path: str) -> str:
        octets = browser(app).get(path).data
        assert check_octets(octets, Profile.PRIVATE) == []
        (found,) = (one for one in events(octets).values() if one.uid == uid)
        return found.description

    assert meeting.stamp
    uid = meeting.stamp.uid
    assert "Your turn: 14:29–14:34 London, 22:29–22:34 Seoul, 13:29–13:34 UTC" in told(path)
    assert "22:15–22:19 Seoul" in told(address)
