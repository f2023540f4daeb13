"""The control page: every press as a form that is sent, and what two who press are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Role
from summit.core.run import Press, State, course
from summit.services import rehearsal, run
from tests.conftest import ACTOR, SetClock
from tests.factories import START
from tests.organizers import enter, organizer

CODE = "mayoral-meeting"
PATH = f"/cac2020/organize/sessions/{CODE}/control"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_the_summit(clock: SetClock) -> None:
    clock.moment = START


@pytest.fixture
def mina(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.PROTOCOL))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def seen(client: FlaskClient) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(PATH).text)
    assert found is not None
    return found[1]


def press(client: FlaskClient, do: str, **more: str) -> str:
    """Press a button of the page as it stands now; return the page that follows."""
    answer = client.post(PATH, data={"do": do, "seen": seen(client)} | more)
    assert (answer.status_code, answer.location) == (303, PATH)
    return words(client.get(PATH).text)


def acts(app: Flask) -> list[Press]:
    with app.app_context():
        return [one.press for one in run.control(ACTOR, "cac2020", CODE).run.acts]


def test_a_session_from_its_beginning_to_its_end(
    app: Flask, mina: FlaskClient, clock: SetClock
) -> None:
    before = words(mina.get(PATH).text)
    assert "Not begun" in before
    assert "Published to begin at 22:00 Seoul (UTC+9)" in before
    clock.moment = START + 2 * MINUTE
    found = press(mina, "next")
    assert "On now, turn 1 Opening 3 minutes left 2 minutes late" in found
    assert "Next turn 22:05 Keynote" in found
    assert "Ends at 23:32 Seoul (UTC+9) 2 minutes beyond the published end, 23:30" in found
    clock.moment = START + 6 * MINUTE
    found = words(mina.get(PATH).text)
    assert "1 minute over 3 minutes late" in found
    found = press(mina, "over/10")
    assert "9 minutes left 12 minutes late" in found
    found = press(mina, "skip/1")
    assert "22:03 · left out Put back 2" in found
    assert "Next turn 22:15 Case: London · Sadiq Khan · London" in found
    found = press(mina, "return/1")
    assert "Next turn 22:15 Keynote" in found
    found = press(mina, "stop")
    assert "Stopped: nobody speaks" in found
    found = press(mina, "close")
    assert "The session is closed It ended at 22:06 Seoul (UTC+9)." in found
    assert "not held" in found
    found = press(mina, "undo")
    assert "Stopped: nobody speaks" in found
    assert acts(app) == [
        Press.NEXT,
        Press.OVER,
        Press.SKIP,
        Press.RETURN,
        Press.STOP,
    ]


def test_turns_are_swapped_and_inserted_with_who_speaks(app: Flask, mina: FlaskClient) -> None:
    press(mina, "next")
    press(mina, "swap", one="2", other="4")
    found = press(
        mina,
        "insert",
        title="A word <script>",
        length="4",
        after="1",
        government="moscow",
        person="sadiq-khan",
    )
    assert "25 A word &lt;script&gt; · Sadiq Khan · Moscow 4 min · added" in found
    with app.app_context():
        kept = run.control(ACTOR, "cac2020", CODE).run
    items = course(kept.plan, kept.acts).items
    assert [one.key for one in items[:6]] == [0, 1, 24, 4, 3, 2]
    assert items[0].state is State.ON


def test_what_is_typed_wrongly_stands_there_again(app: Flask, mina: FlaskClient) -> None:
    for do, typed, message in (
        ("insert", {"title": "", "length": "4"}, "Please fill this in."),
        ("insert", {"title": "Mine", "length": "soon"}, "Give a number from 1 to 180."),
        ("insert", {"title": "Mine", "length": "500"}, "Give a number from 1 to 180."),
        ("insert", {"title": "Mine", "length": "3", "after": "x"}, "Please choose one of these."),
        ("insert", {"title": "M", "length": "3", "person": "x"}, "Please choose one of these."),
        ("over", {"minutes": "0"}, "Give a number from 1 to 180."),
        ("over/3000", {"minutes": ""}, "Please fill this in."),
        ("swap", {"one": "1", "other": "1"}, "Choose another turn to swap it with."),
        ("stop", {}, "No turn is on."),
        ("skip/99", {}, "This turn is not where you saw it any more."),
        ("dance", {}, "Please choose one of these."),
    ):
        answer = mina.post(PATH, data={"do": do, "seen": "0"} | typed)
        assert answer.status_code == 400
        # It is said on top, too: the forms stand below all turns.
        assert message in words(answer.text).partition("Running order")[0], do
        for value in (typed.get("title"), typed.get("length")):
            assert not value or f'value="{value}"' in answer.text
    assert mina.post(PATH, data={"do": "next"}).status_code == 400
    assert acts(app) == []


def test_two_at_once_are_told_of_each_other(app: Flask, mina: FlaskClient) -> None:
    other = enter(app, organizer(app, Role.EDITOR, address="kim@organizers.example"))
    version = seen(mina)
    press(other, "next")
    twice = mina.post(PATH, data={"do": "next", "seen": version})
    assert twice.status_code == 303  # it is done: the same was meant
    assert acts(app) == [Press.NEXT]
    refused = mina.post(PATH, data={"do": "over/5", "seen": version})
    assert refused.status_code == 409
    assert (
        "Somebody else has pressed something since: look at it again. Next turn, 22:00, Mina"
        in words(refused.text)
    )
    assert acts(app) == [Press.NEXT]


def test_a_rehearsed_clock_is_the_one_that_counts(app: Flask, mina: FlaskClient) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START + 60 * MINUTE, START)
    found = press(mina, "next")
    assert "60 minutes late" in found
    with app.app_context():
        rehearsal.stop(ACTOR, "cac2020", START)
    assert "Not begun" in words(mina.get(PATH).text)


def test_times_are_said_in_a_second_zone(mina: FlaskClient) -> None:
    found = words(mina.get(f"{PATH}?tz=America/New_York").text)
    assert "22:00 Seoul (UTC+9) · 09:00 New York (UTC−4)" in found


def test_the_sessions_of_the_day_lead_there(mina: FlaskClient) -> None:
    text = mina.get("/cac2020/organize/control").text
    assert f'href="{PATH}"' in text
    assert "24 turns" in words(text)
    # What is on comes first.
    assert text.index(PATH) < text.index("/sessions/welfare/control")


def test_the_list_says_what_really_is_on(mina: FlaskClient, clock: SetClock) -> None:
    """Not what should be by the agenda: the control room may be early or late, or done."""

    def said() -> str:
        text = words(mina.get("/cac2020/organize/control").text)
        found = re.search(r"Mayoral Meeting (now|in \d+ minutes|)", text)
        assert found
        return found[1]

    clock.moment = START - 28 * MINUTE
    assert said() == "in 28 minutes"
    press(mina, "next")
    assert said() == "now"
    clock.moment = START + 20 * MINUTE
    press(mina, "close")
    assert said() == ""


def test_what_has_no_order_or_is_not_public_has_no_control_page(mina: FlaskClient) -> None:
    for code in ("nowhere", "welcome"):
        assert mina.get(f"/cac2020/organize/sessions/{code}/control").status_code == 404


def test_readers_see_the_press_of_a_moment_ago(mina: FlaskClient, client: FlaskClient) -> None:
    press(mina, "next")
    assert "Speaks now Opening" in words(client.get("/cac2020/now").text)


def test_the_overview_leads_those_there_who_may(app: Flask, mina: FlaskClient) -> None:
    assert f'href="{PATH}"' in mina.get("/cac2020/organize/").text
    assert f'href="{PATH}"' in mina.get(f"/cac2020/organize/sessions/{CODE}").text
    viewer = enter(app, organizer(app, Role.VIEWER, address="vi@organizers.example"))
    assert "/control" not in viewer.get("/cac2020/organize/").text
    assert "/control" not in viewer.get(f"/cac2020/organize/sessions/{CODE}").text
