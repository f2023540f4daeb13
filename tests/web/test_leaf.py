"""Long lists, page by page: each thing on exactly one, and what was asked for stays asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.generated import programme as generated
from summit.core.people import Part, Person
from summit.core.people import Role as Does
from summit.core.programme import Programme
from summit.core.role import Role
from summit.core.text import Text
from summit.services import programme, release, review
from summit.web.leaf import leaf
from tests.conftest import ACTOR, NOW, browser
from tests.organizers import enter, organizer
from tests.web.organizer.forms import HOME
from tests.web.page import Page

SESSIONS = 130
PEOPLE = 230
PAGER = re.compile(r'<nav class="pager".*?</nav>', re.DOTALL)
ROWS = {
    f"{HOME}/sessions": re.compile(r'<h2><a href="/cac2020/organize/sessions/([\w-]+)'),
    f"{HOME}/people": re.compile(r'id="row-([\w-]+)'),
    f"{HOME}/stages": re.compile(r'id="row-([\w-]+)'),
    "/cac2020/agenda": re.compile(r'session-title">\s*<a href="/cac2020/sessions/([\w-]+)'),
    "/cac2020/speakers": re.compile(r'person-name"><a href="/cac2020/speakers/([\w-]+)'),
    "/cac2020/releases/1": re.compile(r"(<tr><td>)"),
}
WHOLE = {"sessions": SESSIONS, "agenda": SESSIONS, "1": SESSIONS, "stages": 60}


def many() -> Programme:
    """Return a programme of 130 sessions on sixty stages, with 230 people who are named."""
    found = generated(SESSIONS)
    people = [Person(f"p{n}", Text({"en": f"Person {n}"}), f"{n:03}") for n in range(PEOPLE)]
    parts = tuple(Part(role=Does.SPEAKER, person=one.code) for one in people)
    last = replace(found.sessions[-1], parts=parts)
    stage = found.stages[0]
    more = [replace(stage, code=f"spare-{n}") for n in range(60 - len(found.stages))]
    return replace(
        found,
        people=tuple(people),
        stages=(*found.stages, *more),
        sessions=(*(replace(one, parts=(), turns=()) for one in found.sessions[:-1]), last),
    )


@pytest.fixture
def client(empty: Flask) -> FlaskClient:
    with empty.app_context():
        programme.load(ACTOR, many(), "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "Many", NOW)
    return enter(empty, organizer(empty, Role.EDITOR))


def pages(client: FlaskClient, address: str) -> Iterator[str]:
    """Yield each page of a list, as its links to the next one lead."""
    for _ in range(20):
        answer = client.get(address)
        assert answer.status_code == 200
        yield answer.text
        following = [one for one in Page(answer.text).links if one.words == "Next page"]
        if not following:
            return
        address = following[0].address


@pytest.mark.parametrize("path", ROWS)
def test_each_thing_stands_on_exactly_one_page(client: FlaskClient, path: str) -> None:
    found = [ROWS[path].findall(page) for page in pages(client, path)]
    every = [one for page in found for one in page]
    whole = WHOLE.get(path.rpartition("/")[2], PEOPLE)
    assert (len(found) > 1, len(every)) == (True, whole)
    assert path.endswith("/1") or len(set(every)) == whole
    assert max(map(len, found)) <= 100


def test_filters_and_words_are_kept_from_page_to_page(client: FlaskClient) -> None:
    path = f"{HOME}/sessions"
    asked = {"q": ["a"], "state": ["scheduled"]}
    address = f"{path}?q=a&state=scheduled"
    for page in pages(client, address):
        links = re.findall(r'href="([^"]+)"', PAGER.findall(page)[0])
        assert links
        for link in links:
            query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
            assert query.pop("page")
            assert query == asked
    read = client.get(f"{path}?page=2").text
    assert "130 of 130 sessions" in read
    assert "Page 2 of 3" in read


def test_another_filter_begins_at_its_first_page(client: FlaskClient) -> None:
    text = client.get("/cac2020/agenda?tz=Europe/Budapest&page=2").text
    page = Page(text)
    asked = {
        one.words: parse_qs(urlsplit(one.address).query)
        for one in page.links
        if one.address.startswith("/cac2020/agenda?")
    }
    assert asked["Previous"] == {"tz": ["Europe/Budapest"], "page": ["1"]}
    assert [words for words, query in asked.items() if "day" in query and "page" in query] == []
    korean = re.findall(r'hreflang="ko" href="([^"]+)"', text)
    assert "page=2" in korean[0]
    assert 'name="page"' not in text


@pytest.mark.parametrize("path", ROWS)
def test_a_page_that_is_none_is_the_nearest_there_is(client: FlaskClient, path: str) -> None:
    last = str(len(list(pages(client, path))))
    for page in ("0", "-1", "9999999", "x", "٣", "", "1.5", "2 ", "999999"):
        answer = client.get(path, query_string={"page": page})
        number = re.findall(r'page=(\d+)"[^>]*aria-current="page"', answer.text)
        assert (answer.status_code, number) == (200, [last if page == "999999" else "1"]), page


def test_made_up_pages_are_not_kept(empty: Flask, client: FlaskClient) -> None:
    kept = empty.extensions["summit"].ready
    client.get("/cac2020/agenda?page=2")
    before = len(kept)
    for number in (77, 78, "x", "02"):
        assert client.get(f"/cac2020/agenda?page={number}").status_code == 200
    assert len(kept) == before


def test_an_order_changes_over_the_border_of_a_page(client: FlaskClient) -> None:
    path = f"{HOME}/stages"
    second = client.get(f"{path}?page=2").text
    rows = ROWS[path].findall(second)
    form = {"code": rows[0], "way": "up"}
    answer = client.post(f"{HOME}/orders/stage", data=form)
    assert answer.location is not None
    assert answer.location.startswith(f"{path}?said=ordered")
    assert ROWS[path].findall(client.get(answer.location).text)[-1] == rows[0]
    back = client.post(f"{HOME}/orders/stage", data={"code": rows[0], "way": "down"})
    assert back.location is not None
    assert back.location.startswith(f"{path}?page=2&said=ordered")
    assert ROWS[path].findall(client.get(back.location).text) == rows


def test_a_reviewer_turns_the_pages_of_a_day(empty: Flask) -> None:
    starts = datetime(2020, 6, 2, 3, tzinfo=UTC)
    crowded = tuple(replace(one, starts=starts) for one in many().sessions)
    with empty.app_context():
        programme.load(ACTOR, replace(many(), sessions=crowded), "summit.example", NOW)
        address = "/review/" + review.make(ACTOR, "cac2020", "Hana Example", 7, NOW)
    found = [
        re.findall(r'<h3 class="session-title">', page)
        for page in pages(browser(empty), f"{address}?tz=Europe/Budapest")
    ]
    assert [len(one) for one in found] == [50, 50, 30]


def test_a_table_reaches_all_of_them(client: FlaskClient) -> None:
    path = f"{HOME}/tables/sessions"
    page = client.get(path).text
    sheet = page.rpartition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert len(sheet.strip().splitlines()) == SESSIONS + 1
    code = sheet.strip().splitlines()[-1].partition("\t")[0]
    row = f"code\tminutes\n{code}\t33\n"
    assert f"<code>{code}</code>" in client.post(path, data={"paste": row}).text


def test_the_front_page_shows_the_first_of_each_day_and_leads_to_the_others(
    client: FlaskClient,
) -> None:
    text = client.get("/cac2020/?tz=Asia/Seoul").text
    page = Page(text)
    more = [one for one in page.links if re.match(r"and \d+ more", one.words)]
    counts = [int(one.words.split()[1]) for one in more]
    shown = len(re.findall(r'class="day-time"', text))
    assert (len(more) > 0, shown + sum(counts)) == (True, SESSIONS)
    assert client.get(more[0].address).status_code == 200


def test_the_pages_of_a_list(empty: Flask) -> None:
    for count, page, expected in (
        (0, "1", ((), 1, 1)),
        (50, "1", (tuple(range(50)), 1, 1)),
        (51, "2", ((50,), 2, 2)),
        (120, "9", (tuple(range(100, 120)), 3, 3)),
    ):
        with empty.test_request_context(f"/?page={page}"):
            found = leaf(range(count))
        assert (found.things, found.number, found.pages) == expected
        assert found.total == count
