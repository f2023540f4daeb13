"""Tables: what would change is shown by cell, then all of it is done, or nothing, as one edit."""

from __future__ import annotations

import pytest
from flask import Flask

from summit.core import edit as edits
from summit.core.programme import Programme
from summit.core.role import Role
from summit.services import edit, programme
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.web.hostile import STRINGS
from tests.web.organizer.forms import HOME, held, send, shown, way

SESSIONS = f"{HOME}/tables/sessions"
PEOPLE = f"{HOME}/tables/people"
EVIL = "<script>evil()</script>"


def draft(app: Flask) -> Programme:
    with app.app_context():
        return programme.draft(ACTOR, "cac2020")


def test_cells_are_changed_in_place(app: Flask) -> None:
    actor = organizer(app, Role.EDITOR)
    client = enter(app, actor)
    before = draft(app)
    form = shown(client, SESSIONS)
    at = form["code"].index("welfare")
    form |= {f"{at}.title.en": [f"=Care {EVIL}"], f"{at}.minutes": ["45"], "do": ["check"]}
    answer = client.post(SESSIONS, data=form)
    assert (answer.status_code, draft(app)) == (200, before)
    assert "1 row would change" in answer.text
    assert EVIL not in answer.text
    plan = held(answer.text, SESSIONS)
    assert way(send(client, SESSIONS, plan, do="apply")) == f"{SESSIONS}?said=kept"
    found = edits.session(draft(app), "welfare")
    assert (found.title["en"], found.minutes) == (f"=Care {EVIL}", 45)
    with app.app_context():
        assert [one.what for one in edit.history(actor, "cac2020")] == ["table"]
        edit.undo(actor, "cac2020", NOW, "summit.example")
    assert draft(app).sessions == before.sessions


def test_rows_are_pasted_by_the_names_of_a_spreadsheet(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    rows = (
        "Session ID\tTitle\tStart time\tRoom\tMystery\n"
        "welfare\tCare\t19:15\tMain studio, Seoul City Hall 8F\tx\n"
        "sports\tGames\t\t\t\n"
    )
    answer = client.post(SESSIONS, data={"paste": rows})
    assert "Mystery" in answer.text
    assert "Row 3" in answer.text  # an empty time is none
    assert "Please give a time of day" in answer.text
    assert "Keep all of it" not in answer.text
    refused = client.post(SESSIONS, data={"paste": rows, "do": "apply"})
    assert edits.session(draft(app), "welfare").title["en"] == "Welfare"
    assert refused.status_code == 400
    rows = rows.replace("sports\tGames\t\t", "sports\tGames\t9:05\t")
    plan = held(client.post(SESSIONS, data={"paste": rows}).text, SESSIONS)
    assert send(client, SESSIONS, plan, do="apply").status_code == 303
    found = [edits.session(draft(app), code) for code in ("welfare", "sports")]
    assert [one.title["en"] for one in found] == ["Care", "Games"]
    assert [(one.starts.strftime("%H:%M"), one.stage) for one in found] == [
        ("10:15", "main-studio"),
        ("00:05", None),
    ]


def test_people_are_added_by_a_list(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = draft(app)
    rows = "Name\tOffice\tGovernment\tAlso\nAmy Test\tMayor\tLondon\tA. T.;Amy\nBo Test\t\t\t\n"
    plan = held(client.post(PEOPLE, data={"paste": rows}).text, PEOPLE)
    assert send(client, PEOPLE, plan, do="apply").status_code == 303
    added = draft(app).people[len(before.people) :]
    assert [(one.code, one.government, one.also, one.sort) for one in added] == [
        ("amy-test", "london", ("A. T.", "Amy"), "Amy Test"),
        ("bo-test", None, (), "Bo Test"),
    ]


def test_what_a_table_changes_is_what_was_looked_at(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    rows = "code\tminutes\nwelfare\t45\n"
    plan = held(client.post(SESSIONS, data={"paste": rows}).text, SESSIONS)
    path = f"{HOME}/sessions/welfare"
    send(client, path, shown(client, path), title__en="Theirs")
    answer = send(client, SESSIONS, plan, do="apply")
    assert (answer.status_code, "look again at what changes" in answer.text) == (409, True)
    assert edits.session(draft(app), "welfare").minutes == 90
    assert send(client, SESSIONS, held(answer.text, SESSIONS), do="apply").status_code == 303
    found = edits.session(draft(app), "welfare")
    assert (found.minutes, found.title["en"]) == (45, "Theirs")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "Nothing is different."),
        ("welfare\t45\n", "The first row has to name the columns"),
        ('code\ttitle\nwelfare\t"x', "never closed"),
        ("code\tminutes\nnowhere\t45\n", "There is none with this code."),
        ("code\tminutes\nwelfare\t45\nwelfare\t46\n", "It stands there twice."),
        ("code\tstage\nwelfare\tMoon\n", "Please choose one of these."),
    ],
)
def test_what_cannot_be_taken(app: Flask, rows: str, message: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = draft(app)
    answer = client.post(SESSIONS, data={"paste": rows, "do": "apply"})
    assert (answer.status_code, message in answer.text, draft(app)) == (400, True, before)


def test_hostile_cells(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    for path, heading in ((SESSIONS, "code\ttitle (en)\tminutes"), (PEOPLE, "code\tname (en)")):
        for words in (*STRINGS, EVIL):
            answer = client.post(path, data={"paste": f"{heading}\n{words}\t{words}\t{words}\n"})
            assert answer.status_code in (200, 400), words
            assert EVIL not in answer.text
