"""Why a session of the draft is at its hour, and the press that moves it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from summit.core import edit as edits
from summit.core.programme import Session
from summit.core.role import Role
from summit.core.text import Text
from summit.services import edit, programme
from tests.conftest import ACTOR, NOW
from tests.factories import START
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, shown
from tests.web.page import Page

WHY = f"{HOME}/sessions/mayoral-meeting/hours"
EVIL = '"><script>evil()</script>'
EARLIER = "2020-06-02T12:00Z"


def meeting(app: Flask) -> Session:
    with app.app_context():
        return edits.session(programme.draft(ACTOR, "cac2020"), "mayoral-meeting")


def test_each_start_says_what_it_costs_and_what_bars_it(app: Flask) -> None:
    page = Page(enter(app, organizer(app, Role.VIEWER)).get(WHY).text)
    rows = [
        " ".join(" ".join("".join(cell.itertext()).split()) for cell in row)
        for row in page.all("tr")
    ]
    (now,) = [row for row in rows if row.startswith("22:00")]
    assert now.startswith("22:00 now 15 90 3 102 0 Park Won-soon (Seoul) 22:03 (12)")
    (earlier,) = [row for row in rows if row.startswith("21:00")]
    assert earlier.startswith("21:00 5 −10 49 −41 14 40 0 Park Won-soon (Seoul) 21:03 (3) free")
    assert any(row.startswith("03:30") and "past the end of the day" in row for row in rows)
    cheapest = " ".join("".join(page.all("strong")[0].itertext()).split())
    assert cheapest == "Tue 2 June 2020, 21:00 Seoul (UTC+9)"


def test_one_press_moves_it_and_another_takes_that_back(app: Flask) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    form = shown(client, WHY)
    answer = client.post(WHY, data=form | {"starts": EARLIER})
    assert (answer.status_code, answer.location) == (303, f"{WHY}?said=moved")
    assert meeting(app).starts == START - timedelta(hours=1)
    assert "It is moved in the working programme." in client.get(answer.location).text
    with app.app_context():
        assert edit.history(actor, "cac2020")[0].what == "move"
    client.post(f"{HOME}/grid/undo")
    assert meeting(app).starts == START


def test_the_second_editor_sees_what_the_first_made_of_it(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    form = shown(client, WHY)
    with app.app_context():
        programme.move(ACTOR, "cac2020", "mayoral-meeting", NOW, minutes=100)
    answer = client.post(WHY, data=form | {"starts": EARLIER})
    assert answer.status_code == 409
    assert "Somebody else has changed this since you opened it." in answer.text
    assert meeting(app).starts == START
    assert client.post(WHY, data=shown(client, WHY) | {"starts": EARLIER}).status_code == 303


@pytest.mark.parametrize("starts", ["", "soon", "2020-06-02T12:00", "0001-01-01T00:00Z", "9" * 400])
def test_no_instant_moves_nothing(app: Flask, starts: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    answer = client.post(WHY, data=shown(client, WHY) | {"starts": starts})
    assert answer.status_code == 400
    assert "Please choose one of these." in answer.text
    assert meeting(app).starts == START


def test_whoever_may_not_edit_has_no_button(app: Flask) -> None:
    page = enter(app, organizer(app, Role.VIEWER)).get(WHY).text
    assert 'name="starts"' not in page
    assert "The cheapest starts that are free" in page


def test_a_session_without_a_slot_gets_one(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    client.post(f"{HOME}/grid/sessions/mayoral-meeting", data={"do": "unschedule"})
    page = client.get(WHY).text
    assert "Without a slot, 90 minutes" in page
    assert "Place it here" in page
    client.post(WHY, data=shown(client, WHY) | {"starts": EARLIER})
    found = meeting(app)
    assert (found.starts, found.status) == (START - timedelta(hours=1), "scheduled")


def test_what_strangers_typed_is_never_taken_for_more(app: Flask) -> None:
    """The title of the session that is in the way, and that of the session itself."""
    client = enter(app, organizer(app, Role.EDITOR))
    with app.app_context():
        for code in ("climate", "prevention"):
            programme.rename(ACTOR, "cac2020", code, Text({"en": EVIL}), NOW)
    address = f"{HOME}/sessions/climate"
    for path in (
        f"{address}/hours?day=2020-06-03",
        f"{address}/order",
        f"{HOME}/hours?session=climate",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert EVIL not in page.text
    barred = client.get(f"{address}/hours?day=2020-06-03").text
    assert "is taken by “&#34;&gt;&lt;script&gt;evil()&lt;/script&gt;”" in barred
