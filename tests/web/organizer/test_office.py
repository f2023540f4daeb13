"""The board and the page of an office, as organizers see them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from summit.core.role import Actor, Role
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import contact as contacts
from tests.offices import contact
from tests.organizers import enter, organizer
from tests.web.office.test_office import words
from tests.web.page import Page
from tests.web.page import words as text_of

OFFICES = "/cac2020/organize/offices"
LONDON = f"{OFFICES}/london"
ADA = {"name": "Ada", "post": "Protocol", "address": "ada@london.example", "note": ""}


@pytest.fixture
def protocol(app: Flask) -> Actor:
    return organizer(app, Role.PROTOCOL)


@pytest.fixture
def client(app: Flask, protocol: Actor) -> FlaskClient:
    return enter(app, protocol)


def number(app: Flask, actor: Actor, address: str) -> int:
    with app.app_context():
        found = contacts.contacts(actor, "cac2020")["london"]
        db.session.remove()
    return next(one.id for one in found if one.address == address)


def letters(app: Flask, occasion: str) -> int:
    with app.app_context():
        count = select(func.count()).select_from(MailRow).where(MailRow.occasion == occasion)
        found = db.session.scalar(count) or 0
        db.session.remove()
    return found


def test_the_board_has_every_government(client: FlaskClient) -> None:
    told = words(client.get(OFFICES).text)
    assert "44 governments" in told
    assert "0 of 44 Office named" in told


def test_it_is_filtered(app: Flask, client: FlaskClient) -> None:
    contact(app)
    assert "43 governments" in words(client.get(f"{OFFICES}?missing=named").text)
    assert "1 government " in words(client.get(f"{OFFICES}?q=office@london").text)
    assert "1 government " in words(client.get(f"{OFFICES}?q=LONDON").text)
    assert "44 governments" in words(client.get(f"{OFFICES}?missing=nonsense").text)


def test_each_government_says_in_one_line_how_much_is_left(app: Flask, client: FlaskClient) -> None:
    """A phone shows this line, and unfolds it; a wide screen shows the table."""
    contact(app)
    page = Page(client.get(f"{OFFICES}?q=london").text)
    fold = page.one("details")
    assert text_of(next(iter(fold))) == "Missing 2, London"
    assert [text_of(one) for one in page.one("ul", class_="board-steps")] == [
        "Office named: Done",
        "Invited: Done",
        "Entered: Done",
        "Zone confirmed: Missing",
        "Principal confirmed: Missing",
        "Language said: Done",
    ]
    assert client.get(OFFICES).text.index('role="search"') < client.get(OFFICES).text.index(
        "board-tiles"
    )


def test_its_log_is_in_words(app: Flask, client: FlaskClient, protocol: Actor) -> None:
    contact(app)
    client.post(LONDON, data=ADA | {"note": "Called the switchboard"})
    log = Page(client.get(LONDON).text).one("ul", class_="log")
    assert [[text_of(each) for each in list(one)[1:]] for one in log] == [
        ["Ada: named, and sent a link", "Called the switchboard"],
        ["Mina: let in"],
    ]


def test_it_is_taken_along(app: Flask, client: FlaskClient) -> None:
    contact(app)
    answer = client.get("/cac2020/organize/readiness.csv?q=london")
    assert answer.content_type == "text/csv; charset=utf-8"
    heads, *rows = list(csv.reader(StringIO(answer.text.lstrip("\ufeff"))))
    assert heads == [
        "City",
        "Code",
        "Office named",
        "Invited",
        "Entered",
        "Zone confirmed",
        "Principal confirmed",
        "Language said",
        "Tech check done",
        "Statement in",
        "In their calendar",
        "Contacts",
    ]
    assert [row[:6] for row in rows] == [["London", "london", "Done", "Done", "Done", "Missing"]]
    assert rows[0][-1] == "Mina <office@london.example>"
    assert client.get("/cac2020/organize/readiness.xlsx").data.startswith(b"PK")
    assert client.get("/cac2020/organize/readiness.exe").status_code == 404


def test_who_owes_an_answer_is_asked(app: Flask, client: FlaskClient) -> None:
    contact(app)
    assert "Send 1 letter" in client.get(OFFICES).text
    refused = client.post("/cac2020/organize/chase", data={"count": "2"})
    assert refused.status_code == 409
    assert letters(app, "chased") == 0
    assert client.post("/cac2020/organize/chase", data={"count": "1"}).status_code == 303
    assert letters(app, "chased") == 1


def test_the_first_contact_gets_a_link(app: Flask, client: FlaskClient, protocol: Actor) -> None:
    answer = client.post(LONDON, data=ADA)
    ada = number(app, protocol, "ada@london.example")
    assert answer.location == f"{LONDON}?said=sent#contact-{ada}"
    assert letters(app, "office") == 1
    told = words(client.get(LONDON).text)
    assert "Has a link, not used yet, until" in told
    assert client.post(f"{LONDON}/{ada}/link").status_code == 303
    assert letters(app, "office") == 2
    assert client.post(f"{LONDON}/{ada}/revoke").status_code == 303
    assert "Named, without a link" in words(client.get(LONDON).text)
    assert client.post(f"{LONDON}/{ada}/remove").status_code == 303
    assert "Nobody yet." in words(client.get(LONDON).text)


def test_another_is_let_in_with_a_note(app: Flask, client: FlaskClient, protocol: Actor) -> None:
    contact(app)
    assert "said=waiting" in client.post(LONDON, data=ADA).location
    ada = number(app, protocol, "ada@london.example")
    refused = client.post(f"{LONDON}/{ada}/approve", data={"note": ""})
    assert refused.status_code == 400
    assert "Say how you made sure that the address is theirs." in words(refused.text)
    done = client.post(f"{LONDON}/{ada}/approve", data={"note": "Called the switchboard"})
    assert done.status_code == 303
    assert "Made sure: Called the switchboard" in words(client.get(LONDON).text)
    assert letters(app, "office") == 1


def test_what_is_wrong_is_said_at_its_field(client: FlaskClient) -> None:
    answer = client.post(LONDON, data=ADA | {"address": "ada"})
    assert answer.status_code == 400
    assert "This is not an email address." in words(answer.text)
    assert 'value="Protocol"' in answer.text


def test_a_contact_of_another_office_is_not_there(
    app: Flask, client: FlaskClient, protocol: Actor
) -> None:
    contact(app)
    london = number(app, protocol, "office@london.example")
    for rest in ("approve", "link", "revoke", "remove"):
        assert client.post(f"{OFFICES}/budapest/{london}/{rest}").status_code == 404
    assert client.get(f"{OFFICES}/atlantis").status_code == 404
