"""An office's pages: its slots on its own clock, its answers, its people, its link."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.reply import Standing
from summit.core.role import Actor, Role, Verb
from summit.core.run import Act, Press
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.db.base import db
from summit.db.mail import MailRow
from summit.services import account, deed, office, programme, rehearsal, reply, run
from summit.services import contact as contacts
from summit.services.contact import Person
from summit.services.invitation import Counted
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.offices import contact, enter
from tests.organizers import organizer
from tests.participants import person, rearrange
from tests.web.page import Page
from tests.web.page import words as text_of

HERE = "/cac2020/office/london"
REPLY = f"{HERE}/sessions/mayoral-meeting"


def words(html: str) -> str:
    """Return what a page says, without its markup."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", bare).replace("–", "-")


@pytest.fixture
def london(app: Flask) -> Actor:
    return contact(app)


@pytest.fixture
def client(app: Flask, london: Actor) -> FlaskClient:
    return enter(app, london, zone="America/Lima")


def send(app: Flask, client: FlaskClient, actor: Actor, **typed: str) -> int:
    with app.app_context():
        hall = office.show(actor, "cac2020", "london")
        (slot,) = [one for one in hall.slots if one.session.code == "mayoral-meeting"]
        db.session.remove()
    known = {"person": slot.person, "starts": slot.session.starts.isoformat()}
    return client.post(REPLY, data=known | typed).status_code


def said(app: Flask, actor: Actor) -> list[tuple[Standing, str]]:
    with app.app_context():
        found = reply.of(actor, "cac2020", "london")
        db.session.remove()
    return [(one.standing, one.reason or one.substitute) for one in found.values()]


def test_it_is_on_the_citys_clock_first(client: FlaskClient) -> None:
    told = words(client.get(HERE).text)
    for one in (
        "Tue 2 June 2020 14:00 -15:30 London (UTC+1)",
        "Tue 2 Jun 22:00-23:30 Seoul (UTC+9) · Tue 2 Jun 13:00-14:30 Universal time (UTC)",
        "Your turn · 5 min Tue 2 June 2020 14:13 -14:18 London (UTC+1)",
        "Mayoral Meeting : your answer",
    ):
        assert one in told


@pytest.mark.parametrize("rest", ["", "/declaration", "/calendar", "/print"])
def test_no_other_clock_is_on_it_for_a_browser_on_a_journey(client: FlaskClient, rest: str) -> None:
    """The browser says America/Lima: the top of the page says London all the same."""
    page = Page(client.get(f"{HERE}{rest}").text)
    assert page.root.get("data-zone") == "Europe/London"
    assert "Lima" not in text_of(page.one("header", class_="top"))
    assert "Times in London (UTC+1)" in text_of(page.one("header", class_="top"))


def test_it_says_what_is_next_and_when(app: Flask, client: FlaskClient) -> None:
    assert "Next for you, in" in words(client.get(HERE).text)


def test_an_answer_is_kept_and_shown(app: Flask, client: FlaskClient, london: Actor) -> None:
    assert send(app, client, london, standing="confirmed", language="en", mode="live") == 303
    assert said(app, london) == [(Standing.CONFIRMED, "")]
    told = words(client.get(f"{HERE}?said=replied").text)
    assert "You said: Coming" in told
    assert "Your answer is kept, and the organizers see it." in told
    assert "Mayoral Meeting : your answer" not in told


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"standing": "declined", "reason": "He travels."}, (Standing.DECLINED, "He travels.")),
        ({"standing": "substituted", "substitute": "Bo"}, (Standing.SUBSTITUTED, "Bo")),
        (
            {
                "standing": "another_time",
                "begins1": "2020-06-02T16:00",
                "until1": "2020-06-02T18:00",
                "begins2": "2020-06-03T09:00",
                "until2": "2020-06-03T10:30",
            },
            (Standing.ANOTHER_TIME, ""),
        ),
    ],
)
def test_other_answers(
    app: Flask,
    client: FlaskClient,
    london: Actor,
    typed: dict[str, str],
    kept: tuple[Standing, str],
) -> None:
    assert send(app, client, london, **typed) == 303
    assert said(app, london) == [kept]


