"""The Mayoral Meeting as one walk, from forty-two governments on a list to the twelfth minute late.

An organizer brings it together, names the offices, orders the turns and publishes; offices on
three continents answer; calendars are told, moved, answered and withdrawn; it runs over at turn 9.
"""

from __future__ import annotations

import os
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import icalendar
import pytest
import vobject
from playwright.sync_api import Browser, BrowserContext, Page, expect

from summit.core.code import slug
from tests import replies
from tests.calendar_client import Client, calendar_of
from tests.formats.ical_rules import Profile, check_octets
from tests.journeys.conftest import Server, Visit, started, watch
from tests.journeys.test_participant import outbox, press

SUMMIT = "/cac2020"
CONSOLE = f"{SUMMIT}/organize"
MEETING = f"{CONSOLE}/sessions/mayoral-meeting"
SPEAKING = ("budapest", "lima", "singapore", "tallinn")
"""Four of sixteen whom the open discussion is given to; the others are invented."""
WORDS = [
    "alder",
    "birch",
    "cedar",
    "elm",
    "fir",
    "gorse",
    "hazel",
    "juniper",
    "larch",
    "maple",
    "poplar",
    "willow",
]
OPEN = range(6, 22)
"""The places, from 0, of the turns of the open discussion."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: its clock is set, and all its offices are written to."""
    with started(tmp_path_factory.mktemp("mayoral")) as found:
        yield found


