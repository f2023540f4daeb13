"""Publishing at a page: what is shown before, the one press, and the minute after it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.role import Role
from summit.core.text import Text
from summit.db.agenda import PickRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import change, mail, programme, release
from tests.conftest import ACTOR, NOW, SetClock
from tests.organizers import enter, organizer
from tests.participants import person

CAC = "cac2020"
PAGE = "/cac2020/organize/publish"
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The browser of a programme editor, who may not see registrations."""
    return enter(app, organizer(app, Role.EDITOR))


def picked(app: Flask, address: str, session: str, language: str = "en", zone: str = "UTC") -> None:
    """Let somebody have a session in their agenda."""
    actor = person(app, address, zone=zone)
    with app.app_context():
        row = db.session.scalars(
            select(RegistrationRow).where(RegistrationRow.account_id == actor.account)
        ).one()
        db.session.add(PickRow(registration_id=row.id, session=session, picked_at=NOW))
        db.session.execute(
            db.text("UPDATE account SET language = :language WHERE id = :id"),
            {"language": language, "id": actor.account},
        )
        db.session.commit()
        db.session.remove()


def moved(app: Flask, session: str = "welfare", minutes: int = 15) -> None:
    with app.app_context():
        starts = next(
            one.starts for one in programme.draft(ACTOR, CAC).sessions if one.code == session
        )
        programme.move(ACTOR, CAC, session, NOW, starts=starts + timedelta(minutes=minutes))


