"""The programme as data, over HTTP: what each file is sent as, and the page that leads to all."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import icalendar
import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from summit.core.programme import Programme
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, browser
from tests.formats import schema
from tests.web.addresses import ATOM, CALENDARS, DOWNLOAD, FILES, PAGES, SPEAKING
from tests.web.page import Page, query, words

OPEN = (*CALENDARS, DOWNLOAD, *FILES, ATOM)
EXPECTED = {
    "/cac2020/schedule.xml": (
        "application/vnd.c3voc.schedule+xml; charset=utf-8",
        "inline; filename=cac2020-schedule.xml",
    ),
    "/cac2020/schedule.json": ("application/json", "inline; filename=cac2020-schedule.json"),
    "/cac2020/schedule.v2.json": ("application/json", "inline; filename=cac2020-schedule.v2.json"),
    "/cac2020/sessions.csv": (
        "text/csv; charset=utf-8",
        "attachment; filename=cac2020-sessions.csv",
    ),
    "/cac2020/sessions.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "attachment; filename=cac2020-sessions.xlsx",
    ),
    "/cac2020/release.json": ("application/json", "inline; filename=cac2020-release.json"),
    "/cac2020/releases/1.json": ("application/json", "inline; filename=cac2020-release-1.json"),
    "/cac2020/agenda.jcal": (
        "application/calendar+json",
        "inline; filename=cac2020-agenda.jcal",
    ),
    "/cac2020/areas/climate.jcal": (
        "application/calendar+json",
        "inline; filename=cac2020-area-climate.jcal",
    ),
    "/cac2020/sessions/mayoral-meeting.jcal": (
        "application/calendar+json",
        "inline; filename=cac2020-mayoral-meeting.jcal",
    ),
}


@pytest.mark.parametrize("address", EXPECTED)
def test_what_each_file_is_sent_as(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    told = answer.headers["Content-Type"], answer.headers["Content-Disposition"]
    assert (answer.status_code, told) == (200, EXPECTED[address])
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Last-Modified"] == "Wed, 20 May 2020 09:00:00 GMT"


@pytest.mark.parametrize("address", FILES)
def test_conditional_requests(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for asked in (
        {"If-None-Match": etag},
        {"If-Modified-Since": modified},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        answer = client.get(address, headers=asked)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    other = client.get(address, headers={"If-None-Match": '"x"', "If-Modified-Since": modified})
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize("address", FILES)
def test_whoever_asks_gets_the_same_octets(app: Flask, client: FlaskClient, address: str) -> None:
    first = client.get(address).data
    for headers in (
        {"User-Agent": ""},
        {"Accept-Language": "ko-KR", "Accept": "text/html"},
        {"Cookie": "locale=ko; tz=Europe/Budapest; browser_tz=Asia/Kabul"},
        {"Range": "bytes=0-99"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
    ):
        assert browser(app).get(address, headers=headers).data == first, headers
    for asked in ("tz=Europe/Budapest", "locale=xx", "locale=en", "locale=", "q=%00"):
        assert client.get(f"{address}?{asked}").data == first, asked


@pytest.mark.parametrize("address", FILES)
def test_the_address_alone_chooses_the_language(client: FlaskClient, address: str) -> None:
    etags = {
        client.get(address, query_string={"locale": tag}).headers["ETag"]
        for tag in ("en", "ko", "zh-Hant")
    }
    assert len(etags) == (3 if address in SPEAKING else 1)


@pytest.mark.parametrize("address", OPEN)
def test_scripts_of_other_sites_may_read_it(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Origin": "https://other.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag, Content-Disposition"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = client.options(
        address,
        headers={
            "Origin": "https://other.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    told = {key: value for key, value in asked.headers if key.startswith("Access-Control")}
    assert (asked.status_code, told) == (
        200,
        {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "ETag, Content-Disposition",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        },
    )


@pytest.mark.parametrize("address", [*PAGES, "/healthz", "/", "/nowhere"])
def test_pages_stay_closed_to_scripts_of_other_sites(client: FlaskClient, address: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = client.open(address, method=method, headers={"Origin": "https://other.example"})
        assert not [key for key, _ in answer.headers if key.startswith("Access-Control")]


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/schedule.xml",
        "/nowhere/data",
        "/cac2020/schedule.v3.json",
        "/cac2020/releases/2.json",
        "/cac2020/releases/0.json",
        "/cac2020/releases/x.json",
        "/nowhere/releases/1.json",
        "/cac2020/sessions/nothing.jcal",
        "/cac2020/cities/bogota.jcal",
        "/cac2020/areas/nothing.jcal",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


# --- content ---------------------------------------------------------------------------------


def test_every_file_holds_every_session(client: FlaskClient, cac2020: Programme) -> None:
    codes = [one.code for one in cac2020.sessions]
    xml = ElementTree.fromstring(client.get("/cac2020/schedule.xml").data)
    slugs = sorted(event.findtext("slug", "") for event in xml.iter("event"))
    assert slugs == sorted(f"cac2020-{code}" for code in codes)
    v2 = client.get("/cac2020/schedule.v2.json").json
    assert v2
    assert [one["slug"] for one in v2["schedule"]["events"]] == [f"cac2020-{one}" for one in codes]
    sheet = StringIO(client.get("/cac2020/sessions.csv").data.decode("utf-8-sig"), newline="")
    assert [row["code"] for row in csv.DictReader(sheet)] == codes
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/cac2020/sessions.xlsx").data))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == codes
    calendar = icalendar.Calendar.from_jcal(json.loads(client.get("/cac2020/agenda.jcal").data))
    assert [
        str(one["URL"]).partition("?")[0].rpartition("/")[2] for one in calendar.events
    ] == codes


def test_one_session_has_one_identity_in_every_file(client: FlaskClient) -> None:
    feed = icalendar.Calendar.from_ical(client.get(DOWNLOAD).data)
    guid = str(feed.events[0]["UID"]).partition("@")[0]
    for address in ("schedule.xml", "schedule.json", "schedule.v2.json", "sessions.csv"):
        assert client.get(f"/cac2020/{address}").text.count(guid) >= 1, address
    jcal = json.loads(client.get(DOWNLOAD.replace(".ics", ".jcal")).data)
    assert ["uid", {}, "text", f"{guid}@summit.example"] in jcal[2][0][1]


@pytest.mark.parametrize("address", [*CALENDARS, DOWNLOAD])
@pytest.mark.parametrize("language", ["", "?locale=ko"])
def test_jcal_says_what_the_calendar_says(client: FlaskClient, address: str, language: str) -> None:
    calendar = icalendar.Calendar.from_ical(client.get(address + language).data)
    answer = client.get(address.replace(".ics", ".jcal") + language)
    other = icalendar.Calendar.from_jcal(json.loads(answer.data))
    for one, two in zip(calendar.events, other.events, strict=True):
        for key in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "URL", "SEQUENCE"):
            assert str(one[key]) == str(two[key])
        assert (one.start, one.end, one.stamp) == (two.start, two.end, two.stamp)
    for key in ("NAME", "SOURCE", "X-WR-TIMEZONE"):
        assert str(calendar.get(key)) == str(other.get(key))


def test_the_newest_release_and_the_old_ones(app: Flask, client: FlaskClient) -> None:
    first = client.get("/cac2020/releases/1.json")
    assert first.data == client.get("/cac2020/release.json").data
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", later)
        release.publish(ACTOR, "cac2020", "No climate", later)
    assert client.get("/cac2020/releases/1.json").data == first.data
    newest = client.get("/cac2020/release.json")
    assert newest.data == client.get("/cac2020/releases/2.json").data != first.data
    for number, answer in ((1, first), (2, newest)):
        digest = sha256(answer.data).hexdigest()
        assert answer.headers["ETag"] == f'"{digest}"'
        assert digest in words(Page(client.get(f"/cac2020/releases/{number}").text).main)
        assert json.loads(answer.data)["number"] == number


@schema.needed
def test_a_cancelled_session_is_told_in_what_can_tell_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "No climate", NOW)
    xml = client.get("/cac2020/schedule.xml").data
    assert schema.xml_messages(xml) == []
    assert b"cac2020-climate" not in xml
    v1 = client.get("/cac2020/schedule.json").data
    assert schema.json_messages(v1, "schema.json") == []
    assert b"cac2020-climate" not in v1
    v2 = client.get("/cac2020/schedule.v2.json").data
    assert schema.json_messages(v2, "schema2.json") == []
    states = {one["slug"]: one["state"] for one in json.loads(v2)["schedule"]["events"]}
    assert [slug for slug, state in states.items() if state == "CANCELED"] == ["cac2020-climate"]
    sheet = StringIO(client.get("/cac2020/sessions.csv").data.decode("utf-8-sig"), newline="")
    told = {row["code"]: row["status"] for row in csv.DictReader(sheet)}
    assert [code for code, status in told.items() if status == "cancelled"] == ["climate"]


def test_addresses_inside_come_from_the_settings(client: FlaskClient) -> None:
    for address in FILES:
        answer = client.get(address, headers={"X-Forwarded-Host": "evil.example"})
        assert b"evil" not in answer.data


def test_a_sheet_writes_no_file(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it is given out where nothing can be written, and a full disk harms nobody."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert client.get("/cac2020/sessions.xlsx").status_code == 200


# --- the pages -------------------------------------------------------------------------------


def test_the_page_leads_to_every_file(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/data").text)
    assert page.h1 == "Data and calendars"
    fields = [one.get("value", "") for one in page.all("input") if "data-copy" in one.attrib]
    for name in (
        "agenda.ics",
        "agenda.jcal",
        "schedule.xml",
        "schedule.json",
        "schedule.v2.json",
        "sessions.csv",
        "sessions.xlsx",
        "release.json",
        "releases.atom",
    ):
        (address,) = [one for one in fields if one.partition("?")[0].endswith(f"/cac2020/{name}")]
        assert address.startswith("https://summit.example/cac2020/")
        assert client.get(address.removeprefix("https://summit.example")).status_code == 200
    assert len(fields) == 9


def test_files_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/data?locale=ko&tz=Europe/Budapest").text)
    fields = [one.get("value", "") for one in page.all("input") if "data-copy" in one.attrib]
    asked = {one.partition("?")[0].rpartition("/")[2]: query(one) for one in fields}
    assert asked["schedule.xml"] == asked["agenda.ics"] == {"locale": "ko"}
    assert asked["sessions.csv"] == asked["release.json"] == {}
    assert asked["releases.atom"] == {"locale": "ko", "tz": "Europe/Budapest"}


def test_a_summit_without_sessions_offers_no_calendar(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for one in client.get("/cac2020/schedule.v2.json").json["schedule"]["events"]:  # type: ignore[index]
            programme.remove(ACTOR, "cac2020", one["slug"].removeprefix("cac2020-"), NOW)
        release.publish(ACTOR, "cac2020", "Nothing", NOW)
    page = Page(client.get("/cac2020/data").text)
    fields = [one.get("value", "") for one in page.all("input") if "data-copy" in one.attrib]
    assert len(fields) == 7
    for address in FILES:
        if ".jcal" not in address:
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_there_and_names_the_schedule(client: FlaskClient, address: str) -> None:
    page = Page(client.get(address).text)
    assert page.link("Data and calendars") == "/cac2020/data"
    (link,) = page.all("link", type="application/vnd.c3voc.schedule+xml")
    assert (link.get("rel"), link.get("href")) == (
        "alternate",
        "https://summit.example/cac2020/schedule.xml?locale=en",
    )


def test_the_agenda_names_its_other_forms(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/agenda").text)
    found = {
        one.get("type"): one.get("href")
        for one in page.all("link", rel="alternate")
        if one.get("type")
    }
    assert found == {
        "application/atom+xml": "/cac2020/releases.atom?tz=Asia/Seoul&locale=en",
        "application/vnd.c3voc.schedule+xml": (
            "https://summit.example/cac2020/schedule.xml?locale=en"
        ),
        "text/calendar": "/cac2020/agenda.ics?locale=en",
        "application/json": "/cac2020/schedule.v2.json?locale=en",
        "text/csv": "/cac2020/sessions.csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
            "/cac2020/sessions.xlsx"
        ),
    }
    assert "Data and calendars: all formats" in words(page.main)


@pytest.mark.parametrize(
    ("address", "kind", "events"),
    [
        ("/cac2020/", ["ConferenceEvent", "Event"], 15),
        ("/cac2020/agenda?area=climate", ["ConferenceEvent", "Event"], 15),
        ("/cac2020/sessions/mayoral-meeting", "Event", 0),
    ],
)
def test_pages_carry_data_for_search_engines(
    client: FlaskClient, address: str, kind: object, events: int
) -> None:
    page = Page(client.get(address).text)
    (block,) = page.all("script", type="application/ld+json")
    told = json.loads(block.text or "")
    assert (told["@type"], len(told.get("subEvent", ()))) == (kind, events)
    path = address.partition("?")[0].replace("agenda", "")
    assert told["@id"] == f"https://summit.example{path}"


def test_data_is_in_the_language_of_the_page_with_the_hosts_offset(client: FlaskClient) -> None:
    address = "/cac2020/sessions/mayoral-meeting?locale=ko&tz=Europe/Budapest"
    page = Page(client.get(address).text)
    (block,) = page.all("script", type="application/ld+json")
    told = json.loads(block.text or "")
    assert told["name"] in page.h1
    assert told["startDate"] == "2020-06-02T22:00:00+09:00"
    assert told["location"]["url"] == "https://summit.example/cac2020/sessions/mayoral-meeting"
