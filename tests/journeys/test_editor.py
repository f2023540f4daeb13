"""The grid under an organizer's hands: by mouse, by keys, by forms, and with another organizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Server, Visit
from tests.journeys.test_access import obstacles

Begin = Callable[..., Visit]
GRID = "/cac2020/organize/grid?day=4"
SLOT = "/cac2020/organize/grid/sessions/diamond"


def entrance(server: Server) -> str:
    """Return a way in for the organizer of the demonstration."""
    found = re.search(r"organizer.*?(/account/links/\S+)", server.run("demonstration"))
    assert found is not None
    return found[1]


@dataclass
class Desk:
    """An organizer's browser on the grid."""

    visit: Visit
    start: str = GRID

    @property
    def page(self) -> Page:
        return self.visit.page

    def open(self, address: str = "") -> None:
        self.visit.open(address or self.start)

    def time(self, code: str) -> str:
        return self.page.locator(f"#s-{code} .slab-time").inner_text()

    def stage(self, code: str) -> str | None:
        return self.page.evaluate(
            "code => document.getElementById(`s-${code}`)?.closest('.lane')?.dataset.stage", code
        )

    def saved(self, act: Callable[[], object]) -> None:
        """Do something, and wait until it is saved and the page is as it is now."""
        read = "() => Number(document.documentElement.dataset.saved ?? 0)"
        before = self.page.evaluate(read)
        act()
        self.page.wait_for_function(f"before => ({read})() > before", arg=before)

    def drag(
        self, code: str, x: float, y: float, *, edge: bool = False, keys: tuple[str, ...] = ()
    ) -> None:
        """Drag a block, or its lower edge, by so many pixels."""
        self.page.locator(f"#s-{code}").scroll_into_view_if_needed()
        box = self.page.locator(f"#s-{code} a").bounding_box()
        assert box is not None
        left, top = box["x"] + 20, box["y"] + (box["height"] - 3 if edge else 12)
        for key in keys:
            self.page.keyboard.down(key)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(left + x / 2, top + y / 2)
        self.page.mouse.move(left + x, top + y)
        self.page.mouse.up()
        for key in keys:
            self.page.keyboard.up(key)

    def hour(self) -> float:
        """Return how many pixels an hour has."""
        return float(
            self.page.evaluate("() => document.querySelector('.lane-day').offsetHeight / 24")
        )

    def focus(self, code: str) -> None:
        self.page.locator(f"#s-{code} a").focus()

    def undo(self) -> None:
        self.saved(lambda: self.page.keyboard.press("Control+z"))


@pytest.fixture
def desk(visit: Begin, server: Server) -> Iterator[Desk]:
    """An organizer on the grid; what they did is undone at the end."""
    organizer = visit("Europe/Budapest", 1440, bypass_csp=False)
    organizer.open(entrance(server))
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("main").get_by_role("button").first.click()
    found = Desk(organizer)
    found.open()
    yield found
    organizer.complaints[:] = [one for one in organizer.complaints if "409" not in one]
    found.open()
    while found.page.locator("[data-turn=undo] button").is_enabled():
        found.saved(found.page.locator("[data-turn=undo] button").click)


def test_dragging_moves_stretches_and_takes_away(desk: Desk) -> None:
    hour = desk.hour()
    assert (desk.time("diamond"), desk.stage("diamond")) == ("08:00–09:30", "main-studio")
    desk.saved(lambda: desk.drag("diamond", 0, hour * 4))
    assert desk.time("diamond") == "12:00–13:30"
    desk.saved(lambda: desk.drag("diamond", 0, hour / 2, edge=True))
    assert desk.time("diamond") == "12:00–14:00"
    lane = desk.page.locator('[data-stage="main-studio"]').bounding_box()
    assert lane is not None
    desk.saved(lambda: desk.drag("diamond", lane["width"], 0))
    assert (desk.time("diamond"), desk.stage("diamond")) == ("12:00–14:00", "")
    desk.open()
    assert (desk.time("diamond"), desk.stage("diamond")) == ("12:00–14:00", "")
    for _ in range(3):
        desk.undo()
    assert (desk.time("diamond"), desk.stage("diamond")) == ("08:00–09:30", "main-studio")
    desk.saved(lambda: desk.page.keyboard.press("Control+y"))
    assert desk.time("diamond") == "12:00–13:30"


