"""Search and lists of the working programme: what is not published is found too."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from summit.core.role import Role
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME, send, shown


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("diamond", "/things/speaker/jared-diamond"),
        ("재러드", "/things/speaker/jared-diamond"),
        ("budapest", "/things/city/budapest"),
        ("main studio", "/things/stage/main-studio"),
        ("climate", "/things/area/climate"),
        ("welfare", "/sessions/welfare"),
    ],
)
def test_each_noun_is_found(app: Flask, words: str, address: str) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    page = client.get(f"{HOME}/search", query_string={"q": words}).text
    assert f'href="{HOME}{address}"' in page


def test_what_waits_in_the_tray_is_found_without_its_markdown(app: Flask) -> None:
    client = enter(app, organizer(app, Role.EDITOR))
    path = f"{HOME}/sessions/welfare"
    send(
        client,
        path,
        shown(client, path),
        title__en="Zebra",
        status="unscheduled",
        text__en="**Quagga** crossing",
    )
    for words in ("zebra", "quagga crossing"):
        page = client.get(f"{HOME}/search", query_string={"q": words}).text
        assert re.search(rf'href="{path}"', page)
        assert "Waits for a slot" in page
    assert "Zebra" not in client.get("/cac2020/agenda").text
    waiting = client.get(f"{HOME}/sessions?state=unscheduled").text
    assert ("1 of" in waiting, f'href="{path}"' in waiting) == (True, True)
    assert f'href="{path}"' not in client.get(f"{HOME}/sessions?state=scheduled").text


def test_a_list_is_narrowed_by_day_area_stage_and_words(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    links = re.compile(rf'href="{HOME}/sessions/([a-z-]+)"')
    for query, expected in (
        ("day=2", {"mayoral-meeting"}),
        ("area=climate", {"climate"}),
        ("q=diamond", {"diamond"}),
        ("day=2&area=climate", set()),
        ("day=nonsense&q=mayoral", {"mayoral-meeting"}),
    ):
        found = set(links.findall(client.get(f"{HOME}/sessions?{query}").text))
        assert found - {"new", "table"} == expected, query


def test_a_viewer_is_offered_no_change(app: Flask) -> None:
    client = enter(app, organizer(app, Role.VIEWER))
    for path in ("/sessions", "/sessions/welfare", "/stages", "/people", "/settings"):
        page = client.get(HOME + path).text
        for words in ("Keep the changes", "New session", "Add a stage", "As a table", "Remove …"):
            assert words not in page, (path, words)
