"""The working programme at a reviewer's link: read by its holder, and kept by nobody."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from summit.core.programme import Visibility
from summit.core.role import Role
from summit.core.text import Text
from summit.db.base import db
from summit.db.programme import SessionRow
from summit.services import programme, review
from summit.web.log import masked
from tests.conftest import ACTOR, NOW, SetClock
from tests.organizers import enter, organizer
from tests.web.organizer.test_publish import words

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def address(app: Flask) -> str:
    with app.app_context():
        programme.rename(ACTOR, "cac2020", "welfare", Text({"en": HOSTILE}), NOW)
        row = db.session.scalars(select(SessionRow).where(SessionRow.code == "climate")).one()
        row.visibility = Visibility.ORGANIZERS
        row.title = Text({"en": "Behind the scenes"})
        db.session.commit()
        return "/review/" + review.make(ACTOR, "cac2020", "Hana Example", 7, NOW)


def test_it_shows_the_draft_by_day_in_any_zone(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}?day=2020-06-04&tz=America/Los_Angeles")
    said = words(page.text)
    assert "Draft, not public · for Hana Example · until" in said
    assert "02:00 Los Angeles (UTC−7) until 03:30 18:00 Seoul (UTC+9)" in said
    assert (HOSTILE in page.text, HOSTILE in said) == (False, True)
    assert "day=2020-06-05" in page.text
    assert "day=2020-06-05&amp;tz=America" in page.text or "tz=America" in page.text
    seoul = words(client.get(f"{address}?day=2020-06-04").text)
    assert "18:00 Seoul (UTC+9) until 19:30" in seoul
    assert "Pre-Summit Day" in words(client.get(f"{address}?day=nonsense").text)


def test_nothing_hidden_and_no_stream_is_in_it(client: FlaskClient, address: str) -> None:
    days = re.findall(r"day=(2020-06-\d\d)", client.get(address).text)
    pages = "".join(client.get(f"{address}?day={one}").text for one in days)
    assert ("Behind the scenes" in pages, "youtube" in pages.lower(), "/stream" in pages) == (
        False,
        False,
        False,
    )
    assert "Behind the scenes" not in client.get("/cac2020/agenda").text


def test_it_is_kept_and_found_by_nobody(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert (
        page.headers["Cache-Control"],
        page.headers["X-Robots-Tag"],
        page.headers["Referrer-Policy"],
    ) == ("no-store", "noindex, nofollow, noarchive", "no-referrer")
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page.text
    assert "Set-Cookie" not in page.headers
    assert masked(address) == "/review/…"


def test_a_link_that_is_no_more_is_not_there(
    app: Flask, client: FlaskClient, clock: SetClock, address: str
) -> None:
    assert client.get("/review/nonsense").status_code == 404
    owner = enter(app, organizer(app, Role.OWNER))
    lists = owner.get("/cac2020/organize/reviews").text
    (number,) = re.findall(r"/organize/reviews/(\d+)/revoke", lists)
    assert address.rpartition("/")[2] not in lists
    owner.post(f"/cac2020/organize/reviews/{number}/revoke")
    assert client.get(address).status_code == 404
    assert "closed" in words(owner.get("/cac2020/organize/reviews").text)


def test_a_link_is_made_at_a_page_and_shown_once(app: Flask, client: FlaskClient) -> None:
    owner = enter(app, organizer(app, Role.OWNER))
    answer = owner.post("/cac2020/organize/reviews", data={"name": HOSTILE, "days": "3"})
    found = re.search(r'value="https://summit.example(/review/[\w-]+)"', answer.text)
    assert found is not None
    assert client.get(found[1]).status_code == 200
    lists = owner.get("/cac2020/organize/reviews").text
    assert (found[1] in lists, HOSTILE in lists, HOSTILE in words(lists)) == (False, False, True)
    for wrong in ({"name": "", "days": "3"}, {"name": "Hana", "days": "400"}, {"name": "Hana"}):
        assert owner.post("/cac2020/organize/reviews", data=wrong).status_code == 400