class Hall:
    """Everybody who has a part in it, each in a browser of their own."""

    def __init__(self, server: Server, chromium: Browser) -> None:
        self.server = server
        self.chromium = chromium
        self.box = outbox(server)  # asked for but once: it sets the clock anew
        self.contexts: list[BrowserContext] = []
        self.visits: list[Visit] = []

    def visit(self, zone: str, width: int = 1280, *, scripts: bool = True) -> Visit:
        """Open a browser in some zone."""
        context = self.chromium.new_context(
            timezone_id=zone,
            locale="en-GB",
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        found = watch(context.new_page(), self.server.url)
        found.page.set_default_timeout(60_000)
        found.scripts = scripts
        self.visits.append(found)
        return found

    def enter(self, visit: Visit, path: str) -> None:
        """Follow a link that lets somebody in, and press its button."""
        page = visit.open(path)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button").last.click()

    def mails(self, address: str) -> list[bytes]:
        """Send what is due, and return what has gone to an address, the first first."""
        self.server.run("worker", "--once")
        listed = urllib.request.urlopen(self.box).read().decode()
        found = []
        for number in sorted(set(map(int, re.findall(r"/outbox/\w+/(\d+)\"", listed)))):
            octets = urllib.request.urlopen(f"{self.box}/{number}.eml").read()
            if address in str(message_from_bytes(octets, policy=policy.default)["To"]):
                found.append(octets)
        return found

    def link(self, address: str) -> str:
        """Return the path of the office in the letter to a contact."""
        for octets in self.mails(address):
            body = message_from_bytes(octets, policy=policy.default).get_body(("plain",))
            found = re.search(r"/office/\S+", body.get_content()) if body else None
            if found:
                return found[0]
        raise AssertionError(f"nobody wrote to {address}")

    def calendars(self, address: str) -> list[bytes]:
        """Return the calendars that have gone to an address, the first first."""
        return [calendar_of(one) for one in self.mails(address) if b"text/calendar" in one]


@pytest.fixture
def hall(own: Server, chromium: Browser) -> Iterator[Hall]:
    found = Hall(own, chromium)
    yield found
    for context in found.contexts:
        context.close()
    for visit in found.visits:
        assert visit.complaints == []


def said(page: Page) -> str:
    return " ".join(page.get_by_role("main").inner_text().split())


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at the walk with their own eyes."""
    if folder := os.environ.get("SUMMIT_PICTURES"):
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


def set_clock(visit: Visit, day: str, hour: str) -> None:
    """Set the clock of the summit, as Seoul reads it."""
    page = visit.open(f"{CONSOLE}/rehearsal")
    page.get_by_label("Date").fill(day)
    page.get_by_label("Time", exact=True).fill(hour)
    with page.expect_navigation():
        page.get_by_role("button", name="Go there").last.click()


def bring_together(visit: Visit) -> tuple[str, ...]:
    """Add twelve invented governments to the thirty that are known, and give out the turns."""
    invented = tuple(f"example-city-{number}" for number in range(1, 13))
    for number in range(1, 13):
        page = visit.open(f"{CONSOLE}/new/city")
        page.locator("[name='name.en']").fill(f"Example City {number}")
        page.get_by_label("Country").select_option("KR")
        page.get_by_label("Time zone").select_option("Asia/Seoul")
        page.get_by_label("Latitude").fill("37.5")
        page.get_by_label("Longitude").fill("127")
        page.get_by_label("Invented for illustration").check()
        press(page, "Add")
    for code in invented:
        page = visit.open(f"{MEETING}/parts")
        page.locator("[name='parts.new.role']").select_option("attendee")
        page.locator("[name='parts.new.government']").select_option(code)
        press(page, "Add a part")
    speaking = (*SPEAKING, *invented)
    page = visit.open(f"{MEETING}/turns")
    for at, code in zip(OPEN, speaking, strict=True):
        page.locator(f"[id='field-turns.{at}.government']").evaluate(
            "(it, code) => { it.closest('details')?.setAttribute('open', ''); it.value = code }",
            code,
        )
    press(page, "Keep the changes")
    return speaking


def name_offices(visit: Visit) -> list[str]:
    """Name a contact for each government that has none, from the sheet that the page gives."""
    page = visit.open(f"{CONSOLE}/contacts")
    heading, *rows = page.locator("#sheet").input_value().strip().split("\n")
    assert heading.split("\t")[:4] == [
        "City",
        "Name",
        "What they are at the office",
        "Email address",
    ]
    cities = [row.split("\t")[0] for row in rows]
    filled = [f"{city}\tAda Example\tProtocol\t{address(city)}\tCalled back" for city in cities]
    page.get_by_label("Rows with their heading").fill("\n".join((heading, *filled)))
    press(page, "See what becomes of them")
    shot(page, "contacts")
    press(page, f"Name all of them, and send {len(cities)} links")
    assert "They are named." in said(page)
    return cities


def address(city: str) -> str:
    """Return the invented address of an office, which is like that of no other."""
    _, _, number = city.partition("Example City ")
    domain = WORDS[int(number) - 1] if number else slug(city, "city")
    return f"office@{domain}.example"


def order(visit: Visit) -> list[str]:
    """Put the turns in the kindest order, keynote and adoption in their places; return whose."""
    page = visit.open(f"{MEETING}/order")
    page.get_by_label("Kindest hours").check()
    page.locator("[name=stays][value='1']").check()
    press(page, "Show what it costs")
    shot(page, "order")
    press(page, "Put the turns in this order")
    page = visit.open(f"{MEETING}/turns")
    shot(page, "turns")
    told = [" ".join(one.split()) for one in page.locator("summary").all_inner_texts()]
    return [one.split(" · ")[-1].split(" ,")[0] for one in told if ", number" in one]


def publish(visit: Visit) -> str:
    """Publish what was done, and return what the page of the release says."""
    page = visit.open(f"{CONSOLE}/publish")
    shot(page, "publish")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Publish release")).click()
    told = said(page)
    if page.get_by_role("button", name="Send now").count():
        press(page, "Send now")
    return told


def let_in(hall: Hall, city: str, visit: Visit) -> Page:
    """Let somebody of an office in by the letter that they got."""
    hall.enter(visit, hall.link(address(city)))
    page = visit.rest()
    assert page.url == f"{hall.server.url}{SUMMIT}/office/{slug(city, 'city')}"
    page.get_by_text("Somebody else, another time, or no").first.click()
    return page


def say(page: Page, answer: str) -> None:
    """Press a button of the first slot."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{answer}")).first.click()


