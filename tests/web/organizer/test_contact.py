"""Contacts of many offices, pasted from a spreadsheet: looked at by row, then named."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Role
from tests.offices import Opened, contact
from tests.organizers import enter, organizer
from tests.web.organizer.test_office import letters

CONTACTS = "/cac2020/organize/contacts"
HEADING = "City\tName\tEmail address\tHow you made sure"
TWO = f"{HEADING}\nLima\tAda Example\tada@lima.example\n서울\tBo Example\tbo@seoul.example\n"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return enter(app, organizer(app, Role.PROTOCOL))


def looked(client: FlaskClient, words: str, status: int = 200, **more: str) -> str:
    page = Opened(client.post(CONTACTS, data={"paste": words} | more))
    assert page.status == status
    return page.text


def test_a_sheet_to_fill_in_names_each_government_without_anybody(
    app: Flask, client: FlaskClient
) -> None:
    contact(app)
    html = client.get(CONTACTS).text
    sheet = re.search(r"readonly>\s*([^<]*)</textarea>", html)
    assert sheet is not None
    head, *rows = sheet[1].strip("\n").split("\n")
    assert head.split("\t") == [
        "City",
        "Name",
        "What they are at the office",
        "Email address",
        "How you made sure",
    ]
    assert (len(rows), rows[0]) == (43, "Seoul\t\t\t\t")
    assert "No row names anybody" in looked(client, sheet[1], 400)


def test_it_is_looked_at_before_anybody_is_named(app: Flask, client: FlaskClient) -> None:
    told = looked(client, TWO)
    assert "2 people would be named" in told
    assert told.count("A link goes out at once.") == 2
    assert letters(app, "office") == 0
    done = client.post(CONTACTS, data={"paste": TWO, "do": "apply", "links": "2"})
    assert done.location == "/cac2020/organize/offices?said=named"
    assert letters(app, "office") == 2
    assert "They are named." in Opened(client.get(done.location)).text


def test_what_waits_is_said_of_its_row(app: Flask, client: FlaskClient) -> None:
    contact(app)
    words = f"{HEADING}\nbudapest\tBo\toffice@londom.example\nLondon\tCy\tcy@london.example"
    told = looked(client, words)
    assert told.count("Waits for a yes.") == 2
    assert told.count("Looks like an address that is known, and is another") == 2
    assert "Name all of them, and send 0 links" in told
    sure = f"{HEADING}\nLondon\tCy\tcy@london.example\tCalled back"
    assert "A link goes out at once." in looked(client, sure)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Atlantis\tAda\tada@lima.example", "No government of the programme is called so."),
        ("Lima\tAda\tada", "This is not an email address. One looks like name@example.org."),
        ("Lima\t\tada@lima.example", "The name is missing."),
        (f"Lima\t{201 * 'a'}\tada@lima.example", "One of its cells is too long."),
        ("Seoul\tAda\tbo@seoul.example", "They are a contact of this office already."),
    ],
)
def test_a_row_that_is_wrong_says_so_and_nobody_is_named(
    app: Flask, client: FlaskClient, row: str, wrong: str
) -> None:
    words = f"{HEADING}\nSeoul\tBo\tbo@seoul.example\n{row}"
    told = looked(client, words, 400, do="apply", links="1")
    assert "Nobody is named before these rows are mended" in told
    assert f"Row 3 {row.split(chr(9))[0]}" in told
    assert wrong in told
    assert letters(app, "office") == 0


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "Paste the rows of a spreadsheet, with their heading."),
        ("City\tName\nLima\tAda", "The first row names no column “Email address”."),
        (f'{HEADING}\n"Lima\tAda', "A cell begins with a quotation mark that is never closed."),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(client: FlaskClient, words: str, wrong: str) -> None:
    assert wrong in looked(client, words, 400)


def test_it_is_looked_at_again_where_it_changed_meanwhile(app: Flask, client: FlaskClient) -> None:
    words = f"{HEADING}\nLondon\tCy\tcy@london.example"
    assert "send 1 link" in looked(client, words)
    contact(app)
    told = looked(client, words, 409, do="apply", links="1")
    assert "look at them again" in told
    assert letters(app, "office") == 0


def test_columns_are_known_in_the_readers_language(app: Flask) -> None:
    reader = enter(app, organizer(app, Role.PROTOCOL))
    head = re.search(r"readonly>\s*([^<]*?)\n", reader.get(f"{CONTACTS}?locale=ko").text)
    assert head is not None
    assert head[1] != HEADING
    cells = head[1].split("\t")
    words = f"{cells[0]}\t{cells[1]}\t{cells[3]}\nLima\tAda\tada@lima.example"
    told = Opened(reader.post(f"{CONTACTS}?locale=ko", data={"paste": words}))
    assert (told.status, "ada@lima.example" in told.text) == (200, True)
