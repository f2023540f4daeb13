"""My agenda: my days in my zone, what is next, what clashes, what changed, on paper too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.registration import State
from summit.services import agenda, programme, release
from tests.conftest import ACTOR, NOW, SetClock
from tests.participants import enter, person, rearrange
from tests.web.page import Page, words


def picked(app: Flask, *codes: str) -> FlaskClient:
    actor = person(app)
    with app.app_context():
        for code in codes:
            agenda.pick(actor, "cac2020", code, NOW)
    return enter(app, actor)


def main(client: FlaskClient, address: str = "/cac2020/me") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(Page(answer.text).main)


@pytest.mark.parametrize("address", ["/cac2020/me", "/cac2020/me/print"])
def test_it_is_for_who_has_entered(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, f"/account/enter?next={address}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_keeps_a_private_page(app: Flask) -> None:
    headers = picked(app, "diamond").get("/cac2020/me").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]
    assert headers["Referrer-Policy"] == "same-origin"


def test_an_empty_one_says_what_to_do(app: Flask) -> None:
    said = main(picked(app))
    assert "Nothing is picked yet" in said
    assert "Find sessions" in said


def test_without_a_registration_it_leads_to_one(app: Flask) -> None:
    client = enter(app, person(app, state=None))
    answer = client.get("/cac2020/me")
    assert 'href="/cac2020/register"' in answer.text
    assert client.post("/cac2020/me/sessions/diamond/pick").status_code == 404


@pytest.mark.parametrize("state", [State.CANCELLED, State.REFUSED, State.LAPSED])
def test_an_ended_registration_has_no_agenda(app: Flask, state: State) -> None:
    client = enter(app, person(app, state=state))
    assert "You are not registered" in main(client)


def test_my_days_are_those_of_my_zone(app: Flask) -> None:
    client = picked(app, "diamond", "mayoral-meeting")
    said = main(client, "/cac2020/me?tz=America/Los_Angeles")
    assert said.index("Tuesday 2 June") < said.index("Wednesday 3 June")
    assert "16:00" in said  # the golden fact: Diamond starts on 3 June at 16:00 in Los Angeles
    assert "Thursday 4 June" not in said
    said = main(client, "/cac2020/me?tz=Asia/Seoul")
    assert "Thursday 4 June" in said
    assert "while you sleep" in main(client, "/cac2020/me?tz=Europe/London")


def test_the_zone_of_the_account_is_taken_where_nothing_says_another(app: Flask) -> None:
    assert "15:00" in main(picked(app, "mayoral-meeting"))


def test_next_counts_down_by_the_summits_clock(app: Flask, clock: SetClock) -> None:
    client = picked(app, "mayoral-meeting")
    clock.moment = datetime(2020, 6, 2, 12, 30, 30, tzinfo=UTC)
    assert "Next in 30 minutes" in main(client)
    clock.moment = datetime(2020, 6, 2, 13, 5, tzinfo=UTC)
    assert "On now" in main(client)


def test_sessions_at_once_are_pointed_out_in_both_times(app: Flask) -> None:
    client = picked(app, "mayoral-meeting", "innovation-ir")
    # An unplaced recording: what nobody has to be at does not keep a summit from publishing.
    rearrange(app, "innovation-ir", starts=datetime(2020, 6, 2, 13, 30, tzinfo=UTC))
    said = main(client)
    assert "1 time two sessions at once" in said
    assert "15:30 Budapest (UTC+2) · 22:30 Seoul (UTC+9)" in said
    assert "60 minutes together" in said
    assert "What changed for you" in said
    page = main(client, "/cac2020/me/sessions/innovation-ir")
    assert "At the same time in your agenda" in page
    assert "15:00 Budapest (UTC+2) · 22:00 Seoul (UTC+9)" in page


def test_what_left_the_programme_is_still_there_and_says_so(app: Flask) -> None:
    client = picked(app, "climate", "culture", "diamond")
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", later)
        programme.remove(ACTOR, "cac2020", "culture", later)
        release.publish(ACTOR, "cac2020", "Two less", later)
    said = main(client)
    assert "No longer in the programme" in said
    assert "Cancelled" in said
    assert client.get("/cac2020/me/sessions/culture").status_code == 200
    answer = client.post("/cac2020/me/sessions/culture/unpick")
    assert answer.status_code == 303
    assert client.get("/cac2020/me/sessions/culture").status_code == 404


def test_the_printable_page(app: Flask) -> None:
    said = main(picked(app, "mayoral-meeting"), "/cac2020/me/print")
    assert "15:00" in said
    assert "22:00 Seoul (UTC+9)" in said


def test_one_person_sees_nothing_of_another(app: Flask) -> None:
    picked(app, "diamond")
    other = enter(app, person(app, "other@people.example"))
    assert "Diamond" not in main(other)
