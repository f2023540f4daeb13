"""The golden facts through every output: the same instants on pages, in files, feeds and mail.

The Mayoral Meeting starts on Tuesday 2 June 2020 at 22:00 in Seoul and is planned for 90 minutes;
the conversation with Jared Diamond starts on Thursday 4 June at 08:00 there.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.letter import Letter, Occasion
from summit.core.reply import Reply, Standing
from summit.core.role import Role
from summit.mail.compose import compose
from summit.services import agenda, appointment, mail, office, reply, review, subscription
from summit.services.letter import appointed
from summit.settings import Settings
from tests.conftest import ACTOR, NOW, URL, SetClock, browser
from tests.mail.letters import letter, reader
from tests.offices import contact
from tests.organizers import organizer
from tests.participants import enter, person, rearrange
from tests.web.page import Page, words

MEETING, DIAMOND = "mayoral-meeting", "diamond"
STARTS = {
    MEETING: datetime(2020, 6, 2, 13, tzinfo=UTC),
    DIAMOND: datetime(2020, 6, 3, 23, tzinfo=UTC),
}
ENDS = {MEETING: datetime(2020, 6, 2, 14, 30, tzinfo=UTC)}
CLOCKS = [
    (MEETING, "Asia/Seoul", "Tuesday 2 June", "22:00"),
    (MEETING, "UTC", "Tuesday 2 June", "13:00"),
    (MEETING, "Europe/Budapest", "Tuesday 2 June", "15:00"),
    (MEETING, "Europe/London", "Tuesday 2 June", "14:00"),
    (MEETING, "America/New_York", "Tuesday 2 June", "09:00"),
    (MEETING, "America/Vancouver", "Tuesday 2 June", "06:00"),
    (MEETING, "Asia/Kolkata", "Tuesday 2 June", "18:30"),
    (MEETING, "Asia/Kabul", "Tuesday 2 June", "17:30"),
    (DIAMOND, "Asia/Seoul", "Thursday 4 June", "08:00"),
    (DIAMOND, "America/Los_Angeles", "Wednesday 3 June", "16:00"),
    (DIAMOND, "Europe/London", "Thursday 4 June", "00:00"),
]
"""What clocks show when each begins, and on which date."""
HOST = {MEETING: "22:00", DIAMOND: "08:00"}
SETTINGS = Settings(url=URL, database_url="", secret_key="k" * 32, mail_from="post@summit.example")


# --- pages -----------------------------------------------------------------------------------


def everybody(app: Flask) -> Mapping[str, FlaskClient]:
    """Return a browser of a guest, a participant with both in their agenda, and an organizer."""
    mina = person(app)
    with app.app_context():
        for code in STARTS:
            agenda.pick(mina, "cac2020", code, NOW)
    editor = organizer(app, Role.EDITOR)
    return {"guest": browser(app), "mina": enter(app, mina), "editor": enter(app, editor)}


PAGES = [
    ("guest", "/cac2020/"),
    ("guest", "/cac2020/agenda"),
    ("guest", "/cac2020/agenda?view=grid&across=days"),
    ("guest", "/cac2020/agenda?q={word}"),
    ("guest", "/cac2020/sessions/{code}"),
    ("guest", "/cac2020/sessions/{code}/hours"),
    ("guest", "/cac2020/speakers/{speaker}"),
    ("guest", "/cac2020/stages/main-studio"),
    ("guest", "/cac2020/now"),
    ("guest", "/cac2020/releases/1"),
    ("mina", "/cac2020/me"),
    ("mina", "/cac2020/me/print"),
    ("mina", "/cac2020/me/sessions/{code}"),
    ("editor", "/cac2020/organize/sessions"),
    ("editor", "/cac2020/organize/sessions/{code}/hours"),
]
SPEAKER = {MEETING: "park-won-soon", DIAMOND: "jared-diamond"}


def test_every_page_shows_the_hour_of_each_reader(app: Flask, clock: SetClock) -> None:
    browsers = everybody(app)
    for code, zone, day, hour in CLOCKS:
        starts = STARTS[code]
        clock.moment = starts - timedelta(minutes=30)
        for who, path in PAGES:
            address = path.format(code=code, word=code.partition("-")[0], speaker=SPEAKER[code])
            mark = "&" if "?" in address else "?"
            answer = browsers[who].get(f"{address}{mark}tz={zone}")
            assert answer.status_code == 200, address
            told = (address, zone)
            page = Page(answer.text)
            shown = {
                words(one)[:5] for one in page.all("time", datetime=f"{starts:%Y-%m-%dT%H:%MZ}")
            }
            # The reader's hour, beside the host's, and no other.
            assert hour in shown, told
            assert shown <= {hour, HOST[code]}, told
            dated = f"{day[:3]} {' '.join(day.split()[1:])}"
            said = words(page.main)
            assert day in said or dated in said or f"{dated[:-2]}" in said, told


def test_a_reader_of_the_draft_sees_the_same(app: Flask) -> None:
    with app.app_context():
        address = "/review/" + review.make(ACTOR, "cac2020", "Hana Example", 7, NOW)
    for code, zone, _, hour in CLOCKS:
        there = STARTS[code].astimezone(ZoneInfo(zone)).date().isoformat()
        page = Page(browser(app).get(f"{address}?day={there}&tz={zone}").text)
        times = page.all("time", datetime=f"{STARTS[code]:%Y-%m-%dT%H:%MZ}")
        assert hour in {words(one)[:5] for one in times}, (code, zone)


@pytest.mark.parametrize("path", ["", "/print"])
@pytest.mark.parametrize(
    ("city", "hour"), [("london", "14:00"), ("delhi", "18:30"), ("kabul", "17:30")]
)
def test_an_office_sees_the_hour_of_its_city(app: Flask, city: str, hour: str, path: str) -> None:
    client = enter(app, contact(app, city, f"office@{city}.example"))
    page = Page(client.get(f"/cac2020/office/{city}{path}").text)
    times = page.all("time", datetime="2020-06-02T13:00Z")
    assert {words(one)[:5] for one in times} == {hour}
    said = words(page.main)
    for beside, where in (("22:00", "Seoul (UTC+9)"), ("13:00", "UTC")):
        assert re.search(rf"{beside}\S* .{{0,20}}{re.escape(where)}", said), said


def test_the_turns_on_the_prompter_count_from_the_same_minute(app: Flask, clock: SetClock) -> None:
    clock.moment = STARTS[MEETING] - timedelta(minutes=5)
    said = words(Page(browser(app).get(f"/cac2020/sessions/{MEETING}/prompter").text).main)
    assert "22:00" in said


# --- files -----------------------------------------------------------------------------------

Found = dict[str, tuple[datetime, datetime]]


def _calendar(octets: bytes) -> Found:
    return _events(icalendar.Calendar.from_ical(octets))


def _jcal(octets: bytes) -> Found:
    return _events(icalendar.Calendar.from_jcal(json.loads(octets)))


def _events(calendar: Any) -> Found:
    return {
        str(one["URL"]).rpartition("/")[2].partition("?")[0]: (
            one.start.astimezone(UTC),
            one.end.astimezone(UTC),
        )
        for one in calendar.walk("VEVENT")
    }


def _length(written: str) -> timedelta:
    hours, minutes = written.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _xml(octets: bytes) -> Found:
    found: Found = {}
    for one in ElementTree.fromstring(octets).iter("event"):
        starts = datetime.fromisoformat(one.findtext("date", ""))
        assert f"{starts:%H:%M}" == one.findtext("start")
        span = (starts, starts + _length(one.findtext("duration", "")))
        found[one.findtext("slug", "").removeprefix("cac2020-")] = span
    return found


def _json(octets: bytes) -> Found:
    days = json.loads(octets)["schedule"]["conference"]["days"]
    events = [one for day in days for room in day["rooms"].values() for one in room]
    return {
        one["slug"].removeprefix("cac2020-"): (
            starts := datetime.fromisoformat(one["date"]),
            starts + _length(one["duration"]),
        )
        for one in events
    }


def _v2(octets: bytes) -> Found:
    return {
        one["slug"].removeprefix("cac2020-"): (
            datetime.fromisoformat(one["start"]),
            datetime.fromisoformat(one["end"]),
        )
        for one in json.loads(octets)["schedule"]["events"]
    }


def _rows(rows: list[dict[str, str]]) -> Found:
    found: Found = {}
    for row in rows:
        starts = datetime.fromisoformat(row["start (UTC)"])
        # The hour at the host's, in the cell beside, is the same instant.
        local = starts.astimezone(ZoneInfo(row["zone"]))
        assert f"{local:%Y-%m-%d %H:%M}" == row["start"]
        found[row["code"]] = (starts, starts + timedelta(minutes=int(row["minutes"])))
    return found


def _csv(octets: bytes) -> Found:
    return _rows(list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig")))))


def _xlsx(octets: bytes) -> Found:
    book = zipfile.ZipFile(io.BytesIO(octets))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(one.itertext()) for one in strings.findall("m:si", space)]
    rows: list[dict[str, str]] = []
    for row in tree.iter(f"{{{space['m']}}}row"):
        cells = {}
        for cell in row.findall("m:c", space):
            column = re.sub(r"\d", "", cell.get("r", ""))
            value = "".join(cell.itertext())
            cells[column] = shared[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    heading, *rest = rows
    named = [{heading[at]: value for at, value in row.items()} for row in rest]
    for one in named:
        if re.fullmatch(r"[\d.]+", one["start"]):  # days since 30 December 1899
            at = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(one["start"]))
            one["start"] = f"{at + timedelta(seconds=30):%Y-%m-%d %H:%M}"
    return _rows(named)


def _release(octets: bytes) -> Found:
    return {
        one["code"]: (
            starts := datetime.fromisoformat(one["starts"]),
            starts + timedelta(minutes=one["minutes"]),
        )
        for one in json.loads(octets)["programme"]["sessions"]
    }


def _linked(octets: bytes) -> Found:
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', octets.decode(), re.S)
    whole = json.loads(html.unescape(told[0]))
    every = whole.get("subEvent", [whole])
    return {
        one["@id"].rpartition("/")[2].partition("?")[0]: (
            datetime.fromisoformat(one["startDate"]),
            datetime.fromisoformat(one["endDate"]),
        )
        for one in every
    }


FILES: list[tuple[str, str, Callable[[bytes], Found], tuple[str, ...]]] = [
    ("guest", "/cac2020/agenda.ics", _calendar, (MEETING, DIAMOND)),
    ("guest", "/cac2020/agenda.ics?locale=ko", _calendar, (MEETING, DIAMOND)),
    ("guest", f"/cac2020/sessions/{MEETING}.ics", _calendar, (MEETING,)),
    ("guest", "/cac2020/cities/london.ics", _calendar, (MEETING,)),
    ("guest", "/cac2020/stages/main-studio.ics", _calendar, (MEETING, DIAMOND)),
    ("guest", "/cac2020/speakers/jared-diamond.ics", _calendar, (DIAMOND,)),
    ("guest", "/cac2020/agenda.jcal", _jcal, (MEETING, DIAMOND)),
    ("guest", f"/cac2020/sessions/{MEETING}.jcal", _jcal, (MEETING,)),
    ("guest", "/cac2020/schedule.xml", _xml, (MEETING, DIAMOND)),
    ("guest", "/cac2020/schedule.json", _json, (MEETING, DIAMOND)),
    ("guest", "/cac2020/schedule.v2.json", _v2, (MEETING, DIAMOND)),
    ("guest", "/cac2020/sessions.csv", _csv, (MEETING, DIAMOND)),
    ("guest", "/cac2020/sessions.xlsx", _xlsx, (MEETING, DIAMOND)),
    ("guest", "/cac2020/release.json", _release, (MEETING, DIAMOND)),
    ("guest", "/cac2020/releases/1.json", _release, (MEETING, DIAMOND)),
    ("guest", "/cac2020/agenda", _linked, (MEETING, DIAMOND)),
    ("guest", f"/cac2020/sessions/{MEETING}", _linked, (MEETING,)),
    ("editor", "/cac2020/organize/exports/draft/schedule.xml", _xml, (MEETING, DIAMOND)),
    ("editor", "/cac2020/organize/exports/draft/sessions.csv", _csv, (MEETING, DIAMOND)),
    ("editor", "/cac2020/organize/exports/1/agenda.ics", _calendar, (MEETING, DIAMOND)),
]


def check(found: Found, codes: tuple[str, ...], told: object) -> None:
    assert {code: found[code][0] for code in codes} == {code: STARTS[code] for code in codes}, told
    for code in set(codes) & ENDS.keys():
        assert found[code][1] == ENDS[code], told


def test_every_file_has_the_same_instants(app: Flask) -> None:
    browsers = everybody(app)
    for who, address, read, codes in FILES:
        answer = browsers[who].get(address)
        assert answer.status_code == 200, address
        check(read(answer.data), codes, address)


def test_a_private_feed_has_them(app: Flask) -> None:
    mina = person(app)
    with app.app_context():
        for code in STARTS:
            agenda.pick(mina, "cac2020", code, NOW)
        _, token = subscription.subscribe(
            mina, "cac2020", "Phone", NOW, zone="Asia/Kabul", language="en"
        )
    octets = browser(app).get(f"/feeds/{token}.ics").data
    found = {one[0]: one for one in _calendar(octets).values()}
    assert found.keys() == set(STARTS.values())
    assert found[STARTS[MEETING]] == (STARTS[MEETING], ENDS[MEETING])
    assert b"17:30" in octets


def test_the_links_into_calendars_of_the_web_have_them(client: FlaskClient) -> None:
    links = " ".join(
        one.address for one in Page(client.get(f"/cac2020/sessions/{MEETING}").text).links
    )
    assert "20200602T130000Z" in links
    assert "20200602T143000Z" in links
    assert "2020-06-02T13%3A00" in links or "2020-06-02T13:00" in links


def test_the_feed_of_changes_has_them(app: Flask) -> None:
    rearrange(app, MEETING, starts=STARTS[MEETING] + timedelta(hours=1))
    for _, zone, day, hour in CLOCKS[:8]:
        feed = browser(app).get(f"/cac2020/releases.atom?tz={zone}").text
        said = html.unescape(" ".join(ElementTree.fromstring(feed).itertext()))
        plain = " ".join(re.sub(r"<[^>]*>", " ", said).split())
        assert f"{day[:3]} {day.split(maxsplit=1)[1]} 2020, {hour}" in plain, zone


# --- mail ------------------------------------------------------------------------------------


def composed(one: Letter) -> EmailMessage:
    octets = compose(one, "one", NOW, SETTINGS).octets
    found = message_from_bytes(octets, policy=default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize(
    ("zone", "hour"), [(zone, hour) for code, zone, _, hour in CLOCKS if code == MEETING]
)
def test_a_letter_names_the_readers_hour(zone: str, hour: str) -> None:
    for occasion in (Occasion.SOON, Occasion.SEAT_CONFIRMED, Occasion.CHASED):
        message = composed(letter(occasion, reader("en", zone)))
        text = message.get_body(("plain",))
        assert text is not None
        said = " ".join(text.get_content().split())
        assert f"Tue 2 June 2020, {hour}" in said, occasion


def test_what_is_asked_of_a_calendar_has_it(app: Flask) -> None:
    contact(app, "london")
    with app.app_context():
        (slot,) = [
            one
            for one in office.show(ACTOR, "cac2020", "london").slots
            if one.session.code == MEETING
        ]
        reply.give(
            ACTOR,
            "cac2020",
            "london",
            slot.key,
            Reply(Standing.CONFIRMED, slot.session.starts),
            NOW,
        )
        appointment.send(ACTOR, "cac2020", NOW)
        (asked,) = [
            one.letter
            for one in mail.waiting(ACTOR)
            if one.letter.occasion is Occasion.APPOINTMENT_NEW
        ]
        message = composed(appointed(asked, SETTINGS))
    events: list[Any] = [
        one
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
        for one in icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    ]
    # Of the whole meeting: a turn stands in the words of its session.
    spans = {(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in events}
    assert spans == {(STARTS[MEETING], ENDS[MEETING])}
    assert "14:00 London" in message["Subject"]


# --- nobody misses one -----------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize("address", ["/cac2020/agenda", "/cac2020/stages/main-studio"])
def test_each_session_once_on_its_date_at_both_ends_of_the_world(
    client: FlaskClient, zone: str, address: str
) -> None:
    found = _release(client.get("/cac2020/release.json").data)
    text = client.get(f"{address}?tz={zone}").text
    listed = [one.code for one in Page(text).listed()]
    assert len(listed) == len(set(listed))
    assert address.startswith("/cac2020/stages") or set(listed) == found.keys()
    here: date | None = None
    for one in Page(text).listed():
        starts, ends = found[one.code]
        local = starts.astimezone(ZoneInfo(zone))
        minutes = (ends - starts) // timedelta(minutes=1)
        assert f"{local:%H:%M}" in one.words
        assert f"until {ends.astimezone(ZoneInfo(zone)):%H:%M}" in one.words
        assert f"{minutes} min" in one.words
        assert here is None or local.date() >= here
        here = local.date()
