"""Parts, turns and streams in their rows: added, moved, removed, reckoned, told of others."""

from __future__ import annotations

import re

from flask import Flask

from summit.core import edit as edits
from summit.core.programme import Session
from summit.core.role import Role
from summit.services import edit, programme
from tests.conftest import ACTOR
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, held, send, shown, way

EVIL = "<script>evil()</script>"
TURNS = f"{HOME}/sessions/welfare/turns"
STREAMS = f"{HOME}/sessions/welfare/streams"
SECRET = "https://watch.example/secret-room"


def session(app: Flask, code: str = "welfare") -> Session:
    with app.app_context():
        return edits.session(programme.draft(ACTOR, "cac2020"), code)


def titles(app: Flask) -> list[str]:
    return [one.title.say("en") for one in session(app).turns]


def test_turns_are_added_moved_and_removed(app: Flask) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    for title, minutes in (("A", "10"), ("B", "25"), ("C", "70")):
        new = {"turns.new.title.en": [title], "turns.new.minutes": [minutes]}
        form = shown(client, TURNS) | new
        answer = send(client, TURNS, form, do="turns:add")
        assert answer.status_code == 303
    number = len(session(app).turns)
    assert way(answer) == f"{TURNS}?said=kept#turns-{number - 1}"
    assert titles(app)[-3:] == ["A", "B", "C"]
    first = number - 3
    send(client, TURNS, shown(client, TURNS), do=f"turns:up:{first + 1}")
    assert titles(app)[-3:] == ["B", "A", "C"]
    page = client.get(TURNS).text
    starts = session(app).starts
    if first == 0:
        assert f"{starts.hour + 9}:00–{starts.hour + 9}:25" in page
    assert "105 of 90 minutes" in page if first == 0 else "minutes are given to turns" in page
    form = shown(client, TURNS)
    form["turns.row"] = list(reversed(form["turns.row"]))  # as a browser sends rows moved about
    send(client, TURNS, form)
    assert titles(app)[:3] == ["C", "A", "B"]
    send(client, TURNS, shown(client, TURNS), do="turns:remove:1")
    assert titles(app)[:2] == ["C", "B"]
    with app.app_context():
        assert {one.what for one in edit.history(actor, "cac2020")} == {"turns"}


def test_what_is_wrong_in_a_row_is_said_there(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = session(app)
    form = shown(client, TURNS)
    form |= {"turns.new.title.en": [EVIL], "turns.new.minutes": ["0"]}
    form |= {"turns.new.language": ["Korean!"], "turns.new.person": ["nobody"]}
    answer = send(client, TURNS, form, do="turns:add")
    assert answer.status_code == 400
    for message in ("Minutes: This is not between 1 and 1440.", "is not the tag", "Please choose"):
        assert message in answer.text
    assert EVIL not in answer.text
    assert held(answer.text, TURNS)["turns.new.title.en"] == [EVIL]
    assert session(app) == before


def test_a_second_editor_sees_both_orders(app: Flask) -> None:
    first = enter(app, organizer(app, Role.EDITOR))
    second = enter(app, organizer(app, Role.EDITOR, address="jo@organizers.example"))
    mine = shown(second, TURNS)
    new = {"turns.new.title.en": ["Theirs"], "turns.new.minutes": ["10"]}
    send(first, TURNS, shown(first, TURNS) | new)
    mine |= {"turns.new.title.en": ["Mine"], "turns.new.minutes": ["20"]}
    answer = send(second, TURNS, mine)
    assert answer.status_code == 409
    assert ("en: Theirs · 10" in answer.text, "en: Mine · 20" in answer.text) == (True, True)
    assert held(answer.text, TURNS)["turns.new.title.en"] == ["Mine"]
    assert "Mine" not in titles(app)
    assert send(second, TURNS, held(answer.text, TURNS)).status_code == 303
    assert ("Mine" in titles(app), "Theirs" in titles(app)) == (True, False)


def test_a_part_without_a_person_and_one_with(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare/parts"
    before = len(session(app).parts)
    for new in (
        {"parts.new.office.en": ["Head of a house"], "parts.new.role": ["moderator"]},
        {"parts.new.person": ["jared-diamond"], "parts.new.mode": ["recorded"]},
    ):
        form = shown(client, path) | {name: list(value) for name, value in new.items()}
        assert send(client, path, form).status_code == 303
    last = session(app).parts[before:]
    assert [(one.role, one.person, one.office.say("en")) for one in last] == [
        ("moderator", None, "Head of a house"),
        ("speaker", "jared-diamond", ""),
    ]


def test_streams_are_for_editors_alone(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    form = shown(client, STREAMS)
    form |= {"streams.new.language": ["fr"], "streams.new.address": [SECRET]}
    assert send(client, STREAMS, form, do="streams:add").status_code == 303
    assert SECRET in client.get(STREAMS).text
    wrong = shown(client, STREAMS) | {"streams.new.language": ["fr"]}
    answer = send(client, STREAMS, wrong | {"streams.new.address": ["javascript:evil()"]})
    assert (answer.status_code, "This is not an address such as" in answer.text) == (400, True)
    viewer = enter(app, organizer(app, Role.VIEWER, address="vi@organizers.example"))
    assert viewer.get(STREAMS).status_code == 403
    for path in ("/sessions/welfare", "/sessions/welfare/turns", "/search?q=secret-room"):
        assert SECRET not in viewer.get(HOME + path).text
    for path in ("/tables/sessions", "/sessions/welfare"):
        assert SECRET not in client.get(HOME + path).text


def test_a_stream_that_everybody_sees_has_an_address(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = session(app).streams
    form = shown(client, STREAMS)
    form |= {"streams.new.language": ["fr"], "streams.new.is_public": ["yes"]}
    answer = send(client, STREAMS, form)
    assert (answer.status_code, "What is public has an address." in answer.text) == (400, True)
    assert session(app).streams == before


def test_many_turns_are_a_line_each_that_opens(app: Flask) -> None:
    """What is folded is sent all the same: browsers send the fields of closed details."""
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/mayoral-meeting/turns"
    lines = re.findall(
        r'<details class="row-line">\s*<summary><bdi>([^<]*)</bdi>', client.get(path).text
    )
    assert len(lines) == len(session(app, "mayoral-meeting").turns)
    assert lines[2] == "Case: London · Sadiq Khan · London"
    answer = send(client, path, shown(client, path), turns__2__minutes="many")
    assert "row-line" not in answer.text  # what is wrong stands open
    assert "Please give a whole number." in answer.text
