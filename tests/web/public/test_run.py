"""A session as it is run, at every address that tells of its turns: without a new release."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from summit.core.run import Act, Press
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind
from summit.services import agenda, programme, rehearsal, run, subscription
from summit.web.page import Site
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.factories import START
from tests.formats.ical_rules import Profile, check_octets, check_update, events
from tests.participants import person

CODE = "mayoral-meeting"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_the_summit(clock: SetClock) -> None:
    clock.moment = START


class Desk:
    """Presses with what the last press returned, by the clock of the application."""

    def __init__(self, app: Flask, clock: SetClock) -> None:
        self.app, self.clock, self.version = app, clock, 0

    def __call__(self, press: Press, minute: float, **more: Any) -> None:
        self.clock.moment = START + minute * MINUTE
        with self.app.app_context():
            act = Act(press, NOW, **more)
            self.version = run.press(
                ACTOR, "cac2020", CODE, act, self.clock.moment, self.version
            ).version


@pytest.fixture
def press(app: Flask, clock: SetClock) -> Desk:
    return Desk(app, clock)


def overrun(press: Desk) -> None:
    """Run the meeting on time until its ninth turn, which is given 12 minutes more."""
    minute = 0
    for length in (3, 10, 5, 5, 5, 5, 3, 3, 0):
        press(Press.NEXT, minute)
        minute += length
    press(Press.OVER, minute + 1, minutes=12)


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(f"/cac2020{path}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


def test_an_overrun_at_the_ninth_turn_shows_on_every_page_and_calendar(
    app: Flask, client: FlaskClient, press: Desk
) -> None:
    last = "Group photo and close"
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
        meeting = next(one for one in draft.sessions if one.code == CODE)
    tenth = meeting.turns[9].title["en"]
    for path in (f"/sessions/{CODE}", f"/sessions/{CODE}.ics"):
        page(client, path)  # so that an answer of before is kept
    overrun(press)
    found = page(client, f"/sessions/{CODE}")
    assert f"22:54 {tenth} planned 22:42" in found
    now = page(client, "/now")
    assert "12 minutes late" in now
    assert f"Speaks now {meeting.turns[8].title['en']}" in now
    assert f"Speaks next {tenth} 22:54 Seoul (UTC+9)" in now
    for path in (f"/sessions/{CODE}.ics", "/agenda.ics", "/cities/london.ics"):
        assert f"22:54 {tenth}" in description(client, path), path
        assert f"22:42 {tenth}" not in description(client, path), path
    found = client.get(f"/cac2020/sessions/{CODE}.jcal").text
    assert f"22:54 {tenth}" in found
    assert last in found


def description(client: FlaskClient, path: str) -> str:
    return str(entry(client.get(f"/cac2020{path}").data)["DESCRIPTION"])


def entry(octets: bytes) -> Any:
    found = [one for one in Calendar.from_ical(octets).walk("VEVENT") if CODE in one["URL"]]
    assert len(found) == 1
    return found[0]


def test_a_city_and_a_speaker_read_their_new_minute(client: FlaskClient, press: Desk) -> None:
    press(Press.NEXT, 0)
    assert "14:13 (UTC+1) Case: London" in page(client, "/cities/london")
    press(Press.OVER, 1, minutes=12)
    assert "14:25 (UTC+1) planned 14:13 Case: London" in page(client, "/cities/london")
    assert "22:25 Seoul (UTC+9) planned 22:13 Case: London" in page(client, "/speakers/sadiq-khan")
    # In another zone than the host's, both are said.
    found = page(client, "/speakers/sadiq-khan?tz=Europe/London")
    assert "14:25 London (UTC+1) · 22:25 Seoul (UTC+9) planned 14:13" in found


def test_a_calendar_is_told_by_its_stamp_and_keeps_its_entry(
    client: FlaskClient, press: Desk
) -> None:
    path = f"/cac2020/sessions/{CODE}.ics"
    before = entry(client.get(path).data)
    press(Press.NEXT, 7)
    answer = client.get(path)
    after = entry(answer.data)
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY"):
        assert after[name] == before[name]
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == START + 7 * MINUTE
    assert answer.last_modified == START + 7 * MINUTE
    assert "22:10 Keynote" in str(after["DESCRIPTION"])
    # It never changes by the clock alone: the opening should be over by now.
    press.clock.moment = START + 14 * MINUTE
    assert client.get(path).data == answer.data
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    with press.app.app_context():
        run.undo(ACTOR, "cac2020", CODE, START + 15 * MINUTE, 1)
    undone = entry(client.get(path).data)
    assert undone["DESCRIPTION"] == before["DESCRIPTION"]
    assert undone["LAST-MODIFIED"].dt == START + 15 * MINUTE


def test_a_page_moves_with_the_clock_where_nobody_presses(client: FlaskClient, press: Desk) -> None:
    press(Press.NEXT, 0)
    press.clock.moment = START + 9 * MINUTE
    assert "22:09 Keynote" in page(client, f"/sessions/{CODE}")
    press.clock.moment = START + 11 * MINUTE
    assert "22:11 Keynote" in page(client, f"/sessions/{CODE}")


def test_what_was_left_out_and_what_was_added_is_said(client: FlaskClient, press: Desk) -> None:
    press(Press.NEXT, 0)
    press(Press.SKIP, 1, key=2)
    words = Text({"en": "A word from <b>Jakarta</b>"})
    extra = Turn(words, 4, TurnKind.TALK, government="jakarta")
    press(Press.INSERT, 1, turn=extra)
    found = page(client, f"/sessions/{CODE}")
    assert "22:13 Case: London left out" in found
    assert "22:03 A word from &lt;b&gt;Jakarta&lt;/b&gt; added" in found
    calendar = description(client, f"/sessions/{CODE}.ics")
    assert "22:03 A word from Jakarta" in calendar  # where there are no tags
    assert "Case: London" not in calendar
    assert "left out" in page(client, "/cities/london")


def test_what_really_was_is_kept_after_the_session(client: FlaskClient, press: Desk) -> None:
    press(Press.NEXT, 2)
    press(Press.NEXT, 6)
    press(Press.CLOSE, 30)
    press.clock.moment = START + timedelta(hours=6)
    found = page(client, f"/sessions/{CODE}")
    assert "22:02 Opening planned 22:00" in found
    assert "22:06 Keynote" in found
    assert "22:13 Case: London left out" in found
    assert "On now" not in found
    assert "Nothing is on" in page(client, "/now")


def test_a_closed_session_is_over_at_once_and_a_late_one_still_on(
    client: FlaskClient, press: Desk
) -> None:
    press(Press.NEXT, 20)
    press.clock.moment = START + 100 * MINUTE  # ten beyond its published end
    assert "Speaks now Opening" in page(client, "/now")
    press(Press.CLOSE, 100)
    assert "Speaks now" not in page(client, "/now")


def test_only_what_shows_the_session_is_made_anew(
    app: Flask, client: FlaskClient, press: Desk
) -> None:
    site: Site = app.extensions["summit"]
    paths = {
        f"/sessions/{CODE}": True,
        "/now": True,
        "/": True,
        "/cities/london": True,
        f"/sessions/{CODE}.ics": True,
        "/agenda.ics": True,
        "/agenda": False,
        "/sessions/welfare": False,
        "/sessions/welfare.ics": False,
        "/speakers": False,
        "/cities": False,
        "/schedule.xml": False,
        "/releases": False,
    }
    press(Press.NEXT, 0)

    def kept() -> dict[str, object]:
        found = {}
        for path in paths:
            client.get(f"/cac2020{path}")
            found[path] = next(
                one for key, one in site.ready._answers.items() if key[0][0] == f"/cac2020{path}"
            )
        return found

    before = kept()
    press(Press.OVER, 0, minutes=5)
    after = kept()
    assert {path: after[path] is not before[path] for path in paths} == paths


def test_a_private_feed_has_the_minutes_too(app: Flask, press: Desk) -> None:
    actor = person(app)
    with app.app_context():
        agenda.pick(actor, "cac2020", CODE, NOW)
        _, token = subscription.subscribe(actor, "cac2020", "Phone", NOW)
    client = browser(app)
    before = entry(client.get(f"/feeds/{token}.ics").data)
    press(Press.NEXT, 0)
    press(Press.OVER, 1, minutes=12)
    after = entry(client.get(f"/feeds/{token}.ics").data)
    assert "22:15 Keynote" in str(after["DESCRIPTION"])
    assert "22:03 Keynote" in str(before["DESCRIPTION"])
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt


def test_somebody_of_a_running_order_who_left_the_release_breaks_no_page(
    app: Flask, client: FlaskClient, press: Desk
) -> None:
    press(Press.NEXT, 0)
    extra = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, person="nobody", government="nowhere")
    press(Press.INSERT, 1, turn=extra)
    for path in (f"/sessions/{CODE}", "/now"):
        assert "Extra" in page(client, path)


def test_who_is_given_a_turn_on_the_day_has_the_session_in_their_calendar(
    app: Flask, client: FlaskClient, press: Desk
) -> None:
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
        meeting = next(one for one in draft.sessions if one.code == CODE)
        cities = {one.code for one in draft.governments} - set(meeting.governments)
        speakers = {one.code for one in draft.people} - set(meeting.people)
        city, speaker = min(cities), min(speakers)
    assert meeting.stamp
    uid = meeting.stamp.uid
    paths = (f"/cac2020/cities/{city}.ics", f"/cac2020/speakers/{speaker}.ics")
    jcal = f"/cac2020/cities/{city}.jcal"

    def calendar(path: str) -> bytes:
        answer = client.get(path)
        return answer.data if answer.status_code == 200 else b""

    def standing(path: str) -> tuple[str, int] | None:
        octets = calendar(path)
        one = events(octets).get(uid) if octets else None
        return (one.status, one.sequence) if one else None

    first = meeting.stamp.sequence
    press(Press.NEXT, 0)
    assert [standing(path) for path in paths] == [None, None]
    extra = Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, person=speaker, government=city)
    press(Press.INSERT, 1, turn=extra)
    joined = [calendar(path) for path in paths]
    assert [standing(path) for path in paths] == [("CONFIRMED", first + 1)] * 2
    assert "22:03 Extra" in events(joined[0])[uid].description
    assert uid in client.get(jcal).text
    # Everybody else's calendar has the session as it was: SEQUENCE is of those alone.
    assert events(client.get("/cac2020/agenda.ics").data)[uid].sequence == first
    with app.app_context():
        press.clock.moment = START + 2 * MINUTE
        press.version = run.undo(ACTOR, "cac2020", CODE, press.clock.moment, press.version).version
    left = [calendar(path) for path in paths]
    assert [standing(path) for path in paths] == [("CANCELLED", first + 2)] * 2
    press(Press.INSERT, 3, turn=extra)
    again = [calendar(path) for path in paths]
    assert [standing(path) for path in paths] == [("CONFIRMED", first + 3)] * 2
    for before, after in ((joined, left), (left, again)):
        for old, new in zip(before, after, strict=True):
            assert check_update(old, new, Profile.FEED) == []
            assert check_octets(new, Profile.FEED) == []


def test_what_was_inserted_in_a_rehearsal_leaves_the_calendars_with_it(
    app: Flask, client: FlaskClient, press: Desk
) -> None:
    with app.app_context():
        draft = programme.draft(ACTOR, "cac2020")
        meeting = next(one for one in draft.sessions if one.code == CODE)
        code = min({one.code for one in draft.governments} - set(meeting.governments))
        rehearsal.start(ACTOR, "cac2020", START, START)
    assert meeting.stamp
    city = f"/cac2020/cities/{code}.ics"
    uid, first = meeting.stamp.uid, meeting.stamp.sequence
    press(Press.NEXT, 1)
    press(Press.INSERT, 1, turn=Turn(Text({"en": "Extra"}), 4, TurnKind.TALK, government=code))
    before = client.get(city).data
    assert (events(before)[uid].status, events(before)[uid].sequence) == ("CONFIRMED", first + 1)
    with app.app_context():
        rehearsal.stop(ACTOR, "cac2020", START + 2 * MINUTE)
    after = client.get(city).data
    assert (events(after)[uid].status, events(after)[uid].sequence) == ("CANCELLED", first + 2)
    assert check_update(before, after, Profile.FEED) == []


def test_the_prompter_tells_the_minutes_that_are_left(client: FlaskClient, press: Desk) -> None:
    path = f"/sessions/{CODE}/prompter"
    press.clock.moment = START + 4 * MINUTE  # by the clock, where nobody presses
    assert "9 minutes left" in page(client, path)
    press(Press.NEXT, 5)
    assert "Opening 3 minutes left Next turn 22:08 Seoul (UTC+9)" in page(client, path)
    press.clock.moment = START + 10 * MINUTE
    assert "2 minutes over" in page(client, path)
    press(Press.OVER, 10, minutes=5)
    assert "3 minutes left" in page(client, path)
    press(Press.STOP, 12)
    assert "Nobody speaks" in page(client, path)


def test_pages_that_tell_its_minutes_renew_themselves_while_it_is_near(
    client: FlaskClient, press: Desk
) -> None:
    """Within an hour before it, until it is closed, however late that is."""

    def renewing() -> set[bool]:
        paths = (f"/sessions/{CODE}", "/cities/london", "/speakers/sadiq-khan")
        return {"data-renew" in client.get(f"/cac2020{path}").text for path in paths}

    press.clock.moment = START - 2 * timedelta(hours=1)
    assert renewing() == {False}
    press.clock.moment = START - 30 * MINUTE
    assert renewing() == {True}
    press(Press.NEXT, 20)
    press.clock.moment = START + 100 * MINUTE
    assert renewing() == {True}
    press(Press.CLOSE, 101)
    assert renewing() == {False}
