"""The grid of the console: what it shows of a day, and what its forms do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.programme import Programme, Session, Stage, Status, Visibility
from summit.core.role import Role
from summit.db.base import db
from summit.services import edit, programme
from tests.conftest import ACTOR, NOW
from tests.factories import text
from tests.organizers import enter, organizer

GRID = "/cac2020/organize/grid"
SLOT = f"{GRID}/sessions/diamond"
HOSTILE = "<b>x</b>\"'\u202ex</script><script>alert(1)</script>"


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def draft(app: Flask) -> dict[str, Session]:
    with app.app_context():
        return {one.code: one for one in programme.draft(ACTOR, "cac2020").sessions}


def act(app: Flask, what: Any) -> None:
    """Do an edit as somebody else."""
    with app.app_context():
        edit.apply(ACTOR, "cac2020", "act", what, NOW, "summit.example")


def put(app: Flask, code: str, **fields: Any) -> None:
    def change(one: Programme) -> Programme:
        return edits.put(one, Noun.SESSION, replace(edits.session(one, code), **fields))

    act(app, change)


def hall(one: Programme) -> Programme:
    return edits.put(one, Noun.STAGE, Stage("hall", text("Hall")))


def data(page: str) -> dict[str, Any]:
    """Return what the page gives to its script."""
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])  # type: ignore[no-any-return]


def seen(client: FlaskClient, code: str = "diamond") -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(f"{GRID}/sessions/{code}").text)
    assert found is not None
    return found[1]


def moved(**fields: str) -> dict[str, str]:
    values = {"do": "move", "day": "4", "time": "16:00", "minutes": "45", "stage": "main-studio"}
    return values | fields


def slot(one: Session) -> tuple[str, int, str | None, Status]:
    return (f"{one.starts:%d %H:%M}", one.minutes, one.stage, one.status)


BEFORE = ("03 23:00", 90, "main-studio", Status.SCHEDULED)


def test_a_day_stands_by_stage_with_its_hours(app: Flask, editor: FlaskClient) -> None:
    act(app, hall)
    page = editor.get(f"{GRID}?day=4&tz2=Europe/London&night=london").text
    assert re.findall(r'data-stage="([\w-]*)"', page) == ["main-studio", "hall", ""]
    block = re.search(r'<li class="([^"]*)" id="s-diamond"', page)
    assert block is not None
    assert block[1].split()[2:6] == ["h4", "m0", "lh1", "lm6"]
    assert '<span class="slab-time">08:00<span class="slab-end">–09:30</span></span>' in page
    assert '<span class="slab-second">00:00' in page  # Thu 4 June, exactly, in London
    assert "London (UTC+1)" in page
    assert re.findall(r'class="dark-(\w+)" y="(\d+)" width="1" height="(\d+)"', page) == [
        ("edge", "24", "24"),
        ("night", "48", "72"),
        ("edge", "120", "24"),
    ]
    assert "style=" not in page


def test_the_first_day_is_the_one_that_is_on(app: Flask, editor: FlaskClient) -> None:
    assert 'data-day="1" aria-current="page"' in editor.get(GRID).text
    assert 'data-day="1" aria-current="page"' in editor.get(f"{GRID}?day=99").text
    assert editor.get(f"{GRID}?day=4&tz2=Mars/Olympus&night=nowhere").status_code == 200


def test_states_are_said_in_words(app: Flask, editor: FlaskClient) -> None:
    put(app, "diamond", status=Status.CANCELLED, visibility=Visibility.ORGANIZERS)
    put(app, "welfare", status=Status.UNSCHEDULED)
    page = editor.get(f"{GRID}?day=4").text
    block = page[page.index('id="s-diamond"') : page.index("</li>", page.index('id="s-diamond"'))]
    for words in ("Cancelled", "hidden", "illustrative"):
        assert words in block
    tray = page[page.index('data-part="tray"') :]
    assert 'id="s-welfare"' in tray
    assert "1 without a slot · 1 cancelled" in " ".join(page.split())


def test_what_changed_since_the_release_says_so(app: Flask, editor: FlaskClient) -> None:
    assert "mark-known" not in editor.get(f"{GRID}?day=4").text
    put(app, "diamond", minutes=80)
    assert editor.get(f"{GRID}?day=4").text.count('mark-known">changed') == 1


def test_the_script_is_given_what_it_needs(app: Flask, editor: FlaskClient) -> None:
    found = data(editor.get(f"{GRID}?day=4").text)
    diamond = found["sessions"]["diamond"]
    assert (diamond["at"], diamond["minutes"], diamond["stage"]) == (240, 90, "main-studio")
    assert (found["day"], found["minutes"], found["zone"]) == (4, 1440, "Asia/Seoul")
    assert {who[0] for who in diamond["who"]} <= {"p", "c"}
    assert set(diamond["who"]) <= set(found["names"])
    assert diamond["seen"] == seen(editor)


def test_hostile_words_end_no_element(app: Flask, editor: FlaskClient) -> None:
    put(app, "diamond", title=text(HOSTILE), streams=())
    put(app, "welfare", title=text(HOSTILE), status=Status.UNSCHEDULED)
    act(app, lambda one: edits.put(one, Noun.STAGE, Stage("hall", text(HOSTILE))))
    for address in (f"{GRID}?day=4", SLOT, f"{SLOT}?day=3"):
        page = editor.get(address).text
        assert "<script>alert" not in page
        assert "<b>x" not in page
    assert data(editor.get(f"{GRID}?day=4").text)["sessions"]["diamond"][
        "title"
    ] == HOSTILE.replace("\u202e", "")


def test_a_viewer_sees_no_form(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    for address in (f"{GRID}?day=4", SLOT):
        page = client.get(address).text
        assert 'name="do"' not in page
        assert "data-editor" not in page
        assert "grid-data" not in page
    assert client.post(SLOT, data=moved()).status_code == 403


def test_moving_by_the_form(app: Flask, editor: FlaskClient) -> None:
    act(app, hall)
    answer = editor.post(SLOT, data=moved(seen=seen(editor), stage="hall"))
    assert answer.location == f"{GRID}?day=4#s-diamond"
    assert slot(draft(app)["diamond"]) == ("04 07:00", 45, "hall", Status.SCHEDULED)
    answer = editor.post(SLOT, data=moved(day="5", time="01:30", stage=""))
    assert answer.location == f"{GRID}?day=5#s-diamond"
    assert slot(draft(app)["diamond"]) == ("05 16:30", 45, None, Status.SCHEDULED)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"time": "25:00"}, "This is no time of the day"),
        ({"time": ""}, "Please fill this in."),
        ({"minutes": "0"}, "This is no whole number from 1 to 1440."),
        ({"minutes": "x"}, "This is no whole number from 1 to 1440."),
        ({"day": "9"}, "Please choose one of these."),
        ({"stage": "nowhere"}, "Please choose one of these."),
        ({"do": "shift", "by": "9999"}, "This is no whole number from -720 to 720."),
        ({"do": "swap", "other": "diamond"}, "Please choose one of these."),
        ({"do": "swap", "other": "nobody"}, "Please choose one of these."),
        ({"do": "explode"}, "Please choose one of these."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    app: Flask, editor: FlaskClient, fields: dict[str, str], message: str
) -> None:
    answer = editor.post(SLOT, data=moved(**fields))
    assert answer.status_code == 400
    assert message in answer.text
    assert slot(draft(app)["diamond"]) == BEFORE
    answer = editor.post(SLOT, data=moved(**fields), headers={"Accept": "application/json"})
    assert (answer.status_code, message in answer.json["refused"]) == (400, True)


def test_every_deed_of_the_form(app: Flask, editor: FlaskClient) -> None:
    whole = draft(app)
    assert slot(whole["diamond"]) == BEFORE
    others = [one for one in whole.values() if whole["diamond"].starts < one.starts]
    after = sorted(one.code for one in others if one.starts.day == 4)
    for form, state in (
        ({"do": "unschedule"}, Status.UNSCHEDULED),
        ({"do": "move", "time": "08:00", "minutes": "90"}, Status.SCHEDULED),
        ({"do": "cancel"}, Status.CANCELLED),
        ({"do": "restore"}, Status.SCHEDULED),
    ):
        editor.post(SLOT, data=moved(**form))
        assert draft(app)["diamond"].status is state
    editor.post(SLOT, data={"do": "shift", "by": "10"})
    now = draft(app)
    late = {code for code in now if now[code].starts != whole[code].starts}
    assert late >= {"diamond"}
    assert late <= {"diamond", *after}
    editor.post(SLOT, data={"do": "swap", "other": "welfare"})
    swapped = draft(app)
    assert swapped["diamond"].starts == now["welfare"].starts
    assert swapped["welfare"].starts == now["diamond"].starts
    for _ in range(6):
        editor.post(f"{GRID}/undo")
    assert {one.code: slot(one) for one in draft(app).values()} == {
        code: slot(one) for code, one in whole.items()
    }
    answer = editor.post(f"{GRID}/redo")
    assert answer.location == f"{GRID}?day=4#s-diamond"
    assert draft(app)["diamond"].status is Status.UNSCHEDULED


def test_what_follows_moves_along_by_the_form(app: Flask, editor: FlaskClient) -> None:
    before = draft(app)
    end = before["diamond"].ends
    after = [one for one in before.values() if one.starts >= end and one.starts.day == 4]
    editor.post(SLOT, data=moved(time="08:00", minutes="100", rest="yes"))
    now = draft(app)
    assert now["diamond"].minutes == 100
    assert {(now[one.code].starts - one.starts).seconds // 60 for one in after} == {10}


def test_nothing_to_undo_is_said(app: Flask, editor: FlaskClient) -> None:
    answer = editor.post(f"{GRID}/undo")
    assert (answer.status_code, "There is nothing of yours to undo." in answer.text) == (
        409,
        True,
    )
    answer = editor.post(f"{GRID}/redo", headers={"Accept": "application/json"})
    assert answer.json == {"refused": "There is nothing of yours to do again."}


def test_the_second_of_two_sees_both_versions(app: Flask, editor: FlaskClient) -> None:
    had = seen(editor)
    put(app, "diamond", minutes=80)
    answer = editor.post(SLOT, data=moved(seen=had))
    assert answer.status_code == 409
    assert slot(draft(app)["diamond"]) == ("03 23:00", 80, "main-studio", Status.SCHEDULED)
    page = answer.text
    assert (
        page.index("Theirs, as it is now") < page.index("<dd>80</dd>") < page.index("<dd>45</dd>")
    )
    again = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.split("yours on")[1])
    )
    del again["csrf_token"]
    assert editor.post(SLOT, data=again).status_code == 303
    assert slot(draft(app)["diamond"]) == ("04 07:00", 45, "main-studio", Status.SCHEDULED)
    answer = editor.post(SLOT, data=moved(seen=had), headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["stale"]) == (409, True)


def test_a_swap_looks_at_both(app: Flask, editor: FlaskClient) -> None:
    mine, other = seen(editor), seen(editor, "welfare")
    put(app, "welfare", minutes=80)
    form = {"do": "swap", "other": "welfare", "seen": mine, "other_seen": other}
    assert editor.post(SLOT, data=form).status_code == 409
    assert editor.post(SLOT, data=form | {"other_seen": ""}).status_code == 303


def test_a_script_is_told_what_to_know(app: Flask, editor: FlaskClient) -> None:
    answer = editor.post(SLOT, data=moved(), headers={"Accept": "application/json"})
    assert answer.json == {"seen": {"diamond": seen(editor)}, "day": 4}


def test_a_finding_leads_to_its_cure(app: Flask, editor: FlaskClient) -> None:
    whole = draft(app)
    other = next(
        one for one in whole.values() if one.starts > whole["diamond"].ends and one.starts.day == 4
    )
    put(app, "diamond", starts=other.starts)
    page = editor.get(f"{GRID}?day=4").text
    assert "Two sessions at once on Main studio, Seoul City Hall 8F" in page
    assert f'href="{SLOT}#free"' in page
    page = editor.get(SLOT).text
    form = page[page.index('id="free"') :]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert editor.post(SLOT, data=fields).status_code == 303
    assert "Two sessions at once" not in editor.get(f"{GRID}?day=4").text


def test_a_session_on_none_of_the_days_is_not_lost(app: Flask, editor: FlaskClient) -> None:
    put(app, "diamond", starts=draft(app)["diamond"].starts.replace(year=2021))
    page = editor.get(f"{GRID}?day=4").text
    assert page.index("On none of the days") < page.index('id="s-diamond"')


def test_the_number_of_queries_does_not_grow(app: Flask, editor: FlaskClient) -> None:
    counted: list[str] = []
    with app.app_context():
        engine = db.engine

    def count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    editor.get(f"{GRID}?day=4")
    few = len(counted)

    def copies(one: Programme) -> Programme:
        model = edits.session(one, "welfare")
        for number in range(20):
            one = edits.put(one, Noun.SESSION, replace(model, code=f"copy-{number}", stamp=None))
        return one

    act(app, copies)
    counted.clear()
    editor.get(f"{GRID}?day=4")
    event.remove(engine, "before_cursor_execute", count)
    assert len(counted) == few


def test_a_summit_without_days_says_so(app: Flask) -> None:
    client = enter(app, organizer(app))
    new = {"title": "Care", "code": "care2027", "zone": "Africa/Nairobi", "languages": ["en"]}
    client.post("/organize/new", data=new)
    page = client.get("/care2027/organize/grid")
    assert (page.status_code, "no days yet" in page.text) == (200, True)


def test_another_language_keeps_the_clocks_and_nights_of_the_grid(editor: FlaskClient) -> None:
    asked = "day=2&tz2=Europe/London&night=&night=seoul&night=london"
    page = editor.get(f"{GRID}?{asked}").text
    path = f"{GRID}?{asked}"
    assert f'name="next" value="{path.replace("&", "&amp;")}"' in page
    answer = editor.post("/reader", data={"next": path, "locale": "ko"})
    assert answer.location == f"{path}&locale=ko"
    answer = editor.post("/reader", data={"next": answer.location, "locale": "en"})
    assert answer.location == f"{path}&locale=en"


@pytest.mark.parametrize("words", ["diamond", "JARED", "  conversation of mayor  "])
def test_a_session_is_found_by_its_words(editor: FlaskClient, words: str) -> None:
    answer = editor.get(GRID, query_string={"find": words, "day": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{GRID}?day=4#s-diamond")


def test_the_day_that_is_looked_at_comes_first(app: Flask, editor: FlaskClient) -> None:
    for code in ("diamond", "climate"):
        put(app, code, title=text("The same words"))
    for day, code in (("4", "diamond"), ("3", "climate")):
        answer = editor.get(GRID, query_string={"find": "same words", "day": day})
        assert answer.headers["Location"] == f"{GRID}?day={day}#s-{code}"


def test_what_no_session_is_called_is_said(editor: FlaskClient) -> None:
    page = editor.get(GRID, query_string={"find": HOSTILE, "day": "4"})
    assert page.status_code == 200
    assert "No session is called “&lt;b&gt;x&lt;/b&gt;" in page.text
    assert "<b>x" not in page.text


def test_a_second_clock_that_shows_the_same_is_not_shown(editor: FlaskClient) -> None:
    editor.set_cookie("tz", "Asia/Tokyo")
    assert 'class="slab-second"' not in editor.get(f"{GRID}?day=4").text
    assert 'class="slab-second"' in editor.get(f"{GRID}?day=4&tz2=Asia/Tokyo").text


def test_a_short_block_has_one_line(app: Flask, editor: FlaskClient) -> None:
    put(app, "diamond", minutes=25, turns=())
    page = editor.get(f"{GRID}?day=4").text
    assert re.search(r'<li class="[^"]* is-short" id="s-diamond"', page)
    assert re.search(r'title="08:00–08:25 Conversation', page)


def test_what_blocks_on_another_day_is_listed_too(app: Flask, editor: FlaskClient) -> None:
    put(app, "diamond", minutes=20)
    page = editor.get(f"{GRID}?day=2").text
    far = re.search(r'data-rule="far".*?</details>', page, re.DOTALL)
    assert far is not None
    (way,) = re.findall(r'href="([^"]*)"', far[0])
    assert editor.get(way).headers["Location"] == f"{GRID}?day=4#s-diamond"
    assert 'data-rule="far"' not in editor.get(f"{GRID}?day=4").text
