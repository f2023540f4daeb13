"""The organizer's week from nothing, with a schedule of 773: by mouse, by keys, without JavaScript.

A summit is founded, a file taken in, what blocks it mended; it is published; ten sessions are
moved, and published again; the mails are read; and the first release comes back.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ROOT, Server, Visit, started, watch
from tests.journeys.test_newcomer import tab_into
from tests.journeys.test_participant import outbox
from tests.journeys.test_publish import entrance, pick, said

SHARED = ROOT / "../shared/data/fosdem-2021.pentabarf.xml"
SESSIONS = 773
LATER = 60
"""Minutes by which ten sessions are moved."""


def generated(folder: Path) -> Path:
    """Write a sheet of as many sessions, with a stage and a person that are needed twice."""
    path = folder / "schedule.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(("Session title", "Date", "Start time", "End", "Room", "Speaker(s)"))
        for number in range(SESSIONS):
            day, room, place = number % 2, number // 2 % 40, number // 80
            starts = datetime.combine(date(2021, 2, 6 + day), time(9)) + timedelta(
                minutes=30 * place - (15 if number == 80 else 0)
            )
            times = (f"{starts:%H:%M}", f"{starts + timedelta(minutes=25):%H:%M}")
            who = f"Person {0 if number == 2 else number} Example"
            sheet.writerow((f"Talk {number}", starts.date(), *times, f"Room {room}", who))
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: other summits are published on it."""
    with started(tmp_path_factory.mktemp("week")) as found:
        yield found


@pytest.fixture
def schedule(tmp_path: Path) -> Path:
    """A schedule of 773 sessions in two days: a real one where it is at hand."""
    return SHARED if SHARED.exists() else generated(tmp_path)


class Hands(Protocol):
    """A way of using the console."""

    visit: Visit

    def follow(self, link: str) -> None:
        """Follow a link to another page."""

    def press(self, button: str) -> None:
        """Press a button, and see the page that it leads to."""

    def write(self, field: str, words: str) -> None:
        """Fill in a field, by its name."""

    def choose(self, field: str, words: str) -> None:
        """Choose what begins with these words from a list, by its name."""

    def send(self, file: Path) -> None:
        """Choose a file for the form."""

    def mend(self) -> None:
        """On the grid: move the first session of a clash that blocks to where it does not."""

    def move(self, code: str, title: str) -> None:
        """On the grid: have a session an hour later."""

    def publish(self) -> None:
        """From the grid on to what would be published."""


@dataclass
class Mouse:
    """Clicks and drags."""

    visit: Visit

    @property
    def page(self) -> Page:
        return self.visit.page

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            main = self.page.get_by_role("main")
            main.get_by_role("button", name=button, exact=True).first.click()

    def write(self, field: str, words: str) -> None:
        self.page.locator(f"[name={field}]").fill(words)

    def choose(self, field: str, words: str) -> None:
        options = self.page.locator(f"[name={field}] option")
        found = options.filter(has_text=re.compile(f"^{words}")).first.get_attribute("value")
        self.page.locator(f"[name={field}]").select_option(found)

    def send(self, file: Path) -> None:
        self.page.get_by_label("File").set_input_files(file)

    def mend(self) -> None:
        self.page.locator(".is-blocks .cure-to").first.click()
        code = self.page.locator(".slab a:focus").locator("..").get_attribute("data-code")
        assert code
        self._drag(code, after_all(self.page, code))

    def move(self, code: str, title: str) -> None:
        self._drag(code, LATER)

    def publish(self) -> None:
        self.follow("Publish …")

    def _drag(self, code: str, minutes: int) -> None:
        block = self.page.locator(f"[id='s-{code}']")
        block.evaluate(
            "it => it.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })"
        )
        box = block.bounding_box()
        assert box is not None
        hour = self.page.locator(".lane-day").first.evaluate("it => it.offsetHeight / 24")
        left, top = box["x"] + 20, box["y"] + 5
        with saving(self.page):
            self.page.mouse.move(left, top)
            self.page.mouse.down()
            self.page.mouse.move(left, top + 8)
            self.page.mouse.move(left, top + hour * minutes / 60, steps=3)
            self.page.mouse.up()


