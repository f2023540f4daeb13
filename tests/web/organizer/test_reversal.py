"""Undo and redo at the pages on which the programme is edited: in one press, without a script."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core import edit as edits
from summit.core.programme import Programme
from summit.core.role import Role
from summit.services import programme, registration
from tests.conftest import ACTOR
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, held, send, shown

UNDO, REDO = f"{HOME}/grid/undo", f"{HOME}/grid/redo"
WELFARE = f"{HOME}/sessions/welfare"


def draft(app: Flask) -> Programme:
    with app.app_context():
        return programme.draft(ACTOR, "cac2020")


def follow(client: FlaskClient, path: str | None) -> str:
    answer = client.get(path or "")
    assert answer.status_code == 200, answer.text
    return answer.text


def notice(page: str) -> str:
    """Return the notice of a page, with its form."""
    found = re.search(r'<div class="said said-turn">.*?</div>', page, re.S)
    assert found, page
    return found[0]


def test_a_change_is_taken_back_in_one_press_and_done_again(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    before = draft(app)
    page = follow(client, send(client, WELFARE, shown(client, WELFARE), title__en="Care").location)
    after = draft(app)
    answer = client.post(UNDO, data=held(notice(page), UNDO))
    assert (answer.status_code, answer.location) == (303, f"{WELFARE}?said=undone")
    assert draft(app) == before
    page = follow(client, answer.location)
    assert '<p class="said" role="status">Taken back.</p>' in page
    assert "Redo: changed" in page
    answer = client.post(REDO, data=held(page, REDO))
    assert answer.location == f"{WELFARE}?said=redone"
    assert draft(app) == after


def test_a_form_that_changed_nothing_offers_to_take_nothing_back(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    send(client, WELFARE, shown(client, WELFARE), title__en="Care")
    answer = send(client, WELFARE, shown(client, WELFARE))
    assert answer.location == f"{WELFARE}?said=kept"
    page = follow(client, answer.location)
    assert "<form" not in notice(page)
    assert "Undo: changed" in page  # the edit before that one can be taken back all the same


def test_what_was_added_and_taken_back_has_no_page_any_more(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/new/stage"
    answer = send(client, path, shown(client, path), name__en="Attic")
    page = follow(client, answer.location)
    answer = client.post(UNDO, data=held(notice(page), UNDO))
    assert answer.location == f"{HOME}/stages?said=undone"
    assert [one.code for one in draft(app).stages if one.code == "attic"] == []
    follow(client, answer.location)


def test_another_edit_since_is_not_taken_back_instead(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    page = follow(client, send(client, WELFARE, shown(client, WELFARE), title__en="Care").location)
    send(client, WELFARE, shown(client, WELFARE), title__en="Help")
    answer = client.post(UNDO, data=held(notice(page), UNDO))
    assert answer.status_code == 409
    assert "You have changed something else since: look at it again." in answer.text
    assert f'href="{WELFARE}' in answer.text
    assert edits.session(draft(app), "welfare").title["en"] == "Help"


@pytest.mark.parametrize(
    "next_page",
    [
        "//evil.example/cac2020/organize/sessions",
        "https://evil.example/",
        "/cac2020/",
        "/other/organize/sessions",
        "/cac2020/organize/nothing/of/this",
        "",
    ],
)
def test_the_way_back_leads_to_the_console_of_this_summit_alone(app: Flask, next_page: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    send(client, WELFARE, shown(client, WELFARE), title__en="Care")
    answer = client.post(UNDO, data={"next": next_page})
    assert answer.status_code == 303
    assert answer.location.startswith(f"{HOME}/grid")


PAGES = [
    "/sessions",
    "/sessions/welfare",
    "/sessions/welfare/parts",
    "/sessions/welfare/turns",
    "/sessions/welfare/streams",
    "/tables/sessions",
    "/tables/people",
    "/stages",
    "/areas",
    "/days",
    "/people",
    "/cities",
    "/things/stage/main-studio",
    "/new/stage",
    "/settings",
    "/grid/sessions/welfare",
    "/import",
    "/publish",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_pair_stands_on_every_page_that_leads_to_edits(app: Flask, path: str) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    assert UNDO not in follow(client, HOME + path)
    send(client, WELFARE, shown(client, WELFARE), title__en="Care")
    page = follow(client, HOME + path)
    assert "Undo: changed" in page
    assert held(page, UNDO)["next"] == [HOME + path]
    assert (
        follow(
            enter(app, organizer(app, Role.VIEWER, address="viewer@example.org")),
            f"{HOME}/sessions",
        ).count(UNDO)
        == 0
    )


def test_how_one_registers_is_taken_back_and_done_again(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/settings/registration"
    with app.app_context():
        before = registration.rules("cac2020")
    page = follow(client, send(client, path, shown(client, path), capacity="77").location)
    with app.app_context():
        assert registration.rules("cac2020").capacity == 77
    answer = client.post(f"{path}/undo", data=held(notice(page), f"{path}/undo"))
    assert answer.location == f"{path}?said=back"
    with app.app_context():
        assert registration.rules("cac2020") == before
    page = follow(client, answer.location)
    answer = client.post(f"{path}/undo", data=held(notice(page), f"{path}/undo"))
    assert answer.location == f"{path}?said=again"
    with app.app_context():
        assert registration.rules("cac2020").capacity == 77
    other = enter(app, organizer(app, Role.EDITOR, address="other@example.org"))
    answer = other.post(f"{path}/undo")
    assert answer.status_code == 409
    assert "There is nothing of yours to undo." in answer.text
