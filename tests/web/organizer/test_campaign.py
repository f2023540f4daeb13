"""Mail to many as pages: from a draft to what became of it, and the stop that is honoured."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.letter import Occasion
from summit.core.role import Role
from summit.db.base import db
from summit.db.mail import MailRow
from summit.mail import stop
from summit.services import mail
from tests.conftest import ACTOR, NOW, browser
from tests.organizers import enter, organizer
from tests.seats import CAC, crowd, joined, opened
from tests.web.hostile import STRINGS
from tests.web.page import Page, words

HOME = f"/{CAC}/organize/mail"
FORM = {
    "name": "Welcome <b>",
    "state": "confirmed",
    "subject.en": "To {name}",
    "text.en": "Come: {when:welfare} <script>evil()</script>",
}


@pytest.fixture
def sender(app: Flask) -> FlaskClient:
    with app.app_context():
        opened(welfare=2)
        crowd(2)
        joined("evil", name="<i>Eve</i>", zone="Europe/Budapest")
    return enter(app, organizer(app, Role.MAIL))


def drafted(sender: FlaskClient, **more: str) -> tuple[str, Page]:
    answer = sender.post(f"{HOME}/new", data={**FORM, **more})
    assert answer.status_code == 303, answer.text
    path = answer.location.partition("?")[0]
    return path, Page(sender.get(answer.location).text)


def letters() -> list[str]:
    found = db.session.scalars(
        select(MailRow.address).where(MailRow.occasion == Occasion.BROADCAST).order_by(MailRow.id)
    ).all()
    db.session.rollback()
    return list(found)


def sending(page: Page, **more: str) -> dict[str, str]:
    (form,) = [one for one in page.all("form") if one.get("action", "").endswith("/send")]
    held = {one.get("name", ""): one.get("value", "") for one in form.iter("input")}
    return {"version": held["version"], "confirmed": held["confirmed"], "when": "now", **more}


def test_from_a_draft_to_what_became_of_it(app: Flask, sender: FlaskClient) -> None:
    path, page = drafted(sender)
    said = words(page.main)
    assert "To 3 people" in said
    assert "Come: Thu 4 June 2020," in said
    assert "<script>evil()</script>" in said
    unsure = sender.post(f"{path}/send", data=sending(page))
    assert unsure.status_code == 400
    fewer = sender.post(f"{path}/send", data=sending(page, sure="yes", confirmed="2"))
    assert fewer.status_code == 409
    with app.app_context():
        assert letters() == []
    done = sender.post(f"{path}/send", data=sending(page, sure="yes"))
    assert done.location == f"{path}?said=sent"
    with app.app_context():
        assert letters() == ["c0@one.example", "c1@one.example", "pevil@one.example"]
    after = words(Page(sender.get(path).text).main)
    assert "Waiting3" in after
    assert sender.post(path, data=FORM).status_code == 409
    back = sender.post(f"{path}/cancel")
    assert back.location == f"{path}?taken=3"
    with app.app_context():
        assert letters() == []


def test_later_is_by_the_clock_of_the_host(app: Flask, sender: FlaskClient) -> None:
    path, page = drafted(sender)
    for due in ("", "tomorrow", "2020-05-20T17:00", "99999-01-01T00:00"):
        form = sending(page, sure="yes", when="later", due=due)
        assert sender.post(f"{path}/send", data=form).status_code == 400, due
    form = sending(page, sure="yes", when="later", due="2020-05-21T09:00")
    assert sender.post(f"{path}/send", data=form).status_code == 303
    with app.app_context():
        due = db.session.scalars(
            select(MailRow.due_at).where(MailRow.occasion == Occasion.BROADCAST).distinct()
        ).one()
        assert due.isoformat() == "2020-05-21T00:00:00+00:00"
    assert "Goes out later" in sender.get(HOME).text


def test_what_is_wrong_is_said_at_its_field(sender: FlaskClient) -> None:
    answer = sender.post(f"{HOME}/new", data={**FORM, "name": "", "text.en": "{who}"})
    assert answer.status_code == 400
    page = Page(answer.text)
    found = page.root.findall(".//span[@class='field-error']")
    errors = {one.get("id"): words(one) for one in found}
    assert errors == {
        "error-name": "Please fill this in.",
        "error-text.en": "There is nothing that {who} stands for.",
    }
    assert "{who}" in words(page.one("textarea", name="text.en"))


def test_a_draft_is_thrown_away(sender: FlaskClient) -> None:
    path, _ = drafted(sender)
    assert sender.post(f"{path}/drop").status_code == 303
    assert sender.get(path).status_code == 404


def test_who_stops_it_gets_no_more(app: Flask, sender: FlaskClient) -> None:
    path, page = drafted(sender)
    sender.post(f"{path}/send", data=sending(page, sure="yes"))
    with app.app_context():
        account = db.session.scalars(
            select(MailRow.account_id).where(MailRow.address == "c0@one.example")
        ).first()
        db.session.rollback()
    assert account is not None
    address = stop.path(app.extensions["summit"].settings.secret_key, account, CAC, "broadcast")
    visitor = browser(app)
    asked = visitor.get(address)
    assert (asked.status_code, "No more mail to many" in asked.text) == (200, True)
    _, before = drafted(sender)
    assert "To 3 people" in words(before.main)
    assert visitor.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    _, after = drafted(sender)
    assert "To 2 people" in words(after.main)
    assert "1 more wants no mail to many" in words(after.main)
    assert visitor.get(re.sub(".$", "x", address)).status_code == 404


def test_dead_letters_are_sent_again(app: Flask, sender: FlaskClient) -> None:
    with app.app_context():
        for one in mail.claim(ACTOR, NOW):
            mail.give_up(ACTOR, one, NOW, "550 <b>no such user</b>")
    page = Page(sender.get(f"{HOME}/letters").text)
    assert "550 <b>no such user</b>" in words(page.main)
    forms = [one.get("action", "") for one in page.main.iter("form")]
    assert len(forms) > 0
    assert sender.post(forms[0]).location == f"{HOME}/letters?said=sent"
    assert sender.post(forms[0]).status_code == 400
    assert sender.post(f"{HOME}/letters/99999/resend").status_code == 404


@pytest.mark.parametrize("hostile", STRINGS)
def test_whatever_is_typed_is_answered(sender: FlaskClient, hostile: str) -> None:
    form = dict.fromkeys(FORM, hostile) | {"session": hostile, "place": hostile}
    assert sender.post(f"{HOME}/new", data=form).status_code in (303, 400)
    path, page = drafted(sender, **{"text.en": "x" + hostile.replace("{", "(")})
    assert "/send" in str([one.get("action") for one in page.all("form")]), path