class Keys(Mouse):
    """Tab, Enter, space, arrows, the keys of the grid, and what is typed."""

    def follow(self, link: str) -> None:
        self._enter(link)

    def press(self, button: str) -> None:
        self._enter(button)

    def _enter(self, words: str) -> None:
        self.visit.tab_to(words, 150)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visit.rest()

    def write(self, field: str, words: str) -> None:
        tab_into(self.visit, field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def choose(self, field: str, words: str) -> None:
        tab_into(self.visit, field)
        self.page.keyboard.type(words)

    def send(self, file: Path) -> None:
        tab_into(self.visit, "file")
        self.page.keyboard.press("Space")
        self.page.wait_for_function("() => document.activeElement.files?.length === 1")

    def mend(self) -> None:
        title = self.page.locator(".is-blocks .cure-to").first.inner_text()
        self._find(title)
        code = self.page.locator(".slab a:focus").locator("..").get_attribute("data-code")
        assert code
        hours, rest = divmod(after_all(self.page, code), 60)
        with saving(self.page):
            for key, times in (("PageDown", hours), ("ArrowDown", rest // 5)):
                for _ in range(times):
                    self.page.keyboard.press(key)

    def move(self, code: str, title: str) -> None:
        self._find(title)
        with saving(self.page):
            self.page.keyboard.press("PageDown")

    def publish(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("p")
        self.visit.rest()

    def _find(self, title: str) -> None:
        self.page.keyboard.press("/")
        self.page.keyboard.type(title)
        self.page.keyboard.press("Enter")
        assert title in self.visit.focused()


class Forms(Mouse):
    """Links and forms, where nothing is scripted."""

    def mend(self) -> None:
        with self.page.expect_navigation():
            self.page.locator(".is-blocks .cures a[href$='#free']").first.click()
        self.press("Move here")

    def move(self, code: str, title: str) -> None:
        self.write("find", title)
        self.press("Find")
        with self.page.expect_navigation():
            self.page.locator(f"[id='s-{code}'] a").click()
        clock = self.page.locator("#field-time")
        then = datetime.strptime(clock.input_value(), "%H:%M") + timedelta(minutes=LATER)  # noqa: DTZ007
        clock.fill(f"{then:%H:%M}")
        self.press("Save")


class saving:  # noqa: N801
    """What is done meanwhile is saved at its end, and the page is as it is now."""

    READ = "() => Number(document.documentElement.dataset.saved ?? 0)"

    def __init__(self, page: Page) -> None:
        self.page = page

    def __enter__(self) -> None:
        self.before = self.page.evaluate(self.READ)

    def __exit__(self, *_: object) -> None:
        self.page.wait_for_function(f"before => ({self.READ})() > before", arg=self.before)


def grid(page: Page) -> dict[str, Any]:
    """Return what the grid tells its script: the sessions of the day, by code."""
    words = page.locator("#grid-data").text_content()
    return json.loads(words or "")["sessions"]  # type: ignore[no-any-return]


def after_all(page: Page, code: str) -> int:
    """Return by how many minutes later a session would begin after all others on its stage."""
    held = grid(page)
    here = [one for key, one in held.items() if one["stage"] == held[code]["stage"] and key != code]
    last = max(one["at"] + one["minutes"] for one in here)
    return int(last + 10 - held[code]["at"]) // 5 * 5


def ten(page: Page) -> dict[str, str]:
    """Return ten sessions by code with their titles, that an hour later meet nobody."""
    held = grid(page)
    titles = Counter(one["title"] for one in held.values())
    busy = Counter(who for one in held.values() for who in one["who"])
    last = {one["stage"]: code for code, one in sorted(held.items(), key=lambda it: it[1]["at"])}
    words = " ".join(titles)
    found = {
        code: held[code]["title"]
        for code in last.values()
        if held[code]["minutes"] < 120
        and words.count(held[code]["title"]) == 1
        and all(busy[who] == 1 for who in held[code]["who"])
    }
    return dict(list(found.items())[:10])


@pytest.mark.parametrize("hands", [Mouse, Keys, Forms], ids=["mouse", "keys", "no scripts"])
def test_the_week_of_an_organizer(
    own: Server,
    chromium: Browser,
    schedule: Path,
    hands: type[Mouse],
) -> None:
    code = f"week-{hands.__name__.lower()}"
    context = chromium.new_context(
        timezone_id="Europe/Budapest",
        locale="en-GB",
        viewport={"width": 1280, "height": 1000},
        java_script_enabled=hands is not Forms,
    )
    visit = watch(context.new_page(), own.url)
    visit.scripts = hands is not Forms
    page = visit.page
    page.set_default_timeout(60_000)
    # Heard of from the start: the browser takes a while until it asks us instead of its user.
    page.on("filechooser", lambda chooser: chooser.set_files(schedule))
    page.goto(entrance(own))
    organizer = hands(visit)
    organizer.press("Go on")

    visit.open("/organize/new")
    organizer.write("title", "The week")
    organizer.write("code", code)
    organizer.choose("zone", "Brussels")
    organizer.press("Found the summit")
    organizer.follow("Import a schedule that is there already")
    organizer.send(schedule)
    organizer.press("Look at what it would change")
    assert f"Sessions {SESSIONS} 0 0 0" in said(page)
    organizer.press("Take it in")

    visit.open(f"/{code}/organize/grid")
    while page.locator(".is-blocks").count():
        organizer.mend()
    organizer.publish()
    organizer.press("Publish release 1")
    first = starts(own, code, page)

    visit.open(f"/{code}/organize/grid")
    moved = ten(page)
    assert len(moved) == 10
    pick(own, code, list(moved)[:2])
    for one, title in moved.items():
        organizer.move(one, title)
    organizer.publish()
    assert "Release 1 is public; 10 changes wait." in said(page)
    assert "2 mails would go" in said(page)
    organizer.press("Publish release 2 and send 2 mails")
    second = starts(own, code, page)
    assert {key for key, at in second.items() if at != first[key]} == set(moved)

    organizer.press("Send now")
    own.run("worker", "--once")
    assert letters(own, page, code, list(moved.values())[:2]) == 2

    visit.open(f"/{code}/organize/releases")
    organizer.follow("Release 1")
    organizer.follow("Return to release 1")
    organizer.press("Publish release 3 and send 2 mails")
    assert starts(own, code, page) == first
    assert visit.complaints == []
    context.close()


def starts(server: Server, code: str, page: Page) -> dict[str, str]:
    """Return when each session of the newest release begins, by code."""
    found = page.context.request.get(f"{server.url}/{code}/release.json").json()
    sessions = found["programme"]["sessions"]
    return {one["code"]: one["starts"] for one in sessions}


def letters(server: Server, page: Page, code: str, titles: list[str]) -> int:
    """Return how many letters about the newest release name all these titles."""
    box = outbox(server)
    listed = page.context.request.get(box).text()
    found = 0
    for number in dict.fromkeys(re.findall(r"/outbox/\w+/(\d+)\"", listed)):
        letter = page.context.request.get(f"{box}/{number}").text()
        if f"-{code}@people.example" in letter:
            found += all(title.split("&")[0][:30] in letter for title in titles)
    return found