def seal(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def words(page: str) -> str:
    """Return the words of a page on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()).replace(" ,", ",")


def letters(app: Flask) -> list[str]:
    with app.app_context():
        found = list(db.session.scalars(select(MailRow.batch).where(MailRow.occasion == "changed")))
        db.session.remove()
        return [str(one) for one in found]


def test_nothing_to_publish_offers_no_button(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert "Release 1 is public, and says all that the working programme does." in words(page)
    assert "There is nothing to publish." in page
    assert 'name="seal"' not in page


def test_what_changes_whom_it_concerns_and_which_mails_go(app: Flask, client: FlaskClient) -> None:
    picked(app, "ada@one.example", "welfare", zone="Europe/London")
    picked(app, "bo@two.example", "welfare", "ko", "Asia/Seoul")
    picked(app, "cy@three.example", "welfare", "en", "Europe/London")
    picked(app, "dee@four.example", "welfare", "en", "America/Vancouver")
    moved(app)
    said = words(client.get(PAGE + "?tz=Europe/London").text)
    before, after = "Thu 4 June 2020, 10:00 London (UTC+1)", "Thu 4 June 2020, 10:15 London (UTC+1)"
    assert f"{before} · 18:00 Seoul (UTC+9) → {after} · 18:15 Seoul (UTC+9)" in said
    assert "4 participants have it in their agenda · Lena Dominelli, Seoul" in said
    assert "People of the programme whom it concerns: 1. Cities: 1." in said
    assert "Mails that tell of English Korean All Another time 3 1 4 Mails 3 1 4" in said
    assert "Publish release 2 and send 4 mails" in said
    # Three are shown, as unlike each other as can be.
    assert said.count("now: ") == 2
    assert [one in said for one in ("10:15–11:45 London", "02:15–03:45 Vancouver")] == [True] * 2
    assert "18:15–19:45 서울" in said


def test_who_may_not_see_registrations_sees_no_address_and_no_name(
    app: Flask, client: FlaskClient
) -> None:
    picked(app, "ada.private@one.example", "welfare")
    moved(app)
    page = client.get(PAGE).text
    assert ("ada.private" in page, "one.example" in page, "Hello Mina" in page) == (False,) * 3
    assert "To a…@….example" in words(page)
    owner = enter(app, organizer(app, Role.OWNER, address="owner@organizers.example"))
    page = owner.get(PAGE).text
    assert ("To ada.private@one.example" in page, "Hello Mina" in page) == (True, True)


def test_one_press_publishes_and_its_letters_wait_for_a_minute(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    form = {"seal": seal(client.get(PAGE).text), "note": HOSTILE}
    assert client.post(PAGE, data=form).location == "/cac2020/organize/releases/2"
    assert letters(app) == ["release:cac2020:2"]
    clock.moment = NOW + timedelta(seconds=20)
    page = client.get("/cac2020/organize/releases/2").text
    assert "1 mail waits · 40 seconds left" in words(page)
    assert (HOSTILE in page, HOSTILE in unescape(page)) == (False, True)
    stop = "/cac2020/organize/releases/2/stop"
    assert client.post(stop).location == "/cac2020/organize/releases/2"
    assert letters(app) == []
    page = client.get("/cac2020/organize/releases/2").text
    assert "1 mail was stopped before it left." in page
    assert client.get("/cac2020/releases/2").status_code == 200


def test_letters_are_sent_at_once_where_that_is_wished(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    client.post(PAGE, data={"seal": seal(client.get(PAGE).text), "note": ""})
    client.post("/cac2020/organize/releases/2/send")
    page = words(client.get("/cac2020/organize/releases/2").text)
    assert ("They leave now." in page, "Send now" in page) == (True, False)
    with app.app_context():
        (claimed,) = mail.claim(ACTOR, NOW)
        mail.finish(ACTOR, claimed, NOW)
        assert change.dispatch(ACTOR, CAC, 2).sent == 1
    assert "1 mail was sent." in client.get("/cac2020/organize/releases/2").text


def test_it_asks_again_when_the_number_of_mails_has_changed(
    app: Flask, client: FlaskClient
) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    old = seal(client.get(PAGE).text)
    picked(app, "bo@two.example", "welfare")
    answer = client.post(PAGE, data={"seal": old, "note": "My note"})
    assert answer.status_code == 409
    assert "Nothing was published: look at what would be published now" in words(answer.text)
    assert ("send 2 mails" in words(answer.text), 'value="My note"' in answer.text) == (True, True)
    assert len(letters(app)) == 0
    again = client.post(PAGE, data={"seal": seal(answer.text), "note": "My note"})
    assert (again.status_code, len(letters(app))) == (303, 2)


def test_a_clash_stops_it_and_says_where(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        found = {one.code: one for one in programme.draft(ACTOR, CAC).sessions}
        programme.move(
            ACTOR, CAC, "welfare", NOW, starts=found["sports"].starts, stage=found["sports"].stage
        )
        programme.rename(ACTOR, CAC, "sports", Text({"en": HOSTILE}), NOW)
    page = client.get(PAGE).text
    assert "1 clash stops it" in words(page)
    assert (HOSTILE in page, 'name="seal"' in page) == (False, False)
    with app.app_context():
        known = release.prospect(ACTOR, CAC, NOW).seal
    answer = client.post(PAGE, data={"seal": known, "note": ""})
    assert answer.status_code == 409
    assert "what blocks it has to be mended first" in answer.text


def test_one_returns_to_an_earlier_release(app: Flask, client: FlaskClient) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    client.post(PAGE, data={"seal": seal(client.get(PAGE).text), "note": "Moved"})
    lists = words(client.get("/cac2020/organize/releases").text)
    assert "Release 2 current Moved" in lists
    address = "/cac2020/organize/releases/1/return"
    assert address in client.get("/cac2020/organize/releases/1").text
    assert address not in client.get("/cac2020/organize/releases/2").text
    page = client.get(address + "?tz=Asia/Seoul").text
    assert "18:15 Seoul (UTC+9) → Thu 4 June 2020, 18:00 Seoul (UTC+9)" in words(page)
    assert "Publish release 3 and send 1 mail" in words(page)
    form = {"seal": seal(page), "note": "Back to release 1"}
    assert client.post(address, data=form).location == "/cac2020/organize/releases/3"
    assert "Back to release 1" in client.get("/cac2020/releases/3").text
    assert client.post(address, data=form).status_code in (400, 409)
    for method in (client.get, client.post):
        assert method("/cac2020/organize/releases/9/return").status_code == 404


def test_who_only_reads_sees_it_all_and_presses_nothing(app: Flask) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    viewer = enter(app, organizer(app, Role.VIEWER))
    page = viewer.get(PAGE).text
    assert ("1 mail would go" in words(page), 'name="seal"' in page) == (True, False)
    for address in (PAGE, "/cac2020/organize/releases/1/stop"):
        assert viewer.post(address, data={}).status_code == 403


def test_of_a_long_list_the_rest_is_folded(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for one in programme.draft(ACTOR, CAC).sessions[:12]:
            programme.rename(ACTOR, CAC, one.code, Text({"en": f"New {one.code}"}), NOW)
    page = client.get(PAGE).text
    shown, _, rest = page.partition('<details class="rest">')
    assert [part.count('class="change"') for part in (shown, rest)] == [10, 2]
    assert "2 more changes" in words(rest)


def test_a_letter_is_shown_as_mail_programs_show_it_in_a_frame_that_can_do_nothing(
    app: Flask, client: FlaskClient
) -> None:
    picked(app, "ada@one.example", "welfare")
    moved(app)
    page = client.get(PAGE)
    path = f"{PAGE}/letters/0.html"
    assert f'sandbox loading="lazy" src="{path}"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    letter = client.get(path)
    assert (letter.status_code, letter.mimetype) == (200, "text/html")
    assert "<!doctype html>" in letter.text
    assert letter.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    assert "no-store" in letter.headers["Cache-Control"]
    assert ("ada" in letter.text, "Ada" in letter.text) == (False, False)
    assert client.get(f"{PAGE}/letters/1.html").status_code == 404


def test_a_release_without_letters_is_told_apart_from_stopped_ones(
    app: Flask, client: FlaskClient
) -> None:
    moved(app)
    client.post(PAGE, data={"seal": seal(client.get(PAGE).text), "note": ""})
    page = client.get("/cac2020/organize/releases/2").text
    assert "There are none: nobody had to be told." in page
    assert "stopped" not in page
