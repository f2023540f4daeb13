"""Certificates: one's own when the summit is over, and verified by anybody who has the code."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.role import participant
from summit.db.agenda import AttendanceRow
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import certificate
from tests.conftest import SetClock, browser
from tests.factories import START
from tests.services.test_certificate import AFTER, take_part
from tests.web.entrance import ADDRESS, enter, send
from tests.web.page import Page

PAGE = "/cac2020/me/certificate"


def joined(app: Flask, *minutes: int) -> int:
    with app.app_context():
        return take_part(ADDRESS, *minutes)


def test_it_is_taken_as_pdf_when_the_summit_is_over(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    number = joined(app, 30)
    enter(app, client)
    page = client.get(PAGE)
    assert "You can take it when the summit is over:" in page.text
    assert Page(page.text).all("form", action=PAGE) == []
    clock.moment = AFTER
    enter(app, client)
    assert "Yours is ready." in client.get(PAGE).text
    answer = send(client, PAGE, {}, shown_at=PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF-")
    with app.app_context():
        code = certificate.issue(participant(number), "cac2020", AFTER).code
    assert code in client.get(PAGE).text
    verified = browser(app).get(f"/cac2020/certificates/{code}")
    assert "This certificate is ours." in verified.text
    assert "Ana Lima" in verified.text
    assert [one.time for one in Page(verified.text).clocks()] == ["22:00"]
    typed = browser(app).get("/cac2020/certificates", query_string={"code": code.lower()})
    assert typed.headers["Location"] == f"/cac2020/certificates/{code}"


def test_a_code_that_is_none_of_ours_says_nothing_of_anybody(
    app: Flask, client: FlaskClient
) -> None:
    joined(app, 30)
    for code in ("AAAAA-AAAAA", "%00", "None"):
        answer = client.get(f"/cac2020/certificates/{code}")
        assert answer.status_code == 404
        assert "Ana Lima" not in answer.text


def test_nobody_is_certified_what_they_did_not_join(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    joined(app, 30)
    clock.moment = AFTER
    enter(app, client)
    with app.app_context():
        row = db.session.scalars(select(AttendanceRow)).one()
        row.joined_at = START + timedelta(days=1)
        db.session.commit()
    assert "You have joined none yet." in client.get(PAGE).text
    answer = client.post(PAGE, data={"csrf_token": _token(client)})
    assert answer.headers["Location"] == PAGE
    with app.app_context():
        assert db.session.scalars(select(RegistrationRow.certificate)).all() == [None]


def _token(client: FlaskClient) -> str:
    page = Page(client.get(PAGE).text)
    return next(one.get("value", "") for one in page.all("input", name="csrf_token"))