def test_to_the_tray_and_back(desk: Desk) -> None:
    page = desk.page
    tray = page.locator("[data-part=tray]").bounding_box()
    block = page.locator("#s-diamond a").bounding_box()
    assert tray is not None
    assert block is not None
    desk.saved(
        lambda: desk.drag(
            "diamond", tray["x"] + 40 - block["x"] - 20, tray["y"] + 30 - block["y"] - 12
        )
    )
    assert page.locator("[data-part=tray] #s-diamond").count() == 1
    assert page.locator("#tray-head .count").inner_text() == "1"
    box = page.locator("#s-diamond a").bounding_box()
    lane = page.locator('[data-stage=""]').bounding_box()
    assert box is not None
    assert lane is not None
    desk.saved(lambda: desk.drag("diamond", lane["x"] + 30 - box["x"], 250))
    assert desk.stage("diamond") == ""


def test_what_cannot_be_is_barred_while_it_is_dragged(desk: Desk) -> None:
    page, hour = desk.page, desk.hour()
    box = page.locator("#s-diamond a").bounding_box()
    assert box is not None
    other = page.locator('.lane[data-stage="main-studio"] .slab').nth(1)
    code = other.get_attribute("data-code")
    top = other.bounding_box()
    assert top is not None
    page.mouse.move(box["x"] + 20, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.move(box["x"] + 20, top["y"] + 20)
    expect(page.locator(".ghost.is-impossible")).to_contain_text("is taken then by")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".ghost").count() == 0
    assert desk.time("diamond") == "08:00–09:30"
    # Let go there all the same: a draft may hold it, and the list says so at once.
    desk.saved(lambda: desk.drag("diamond", 0, top["y"] - box["y"]))
    assert page.locator("[data-rule='stage twice']").count() == 1
    page.get_by_role("link", name="Free places for").first.click()
    page.wait_for_url("**#free")
    with page.expect_navigation():
        page.get_by_role("button", name="Move here").first.click()
    desk.open()
    assert page.locator("[data-rule='stage twice']").count() == 0
    assert (code, hour > 20) != ("", False)


def test_swapping_and_pushing(desk: Desk) -> None:
    page, hour = desk.page, desk.hour()
    other = page.locator('.lane[data-stage="main-studio"] .slab').nth(1)
    code = str(other.get_attribute("data-code"))
    before = desk.time(code)
    box, target = page.locator("#s-diamond a").bounding_box(), other.bounding_box()
    assert box is not None
    assert target is not None
    desk.saved(lambda: desk.drag("diamond", 0, target["y"] - box["y"] + 4, keys=("Alt",)))
    assert desk.time("diamond").split("–")[0] == before.split("–")[0]
    assert desk.time(code).split("–")[0] == "08:00"
    desk.undo()
    desk.saved(lambda: desk.drag("diamond", 0, hour / 2, edge=True, keys=("Shift",)))
    assert desk.time("diamond") == "08:00–10:00"
    first, moved = before.split("–")[0], desk.time(code).split("–")[0]
    assert minutes(moved) - minutes(first) == 30
    desk.undo()
    assert desk.time(code) == before


def test_what_follows_moves_along_with_shift(desk: Desk) -> None:
    blocks = desk.page.locator('.lane[data-stage="main-studio"] .slab')
    codes = [str(one.get_attribute("data-code")) for one in blocks.all()]
    before = [minutes(desk.time(code)) for code in codes]
    desk.saved(lambda: desk.drag("diamond", 0, desk.hour() / 4, keys=("Shift",)))
    assert [minutes(desk.time(code)) - was for code, was in zip(codes, before, strict=True)] == (
        [15] * len(codes)
    )


def test_what_is_undone_on_another_day_is_shown_there(desk: Desk) -> None:
    desk.focus("diamond")
    desk.saved(lambda: desk.page.keyboard.press("ArrowDown"))
    desk.open("/cac2020/organize/grid?day=3")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Control+z")
    assert desk.page.url.endswith("?day=4")
    assert desk.time("diamond") == "08:00–09:30"


