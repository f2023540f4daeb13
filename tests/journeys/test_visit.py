"""A visit as a whole: its weight, what is published meanwhile, the rehearsal."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Server, Visit
from tests.web.addresses import PAGES

AGENDA = "/cac2020/agenda"
Begin = Callable[..., Visit]


def test_the_first_visit_is_light(visit: Begin) -> None:
    """Everything that the network carries, the second reading in the right zone included."""
    reader = visit("Europe/Budapest", 360)
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network = reader.page.context.new_cdp_session(reader.page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda it: kinds.update({it["requestId"]: it["type"]}))
    network.on(
        "Network.dataReceived",
        lambda it: sizes.update(
            {it["requestId"]: sizes.get(it["requestId"], 0) + it["encodedDataLength"]}
        ),
    )
    network.on(
        "Network.loadingFinished",
        lambda it: sizes.update({it["requestId"]: it["encodedDataLength"]}),
    )
    reader.open(AGENDA)
    reader.page.wait_for_load_state("networkidle")
    assert reader.clock() == "15:00"
    scripts = sum(sizes.get(one, 0) for one, kind in kinds.items() if kind == "Script")
    assert 0 < sum(sizes.values()) <= 150_000
    assert 0 < scripts <= 30_000
    assert 0 < len(reader.requests) <= 12


def test_every_page_is_without_complaint(visit: Begin) -> None:
    """The fixture holds it: no error, no breach of the policy, nothing from elsewhere."""
    for width in (1280, 360):
        reader = visit("America/New_York", width)
        for address in PAGES:
            reader.open(address)
        assert len(reader.loads) == len(PAGES) + 1


def test_the_clock_of_the_rehearsal_is_said(visit: Begin) -> None:
    page = visit("Europe/Budapest").open("/cac2020/now")
    banner = page.get_by_role("note").filter(has_text="Rehearsal")
    expect(banner).to_contain_text("Tue 2 June 2020")
    expect(banner).to_contain_text("Seoul (UTC+9)")
    expect(banner).to_be_in_viewport()


def test_what_is_published_is_there_at_the_next_look(server: Server, visit: Begin) -> None:
    """Within a second, by every process of the server."""
    reader = visit("Europe/Budapest")
    page = reader.open(f"{AGENDA}?area=sports")
    session = page.locator("article")
    expect(session).to_have_count(1)
    assert reader.clock("2020-06-05T08:00Z") == "10:00"
    server.run(
        "session",
        "move",
        "cac2020",
        "sports",
        "--starts",
        "2020-06-05T18:00",
        "--zone",
        "Asia/Seoul",
    )
    page.reload()
    assert reader.clock("2020-06-05T08:00Z") == "10:00"  # a draft is nobody's business
    server.run("publish", "cac2020", "--note", "Sports an hour later")
    page.wait_for_timeout(1000)
    for _ in range(8):
        page.reload()
        assert reader.clock("2020-06-05T09:00Z") == "11:00"
    page = reader.open("/cac2020/releases/2")
    expect(page.get_by_text("10:00 Budapest (UTC+2)").first).to_be_visible()
    expect(page.get_by_text("11:00 Budapest (UTC+2)").first).to_be_visible()
    page = reader.open("/cac2020/releases/1")
    assert reader.clock("2020-06-05T08:00Z") == "10:00"
