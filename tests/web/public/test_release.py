"""The releases: what changed, from when to when, on the reader's clock; the Atom feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from summit.core.text import Text
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, URL
from tests.web.addresses import ATOM
from tests.web.page import Page, words

A = "{http://www.w3.org/2005/Atom}"
BUDAPEST = "?tz=Europe/Budapest"


@pytest.fixture
def _changed(app: Flask) -> None:
    """Release 2: one session moved, one longer, one renamed, one cancelled, one removed."""
    later = NOW + timedelta(hours=1)
    with app.app_context():
        # 17:00 Seoul becomes 08:00 Seoul: 10:00 Budapest becomes 01:00 Budapest.
        starts = datetime.fromisoformat("2020-06-05T08:00+09:00")
        programme.move(ACTOR, "cac2020", "sports", later, starts=starts)
        programme.move(ACTOR, "cac2020", "welfare", later, minutes=100)
        programme.rename(ACTOR, "cac2020", "transport", Text({"en": "Trams & buses"}), later)
        programme.cancel(ACTOR, "cac2020", "climate", later)
        programme.remove(ACTOR, "cac2020", "culture", later)
        release.publish(ACTOR, "cac2020", "Five changes", later)


def feed(client: FlaskClient, address: str = ATOM) -> ET.Element:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ET.fromstring(answer.data)


def text(element: ET.Element, name: str) -> str:
    found = element.findall(A + name)
    assert len(found) == 1, name
    return found[0].text or ""


def changes(client: FlaskClient, address: str) -> list[str]:
    """Return what a release page says of each change."""
    page = Page(client.get(address).text)
    heading = next(e for e in page.root.iter("h2") if words(e) == "What it changed")
    section = next(e for e in page.root.iter("section") if heading in list(e))
    return [words(one) for one in section.iter("li")]


def test_the_first_release_changes_nothing(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/releases/1").text)
    assert changes(client, "/cac2020/releases/1") == []
    assert "It is the first release: everything in it is new." in words(page.main)
    assert "First release" in words(page.main)


@pytest.mark.usefixtures("_changed")
def test_a_release_tells_what_moved_from_when_to_when(client: FlaskClient) -> None:
    told = changes(client, f"/cac2020/releases/2{BUDAPEST}")
    assert len(told) == 5
    by_what = {one.partition(" · ")[2].partition(" ")[0]: one for one in told}
    assert by_what["Moved"].endswith(
        "Fri 5 June 2020, 10:00 Budapest (UTC+2) · 17:00 Seoul (UTC+9) → "
        "Fri 5 June 2020, 01:00 Budapest (UTC+2) · 08:00 Seoul (UTC+9)"
    )
    assert by_what["New"].endswith(
        "Thu 4 June 2020, 11:00 Budapest (UTC+2) · 18:00 Seoul (UTC+9) · 90 min → 100 min"
    )
    assert "Trams & buses Until now: " in by_what["Renamed"]
    assert by_what["Cancelled"].count("02:30 Budapest (UTC+2)") == 1
    assert by_what["Removed"].count("06:30 Budapest (UTC+2)") == 1


@pytest.mark.usefixtures("_changed")
def test_what_is_removed_leads_nowhere(client: FlaskClient) -> None:
    links = [one.address for one in Page(client.get("/cac2020/releases/2").text).links]
    assert "/cac2020/sessions/sports" in links
    assert "/cac2020/sessions/culture" not in links


@pytest.mark.usefixtures("_changed")
def test_every_release_stays_readable(client: FlaskClient) -> None:
    old, new = (Page(client.get(f"/cac2020/releases/{n}{BUDAPEST}").text) for n in (1, 2))

    def agenda(page: Page) -> list[str]:
        return [words(row) for row in page.one("table").iter("tr")][1:]

    assert (len(agenda(old)), len(agenda(new))) == (15, 14)
    assert any("10:00 Budapest" in one and "Sports" in one for one in agenda(old)) or any(
        "10:00 Budapest (UTC+2)" in one for one in agenda(old)
    )
    assert any(one.startswith("Fri 5 June 2020, 01:00 Budapest") for one in agenda(new))
    assert old.all("a", rel="next")[0].get("href") == f"/cac2020/releases/2{BUDAPEST}"
    assert new.all("a", rel="prev")[0].get("href") == f"/cac2020/releases/1{BUDAPEST}"
    assert (old.all("a", rel="prev"), new.all("a", rel="next")) == ([], [])


@pytest.mark.usefixtures("_changed")
def test_the_list_has_the_newest_first(client: FlaskClient) -> None:
    page = Page(client.get(f"/cac2020/releases{BUDAPEST}").text)
    assert [one.words for one in page.headings if one.level == 2] == ["Release 2", "Release 1"]
    assert [str(one) for one in page.clocks()] == [
        "12:00 Budapest (UTC+2)",
        "19:00 Seoul (UTC+9)",
        "11:00 Budapest (UTC+2)",
        "18:00 Seoul (UTC+9)",
    ]


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "-1", "1.0", "x", "01x"])
def test_no_other_release(client: FlaskClient, number: str) -> None:
    assert client.get(f"/cac2020/releases/{number}").status_code == 404


@pytest.mark.usefixtures("_changed")
def test_the_feed_is_atom(client: FlaskClient) -> None:
    """RFC 4287: what must stand, once; entries newest first."""
    root = feed(client)
    assert root.tag == A + "feed"
    assert text(root, "id") == f"{URL}{ATOM}"
    assert text(root, "updated") == "2020-05-20T10:00:00Z"
    assert text(root, "title") == "CAC Global Summit 2020: Changes to the programme"
    assert root.findtext(f"{A}author/{A}name") == "Seoul Metropolitan Government"
    links = {one.get("rel"): one.get("href") for one in root.findall(A + "link")}
    assert links == {"self": f"{URL}{ATOM}", "alternate": f"{URL}/cac2020/releases"}
    told = [
        [text(one, name) for name in ("id", "title", "updated", "published")]
        for one in root.findall(A + "entry")
    ]
    assert told == [
        [f"{URL}/cac2020/releases/2", "Release 2: Five changes"] + ["2020-05-20T10:00:00Z"] * 2,
        [f"{URL}/cac2020/releases/1", "Release 1: First release"] + ["2020-05-20T09:00:00Z"] * 2,
    ]


@pytest.mark.usefixtures("_changed")
def test_the_feed_tells_the_readers_time_and_keeps_its_ids(client: FlaskClient) -> None:
    seoul, budapest = feed(client), feed(client, f"{ATOM}{BUDAPEST}")
    for name in ("id", "updated"):
        assert [one.text for one in seoul.iter(A + name)] == [
            one.text for one in budapest.iter(A + name)
        ]
    told = [Page(f"<main>{text(one, 'content')}</main>") for one in budapest.findall(A + "entry")]
    assert "01:00 Budapest (UTC+2)" in [str(one) for one in told[0].clocks()]
    links = {one.get("rel"): one.get("href") for one in budapest.findall(A + "link")}
    assert links["self"] == f"{URL}{ATOM}?tz=Europe/Budapest"


@pytest.mark.parametrize("tag", ["en", "ko", "zh-Hant"])
def test_the_feed_names_its_language(client: FlaskClient, tag: str) -> None:
    language = feed(client, f"{ATOM}?locale={tag}").get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    assert language == tag


def test_the_feed_keeps_twenty(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for number in range(2, 23):
            later = NOW + timedelta(hours=number)
            programme.move(ACTOR, "cac2020", "sports", later, minutes=90 + number)
            release.publish(ACTOR, "cac2020", f"n. {number}", later)
    ids = [text(one, "id") for one in feed(client).findall(A + "entry")]
    assert ids == [f"{URL}/cac2020/releases/{number}" for number in range(22, 2, -1)]


def test_a_note_with_markup_is_words(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "<b>]]>&amp; \"'", NOW + timedelta(hours=1))
    entry = feed(client).findall(A + "entry")[0]
    assert text(entry, "title") == "Release 2: <b>]]>&amp; \"'"
    inside = Page(f"<main>{text(entry, 'content')}</main>")
    assert words(next(inside.main.iter("p"))) == "<b>]]>&amp; \"'"
    page = Page(client.get("/cac2020/releases/2").text)
    assert "<b>]]>&amp; \"'" in words(page.main)


def test_control_characters_in_a_note_do_not_break_the_feed(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        programme.cancel(ACTOR, "cac2020", "climate", NOW)
        release.publish(ACTOR, "cac2020", "a\x0b\x00b\ud800", NOW + timedelta(hours=1))
    assert len(feed(client).findall(A + "entry")) == 2
