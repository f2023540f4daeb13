"""Calendars over HTTP: rules T1 to T9 of docs/calendars.md, judged by an independent checker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.core.programme import Programme
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, browser
from tests.formats.ical_rules import (
    Answer,
    Profile,
    check_answer,
    check_octets,
    check_update,
    events,
)
from tests.web.addresses import CALENDARS, DOWNLOAD

LANGUAGES = ("", "?locale=ko", "?locale=zh-Hant")
EVERY = [(address, Profile.FEED) for address in CALENDARS] + [(DOWNLOAD, Profile.DOWNLOAD)]


def answered(answer: TestResponse) -> Answer:
    headers = {name: value for name, value in answer.headers if name != "X-Request-Id"}
    return Answer(answer.status_code, headers, answer.data)


@pytest.mark.parametrize(("address", "profile"), EVERY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_keeps_the_rules(
    client: FlaskClient, address: str, profile: Profile, language: str
) -> None:
    first = answered(client.get(address + language))
    found = check_answer(
        *first,
        profile,
        again=answered(client.get(address + language)),
        head=answered(client.head(address + language)),
    )
    assert found == []
    assert check_octets(first.octets, profile) == []


@pytest.mark.parametrize(("address", "profile"), EVERY)
def test_conditional_requests(client: FlaskClient, address: str, profile: Profile) -> None:
    first = client.get(address)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for asked in (
        {"If-None-Match": etag},
        {"If-Modified-Since": modified},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        assert check_answer(*answered(client.get(address, headers=asked)), profile) == []
        assert client.get(address, headers=asked).status_code == 304
    for asked in (
        {"If-None-Match": '"x"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert client.get(address, headers=asked).status_code == 200


@pytest.mark.parametrize(("address", "profile"), EVERY)
def test_whoever_asks_gets_the_same_octets(
    app: Flask, client: FlaskClient, address: str, profile: Profile
) -> None:
    first = client.get(address).data
    for headers in (
        {"User-Agent": "Google-Calendar-Importer"},
        {"User-Agent": "iOS/17.0 dataaccessd/1.0", "Accept": "text/calendar"},
        {"User-Agent": "", "Accept": "text/html"},
        {"Accept-Language": "ko-KR"},
        {"Cookie": "locale=ko; tz=Europe/Budapest; browser_tz=Asia/Kabul"},
        {"Accept-Encoding": "br, gzip"},
        {"Range": "bytes=0-99"},
    ):
        assert browser(app).get(address, headers=headers).data == first, headers
    assert client.get(f"{address}?tz=Europe/Budapest").data == first


def test_the_agenda_holds_every_session(client: FlaskClient, cac2020: Programme) -> None:
    found = events(client.get("/cac2020/agenda.ics").data).values()
    told = [(one.summary, one.starts, one.ends) for one in found]
    assert told == [(one.title["en"], one.starts, one.ends) for one in cac2020.sessions]


def test_every_feed_holds_its_sessions(client: FlaskClient, cac2020: Programme) -> None:
    """And a government, speaker or area without any session has no feed (C7)."""
    for path, things, codes in (
        ("cities", cac2020.governments, lambda one: one.governments),
        ("speakers", cac2020.people, lambda one: one.people),
        ("areas", cac2020.areas, lambda one: (one.area,)),
        ("stages", cac2020.stages, lambda one: (one.stage,)),
    ):
        for thing in things:
            held = [one.title["en"] for one in cac2020.sessions if thing.code in codes(one)]
            answer = client.get(f"/cac2020/{path}/{thing.code}.ics")
            assert answer.status_code == (200 if held else 404), thing.code
            if held:
                assert [one.summary for one in events(answer.data).values()] == held


def test_every_session_has_a_file(client: FlaskClient, cac2020: Programme) -> None:
    feed = events(client.get("/cac2020/agenda.ics").data)
    for session in cac2020.sessions:
        answer = client.get(f"/cac2020/sessions/{session.code}.ics")
        assert check_answer(*answered(answer), Profile.DOWNLOAD) == []
        ((uid, event),) = events(answer.data).items()
        assert feed[uid] == event  # so that a calendar with both shows it once


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/agenda.ics",
        "/cac2020/sessions/nothing.ics",
        "/cac2020/areas/nothing.ics",
        "/cac2020/stages/nothing.ics",
        "/cac2020/cities/nothing.ics",
        "/cac2020/speakers/nothing.ics",
        "/cac2020/cities/bogota.ics",  # announced, in no session
        "/cac2020/agenda.ics.ics",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_no_link_leads_to_a_feed_that_is_not_there(client: FlaskClient) -> None:
    answer = client.get("/cac2020/cities/bogota")
    assert (answer.status_code, ".ics" in answer.text.replace("agenda.ics", "")) == (200, False)


def test_moves_and_cancellations_keep_the_rules_of_updates(app: Flask, client: FlaskClient) -> None:
    before = {address: client.get(address).data for address in CALENDARS}
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.move(ACTOR, "cac2020", "welfare", later, minutes=100)
        programme.cancel(ACTOR, "cac2020", "climate", later)
        programme.remove(ACTOR, "cac2020", "culture", later)
        release.publish(ACTOR, "cac2020", "Three changes", later)
    for address, old in before.items():
        answer = answered(client.get(address))
        assert check_answer(*answer, Profile.FEED) == []
        assert check_octets(answer.octets, Profile.FEED) == []
        assert check_update(old, answer.octets, Profile.FEED) == []
    states = [one.status for one in events(client.get("/cac2020/agenda.ics").data).values()]
    assert sorted(states) == ["CANCELLED"] * 2 + ["CONFIRMED"] * 13
    assert client.get("/cac2020/agenda.ics").headers["Last-Modified"] == (
        "Wed, 20 May 2020 10:00:00 GMT"
    )


def test_addresses_inside_come_from_the_settings(client: FlaskClient) -> None:
    for address, _ in EVERY:
        answer = client.get(address, headers={"X-Forwarded-Host": "evil.example"})
        for event in events(answer.data).values():
            assert event.url.startswith("https://summit.example/cac2020/sessions/")
        assert b"evil" not in answer.data
