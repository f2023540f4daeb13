"""An office hands in and books, on a phone, by keys, without scripts; what others see of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from summit import settings
from summit.app import create_app
from summit.core.role import Actor, Role
from tests import offices, organizers
from tests.journeys.conftest import Server, Visit, started, watch
from tests.journeys.test_access import obstacles
from tests.participants import cookie

OFFICE = "/cac2020/office/london"
CONSOLE = "/cac2020/organize"
ONE = f"{OFFICE}/statements/mayoral-meeting?person=sadiq-khan"
PAGES = (
    ("london", f"{OFFICE}/statements"),
    ("london", ONE),
    ("london", f"{OFFICE}/tech-check"),
    ("owner", f"{CONSOLE}/statements"),
    ("owner", f"{CONSOLE}/tech-checks"),
    ("booth", f"{CONSOLE}/interpreting"),
    ("booth", f"{CONSOLE}/interpreting/mayoral-meeting"),
    ("booth", "/cac2020/sessions/mayoral-meeting/statements"),
)
Enter = Callable[..., Visit]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of their own: what they hand in is nobody else's to meet."""
    with started(tmp_path_factory.mktemp("statements")) as found:
        yield found


@pytest.fixture(scope="module")
def people(own: Server) -> dict[str, str]:
    """The cookies of an office, an owner and an interpreter, by what they are."""
    app: Flask = create_app(settings.read(own.environment))
    actors: dict[str, Actor] = {
        "london": offices.contact(app),
        "owner": organizers.organizer(app, Role.OWNER, address="owner@organizers.example"),
        "booth": organizers.organizer(app, Role.INTERPRETER, address="booth@organizers.example"),
    }
    return {who: cookie(app, actor) for who, actor in actors.items()}


@pytest.fixture
def enter(own: Server, people: dict[str, str], chromium: Browser) -> Iterator[Enter]:
    """Open browsers in which somebody is; nothing may be complained of at the end."""
    visits: list[Visit] = []

    def begin(who: str, width: int = 1280, **more: object) -> Visit:
        context = chromium.new_context(
            timezone_id="Europe/London",
            locale="en-GB",
            viewport={"width": width, "height": 800},
            **more,  # type: ignore[arg-type]
        )
        context.add_cookies([{"name": "session", "value": people[who], "url": own.url}])
        visits.append(watch(context.new_page(), own.url))
        visits[-1].scripts = bool(more.get("java_script_enabled", True))
        return visits[-1]

    yield begin
    for one in visits:
        one.page.context.close()
        assert one.complaints == []


def test_an_office_hands_in_on_a_phone_by_keys_without_scripts(enter: Enter) -> None:
    office = enter("london", 320, java_script_enabled=False)
    page = office.open(f"{OFFICE}/statements")
    page.get_by_role("link", name="Mayoral Meeting, Sadiq Khan").focus()
    page.keyboard.press("Enter")
    page.get_by_label("The text").focus()
    page.keyboard.type("Dear mayors, this is what London says. " * 5)
    page.keyboard.press("Tab")  # the file
    page.keyboard.press("Tab")  # the language
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    said = page.get_by_role("main").inner_text()
    assert "It is in: the version below counts now." in said
    assert "35 words, about 19 s at 110 words a minute; the turn is 5 minutes" in said
    page.get_by_label("The text").fill("Again, and shorter.")
    page.get_by_role("button", name="Hand in a new version").click()
    page.get_by_text("2 versions").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download version 2").click()
    assert download.value.suggested_filename == "mayoral-meeting-london-sadiq-khan-text-2.txt"
    assert download.value.path().read_text() == "Again, and shorter."


def test_an_office_books_a_check_in_its_hours(enter: Enter) -> None:
    owner = enter("owner")
    page = owner.open(f"{CONSOLE}/tech-checks")
    for name, value in (
        ("Date", "2020-06-03"),
        ("From", "16:00"),
        ("Until", "18:00"),
        ("Minutes of each", "30"),
        ("Link or room", "Studio"),
    ):
        page.get_by_label(name, exact=True).fill(value)
    page.get_by_role("button", name="Open them").click()
    assert "The slots are open." in page.get_by_role("status").inner_text()

    office = enter("london", 320, java_script_enabled=False)
    page = office.open(f"{OFFICE}/tech-check")
    within = page.get_by_role("region", name="In your office hours")
    assert within.get_by_role("button").first.inner_text().startswith("09:00–09:30")
    within.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    assert "It is booked." in page.get_by_role("status").inner_text()
    assert "09:00–09:30" in page.get_by_role("region", name="Your check").inner_text()

    page = owner.open(f"{CONSOLE}/tech-checks")
    assert "London Booked" in " ".join(page.get_by_role("main").inner_text().split())


def test_interpreters_read_it_and_owners_see_that_there_is_one(enter: Enter) -> None:
    office = enter("london")
    page = office.open(ONE)
    page.get_by_label("The text").fill("Nobody else reads this yet.")
    page.get_by_role("region", name="Text for the interpreters").locator("button").first.click()
    page.get_by_role("status").wait_for()
    booth = enter("booth")
    page = booth.open(f"{CONSOLE}/interpreting/mayoral-meeting")
    assert "Nobody else reads this yet." in page.get_by_role("main").inner_text()
    owner = enter("owner")
    page = owner.open(f"{CONSOLE}/statements?session=mayoral-meeting")
    assert "Typed, 1 kB" in page.get_by_role("main").inner_text()
    for address in (f"{CONSOLE}/statements", ONE):
        assert "Nobody else reads this yet." not in owner.open(address).content()


def test_nothing_stands_in_anybodys_way(enter: Enter) -> None:
    found = {}
    for who in ("london", "owner", "booth"):
        visit = enter(who, bypass_csp=True)
        for address in (path for reader, path in PAGES if reader == who):
            page = visit.open(address)
            page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
            found[address] = obstacles(visit)
    assert {key: value for key, value in found.items() if value} == {}