def test_by_a_finger(desk: Desk, chromium: Browser) -> None:
    """It holds a block for a moment, and then drags it; before that it scrolls."""
    context = chromium.new_context(
        storage_state=desk.page.context.storage_state(),
        viewport={"width": 1024, "height": 800},
        has_touch=True,
        locale="en-GB",
    )
    other = Desk(Visit(context.new_page(), desk.visit.url))
    other.open()
    hand = context.new_cdp_session(other.page)
    block = other.page.locator("#s-diamond a")
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    assert box is not None

    def touch(kind: str, down: float = 0) -> None:
        points = [{"x": box["x"] + 30, "y": box["y"] + 20 + down}]
        hand.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [] if kind == "touchEnd" else points},
        )

    def drag() -> None:
        touch("touchStart")
        other.page.wait_for_timeout(450)
        for down in range(0, 80, 8):
            touch("touchMove", down)
        touch("touchMove", other.hour())
        touch("touchEnd")

    other.saved(drag)
    assert other.time("diamond") == "09:00–10:30"
    context.close()
    desk.page.reload()


def test_onto_another_day(desk: Desk) -> None:
    page = desk.page
    box = page.locator("#s-diamond a").bounding_box()
    target = page.locator('[data-day="5"]').bounding_box()
    assert box is not None
    assert target is not None
    desk.saved(
        lambda: desk.drag(
            "diamond", target["x"] + 30 - box["x"] - 20, target["y"] + 20 - box["y"] - 12
        )
    )
    assert page.locator("#s-diamond").count() == 0
    desk.open("/cac2020/organize/grid?day=5")
    assert desk.time("diamond") == "08:00–09:30"


def test_by_keys_alone(desk: Desk) -> None:
    page = desk.page
    said = page.locator("#grid-said")
    desk.focus("diamond")
    desk.saved(lambda: [page.keyboard.press("ArrowDown") for _ in range(3)])
    assert desk.time("diamond") == "08:15–09:45"
    expect(said).to_contain_text("08:15–09:45 Seoul (UTC+9), Main studio")
    desk.saved(lambda: page.keyboard.press("Shift+ArrowUp"))
    assert desk.time("diamond") == "08:15–09:40"
    desk.saved(lambda: page.keyboard.press("ArrowRight"))
    assert desk.stage("diamond") == ""
    assert page.evaluate("() => document.activeElement.closest('.slab').dataset.code") == "diamond"
    desk.saved(lambda: page.keyboard.press("ArrowLeft"))
    desk.saved(lambda: page.keyboard.press("PageDown"))
    assert desk.time("diamond") == "09:15–10:40"
    for _ in range(5):
        desk.undo()
    assert desk.time("diamond") == "08:00–09:30"

    code = str(page.locator('[data-stage="main-studio"] .slab').nth(1).get_attribute("data-code"))
    before = desk.time(code)
    desk.focus("diamond")
    page.keyboard.press("s")
    expect(said).to_contain_text("with which?")
    desk.focus(code)
    desk.saved(lambda: page.keyboard.press("s"))
    assert desk.time(code).startswith("08:00")
    desk.undo()
    desk.focus("diamond")
    desk.saved(lambda: page.keyboard.press("Alt+ArrowDown"))
    assert (desk.time("diamond"), minutes(desk.time(code)) - minutes(before)) == ("08:05–09:35", 5)
    desk.undo()
    desk.focus("diamond")
    desk.saved(lambda: page.keyboard.press("u"))
    assert page.locator("[data-part=tray] #s-diamond").count() == 1
    desk.undo()
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    desk.focus("diamond")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert desk.time("diamond") == "08:00–09:30"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(SLOT)


def test_the_second_of_two_sees_both(desk: Desk, chromium: Browser) -> None:
    """One has moved it in the meantime; the other's hand is put back, and shown both."""
    context = chromium.new_context(
        storage_state=desk.page.context.storage_state(),
        viewport={"width": 1440, "height": 800},
        locale="en-GB",
    )
    other = Desk(Visit(context.new_page(), desk.visit.url))
    other.open()
    desk.focus("diamond")
    desk.saved(lambda: desk.page.keyboard.press("ArrowDown"))
    other.focus("diamond")
    other.saved(lambda: other.page.keyboard.press("Shift+ArrowDown"))
    assert other.time("diamond") == "08:05–09:35"
    expect(other.page.locator("#grid-notice")).to_contain_text("Somebody else has changed this")
    with other.page.expect_navigation():
        other.page.get_by_role("button", name="See both versions").click()
    words = other.page.get_by_role("main").inner_text()
    assert ("08:05 Seoul (UTC+9)" in words, "08:00 Seoul (UTC+9)" in words) == (True, True)
    with other.page.expect_navigation():
        other.page.get_by_role("button", name="Apply mine on top").click()
    other.open()
    assert other.time("diamond") == "08:00–09:35"
    desk.page.reload()
    context.close()