def told(calendar: bytes) -> tuple[str, int, datetime]:
    """Return what a calendar that came by mail says, as two readers of calendars read it."""
    found = icalendar.Calendar.from_ical(calendar)
    (event,) = found.walk("VEVENT")
    other = vobject.readOne(calendar.decode())
    assert other.vevent.dtstart.value == event.start
    assert other.vevent.uid.value == str(event["UID"])
    method = str(found["METHOD"])
    profile = Profile.INVITATION if method == "REQUEST" else Profile.CANCELLATION
    assert check_octets(calendar, profile, insecure=True) == []
    return method, int(event["SEQUENCE"]), event.start


def reply(calendar: bytes, answer: str) -> bytes:
    """Return the mail by which somebody's calendar answers an invitation."""
    (event,) = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    whose = str(event["ATTENDEE"])
    words = replies.calendar(
        answer,
        uid=str(event["UID"]),
        attendee=whose,
        sequence=int(event["SEQUENCE"]),
        stamp=f"{datetime.now(UTC) + timedelta(minutes=1):%Y%m%dT%H%M%SZ}",
    )
    return replies.mail(words, whose.removeprefix("mailto:"))


def unfolded(address: str) -> str:
    """Return a calendar with its long lines in one piece again."""
    return urllib.request.urlopen(address).read().decode().replace("\r\n ", "")


def board(visit: Visit, city: str) -> str:
    page = visit.open(f"{CONSOLE}/offices?q={city}")
    return page.get_by_role("row", name=re.compile(city)).inner_text()


def move(visit: Visit, hour: str) -> str:
    """Let the meeting begin at another time, and publish that."""
    page = visit.open(MEETING)
    page.locator("[name='starts.time']").fill(hour)
    press(page, "Keep the changes")
    return publish(visit)


