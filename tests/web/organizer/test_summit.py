"""The summits of an organizer, and the founding of one."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Role
from tests.organizers import enter, organizer
from tests.participants import person
from tests.web.page import Page


def test_who_organizes_one_is_led_there(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    assert client.get("/organize/").location == "/cac2020/organize/"
    page = client.get("/cac2020/organize/")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "Release 1 is public" in page.text


def test_a_participant_finds_no_console(app: Flask) -> None:
    client = enter(app, person(app))
    assert client.get("/organize/").status_code == 404
    assert client.get("/organize/new").status_code == 404
    assert client.get("/cac2020/organize/").status_code == 404
    assert "/organize/" not in client.get("/account/").text


def test_a_visitor_is_asked_to_enter(client: FlaskClient) -> None:
    assert client.get("/cac2020/organize/").location == ("/account/enter?next=/cac2020/organize/")


def test_an_owner_founds_a_summit(app: Flask) -> None:
    client = enter(app, organizer(app))
    assert '"/organize/"' in client.get("/account/").text
    new = {"title": "Care", "code": "care2027", "zone": "Africa/Nairobi", "languages": ["en", "ko"]}
    for wrong, message in (
        ({"code": "Care 2027"}, "a code is made of small letters"),
        ({"code": "organize"}, "is the name of another page"),
        ({"code": "cac2020"}, "There is a summit “cac2020” already."),
        ({"title": ""}, "Please fill this in."),
    ):
        answer = client.post("/organize/new", data=new | wrong)
        assert answer.status_code == 400
        assert message in answer.text
        assert "Africa/Nairobi" in answer.text
    assert client.post("/organize/new", data=new).location == "/care2027/organize/"
    first = Page(client.get("/care2027/organize/").text)
    begin = "Import a schedule that is there already"
    assert [one.address for one in first.links if one.words == begin] == [
        "/care2027/organize/import"
    ]
    mail = client.get("/care2027/organize/mail").text
    assert ("There is nobody to write to" in mail, "/mail/new" in mail) == (True, False)
    assert client.get("/care2027/").status_code == 404
    page = client.get("/organize/").text
    assert ("/cac2020/organize/" in page, "/care2027/organize/" in page) == (True, True)


def test_an_editor_founds_none(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    answer = client.post(
        "/organize/new", data={"title": "Care", "code": "care", "zone": "UTC", "languages": "en"}
    )
    assert answer.status_code == 403