def test_hours_are_read_on_the_citys_clock(app: Flask, client: FlaskClient, london: Actor) -> None:
    hours = {"begins1": "2020-06-02T16:00", "until1": "2020-06-02T18:00"}
    send(app, client, london, standing="another_time", **hours)
    told = words(client.get(HERE).text)
    assert "would do: Tue 2 Jun 16:00-18:00 London (UTC+1)" in told


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"standing": "declined"}, "Say why, in a few words"),
        ({"standing": "substituted"}, "Say who comes instead."),
        ({"standing": "another_time"}, "Say which hours would do."),
        (
            {
                "standing": "another_time",
                "begins1": "2020-06-02T18:00",
                "until1": "2020-06-02T16:00",
            },
            "These hours end before they begin.",
        ),
        (
            {"standing": "another_time", "begins1": "tomorrow", "until1": "later"},
            "This is not a date with a time.",
        ),
        ({"standing": "maybe"}, "Please choose one of these."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    app: Flask, client: FlaskClient, london: Actor, typed: dict[str, str], message: str
) -> None:
    with app.app_context():
        hall = office.show(london, "cac2020", "london")
        (slot,) = [one for one in hall.slots if one.session.code == "mayoral-meeting"]
        db.session.remove()
    known = {
        "person": slot.person,
        "starts": slot.session.starts.isoformat(),
        "substitute_post": "Deputy for health",
    }
    answer = client.post(REPLY, data=known | typed)
    assert answer.status_code == 400
    assert message in words(answer.text)
    assert 'value="Deputy for health"' in answer.text
    assert said(app, london) == []


