"""Rolls and the log as files: complete, in the reader's words, and inert."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from summit.core.registration import Question, Rules
from summit.core.role import Role
from summit.core.text import Text
from summit.db.agenda import AttendanceRow
from summit.db.base import db
from summit.services import registration, seat
from tests.conftest import ACTOR, NOW
from tests.organizers import enter, organizer
from tests.seats import CAC, RULES, SESSION, joined, opened
from tests.web.page import Page

HOME = f"/{CAC}/organize"
EVIL = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    with app.app_context():
        opened(welfare=1)
        asked = Question("diet", Text({"en": "=1+1", "ko": "식사"}))
        registration.set_rules(ACTOR, CAC, Rules(RULES.kinds, (asked,)), NOW)
        people = [
            joined(1, name=EVIL, organization="+1", answers={"diet": "@SUM(A1)"}),
            joined(2),
        ]
        for who in people:
            seat.take(who, CAC, SESSION, NOW)
        draft = db.session
        number = registration.listing(ACTOR, CAC)[0].registration.id
        session = next(one for one in _released(app) if one.code == SESSION)
        draft.add(AttendanceRow(registration_id=number, session=SESSION, joined_at=session.starts))
        db.session.commit()
        db.session.remove()
    return enter(app, organizer(app))


def _released(app: Flask):  # type: ignore[no-untyped-def]
    return app.extensions["summit"].board.summit(CAC).release.sessions


def rows(client: FlaskClient, path: str) -> list[dict[str, str]]:
    answer = client.get(HOME + path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_registrations_with_their_answers(desk: FlaskClient) -> None:
    first, second = rows(desk, "/rolls/registrations.csv")
    assert first["Name"] == f"'{EVIL}"
    assert (first["Organization"], first["'=1+1"]) == ("'+1", "'@SUM(A1)")
    assert (first["Seats"], second["Queues"]) == (SESSION, SESSION)
    assert second["Registered (Seoul)"] == "2020-05-20 18:00"
    korean = desk.get(f"{HOME}/rolls/registrations.csv?locale=ko").data.decode("utf-8-sig")
    assert "식사" in korean.splitlines()[0]


def test_seats_and_attendance(desk: FlaskClient) -> None:
    assert [
        (one["Address"], one["Status"], one["Place"]) for one in rows(desk, "/rolls/seats.csv")
    ] == [
        ("p1@one.example", "confirmed", ""),
        ("p2@one.example", "waiting", "1"),
    ]
    (one,) = rows(desk, "/rolls/attendance.csv")
    assert (one["Session"], one["Minutes"], one["Name"]) == (SESSION, "90", f"'{EVIL}")


@pytest.mark.parametrize("roll", ["registrations", "seats", "attendance"])
def test_a_workbook_says_the_same_and_runs_nothing(desk: FlaskClient, roll: str) -> None:
    answer = desk.get(f"{HOME}/rolls/{roll}.xlsx")
    found = load_workbook(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(found) == 1 + len(rows(desk, f"/rolls/{roll}.csv"))
    assert any(f"'{EVIL}" in row for row in found)
    with ZipFile(BytesIO(answer.data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b"hyperlink" not in sheet


def test_that_they_were_taken_stands_in_the_log(desk: FlaskClient) -> None:
    rows(desk, "/rolls/seats.csv")
    (line,) = rows(desk, "/log.csv?q=roll")
    assert (line["Who"], line["What"], line["After"]) == ("Mina", "roll/seats", '{"rows": 2}')


def test_others_do_not_have_them(app: Flask, desk: FlaskClient) -> None:
    mail = enter(app, organizer(app, Role.MAIL, address="mail@organizers.example"))
    assert mail.get(f"{HOME}/rolls/registrations.csv").status_code == 403
    assert desk.get(f"{HOME}/rolls/passwords.csv").status_code == 404
    assert desk.get(f"{HOME}/rolls/seats.exe").status_code == 404


def test_the_log_is_asked_by_days_of_the_host(desk: FlaskClient) -> None:
    def count(query: str) -> int:
        answer = desk.get(f"{HOME}/log?{query}")
        assert answer.status_code == 200
        return len(Page(answer.text).main.findall(".//ul[@class='log']/li"))

    assert count("since=2020-05-20") > 0
    assert count("since=2020-05-21") == 0
    assert count("until=2020-05-19") == 0
    # What is no date is not asked.
    assert count("since=tomorrow&until=99999-01-01&page=x") == count("")
