"""The office's statements: handed in, refused, withdrawn, at a form that loses nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from summit.core.role import Role
from summit.core.run import Act, Press
from summit.core.statement import Key
from summit.db.base import db
from summit.services import embargo, rehearsal, run
from tests import attachments
from tests.conftest import ACTOR, NOW, SetClock
from tests.factories import START
from tests.offices import Opened, contact, enter
from tests.organizers import organizer
from tests.web.page import Page, words

HOME = "/cac2020/office/london/statements"
ONE = f"{HOME}/mayoral-meeting"
KEY = Key("mayoral-meeting", "london", "sadiq-khan")
WORDS = "Dear mayors <script>alert(1)</script>"


@pytest.fixture
def london(app: Flask) -> FlaskClient:
    return enter(app, contact(app))


def send(client: FlaskClient, address: str = ONE, **fields: Any) -> Any:
    data = {"person": KEY.person, "material": "text", **fields}
    return client.post(address, data=data, content_type="multipart/form-data")


def statement(app: Flask, now: Any = NOW) -> Any:
    with app.app_context():
        found = {one.key: one for one in embargo.listing(ACTOR, "cac2020", now)}
        db.session.remove()
    return found[KEY].statement


def test_a_text_is_handed_in_and_stands_in_the_form(app: Flask, london: FlaskClient) -> None:
    answer = send(london, text=WORDS, language="en")
    assert answer.status_code == 303
    assert answer.location == f"{ONE}?said=handed-in&person=sadiq-khan#text"
    page = Opened(london.get(answer.location.partition("#")[0]))
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert "4 words, about 2 s at 110 words a minute; the turn is 5 minutes" in page.text
    listing = Opened(london.get(HOME)).text
    assert "Text for the interpreters: Typed, 1 kB, English" in listing


def test_a_file_is_handed_in_and_comes_back(app: Flask, london: FlaskClient) -> None:
    octets = attachments.MP4 + b"\0\x20\0\0free" + b"\0" * (2**21 - 8)
    sent = FileStorage(BytesIO(octets), "<b>.mp4")
    fields = {"person": KEY.person, "material": "recording", "file": sent}
    boundary, body = encode_multipart(fields)  # in memory: the client leaves a file of it open
    kind = f"multipart/form-data; boundary={boundary}"
    answer = london.post(ONE, data=body, content_type=kind)
    assert answer.status_code == 303
    [version] = statement(app).versions
    found = london.get(f"{HOME}/files/{version.id}")
    assert found.get_data() == octets
    assert "<b>.mp4" not in Opened(london.get(f"{ONE}?person=sadiq-khan")).html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": ""}, "There is nothing to hand in yet."),
        ({"text": "x" * 100_001}, "This is too long: 100000 characters at most."),
        ({"text": "x", "language": "<b>"}, "This is not the tag of a language."),
        (
            {"text": "x", "file": (BytesIO(b"x"), "a.txt")},
            "Give one of these: words, a link or a file.",
        ),
        (
            {"material": "slides", "file": (BytesIO(b"<html>"), "a.pdf")},
            "This is none of the files that are taken here: PDF or PPTX.",
        ),
        (
            {"file": (BytesIO(attachments.docx("x", more={"word/vbaProject.bin": b""})), "a.docx")},
            "This document holds macros. Please save it without them, as DOCX or PPTX.",
        ),
        (
            {"file": (BytesIO(attachments.swollen()), "a.docx")},
            "This file would unpack to more than any document needs.",
        ),
        (
            {"material": "recording", "link": "javascript:alert(1)"},
            "A link to a recording begins with https://.",
        ),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(
    app: Flask, london: FlaskClient, fields: dict[str, Any], said: str
) -> None:
    answer = send(london, **fields)
    page = Opened(answer)
    assert (page.status, said in page.text) == (400, True)
    assert statement(app).versions == ()


def test_no_more_than_its_own_office(app: Flask, london: FlaskClient) -> None:
    send(london, text=WORDS)
    [version] = statement(app).versions
    jakarta = enter(app, contact(app, "jakarta", "office@jakarta.example"))
    other = "/cac2020/office/jakarta/statements"
    for client, address in (
        (jakarta, ONE),
        (jakarta, f"{HOME}/files/{version.id}"),
        (jakarta, f"{other}/files/{version.id}"),
        (jakarta, f"{other}/mayoral-meeting?person=sadiq-khan"),
        (london, f"{HOME}/mayoral-meeting?person=nobody"),
        (london, f"{HOME}/nothing"),
        (london, f"{HOME}/files/999"),
    ):
        assert client.get(address).status_code == 404, address
    for address in (f"{ONE}", f"{ONE}/withdraw", f"{ONE}/permit"):
        assert send(jakarta, address, text="x").status_code == 404
    assert send(jakarta, f"{other}/mayoral-meeting", text="x").status_code == 404
    assert len(statement(app).versions) == 1


def test_protocol_hands_in_for_them_and_reads_nothing(app: Flask, london: FlaskClient) -> None:
    send(london, text=WORDS)
    protocol = enter(app, organizer(app, Role.PROTOCOL))
    page = Opened(protocol.get(f"{ONE}?person=sadiq-khan"))
    assert page.status == 200
    assert "Dear mayors" not in page.html
    assert send(protocol, text="By telephone").status_code == 303
    versions = statement(app).versions
    assert [one.on_behalf for one in versions] == [True, False]
    assert protocol.get(f"{HOME}/files/{versions[0].id}").status_code == 404


def test_who_helps_reads_neither_a_link_nor_what_a_file_is_called(
    app: Flask, london: FlaskClient
) -> None:
    secret = "https://films.example/a-secret-film"
    assert send(london, material="recording", link=secret).status_code == 303
    file = (BytesIO(attachments.PDF), "we will give a hundred million.pdf")
    assert send(london, material="slides", file=file).status_code == 303
    page = f"{ONE}?person=sadiq-khan"
    own = Opened(london.get(page)).html
    assert (own.count(secret), own.count("a hundred million")) == (3, 1)
    for role in (Role.PROTOCOL, Role.OWNER):
        helper = enter(app, organizer(app, role, address=f"{role}@organizers.example"))
        html = Opened(helper.get(page)).html
        assert "Recording" in html
        assert ("secret" in html, "hundred million" in html) == (False, False)


def test_it_is_withdrawn_and_given_leave(app: Flask, london: FlaskClient) -> None:
    send(london, text=WORDS)
    assert send(london, f"{ONE}/permit", may_publish="yes").status_code == 303
    assert statement(app).may_publish is True
    assert send(london, f"{ONE}/withdraw").status_code == 303
    assert statement(app).now == ()
    assert send(london, f"{ONE}/withdraw").status_code == 409
    assert send(london, f"{ONE}/permit").status_code == 303
    assert statement(app).may_publish is False


def test_too_late_is_said(app: Flask, london: FlaskClient, clock: SetClock) -> None:
    send(london, text=WORDS)
    with app.app_context():
        found = {one.key: one for one in embargo.listing(ACTOR, "cac2020", NOW)}[KEY].speech
        db.session.remove()
    assert found is not None
    clock.moment = found.ends
    page = Opened(send(london, text="again"))
    assert page.status == 409
    assert "This was delivered: nothing of it can be changed any more." in page.text
    assert len(statement(app).versions) == 1


def test_who_is_not_in_sends_no_large_file(app: Flask, client: FlaskClient) -> None:
    """Nothing of a large request is read for a stranger."""
    kind = "multipart/form-data; boundary=x"
    answer = client.post(ONE, data=b"x" * 2**21, content_type=kind)
    assert answer.status_code in (400, 413)


def test_what_is_wrong_stands_at_its_field(london: FlaskClient) -> None:
    page = Page(send(london).text)
    field = page.one("input", aria_invalid="true")
    assert (field.get("id"), field.get("autofocus")) == ("text-file", "")
    assert field.get("aria-describedby") == "text-file-help text-file-error"
    assert words(page.one("span", id="text-file-error")) == "There is nothing to hand in yet."


def test_the_language_that_was_said_is_chosen_already(london: FlaskClient) -> None:
    slot = {"person": KEY.person, "starts": "2020-06-02T13:00:00+00:00"}
    answer = london.post(
        "/cac2020/office/london/sessions/mayoral-meeting",
        data=slot | {"standing": "confirmed", "language": "fr", "mode": "live"},
    )
    assert answer.status_code == 303
    page = Page(london.get(f"{ONE}?person={KEY.person}").text)
    assert [one.get("value") for one in page.all("option", selected="")] == ["fr"] * 3


def test_the_minute_is_that_which_is_expected(
    app: Flask, london: FlaskClient, clock: SetClock
) -> None:
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", START, clock.moment)
        for seen, act in enumerate((Act(Press.NEXT, NOW), Act(Press.OVER, NOW, minutes=12))):
            run.press(ACTOR, "cac2020", "mayoral-meeting", act, clock.moment, seen)
    for path in (HOME, f"{ONE}?person=sadiq-khan"):
        assert "14:25–14:30 London" in Opened(london.get(path)).text
