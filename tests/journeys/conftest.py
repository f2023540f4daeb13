"""A real server on the demonstration, and one real Chromium for all journeys."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


COMMAND = "from summit.command import main; main()"


@dataclass
class Server:
    """The command `summit` on an installation of its own."""

    url: str
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        """Run a command as an operator would."""
        command = [sys.executable, "-c", COMMAND, *words]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def link(self, whom: str) -> str:
        """Return the path of a new link that lets in an organizer or a participant."""
        way = re.search(rf"{whom}, once: +\S+?(/account/links/\S+)", self.run("demonstration"))
        assert way is not None
        return way[1]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("instance")) as found:
        yield found


@pytest.fixture(scope="session")
def named_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server at an address with a name: passkeys belong to none in numbers."""
    with started(tmp_path_factory.mktemp("named"), "localhost") as found:
        yield found


@contextmanager
def started(folder: Path, host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve the demonstration from `folder`."""
    port = _free_port()
    url = f"http://{host}:{port}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SUMMIT_")}
    environment = {
        **kept,
        "SUMMIT_DEMONSTRATION": "1",
        "SUMMIT_FOLDER": str(folder),
        "SUMMIT_URL": url,
        "SUMMIT_LOG_LEVEL": "warning",
    }
    found = Server(url, environment)
    found.run("demonstration")
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from summit.command import main; main()",
            "serve",
            "--port",
            str(port),
        ],
        env=environment,
        cwd=ROOT,
    )
    try:
        _wait_until_ready(url, process)
        yield found
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + 60
    while time.monotonic() < last:
        assert process.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server is not ready")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in a browser of its own, and what that browser complained of."""

    page: Page
    url: str
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Open an address of ours and wait until the page has come to rest."""
        self.page.goto(self.url + address)
        return self.rest()

    def rest(self) -> Page:
        """Wait until the page is there, in the zone that it is going to be read in."""
        self.page.wait_for_load_state("load")
        if self.scripts:
            self.page.wait_for_function(
                """() => document.readyState === 'complete' && (
                    ['address', 'choice'].includes(document.documentElement.dataset.zoneOrigin)
                    || document.documentElement.dataset.zone
                        === Intl.DateTimeFormat().resolvedOptions().timeZone
                    || !document.querySelector('nav'))"""
            )
        return self.page

    def clock(self, instant: str = "2020-06-02T13:00Z") -> str:
        """Return the first time on the page for an instant, as it is read there."""
        return str(self.page.locator(f'main time[datetime="{instant}"]').first.inner_text())

    def zone(self) -> str | None:
        return self.page.locator("html").get_attribute("data-zone")

    def tab_to(self, wanted: str, limit: int = 80) -> None:
        """Press Tab until what has the focus says `wanted`."""
        said: list[str] = []
        for _ in range(limit):
            self.page.keyboard.press("Tab")
            said.append(self.focused())
            if said[-1] == wanted or said[-1].startswith(f"{wanted} "):
                return
        raise AssertionError(f"“{wanted}” is not reached by keyboard: {said}")

    def focused(self) -> str:
        """Return what the element that has the focus says."""
        words = self.page.evaluate(
            "() => (document.activeElement.innerText || document.activeElement.value || '')"
        )
        return " ".join(str(words).split())


@pytest.fixture
def visit(server: Server, chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open visits, each with a browser of its own; nothing may be complained of at the end."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def begin(zone: str = "Asia/Seoul", width: int = 1280, **more: Any) -> Visit:
        options = {"locale": "en-GB", "viewport": {"width": width, "height": 800}, **more}
        context = chromium.new_context(timezone_id=zone, **options)
        contexts.append(context)
        visits.append(watch(context.new_page(), server.url))
        visits[-1].scripts = more.get("java_script_enabled", True)
        return visits[-1]

    yield begin
    for context in contexts:
        context.close()
    for one in visits:
        assert one.complaints == []
        assert [request for request in one.requests if not request.startswith(server.url)] == []


def watch(page: Page, url: str) -> Visit:
    found = Visit(page, url)
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("framenavigated", lambda frame: found.loads.append(frame.url))
    page.on("request", lambda request: found.requests.append(request.url))
    return found
