"""An invitation from the form to the console: by keyboard, without JavaScript, by a real mail."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import Server, Visit
from tests.journeys.test_access import obstacles

Begin = Callable[..., Visit]
AT = "/cac2020/organize/organizers"
ADDRESS = "invited@organizers.example"


def test_somebody_is_invited_and_comes(visit: Begin, server: Server) -> None:
    owner = visit(java_script_enabled=False)
    owner.open(server.link("organizer"))
    owner.page.get_by_role("main").get_by_role("button").first.click()
    owner.open(AT)
    owner.page.get_by_label("Email address").focus()
    owner.page.keyboard.type(ADDRESS)
    for _ in range(3):  # past the owner and the editor, to the desk
        owner.page.keyboard.press("Tab")
    owner.page.keyboard.press("Space")
    with owner.page.expect_navigation():
        owner.page.keyboard.press("Enter")
    expect(owner.page.get_by_role("status")).to_have_text("The invitation is on its way.")
    server.run("worker", "--once")
    box = re.search(r"/outbox/\S+", server.run("demonstration"))
    assert box is not None
    owner.open(box[0])
    owner.page.get_by_role("link", name="You are invited to organize").first.click()
    way = re.search(r"/account/invitations/[\w-]+", owner.page.content())
    assert way is not None

    invited = visit("Europe/Budapest", bypass_csp=True)
    invited.open(way[0])
    assert obstacles(invited) == {}
    expect(
        invited.page.get_by_role("listitem").filter(has_text="Registration desk")
    ).to_be_visible()
    invited.page.get_by_role("button", name="Accept").focus()
    with invited.page.expect_navigation():
        invited.page.keyboard.press("Enter")
    assert invited.page.url == f"{invited.url}/cac2020/organize/"
    invited.open(AT)
    expect(invited.page.get_by_text("you", exact=True)).to_be_visible()
    expect(invited.page.get_by_role("button", name="Send the invitation")).to_have_count(0)

    owner.open(AT)
    owner.page.get_by_text(f"Change {ADDRESS}").focus()
    owner.page.keyboard.press("Enter")
    with owner.page.expect_navigation():
        owner.page.get_by_role("button", name="Remove from this summit").last.press("Enter")
    expect(owner.page.get_by_role("main").get_by_text(ADDRESS)).to_have_count(0)
    invited.open(way[0])
    invited.complaints.clear()  # of the status 410, which is what is asked for
    assert obstacles(invited) == {}
    invited.page.goto(invited.url + AT)
    invited.complaints.clear()  # of the status 404: they organize no more
    expect(invited.page.get_by_role("heading", level=1)).to_have_text("There is no such page")