def test_the_mayoral_meeting(own: Server, hall: Hall, tmp_path: Path) -> None:
    desk = hall.visit("Europe/Budapest")
    hall.enter(desk, own.link("organizer"))
    set_clock(desk, "2020-05-26", "10:00")

    # Forty-two governments, an office of each, an order, a release.
    bring_together(desk)
    assert len(name_offices(desk)) == 55
    whose = order(desk)
    assert sorted(whose[2:22]) == sorted(
        ["London", "Maryland", "Jakarta", "Moscow", *(one.capitalize() for one in SPEAKING)]
        + [f"Example City {number}" for number in range(1, 13)]
    )
    page = desk.open(f"{MEETING}/standing")
    page.get_by_label("final").check()
    press(page, "Keep the changes")
    assert "New standing of the running order" in publish(desk)

    # America says no on a telephone without a script, Europe sends somebody else, Asia asks for
    # another time by keys alone; a fourth says yes.
    page = let_in(hall, "Lima", hall.visit("America/Lima", 360, scripts=False))
    assert "08:00–09:30 Lima (UTC−5)" in said(page)
    assert "41 other governments are there" in said(page)
    shot(page, "lima")
    page.get_by_label("Why, in a few words").first.fill("The council meets.")
    say(page, "Decline")
    assert "Not coming: The council meets." in said(page)
    budapest = hall.visit("Europe/Budapest")
    page = let_in(hall, "Budapest", budapest)
    page.get_by_label("Who comes instead").first.fill("Bo Example")
    say(page, "Name them")
    assert "Somebody else comes (Bo Example)" in said(page)
    singapore = hall.visit("Asia/Singapore", 320)
    page = let_in(hall, "Singapore", singapore)
    slot = page.locator("#mayoral-meeting")
    slot.locator("[name=begins1]").fill("2020-06-02T19:00")
    slot.locator("[name=until1]").fill("2020-06-02T20:30")
    slot.get_by_role("button", name="Ask for it").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "would do: Tue 2 Jun 19:00–20:30 Singapore (UTC+8)" in said(page)
    shot(page, "singapore")
    tallinn = hall.visit("Europe/Tallinn")
    page = let_in(hall, "Tallinn", tallinn)
    say(page, "Confirm")
    shot(page, "tallinn")
    assert "Wants you" in board(desk, "Lima")
    assert "Wants you" in board(desk, "Singapore")
    assert "Wants you" not in board(desk, "Budapest")

    # Calendars of who comes are told of the meeting, and of each move of it.
    start = datetime(2020, 6, 2, 13, tzinfo=UTC)
    later = start + timedelta(minutes=15)
    assert len(hall.calendars(address("Tallinn"))) == 1
    assert "3 mails wait" in move(desk, "22:15")
    hall.server.run("worker", "--once")
    assert "3 mails wait" in move(desk, "22:00")
    for city in ("Budapest", "Tallinn"):
        calendars, client = hall.calendars(address(city)), Client(address(city))
        assert [told(one) for one in calendars] == [
            ("REQUEST", 0, start),
            ("REQUEST", 1, later),
            ("REQUEST", 2, start),
        ]
        for one in reversed(calendars):
            client.take(one)
        assert list(client.shows.values()) == [(start, start + timedelta(minutes=90))]
    assert hall.calendars(address("Lima")) == hall.calendars(address("Singapore")) == []

    # What a calendar answers is read back; what an office takes back falls out of it.
    (tmp_path / "reply.eml").write_bytes(reply(hall.calendars(address("Tallinn"))[-1], "ACCEPTED"))
    assert "kept: 1" in own.run("mail", "read", str(tmp_path / "reply.eml"))
    assert board(desk, "Tallinn").split("\t")[-1].strip() == "Done"
    assert board(desk, "Budapest").split("\t")[-1].strip() == "Missing"
    page = tallinn.open(f"{SUMMIT}/office/tallinn")
    page.get_by_text("Somebody else, another time, or no").first.click()
    page.get_by_label("Why, in a few words").first.fill("A storm.")
    say(page, "Decline")
    assert told(hall.calendars(address("Tallinn"))[-1]) == ("CANCEL", 3, start)

    # It begins on time, and its ninth turn takes twelve minutes more.
    page = budapest.open(f"{SUMMIT}/office/budapest/calendar")
    press(page, "Make a private address")
    feed = page.get_by_label("Private address").input_value()
    set_clock(desk, "2020-06-02", "22:33")
    page = desk.open(f"{MEETING}/control")
    press(page, "Begin the session")
    for number in range(2, 10):
        press(page, "Next turn")
        expect(page.locator("#now")).to_contain_text(f"turn {number} ")
    expect(page.locator("#now")).to_contain_text(whose[8])
    public = hall.visit("Europe/Budapest")
    for minutes, at in ((0, "08"), (12, "20")):
        if minutes:
            page.get_by_label("Minutes", exact=True).first.fill(str(minutes))
            page.keyboard.press("Enter")
            expect(page.locator(".control-log li").first).to_contain_text("12 min over")
            shot(page, "control")
        place = whose.index("Budapest")
        assert f"16:{at} (UTC+2)" in said(public.open(f"{SUMMIT}/cities/budapest"))
        row = (
            public.open(f"{SUMMIT}/sessions/mayoral-meeting").locator(".turns tbody tr").nth(place)
        )
        assert (f"16:{at}" in row.inner_text(), f"23:{at}" in row.inner_text()) == (True, True)
        office = said(budapest.open(f"{SUMMIT}/office/budapest"))
        assert f"16:{at}–16:{int(at) + 3} Budapest (UTC+2)" in office
        assert f"Tue 2 Jun 23:{at}–23:{int(at) + 3} Seoul (UTC+9)" in office
        calendar = unfolded(f"{own.url}{SUMMIT}/sessions/mayoral-meeting.ics")
        assert f"23:{at} Open discussion: city 1 of 16" in calendar
        assert f"16:{at}" in unfolded(feed)
    now = public.open(f"{SUMMIT}/now")
    assert "Speaks now Open discussion" in said(now)
    shot(now, "now")
