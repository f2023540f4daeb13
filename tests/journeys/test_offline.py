"""My agenda where the network is away: what was last seen, and said so; gone when I leave."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic

import pytest
from playwright.sync_api import Browser, Error, Page

from summit import settings
from summit.app import create_app
from summit.db.base import db
from summit.services import agenda
from tests.journeys.conftest import Server
from tests.participants import cookie, person

KEPT = """async () => await caches.has('mine')
    && (await (await caches.open('mine')).keys()).length >= 5"""
FORGOTTEN = "async () => !(await caches.has('mine'))"


def wait(page: Page, promise: str) -> None:
    """Until the promise comes true: `wait_for_function` takes any promise for a yes."""
    end = monotonic() + 30
    while not page.evaluate(promise):
        assert monotonic() < end, f"never true: {promise}"
        page.wait_for_timeout(50)


@pytest.fixture
def entered(server: Server) -> dict[str, str]:
    app = create_app(settings.read(server.environment))
    mina = person(app, "offline@people.example")
    with app.app_context():
        for code in ("mayoral-meeting", "diamond"):
            agenda.pick(mina, "cac2020", code, datetime.now(UTC))
        db.engine.dispose()
    return {"name": "session", "value": cookie(app, mina), "url": server.url}


def test_it_opens_without_a_network_and_says_so(
    server: Server, chromium: Browser, entered: dict[str, str]
) -> None:
    context = chromium.new_context(timezone_id="Europe/Budapest", locale="en-GB")
    context.add_cookies([entered])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{server.url}/cac2020/me")
    wait(page, KEPT)
    assert page.locator("[data-kept]").count() == 0
    context.set_offline(True)
    for address, heading in (
        ("/cac2020/me", "My agenda"),
        ("/cac2020/me/print", "My agenda"),
        ("/cac2020/sessions/mayoral-meeting", "Mayoral Meeting"),
    ):
        page.goto(server.url + address)
        assert page.locator("h1").inner_text().startswith(heading)
        line = page.locator("[data-kept]").inner_text()
        assert line.startswith("You are offline. This was last seen on Tue 2 June 2020, ")
        assert line.endswith("Budapest (UTC+2).")
    with pytest.raises(Error):
        page.goto(f"{server.url}/cac2020/speakers")  # was never asked to be kept
    context.set_offline(False)
    page.goto(f"{server.url}/cac2020/me")
    # Whoever is led to the entrance is in no more: nothing of them may stay.
    context.clear_cookies(name="session")
    page.goto(f"{server.url}/cac2020/me")
    wait(page, FORGOTTEN)
    context.set_offline(True)
    with pytest.raises(Error):
        page.goto(f"{server.url}/cac2020/me")
    context.close()