def test_without_scripts(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context(
        storage_state=desk.page.context.storage_state(),
        java_script_enabled=False,
        viewport={"width": 360, "height": 780},
    )
    page = context.new_page()
    page.goto(desk.visit.url + GRID)
    assert page.locator("[data-keys]").is_hidden()
    page.locator("#s-diamond a").click()
    page.locator("#field-time").fill("16:30")
    page.locator("#field-minutes").fill("45")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert page.url.endswith("/cac2020/organize/grid?day=4#s-diamond")
    assert page.locator("#s-diamond .slab-time").inner_text() == "16:30–17:15"
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    assert page.locator("#s-diamond .slab-time").inner_text() == "08:00–09:30"
    context.close()


def test_nothing_stands_in_an_organizers_way(visit: Begin, server: Server) -> None:
    organizer = visit("Europe/Budapest", bypass_csp=True)
    organizer.open(entrance(server))
    with organizer.page.expect_navigation():
        organizer.page.get_by_role("main").get_by_role("button").first.click()
    found = {}
    for address in (GRID, "/cac2020/organize/grid?day=2&tz2=&night=", SLOT):
        organizer.open(address)
        for one in organizer.page.locator("main details").all():
            one.evaluate("it => { it.open = true }")
        found[address] = obstacles(organizer)
    assert {key: value for key, value in found.items() if value} == {}


def minutes(words: str) -> int:
    hours, rest = words.split("–")[0].split(":")
    return int(hours) * 60 + int(rest)


def test_a_drag_that_is_given_up_leaves_the_next_click_alone(visit: Begin, server: Server) -> None:
    """However late the browser's timers are, on a machine that has much to do."""
    organizer = visit("Asia/Seoul", 1440)
    organizer.page.add_init_script(
        "const at = window.setTimeout; window.setTimeout = (act, after) => at(act, after + 3000)"
    )
    page = organizer.open(entrance(server))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    organizer.open(GRID)
    box = page.locator("#s-diamond a").bounding_box()
    assert box is not None
    for key in ("Escape", None):
        page.mouse.move(box["x"] + 20, box["y"] + 12)
        page.mouse.down()
        page.mouse.move(box["x"] + 20, box["y"] + 30)
        page.mouse.move(box["x"] + 20, box["y"] + 12)
        if key:
            page.keyboard.press(key)
        page.mouse.up()
        assert page.url.endswith(GRID)
    with page.expect_navigation():
        page.locator("#s-diamond a").click()
    assert page.url.endswith(SLOT)


def hold(desk: Desk) -> Callable[[], None]:
    """Move a session; return what lets the page come that shows it as it is then."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    desk.page.route("**/organize/grid?day=4", keep)
    with desk.page.expect_request("**/organize/grid?day=4"):
        desk.drag("diamond", 0, 48)

    def let() -> None:
        with desk.page.expect_response("**/organize/grid?day=4"):
            held[0].continue_()
        desk.page.wait_for_timeout(300)
        desk.page.unroute("**/organize/grid?day=4")

    return let


def test_what_is_pressed_stays_until_the_hand_lets_go(desk: Desk) -> None:
    """The page as it is now comes while a link of the old one is half clicked."""
    page = desk.page
    let = hold(desk)
    page.evaluate("() => (document.querySelector('[data-part=week] li').dataset.old = 'yes')")
    page.locator("[data-day='3']").hover()
    page.mouse.down()
    let()
    with page.expect_navigation(url="**/organize/grid?day=3"):
        page.mouse.up()


def test_what_came_while_the_hand_was_busy_is_shown_when_it_lets_go(desk: Desk) -> None:
    page = desk.page
    let = hold(desk)
    page.locator("h1").hover()
    page.mouse.down()
    let()
    assert page.evaluate("() => document.documentElement.dataset.saved") is None
    desk.saved(page.mouse.up)
