"""An organizer's way from a real schedule to a release, on to the next, and back to the first."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ROOT, Server, Visit, started
from tests.journeys.test_access import obstacles
from tests.journeys.test_participant import outbox, press

SHARED = ROOT / "../shared/data/fosdem-2021.pentabarf.xml"
Begin = Callable[..., Visit]

PICKING = """
from datetime import UTC, datetime
from sqlalchemy import select
from summit.app import from_environment
from summit.db.account import AccountRow
from summit.db.agenda import PickRow
from summit.db.base import db
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow

now = datetime.now(UTC)
with from_environment().app_context():
    summit = db.session.scalars(select(SummitRow.id).where(SummitRow.code == CODE)).one()
    for name, language, zone in (("ada", "en", "Europe/London"), ("bo", "ko", "Asia/Seoul")):
        key = f"{name}-{CODE}@people.example"
        person = AccountRow(key=key, address=key, name=name.title(), zone=zone,
            language=language, epoch=0, created_at=now, confirmed_at=now)
        db.session.add(person)
        db.session.flush()
        entry = RegistrationRow(summit_id=summit, account_id=person.id, state="confirmed",
            kind="guest", name=name.title(), organization="", government="", country="",
            languages=(), answers={}, registered_at=now, consented_at=now, reminded=())
        db.session.add(entry)
        db.session.flush()
        for code in PICKED:
            db.session.add(PickRow(registration_id=entry.id, session=code, picked_at=now))
    db.session.commit()
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: a second summit is published on it."""
    with started(tmp_path_factory.mktemp("own")) as found:
        yield found


def entrance(server: Server) -> str:
    """Return a link by which the organizer of the demonstration enters."""
    found = re.search(r"organizer, once:\s+(\S+)", server.run("demonstration"))
    assert found is not None
    return found[1]


def pick(server: Server, summit: str, sessions: list[str]) -> None:
    """Let two people have some sessions in their agendas."""
    words = f"CODE, PICKED = {summit!r}, {sessions!r}\n{PICKING}"
    subprocess.run([sys.executable, "-c", words], env=server.environment, cwd=ROOT, check=True)


def said(page: Page) -> str:
    return " ".join(page.get_by_role("main").inner_text().split())


@pytest.mark.skipif(not SHARED.exists(), reason="the schedules of others are not here")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_a_real_schedule_to_a_release_and_back(
    own: Server, chromium: Browser, scripts: bool
) -> None:
    code = f"fosdem-{'yes' if scripts else 'no'}"
    context = chromium.new_context(
        timezone_id="Europe/Budapest", locale="en-GB", java_script_enabled=scripts
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(entrance(own))
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()

    page.goto(f"{own.url}/organize/new")
    page.get_by_label("Title").fill("Developers")
    page.get_by_label("Code").fill(code)
    page.get_by_label("The host's time zone").select_option("Europe/Brussels")
    press(page, "Found the summit")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files(SHARED)
    press(page, "Look at what it would change")
    assert "Sessions 773 0 0 0" in said(page)
    page.get_by_label("Publish it at once").check()
    page.get_by_label("Note").fill("As it stands elsewhere")
    press(page, "Take it in")
    assert page.url == f"{own.url}/{code}/organize/releases/1"

    agenda = own.run("session", "--help")
    assert "move" in agenda
    page.goto(f"{own.url}/{code}/agenda.jcal")
    codes = re.findall(rf"{code}/sessions/([\w-]+)", page.content())
    ten = list(dict.fromkeys(codes))[:10]
    assert len(ten) == 10
    pick(own, code, ten[:2])
    for one in ten:
        own.run("session", "move", code, one, "--minutes", "7")

    page.goto(f"{own.url}/{code}/organize/publish")
    assert "Release 1 is public; 10 changes wait." in said(page)
    assert "2 mails would go" in said(page)
    press(page, "Publish release 2 and send 2 mails")
    assert "2 mails wait" in said(page)
    press(page, "Do not send these")
    assert "2 mails were stopped before they left." in said(page)

    page.get_by_role("link", name="Releases", exact=True).first.click()
    page.get_by_role("link", name="Release 1").click()
    page.get_by_role("link", name="Return to release 1").click()
    assert "2 mails would go" in said(page)
    press(page, "Publish release 3 and send 2 mails")
    press(page, "Send now")
    own.run("worker", "--once")
    page.reload()
    assert "2 mails were sent." in said(page)
    page.goto(outbox(own))
    assert page.get_by_text(f"ada-{code}@people.example").count() == 1
    page.get_by_role("listitem").filter(has_text=f"ada-{code}@").get_by_role("link").click()
    assert "London (UTC" in page.locator("pre").first.text_content()  # type: ignore[operator]
    context.close()


def test_nothing_stands_in_an_organizers_way(visit: Begin, server: Server, tmp_path: Path) -> None:
    reader = visit("Europe/Budapest", bypass_csp=True)
    server.run("session", "move", "cac2020", "welfare", "--minutes", "80")
    reader.page.goto(entrance(server))
    with reader.page.expect_navigation():
        reader.page.get_by_role("main").get_by_role("button").first.click()
    base = "/cac2020/organize"
    found = {}
    for address in (
        "publish",
        "releases",
        "releases/1",
        "releases/1/return",
        "reviews",
        "rehearsal",
        "import",
        "exports",
    ):
        reader.open(f"{base}/{address}")
        found[address] = obstacles(reader)
    reader.open(f"{base}/reviews")
    reader.page.get_by_label("For whom").fill("Hana Example")
    press(reader.page, "Make the link")
    found["made"] = obstacles(reader)
    reader.page.goto(reader.page.locator("[data-copy]").input_value())
    found["review"] = obstacles(reader)
    reader.open(f"{base}/import")
    file = tmp_path / "sheet.csv"
    file.write_text("title,start,minutes\nOpening,2020-06-05 17:30,30\nBroken,never,30\n")
    reader.page.get_by_label("File").set_input_files(file)
    press(reader.page, "Look at what it would change")
    found["look"] = obstacles(reader)
    server.run("session", "move", "cac2020", "welfare", "--minutes", "90")
    assert {key: value for key, value in found.items() if value} == {}
