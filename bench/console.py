"""What the grid of the console costs in a browser, with many sessions in it.

python -m bench.console [SESSIONS]    500 in a week, and then all of them on one day

A real Chromium opens the page, and drags a block over the board. For each movement of the pointer
it is measured how long it takes until the frame that answers it is painted.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.generated import programme as generated
from bench.site import ACTOR, CODE, NOW, Site
from summit.core import edit as edits
from summit.core.programme import Programme
from summit.core.role import Role
from summit.core.slot import borders
from summit.services import edit, programme, release, role, schema

DAY = 3
ADDRESS = "organizer@bench.example"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_WATCH = """() => {
  window.answers = []
  addEventListener('pointermove', (event) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => window.answers.push(performance.now() - event.timeStamp)
      port2.postMessage(0)
    })
  })
}"""
"""After the frame in which the movement is drawn, and whatever it lays out and paints."""


def crowded(sessions: int) -> Programme:
    """Return a programme of so many sessions on one day, fifteen on each stage."""
    whole = generated(sessions)
    begins, _ = borders(whole.summit, next(one for one in whole.days if one.number == DAY))
    counted: Counter[str | None] = Counter()
    moved = []
    for one in whole.sessions:
        starts = begins + timedelta(minutes=75 * counted[one.stage])
        counted[one.stage] += 1
        moved.append(replace(one, starts=starts, minutes=60, turns=()))
    return replace(whole, sessions=tuple(moved))


def lines(whole: Programme, folder: Path) -> Iterator[str]:
    """Yield what is measured of a programme."""
    site = Site(len(whole.sessions), folder)
    with site.opened():
        schema.upgrade()
        programme.load(ACTOR, whole, "bench.example", NOW)
        release.publish(ACTOR, CODE, "first", NOW)
        link = role.add(ACTOR, ADDRESS, CODE, (Role.OWNER,), datetime.now(UTC))
        begin = time.perf_counter()
        edit.apply(
            ACTOR,
            CODE,
            "move",
            lambda one: edits.move(one, whole.sessions[0].code, minutes=55),
            NOW,
            "bench.example",
        )
        yield f"  one edit, in the service: {1000 * (time.perf_counter() - begin):.0f} ms"
    with site.served() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(_FLAGS)
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        url = f"http://127.0.0.1:{running.server.port}"
        page.goto(url + link)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button").first.click()
        yield from _looked_at(page, f"{url}/{CODE}/organize/grid?day={DAY}")
        browser.close()


def _looked_at(page: Page, address: str) -> Iterator[str]:
    loads = []
    for _ in range(5):
        page.goto(address)
        page.wait_for_load_state("load")
        loads.append(page.evaluate("() => performance.getEntriesByType('navigation')[0].duration"))
    size = page.evaluate(
        "() => { const it = performance.getEntriesByType('navigation')[0];"
        " return [it.encodedBodySize, it.decodedBodySize] }"
    )
    blocks = page.locator(".lane-day > .slab").count()
    yield f"  page of {blocks} blocks: {size[1] // 1000} kB, {size[0] // 1000} kB sent"
    yield f"  loaded: median {statistics.median(loads):.0f} ms, slowest {max(loads):.0f} ms"
    page.evaluate(_WATCH)
    page.locator(".lane-day > .slab a").first.scroll_into_view_if_needed()
    box = page.locator(".lane-day > .slab a").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    for step in range(120):
        page.mouse.move(box["x"] + 20 + 5 * step, box["y"] + 10 + 3 * (step % 60))
    answers = sorted(page.evaluate("() => window.answers"))
    page.mouse.up()
    begin = time.perf_counter()
    page.wait_for_function("() => document.documentElement.dataset.saved")
    saved = time.perf_counter() - begin
    middle, most, worst = (answers[int(len(answers) * at)] for at in (0.5, 0.95, 0.999))
    yield f"  a drag's answers, {len(answers)} movements: median {middle:.0f} ms"
    yield f"  a drag's answers: 95 of 100 within {most:.0f} ms, slowest {worst:.0f} ms"
    yield f"  saved, and the page as it is now: {1000 * saved:.0f} ms after the hand let go"


def main(sessions: int) -> None:
    """Print all figures."""
    for name, whole in (("a week", generated(sessions)), ("a day", crowded(sessions))):
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{sessions} sessions in {name}")
            for line in lines(whole, Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 500)
