"""The order of turns: rules side by side, what stays, and one edit that can be undone."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.programme import Programme, Session
from summit.core.role import Role
from summit.core.text import Text
from summit.services import edit, programme
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, shown
from tests.web.page import Page

ORDER = f"{HOME}/sessions/mayoral-meeting/order"
EVIL = "<script>evil()</script>"


def meeting(app: Flask) -> Session:
    with app.app_context():
        return edits.session(programme.draft(ACTOR, "cac2020"), "mayoral-meeting")


def rules(words: str) -> dict[str, list[str]]:
    """What each rule costs, by its name."""
    page = Page(words)
    rows = [[" ".join("".join(x.itertext()).split()) for x in row] for row in page.all("tr")]
    return {row[0]: row[1:] for row in rows if len(row) == 5 and row[1].isdigit()}


def test_the_rules_stand_side_by_side(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    page = client.get(f"{ORDER}?rule=alphabet&stays=0&stays=22&stays=23")
    assert page.status_code == 200
    assert rules(page.text) == {
        "As it is": ["10", "135", "12", "0"],
        "Protocol": ["10", "135", "12", "0"],
        "Alphabet": ["10", "135", "12", "0"],
        "Kindest hours": ["10", "135", "12", "0"],
    }
    assert "Put the turns in this order" not in page.text


def test_an_order_is_kept_as_one_edit_that_can_be_undone(app: Flask) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    before = meeting(app).turns
    address = f"{ORDER}?rule=alphabet&stays=0&names=en"
    form = shown(client, address, ORDER)
    assert form["order"] != [",".join(map(str, range(len(before))))]
    answer = client.post(ORDER, data={key: form[key] for key in ("order", "seen")})
    assert (answer.status_code, answer.location) == (303, f"{ORDER}?said=kept")
    after = meeting(app).turns
    assert [before.index(one) for one in after] == [int(at) for at in form["order"][0].split(",")]
    assert after[0] == before[0]
    assert [one.government for one in after if one.government][:2] == ["jakarta", "london"]
    with app.app_context():
        assert [one.what for one in edit.history(actor, "cac2020")] == ["order turns"]
    client.post(f"{HOME}/grid/undo")
    assert meeting(app).turns == before


def test_places_by_hand_are_shown_before_they_are_kept(app: Flask) -> None:
    """Who is moved up takes the place that was typed, and so does who is moved down."""
    client = enter(app, organizer(app, Role.EDITOR))
    shown_ = ",".join(str(at) for at in range(24))
    for places, order in (
        ("place.5=2", [0, 5, 1, 2, 3, 4]),
        ("place.1=6", [0, 2, 3, 4, 5, 1]),
        ("place.5=2&place.1=6", [0, 5, 2, 3, 4, 1]),
        ("place.5=1&stays=0", [0, 5, 1, 2, 3, 4]),
    ):
        address = f"{ORDER}?rule=hand&shown={shown_}&{places}"
        wish = shown(client, address, ORDER)["order"][0]
        assert [int(at) for at in wish.split(",")][:6] == order
        assert "By hand" in rules(client.get(address).text)
    # Places are those of the order that was shown, here the present one backwards.
    backwards = ",".join(str(at) for at in reversed(range(24)))
    wish = shown(client, f"{ORDER}?rule=hand&shown={backwards}&place.0=1", ORDER)["order"][0]
    assert [int(at) for at in wish.split(",")][:3] == [0, 23, 22]


def test_nonsense_keeps_nothing(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before, seen = meeting(app).turns, shown(client, ORDER, ORDER)["seen"]
    for wrong in ("", "0,1", "x", "0," * 5000, "-1,0"):
        answer = client.post(ORDER, data={"order": wrong, "seen": seen})
        assert answer.status_code == 400
        assert "The turns are others by now" in answer.text
    for query in ("rule=x", "rule=hand&place.0=999999999", "rule=kindest&stays=99&stays=x&names=q"):
        assert client.get(f"{ORDER}?{query}").status_code == 200
    assert meeting(app).turns == before


def test_the_second_editor_is_told(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    form = shown(client, f"{ORDER}?rule=alphabet&stays=0", ORDER)
    with app.app_context():
        programme.rename(ACTOR, "cac2020", "mayoral-meeting", Text({"en": EVIL}), NOW)
    answer = client.post(ORDER, data={key: form[key] for key in ("order", "seen")})
    assert answer.status_code == 409
    assert "Somebody else has changed this since you opened it." in answer.text
    assert EVIL not in answer.text


def test_a_session_without_turns_says_so(app: Flask) -> None:
    def act(draft: Programme) -> Programme:
        return edits.put(draft, Noun.SESSION, replace(edits.session(draft, "welfare"), turns=()))

    client = enter(app, organizer(app, Role.VIEWER))
    with app.app_context():
        edit.apply(ACTOR, "cac2020", "turns", act, NOW, "summit.example")
    page = client.get(f"{HOME}/sessions/welfare/order").text
    assert "There are not two turns to put in order." in page