@pytest.mark.parametrize(
    ("typed", "wrong", "message"),
    [
        ({"standing": "declined"}, ["reason"], "Say why, in a few words: the organizers will"),
        ({"standing": "substituted"}, ["substitute"], "Say who comes instead."),
        (
            {"standing": "another_time"},
            ["begins1", "until1"],
            "Say which hours would do.",
        ),
        (
            {
                "standing": "another_time",
                "begins1": "2020-06-02T15:00",
                "until1": "2020-06-02T16:00",
                "begins2": "2020-06-02T18:00",
            },
            ["until2"],
            "Please fill this in.",
        ),
        (
            {"standing": "another_time", "begins2": "2020-06-02T16:00", "until2": "soon"},
            ["until2"],
            "This is not a date with a time.",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field_which_has_the_focus(
    client: FlaskClient, typed: dict[str, str], wrong: list[str], message: str
) -> None:
    known = {"person": "sadiq-khan", "starts": "2020-06-02T13:00:00+00:00"}
    page = Page(client.post(REPLY, data=known | typed).text)
    fields = [one for tag in ("input", "textarea") for one in page.all(tag, aria_invalid="true")]
    assert [one.get("name") for one in fields] == wrong
    assert [one.get("name") for one in fields if one.get("autofocus") is not None] == wrong[:1]
    (told,) = {one.get("aria-describedby", "") for one in fields}
    assert text_of(page.one("span", id=told)).startswith(message)
    assert page.one("details", class_="office-otherwise").get("open") is not None


def test_what_was_typed_outlives_a_move_of_the_session(
    app: Flask, client: FlaskClient, london: Actor
) -> None:
    starts = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
    rearrange(app, "mayoral-meeting", starts=starts + timedelta(hours=1))
    typed = {"standing": "substituted", "substitute": "Bo Example", "language": "fr"}
    known = {"person": "sadiq-khan", "starts": starts.isoformat()}
    answer = client.post(REPLY, data=known | typed)
    assert answer.status_code == 409
    page = Page(answer.text)
    assert page.one("input", name="substitute").get("value") == "Bo Example"
    assert [one.get("value") for one in page.all("option", selected="")] == ["fr"]
    assert page.one("input", name="starts", type="hidden").get("value") == "2020-06-02T14:00Z"


def test_another_office_of_ones_own_is_named(app: Flask, london: Actor) -> None:
    with app.app_context():
        with deed.begin(ACTOR, Verb.ANSWER, "cac2020", NOW, office="bogota") as work:
            row = account.locked(work, london.account or 0)
            contacts.let_in(work, work.summit(), "bogota", row, "Mina")
        db.session.remove()
    page = Page(enter(app, london).get(HERE).text)
    nav = page.one("nav", aria_label="Your office")
    assert "Office of Bogotá" in text_of(nav)


def test_what_has_moved_is_asked_again(app: Flask, client: FlaskClient, london: Actor) -> None:
    send(app, client, london, standing="confirmed")
    with app.app_context():
        hall = office.show(london, "cac2020", "london")
        (slot,) = [one for one in hall.slots if one.session.code == "mayoral-meeting"]
        db.session.remove()
    rearrange(app, "mayoral-meeting", starts=slot.session.starts + timedelta(hours=1))
    told = words(client.get(HERE).text)
    assert "You answered to Tue 2 Jun 14:00 London (UTC+1): please look again." in told
    old = {"person": slot.person, "starts": slot.session.starts.isoformat()}
    answer = client.post(REPLY, data=old | {"standing": "confirmed"})
    assert answer.status_code == 409
    assert "The session has moved meanwhile" in words(answer.text)


def test_a_sheet_for_the_mayor(app: Flask, client: FlaskClient, london: Actor) -> None:
    send(app, client, london, standing="confirmed", language="fr", mode="recorded")
    told = words(client.get(f"{HERE}/print").text)
    assert "Your turn · 5 min Tue 2 June 2020 14:13 -14:18 London (UTC+1)" in told
    assert "As of release 1 of the programme." in told
    assert "Coming · French · recorded" in told
    send(app, client, london, standing="substituted", substitute="Bo", substitute_post="Deputy")
    told = words(client.get(f"{HERE}/print").text)
    assert "Somebody else comes: Bo , Deputy" in told


def test_the_clock_is_confirmed(client: FlaskClient) -> None:
    assert "Is it 10:00 London (UTC+1) with you now?" in words(client.get(HERE).text)
    answer = client.post(f"{HERE}/zone", data={"zone": "Europe/Paris"})
    assert answer.status_code == 409
    assert client.post(f"{HERE}/zone", data={"zone": "Europe/London"}).status_code == 303
    assert "with you now" not in words(client.get(HERE).text)


def test_an_organizer_answers_on_the_telephone(app: Flask, london: Actor) -> None:
    protocol = organizer(app, Role.PROTOCOL)
    client = enter(app, protocol)
    assert "You look after this office." in words(client.get(HERE).text)
    assert send(app, client, london, standing="confirmed") == 303
    told = words(enter(app, london).get(f"{HERE}/log").text)
    assert "Mina Mayoral Meeting, Sadiq Khan : Coming" in told


def test_colleagues_come_and_go(app: Flask, client: FlaskClient, london: Actor) -> None:
    typed = {"name": "Ada", "post": "Protocol", "address": "ada@london.example"}
    answer = client.post(f"{HERE}/people", data=typed)
    assert answer.location == f"{HERE}/people?said=sent"
    again = client.post(f"{HERE}/people", data=typed)
    assert again.status_code == 400
    assert "They are a contact of this office already." in words(again.text)
    wrong = client.post(f"{HERE}/people", data=typed | {"address": "ada"})
    assert wrong.status_code == 400
    assert 'value="Protocol"' in wrong.text
    other = client.post(f"{HERE}/people", data=typed | {"address": "ada@lond0n.example"})
    assert other.location == f"{HERE}/people?said=waiting"
    assert "Looks like an address that is known" in words(client.get(f"{HERE}/people").text)
    with app.app_context():
        found = contacts.contacts(organizer(app, Role.PROTOCOL), "cac2020")["london"]
        db.session.remove()
    (ada,) = [one for one in found if one.address == "ada@london.example"]
    assert client.post(f"{HERE}/people/{ada.id}/remove").status_code == 303
    assert "ada@london.example" not in client.get(f"{HERE}/people").text


def test_the_link_of_a_mail(app: Flask) -> None:
    protocol = organizer(app, Role.PROTOCOL)
    with app.app_context():
        ada = Person("Ada", "", "ada@london.example")
        contacts.name(protocol, "cac2020", "london", ada, Counted("a", "b"), NOW)
        path = db.session.scalars(select(MailRow.data).where(MailRow.occasion == "office")).one()[
            "path"
        ]
        db.session.remove()
    client = enter(app, person(app, "other@people.example"))
    assert "This link is for another account" in words(client.get(path).text)
    assert client.post(path).status_code == 403
    client = browser(app)
    shown = client.get(path)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert "For Ada , ada@london.example" in words(shown.text)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    assert token is not None
    headers = {"Origin": "https://summit.example"}
    answer = client.post(path, data={"csrf_token": token[1]}, headers=headers)
    assert answer.location == HERE
    assert client.get(HERE).status_code == 200
    for again in (client.get(path), browser(app).get("/office/never-was")):
        assert again.status_code == 410
        assert "This link is good no more" in words(again.text)


def test_an_overrun_moves_the_turn(app: Flask, client: FlaskClient) -> None:
    starts = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
    code = "mayoral-meeting"
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", starts, NOW)
        run.press(ACTOR, "cac2020", code, Act(Press.NEXT, NOW), NOW, 0)
        run.press(ACTOR, "cac2020", code, Act(Press.OVER, NOW, minutes=12), NOW, 1)
        db.session.remove()
    told = words(client.get(HERE).text)
    assert "Your turn · 5 min Tue 2 June 2020 14:25 -14:30 London (UTC+1) planned 14:13" in told
    assert "planned 14:13" in words(client.get(f"{HERE}/print").text)


class Desk:
    """The control room of the Mayoral Meeting, rehearsed from its beginning on."""

    def __init__(self, app: Flask, clock: SetClock) -> None:
        self.app, self.clock, self.began, self.version = app, clock, clock.moment, 0
        with app.app_context():
            rehearsal.start(ACTOR, "cac2020", datetime(2020, 6, 2, 13, 0, tzinfo=UTC), clock.moment)

    def __call__(self, press: Press, minute: int, **more: Any) -> None:
        self.clock.moment = self.began + timedelta(minutes=minute)
        with self.app.app_context():
            now = self.clock.moment
            act = Act(press, now, **more)
            done = run.press(ACTOR, "cac2020", "mayoral-meeting", act, now, self.version)
            self.version = done.version
            db.session.remove()


def test_a_turn_that_is_added_on_the_day_stands_on_the_page_and_asks_for_nothing(
    app: Flask, clock: SetClock
) -> None:
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
        meeting = next(one for one in draft.sessions if one.code == "mayoral-meeting")
        city = min({one.code for one in draft.governments} - set(meeting.governments))
    client = enter(app, contact(app, city, "office@city.example"))
    here = f"/cac2020/office/{city}"
    assert "Mayoral Meeting" not in words(client.get(here).text)
    press = Desk(app, clock)
    press(Press.NEXT, 0)
    extra = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, government=city)
    press(Press.INSERT, 1, turn=extra)
    answer = client.get(here)
    told = words(answer.text)
    assert told.count("Your turn · 4 min added") == 1
    assert "22:03-22:07 Seoul (UTC+9)" in told
    assert f'action="/cac2020/office/{city}/sessions/mayoral-meeting"' not in answer.text
    assert "Mayoral Meeting of cities: your answer" not in told
    assert "Mayoral Meeting" in words(client.get(f"{here}/print").text)
    # Another turn of somebody who has one already has its own length beside it.
    press(Press.INSERT, 1, turn=replace(extra, minutes=7, government="london"))
    london = enter(app, contact(app))
    told = words(london.get(HERE).text)
    assert [int(one) for one in re.findall(r"Your turn · (\d+) min", told)][:2] == [7, 5]


def test_a_turn_that_is_left_out_is_said_to_be(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    press = Desk(app, clock)
    press(Press.NEXT, 0)
    press(Press.SKIP, 1, key=2)
    told = words(client.get(HERE).text)
    assert "Your turn · left out Tue 2 Jun 14:13-14:18 London (UTC+1)" in told
    assert "Your turn · 5 min" not in told


def test_what_is_next_follows_the_session_and_not_its_published_end(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    press = Desk(app, clock)

    def next_up() -> str:
        found = re.search(r"(Next for you|On now).{0,160}", words(client.get(HERE).text))
        return found[0] if found else ""

    press(Press.NEXT, 1)
    press(Press.NEXT, 2)
    press(Press.NEXT, 3)  # its turn, ten minutes early
    press(Press.NEXT, 4)
    assert next_up().startswith("On now Mayoral Meeting")
    for _ in range(4):
        with app.app_context():
            now = clock.moment
            press.version = run.undo(
                ACTOR, "cac2020", "mayoral-meeting", now, press.version
            ).version
            db.session.remove()
    press(Press.NEXT, 100)  # ten minutes beyond the published end
    assert "Mayoral Meeting" in next_up()
    assert "15:53 -15:58" in next_up()  # its third turn, thirteen minutes later
    assert next_up().startswith("Next for you, in 13 min")
    for minute in (103, 113):
        press(Press.NEXT, minute)
    assert next_up().startswith("On now Mayoral Meeting")
    press(Press.CLOSE, 118)
    assert "Mayoral Meeting" not in next_up()


def test_the_page_renews_itself_near_the_session_alone(
    app: Flask, client: FlaskClient, clock: SetClock
) -> None:
    assert "data-renew" not in client.get(HERE).text
    Desk(app, clock)
    parts = re.findall(r'id="([\w-]+)" data-renew="15"', client.get(HERE).text)
    assert parts[0] == "next-up"
    assert len(parts) == len(set(parts)) > 1


def test_what_is_planned_stands_where_nothing_was_said(app: Flask) -> None:
    page = Page(enter(app, contact(app)).get("/cac2020/office/london").text)
    field = page.all("select", name="language")[0]
    assert text_of(next(iter(field))) == "English, as planned"
