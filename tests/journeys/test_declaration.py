"""A declaration from its first draft to a city that stands by it, with and without scripts."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import Server, Visit, started, watch
from tests.journeys.test_access import obstacles
from tests.journeys.test_participant import outbox, press

DESK = "/cac2020/organize/declaration"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: texts are released on it for good."""
    with started(tmp_path_factory.mktemp("declaration")) as found:
        yield found


def mailed(server: Server, address: str) -> str:
    """Send what is due, and return the path of the office in the newest letter to `address`."""
    server.run("worker", "--once")
    box = outbox(server)
    listed = urllib.request.urlopen(box).read().decode()
    for number in re.findall(r"/outbox/\w+/(\d+)\"", listed):
        letter = message_from_bytes(
            urllib.request.urlopen(f"{box}/{number}.eml").read(), policy=policy.default
        )
        body = letter.get_body(("plain",))
        if address in str(letter["To"]) and body is not None:
            found = re.search(r"/office/\S+", body.get_content())
            if found:
                return found[0]
    raise AssertionError(f"nothing was mailed to {address}")


def enter(context: BrowserContext, server: Server, path: str) -> Page:
    """Return a page of somebody who has followed a link that lets them in."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(server.url + path)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").last.click()
    return page


def said(page: Page) -> str:
    return " ".join(page.get_by_role("main").inner_text().split())


@pytest.mark.parametrize(
    ("scripts", "city", "name"),
    [(True, "tallinn", "Tallinn"), (False, "lima", "Lima")],
    ids=["scripts", "no scripts"],
)
def test_from_a_draft_to_an_endorsement(
    own: Server, chromium: Browser, scripts: bool, city: str, name: str
) -> None:
    def context(width: int) -> BrowserContext:
        return chromium.new_context(
            viewport={"width": width, "height": 800},
            timezone_id="Europe/London",
            locale="en-GB",
            java_script_enabled=scripts,
        )

    desk, other, office = context(1280), context(1280), context(320)
    first = enter(desk, own, own.link("organizer"))
    added = own.run(
        "organizer", "add", f"second-{city}@summit.example", "--summit", "cac2020", "--role",
        "protocol",
    )  # fmt: skip
    link = re.search(r"/account/links/\S+", added)
    assert link is not None
    second = enter(other, own, link[0])

    # An organizer writes a version, and circulates it.
    first.goto(own.url + DESK)
    press(first, "Begin")
    number = int(first.url.rpartition("/")[2])
    words = first.get_by_label("Words · English")
    words.nth(1).fill(f"Early detection. Written for {name}.")
    first.get_by_label("Words · English").last.fill(f"A new paragraph, for {name}.")
    first.get_by_label("Words · Korean").last.fill("새 문단.")
    press(first, "Keep")
    assert "It is kept." in said(first)
    press(first, "Circulate to the offices")
    assert "The offices see it now." in said(first)

    # An organizer names the contact of an office, and that they may press.
    first.goto(f"{own.url}/cac2020/organize/offices/{city}")
    address = f"office@{city}.example"
    form = first.locator("form.invite")
    form.get_by_label("Name").fill("Alex Sample")
    form.get_by_label("Email address").fill(address)
    with first.expect_navigation():
        form.get_by_role("button").click()
    first.goto(f"{own.url}/cac2020/organize/endorsements/{city}")
    first.get_by_label("Name of the person who signs").fill("Sam Sample")
    first.get_by_label("As what").first.fill("Mayor")
    first.get_by_label("Who of the office may press").select_option(
        label=f"Alex Sample ({address})"
    )
    press(first, "Keep")

    # The office reads the draft on a telephone, and remarks on a paragraph.
    theirs = enter(office, own, mailed(own, address))
    theirs.goto(f"{own.url}/cac2020/office/{city}/declaration")
    theirs.get_by_role("main").get_by_role("link", name=f"Version {number}").click()
    assert f"Early detection. Written for {name}." in said(theirs)
    theirs.get_by_text("Remark on paragraph 2").click()
    theirs.get_by_label("Your remark").nth(1).fill("Who would pay?")
    theirs.get_by_role("button", name="Send the remark").click()
    assert "Who would pay?" in said(theirs)

    # An organizer answers, and freezes the text; another one releases it.
    first.goto(f"{own.url}{DESK}/{number}")
    first.get_by_label("What becomes of it").select_option("Noted")
    first.get_by_label("What you say to it").fill("Each for itself.")
    press(first, "Answer")
    first.get_by_label("Date").fill("2020-06-02")
    first.get_by_label("Time", exact=False).last.fill("23:30")
    press(first, f"Freeze version {number}")
    assert "so another organizer releases it" in said(first)
    assert theirs.goto(f"{own.url}/cac2020/declaration/versions/{number}").status == 404  # type: ignore[union-attr]
    second.goto(f"{own.url}{DESK}/{number}")
    second.get_by_label("I have read the text with this hash").check()
    press(second, f"Release version {number}")
    assert "It is public." in said(second)

    # The office reads the answer, and endorses by the keyboard alone.
    theirs.goto(f"{own.url}/cac2020/office/{city}/declaration/{number}")
    assert "Each for itself." in said(theirs)
    theirs.goto(f"{own.url}/cac2020/office/{city}/declaration")
    reader = Visit(theirs, own.url)
    reader.tab_to("Endorse it")
    with theirs.expect_navigation():
        theirs.keyboard.press("Enter")
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", said(theirs))
    assert digest is not None
    for expected in (f"version {number}", "Sam Sample", "Mayor", name):
        assert expected in said(theirs)
    field = theirs.get_by_label("The first 8 characters of the hash")
    field.focus()
    theirs.keyboard.type(digest[1][:8])
    reader.tab_to("Endorse it")
    with theirs.expect_navigation():
        theirs.keyboard.press("Enter")
    assert "The endorsement stands in the record." in said(theirs)

    # Everybody reads it, and the record holds.
    theirs.goto(f"{own.url}/cac2020/declaration")
    assert "Endorsed by 1 government" in said(theirs)
    assert f"{name} Sam Sample, Mayor" in said(theirs)
    width = "() => document.documentElement.scrollWidth"
    if scripts:
        assert theirs.evaluate(width) <= 320
    assert "all hold." in own.run("declaration", "verify", "--summit", "cac2020")
    for one in (desk, other, office):
        one.close()


def test_nothing_stands_in_anybodys_way(own: Server, chromium: Browser) -> None:
    """Of the pages of the declaration, in public, at the desk and at an office."""
    context = chromium.new_context(timezone_id="Europe/London", locale="en-GB", bypass_csp=True)
    page = enter(context, own, own.link("organizer"))
    reader = watch(page, own.url)
    reader.open(DESK)
    press(page, "Begin")
    number = int(page.url.rpartition("/")[2])
    found = {}
    for address in (
        "/cac2020/declaration",
        "/cac2020/declaration/versions/1",
        DESK,
        f"{DESK}/{number}",
        f"{DESK}/{number - 1}",
        f"{DESK}/1",
        f"{DESK}/differences?from=1",
        "/cac2020/organize/endorsements",
        "/cac2020/organize/endorsements/tallinn",
        "/cac2020/organize/endorsements/seoul",
        "/cac2020/office/tallinn/declaration",
        f"/cac2020/office/tallinn/declaration/{number - 1}",
        "/cac2020/office/seoul/declaration/1",
    ):
        reader.open(address)
        page.evaluate("() => document.querySelectorAll('details').forEach(it => it.open = true)")
        found[address] = obstacles(reader)
    assert {key: value for key, value in found.items() if value} == {}
    assert reader.complaints == []
    context.close()
