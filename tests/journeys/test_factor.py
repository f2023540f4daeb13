"""Second factors in a real browser: a passkey of a device, codes by keyboard, no JavaScript."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.journeys.conftest import Server, Visit, watch
from tests.journeys.test_access import obstacles

Begin = Callable[..., Visit]
AT, PROVE = "/account/factors", "/account/prove"
CONSOLE = "/cac2020/organize/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def begin(named_server: Server, chromium: Browser) -> Iterator[Begin]:
    """Open visits to a site whose address has a name."""
    contexts, visits = [], []

    def one(**more: Any) -> Visit:
        context = chromium.new_context(
            timezone_id="Asia/Seoul",
            locale="en-GB",
            viewport={"width": 1280, "height": 800},
            **more,
        )
        contexts.append(context)
        visits.append(watch(context.new_page(), named_server.url))
        visits[-1].scripts = more.get("java_script_enabled", True)
        return visits[-1]

    yield one
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.complaints == []


def invited(server: Server, visit: Visit, address: str) -> None:
    """Enter as somebody who organizes the summit."""
    path = server.run(
        "organizer", "add", address, "--summit", "cac2020", "--role", "owner"
    ).split()[-1]
    visit.page.goto(path)
    visit.page.get_by_role("main").get_by_role("button").click()
    visit.page.wait_for_url(f"**{CONSOLE}")


def device(page: Page) -> CDPSession:
    """Give the browser a device that answers for its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def press(visit: Visit, words: str) -> None:
    """Press a button by keyboard, and wait for the page that comes."""
    visit.page.get_by_role("button", name=words, exact=True).first.focus()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")


def code(secret: str, last: str) -> str:
    """Return a code that is not the last one: none is taken twice."""
    while True:
        found = pyotp.TOTP(secret).now()
        if found != last:
            return found
        time.sleep(0.5)


def test_a_passkey_is_added_and_lets_in(begin: Begin, named_server: Server) -> None:
    visit = begin(bypass_csp=True)
    page = visit.page
    invited(named_server, visit, "passkey@organizers.example")
    device(page)
    visit.open(AT)
    page.get_by_label("What to call it").first.fill("Laptop")
    press(visit, "Add a passkey")
    expect(page.locator(".codes li")).to_have_count(10)
    assert obstacles(visit) == {}
    visit.open(AT)
    expect(page.get_by_text("Laptop", exact=True).first).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(it => it.open = true)")
    assert obstacles(visit) == {}
    visit.open(f"{PROVE}?next={CONSOLE}")
    page.locator("details").evaluate_all("all => all.forEach(it => it.open = true)")
    assert obstacles(visit) == {}
    press(visit, "Use a passkey")
    assert page.url == visit.url + CONSOLE


def test_a_device_that_does_not_answer_is_said(begin: Begin, named_server: Server) -> None:
    visit = begin()
    page = visit.page
    invited(named_server, visit, "none@organizers.example")
    session = device(page)
    visit.open(AT)
    session.send("WebAuthn.disable")  # no device is left to answer
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**DEVICE, "hasUserVerification": False, "isUserVerified": False}},
    )
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "The device gave no passkey. Try again, or take an authenticator."
    )
    expect(page.get_by_role("button", name="Add a passkey")).to_be_enabled()


def test_a_code_by_keyboard_without_javascript(begin: Begin, named_server: Server) -> None:
    visit = begin(java_script_enabled=False)
    page = visit.page
    address = "code@organizers.example"
    invited(named_server, visit, address)
    visit.open(AT)
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    press(visit, "Set up an authenticator")
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("The code that it shows now").focus()
    first = code(secret, "")
    page.keyboard.type(first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    kept = page.locator("main code").first.inner_text()
    # In another browser the console asks for it.
    invited_again = begin(java_script_enabled=False)
    other = invited_again.page
    path = named_server.run("organizer", "add", address, "--summit", "cac2020").split()[-1]
    other.goto(path)
    other.get_by_role("main").get_by_role("button").click()
    other.wait_for_url(f"**{PROVE}?next=**")
    other.get_by_label("Code", exact=True).focus()
    other.keyboard.type(code(secret, first))
    with other.expect_navigation():
        other.keyboard.press("Enter")
    assert other.url == invited_again.url + CONSOLE
    # And when the device is lost, by a code that was kept.
    other.goto(f"{invited_again.url}{PROVE}?next={CONSOLE}")
    other.get_by_text("My device is lost").focus()
    other.keyboard.press("Enter")
    other.get_by_label("Recovery code", exact=True).fill(kept)
    press(invited_again, "Go on with the recovery code")
    assert other.url == invited_again.url + CONSOLE


def test_an_authenticator_is_set_up_without_obstacles(begin: Begin, named_server: Server) -> None:
    visit = begin(bypass_csp=True)
    invited(named_server, visit, "axe@organizers.example")
    visit.open(AT)
    press(visit, "Set up an authenticator")
    assert obstacles(visit) == {}
    visit.page.get_by_label("The code that it shows now").fill("000000")
    press(visit, "Add it")
    visit.complaints.clear()  # of the status 400, which is what is asked for
    assert obstacles(visit) == {}
