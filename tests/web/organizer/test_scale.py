"""A summit's own scale by its form: kept, undone, refused at its row, shown once published."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Role
from summit.core.scale import BANDS, Band
from summit.services import edit, programme, release
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, held, send, shown

PAGE = f"{HOME}/settings/scale"
PUBLIC = ("/cac2020/fairness", "/cac2020/sessions/welfare/hours")
INSIDE = (
    f"{HOME}/fairness",
    f"{HOME}/hours",
    f"{HOME}/sessions/welfare/hours",
    f"{HOME}/sessions/welfare/order",
)
OWN = (Band(0, 390, 77), Band(390, 1320, 0), Band(1320, 1440, 55))
SAYS = "This is this summit's own scale"


def rows(*lines: tuple[str, str, str]) -> dict[str, list[str]]:
    names = ("begins", "ends", "points")
    return {
        f"{name}.{at}": [words]
        for at, line in enumerate(lines)
        for name, words in zip(names, line, strict=True)
    }


THREE = rows(("00:00", "6:30", "77"), ("", "", ""), ("22", "24:00", "55"), ("06:30", "22:00", "0"))


def post(client: FlaskClient, table: dict[str, list[str]], **more: str) -> object:
    return client.post(PAGE, data={"seen": shown(client, PAGE)["seen"], **table, **more})


def kept(app: Flask) -> tuple[Band, ...]:
    with app.app_context():
        return programme.draft(ACTOR, "cac2020").summit.bands


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.EDITOR))


def test_the_usual_bands_stand_in_the_table(app: Flask, client: FlaskClient) -> None:
    form = shown(client, PAGE)
    assert form["begins.5"] == ["09:00"]
    assert form["ends.9"] == ["24:00"]
    assert form["points.0"] == ["40"]
    assert len([name for name in form if name.startswith("points.")]) == len(BANDS) + 3
    assert send(client, PAGE, form).location == f"{PAGE}?said=usual"
    assert kept(app) == ()


def test_an_own_scale_is_published_and_only_then_public(app: Flask, client: FlaskClient) -> None:
    assert post(client, THREE).location == f"{PAGE}?said=kept"
    assert kept(app) == OWN
    assert held(client.get(PAGE).text, PAGE)["begins.1"] == ["06:30"]
    for path in INSIDE:
        page = client.get(path).text
        assert SAYS in words(page), path
        assert "06:30–22 0" in words(page), path
    for path in PUBLIC:
        assert SAYS not in words(client.get(path).text), path
    with app.app_context():
        published = release.publish(ACTOR, "cac2020", "", NOW)
    assert published.programme.summit.bands == OWN
    for path in PUBLIC:
        page = client.get(path).text
        assert SAYS in words(page), path
        assert "00–06:30 77" in words(page), path
        assert "77 points" in words(page), path
        assert not re.search(r"heat-(?!0|1|3|4|12|24|40|legend|swatch|minutes|\")\w+", page), path


def test_a_scale_is_undone_and_done_again(app: Flask, client: FlaskClient) -> None:
    editor = organizer(app, Role.EDITOR)
    post(enter(app, editor), THREE)
    with app.app_context():
        edit.undo(editor, "cac2020", NOW, "summit.example")
    assert kept(app) == ()
    with app.app_context():
        edit.redo(editor, "cac2020", NOW, "summit.example")
    assert kept(app) == OWN
    page = client.get(PAGE).text
    assert "Back to the usual scale" in page
    assert post(client, {}, do="usual").location == f"{PAGE}?said=usual"
    assert kept(app) == ()


def test_an_error_stands_at_its_row_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient
) -> None:
    for table, where, said in (
        (rows(("00:00", "24:00", "<b>")), "points.0", "Points are whole numbers from 0 to 999."),
        (rows(("00:00", "24:00", "1000")), "points.0", "Points are whole numbers from 0 to 999."),
        (rows(("early", "24:00", "1")), "begins.0", "A time is written as 08:00 or 08:30"),
        (rows(("00:00", "", "1")), "ends.0", "Please fill this in."),
        (rows(("00:00", "12:15", "1")), "begins.0", "whole or half hours"),
        (rows(("00:00", "25:00", "1")), "begins.0", "whole or half hours"),
        (rows(("00:00", "12:00", "1")), "ends.0", "No band covers 12:00 to 24:00."),
        (rows(("0", "9", "1"), ("8", "24", "2")), "begins.1", "Two bands cover 08:00 to 09:00."),
    ):
        answer = post(client, table)
        assert answer.status_code == 400
        page = answer.text
        assert f'href="#field-{where}"' in page, said
        assert said in page.partition(f'id="error-{where}"')[2][:120], said
        form = held(page, PAGE)
        assert {name: form[name] for name in table} == table
    assert post(client, {}).status_code == 400
    assert kept(app) == ()


def test_a_scale_that_is_not_steep_is_kept_with_a_warning(app: Flask, client: FlaskClient) -> None:
    post(client, rows(("00:00", "06:00", "1"), ("06:00", "24:00", "2")))
    assert kept(app) == (Band(0, 360, 1), Band(360, 1440, 2))
    page = client.get(PAGE).text
    assert "00–06 (1) costs less than 06–24 (2)" in words(page)
    post(client, THREE)
    assert "not steep" not in client.get(PAGE).text.partition("dips")[2]


def test_a_second_editor_is_told_and_a_file_without_bands_takes_none_away(
    app: Flask, client: FlaskClient
) -> None:
    form = shown(client, PAGE)
    post(client, THREE)
    answer = send(client, PAGE, form, points__0="41")
    assert answer.status_code == 409
    assert "00–06:30: 77" in words(answer.text)
    assert held(answer.text, PAGE)["points.0"] == ["41"]
    assert kept(app) == OWN


def test_who_may_not_edit_reads_it_without_a_button(app: Flask) -> None:
    page = enter(app, organizer(app, Role.VIEWER)).get(PAGE).text
    assert "readonly" in page
    assert "Keep the changes" not in page
