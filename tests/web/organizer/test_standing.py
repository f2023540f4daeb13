"""How far a running order is decided: chosen by an organizer, counted and told by releases."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core import edit
from summit.core.change import Noun
from summit.core.programme import Programme, Session
from summit.core.role import Role
from summit.services import edit as edits
from summit.services import programme, release
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer

CODE = "mayoral-meeting"
PATH = f"/cac2020/organize/sessions/{CODE}/standing"
DOMAIN = "summit.example"


@pytest.fixture
def mina(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def choose(client: FlaskClient, standing: str) -> None:
    seen = re.search(r'name="seen" value="(\w+)"', client.get(PATH).text)
    assert seen is not None
    answer = client.post(PATH, data={"standing": standing, "seen": seen[1]})
    assert (answer.status_code, answer.location) == (303, PATH)


def swap_cases() -> None:
    """Let Maryland speak before London, in the draft."""

    def act(draft: Programme) -> Programme:
        old = meeting(draft)
        turns = (*old.turns[:2], old.turns[3], old.turns[2], *old.turns[4:])
        return edit.put(draft, Noun.SESSION, replace(old, turns=turns))

    edits.apply(ACTOR, "cac2020", "turns", act, NOW, DOMAIN)


def meeting(draft: Programme) -> Session:
    return edit.session(draft, CODE)


def publish(app: Flask, note: str = "") -> None:
    with app.app_context():
        release.publish(ACTOR, "cac2020", note, NOW)


def test_an_order_goes_from_provisional_to_final(
    app: Flask, mina: FlaskClient, client: FlaskClient
) -> None:
    def shown(path: str = f"/sessions/{CODE}") -> str:
        return words(client.get(f"/cac2020{path}").text)

    assert "order 1" not in shown()
    choose(mina, "provisional")
    assert "The next release Provisional order 1, of release 2" in words(mina.get(PATH).text)
    publish(app)
    assert "Provisional order 1, of release 2" in shown()
    assert "New standing of the running order" in shown("/releases/2")
    with app.app_context():
        swap_cases()
    waiting = words(mina.get(PATH).text)
    assert "What readers have Provisional order 1, of release 2" in waiting
    assert "Provisional order 2, of release 3 What waits to be published: Case: Maryland" in waiting
    publish(app)
    assert (
        "Provisional order 2, of release 3 What it changed Case: Maryland: from place 4 to 3"
        in (shown())
    )
    assert "Provisional order 2, of release 3 Case: Maryland: from place 4 to 3" in (
        shown("/releases/3")
    )
    with app.app_context():  # what else is published leaves the edition as it is
        programme.move(ACTOR, "cac2020", "welfare", NOW, minutes=101)
    publish(app)
    assert "Provisional order 2, of release 3" in shown()
    assert "Provisional order" not in shown("/releases/4")
    choose(mina, "final")
    publish(app)
    assert "Final order, of release 5" in shown()
    with app.app_context():
        swap_cases()
    publish(app)
    assert "Final order, corrected in release 6" in shown()
    choose(mina, "")
    publish(app)
    assert "Final order" not in shown()


def test_going_back_and_loading_the_file_again_keep_the_standing_in_order(
    app: Flask, mina: FlaskClient, cac2020: Programme
) -> None:
    choose(mina, "provisional")
    publish(app)
    with app.app_context():
        programme.load(ACTOR, cac2020, DOMAIN, NOW)  # a file says nothing of it
        assert meeting(programme.draft(ACTOR, "cac2020")).standing == "provisional"
        release.go_back(ACTOR, "cac2020", 1, "", NOW, DOMAIN)
        assert meeting(programme.draft(ACTOR, "cac2020")).standing is None
        done = edits.undo(ACTOR, "cac2020", NOW, DOMAIN)
        assert meeting(done.programme).standing == "provisional"


def test_two_editors_are_told_of_each_other(app: Flask, mina: FlaskClient) -> None:
    refused = mina.post(PATH, data={"standing": "final", "seen": "0123456789abcdef"})
    assert refused.status_code == 409
    assert "Somebody else has changed this since you opened it." in words(refused.text)
    for standing, seen in (("perhaps", "x"), ("final", "")):
        answer = mina.post(PATH, data={"standing": standing, "seen": seen})
        assert answer.status_code == 400
    with app.app_context():
        assert meeting(programme.draft(ACTOR, "cac2020")).standing is None


def test_a_viewer_reads_and_has_nothing_to_press(app: Flask) -> None:
    viewer = enter(app, organizer(app, Role.VIEWER))
    text = viewer.get(PATH).text
    assert "An order without a word" in text
    assert 'name="standing"' not in text
