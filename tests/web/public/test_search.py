"""Searching the agenda: what is found, in which order, where the words stand, what is offered."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.generated import programme as generated
from summit.core.programme import Programme
from summit.services import programme, release
from tests.conftest import ACTOR, NOW, browser
from tests.web.page import Page, query, words

ADDRESS = "/cac2020/agenda"


def read(client: FlaskClient, typed: str, **asked: str) -> Page:
    answer = client.get(f"{ADDRESS}?{urlencode({'q': typed, **asked})}")
    assert answer.status_code == 200
    return Page(answer.text)


def codes(page: Page) -> list[str]:
    return [one.code for one in page.listed()]


def total(page: Page) -> str:
    (said,) = [one for one in page.statuses if " sessions of " in one or " session of " in one]
    return said.partition(" ·")[0]


def marks(element: Element) -> list[str]:
    return [words(one) for one in element.iter("mark")]


def article(page: Page, code: str) -> Element:
    (found,) = [
        one
        for one in page.root.iter("article")
        if any(a.get("href", "").partition("?")[0].endswith(f"/{code}") for a in one.iter("a"))
    ]
    return found


# --- what is found ---------------------------------------------------------------------------


def test_the_order_is_by_where_the_words_stand(client: FlaskClient, cac2020: Programme) -> None:
    """A title that begins so, a title with the word, then other places; each in order of time."""
    page = read(client, "smart")
    assert codes(page)[0] == "smart-city"
    page = read(client, "conversation")
    assert codes(page)[0] == "diamond"
    page = read(client, "talk")
    titles = {one.code: one.title.say("en") for one in cac2020.sessions}
    assert [titles[code] for code in codes(page)[:2]] == [
        "Pre-Summit Day: Talk Show of Foreign Influencers in Korea",
        "Comprehensive Talk: Post-Corona, Crisis into Opportunity",
    ]


@pytest.mark.parametrize("tag", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("diamond", "diamond"),
        ("다이아몬드", "diamond"),
        ("戴蒙", "diamond"),
        ("시장회의", "mayoral-meeting"),
        ("市長會議", "mayoral-meeting"),
        ("Sadiq 시장 會議", "mayoral-meeting"),
        ("ＤＩＡＭＯＮＤ", "diamond"),
    ],
)
def test_any_language_finds_in_any_language(
    client: FlaskClient, tag: str, typed: str, code: str
) -> None:
    assert codes(read(client, typed, locale=tag))[0] == code


def test_each_has_its_time_and_its_date(client: FlaskClient) -> None:
    (one,) = read(client, "jared diamond", tz="America/Los_Angeles").listed()[:1]
    assert [str(clock) for clock in one.clocks] == [
        "16:00 Los Angeles (UTC−7)",
        "08:00 Seoul (UTC+9)",
    ]
    assert "Wed 3 June 2020" in one.words
    assert "Thu 4 Jun 08:00 Seoul" in one.words


def test_what_was_looked_for_is_marked(client: FlaskClient) -> None:
    page = read(client, "diamond")
    assert "Diamond" in marks(article(page, "diamond"))
    page = read(client, "sadiq khan")
    assert marks(article(page, "mayoral-meeting")) == ["Sadiq", "Khan"]


def test_where_it_stands_is_said_in_the_language_it_has(client: FlaskClient) -> None:
    """An English reader who types Korean sees the title that has it, marked as Korean."""
    found = article(read(client, "시장회의"), "mayoral-meeting")
    (line,) = [one for one in found.iter("dd") if marks(one)]
    assert [one.get("lang") for one in line.iter("span") if one.get("lang")] == ["ko"]


def test_a_country_finds_its_cities(client: FlaskClient) -> None:
    page = read(client, "united kingdom")
    assert "mayoral-meeting" in codes(page)
    assert "London · United Kingdom" in words(article(page, "mayoral-meeting"))


@pytest.mark.parametrize(
    ("typed", "tag", "said", "path"),
    [
        ("london", "en", "London", "/cac2020/cities/london"),
        ("런던", "en", "London", "/cac2020/cities/london"),
        ("London", "ko", "런던", "/cac2020/cities/london"),
        ("영국", "ko", "런던", "/cac2020/cities/london"),
        ("diamond", "en", "Jared Diamond", "/cac2020/speakers/jared-diamond"),
        ("Jared Mason", "en", "Jared Diamond", "/cac2020/speakers/jared-diamond"),
        ("smart city", "en", "Smart city", "/cac2020/areas/smart-city"),
        ("main studio", "en", "Main studio, Seoul City Hall 8F", "/cac2020/stages/main-studio"),
    ],
)
def test_pages_of_that_name_come_first(
    client: FlaskClient, typed: str, tag: str, said: str, path: str
) -> None:
    page = read(client, typed, locale=tag)
    (named,) = page.all("nav", aria_labelledby="found-pages")
    links = {words(a): a.get("href", "").partition("?")[0] for a in named.iter("a")}
    assert links[said] == path


def test_words_that_are_none_leave_the_agenda(client: FlaskClient, cac2020: Programme) -> None:
    for typed in ("", " ", "-", "\x00", "“”", "ㅅ"):
        page = read(client, typed)
        assert codes(page) == [one.code for one in cac2020.sessions]


def test_a_long_query_is_cut_and_says_so(client: FlaskClient) -> None:
    assert "Only the first eight words" not in words(read(client, "a b c d e f g h").main)
    for typed in ("a b c d e f g h i", "x" * 101):
        assert "Only the first eight words" in words(read(client, typed).main)
    assert len(client.get(f"{ADDRESS}?q={'city ' * 2000}").data) < 200_000


def test_a_hundred_results_and_then_the_rest(empty: Flask) -> None:
    with empty.app_context():
        programme.load(ACTOR, generated(130), "summit.example", NOW)
        release.publish(ACTOR, "cac2020", "Many", NOW)
    client = browser(empty)
    page = read(client, "a")
    assert (len(codes(page)), total(page)) == (100, "130 sessions of 130")
    every = Page(client.get(page.link("Show 30 more")).text)
    assert (len(codes(every)), len(set(codes(every)))) == (130, 130)
    assert codes(every)[:100] == codes(page)


# --- with the filters ------------------------------------------------------------------------


def test_words_and_filters_combine(client: FlaskClient) -> None:
    page = read(client, "seoul", day="2020-06-03", area="climate")
    assert codes(page) == ["climate"]
    assert total(page) == "1 session of 15"


def test_the_other_filters_count_what_the_words_leave(client: FlaskClient) -> None:
    page = read(client, "diamond")
    shown = len(codes(page))
    days = [one for one in page.links if "day" in query(one.address) and "Jun" in one.words]
    assert sum(int(one.words.rpartition(" ")[2]) for one in days) == shown
    for one in days:
        asked = query(one.address)
        assert asked["q"] == "diamond"
        left = codes(Page(client.get(one.address).text))
        assert len(left) == int(one.words.rpartition(" ")[2])


def test_every_link_keeps_the_words(client: FlaskClient) -> None:
    page = read(client, "서울", tz="Europe/Budapest", area="climate")
    addresses = [one.address for one in page.links if one.address.startswith(f"{ADDRESS}?")]
    assert addresses
    for address in addresses:
        assert query(address).get("q", "서울") == "서울"
        assert query(address).get("area", "climate")
    assert [query(one.address)["q"] for one in page.links if one.words == "Grid"] == ["서울"]
    assert "q" not in query(page.link("Clear all filters"))


def test_the_form_keeps_what_the_address_asks(client: FlaskClient) -> None:
    page = read(client, "서울", tz="Europe/Budapest", locale="en", area="climate", view="grid")
    form = page.one("form", role="search")
    assert form.get("action") == ADDRESS
    assert {one.get("name"): one.get("value") for one in form.iter("input")} == {
        "q": "서울",
        "tz": "Europe/Budapest",
        "locale": "en",
        "area": "climate",
        "view": "grid",
    }


@pytest.mark.parametrize("address", ["/cac2020/", "/cac2020/now", "/cac2020/cities/seoul"])
def test_every_page_has_a_field(client: FlaskClient, address: str) -> None:
    page = Page(client.get(f"{address}?tz=Europe/Budapest").text)
    (form,) = page.forms(ADDRESS)
    assert form == {"tz": ["Europe/Budapest"], "q": [""]}
    assert page.one("form", role="search").get("method") == "get"


def test_the_agenda_has_one_field(client: FlaskClient) -> None:
    assert len(Page(client.get(ADDRESS).text).all("form", role="search")) == 1


def test_searches_are_not_for_search_engines(client: FlaskClient) -> None:
    assert read(client, "seoul").one("meta", name="robots").get("content") == "noindex"
    assert Page(client.get(ADDRESS).text).all("meta", name="robots") == []


def test_the_title_says_what_was_looked_for(client: FlaskClient) -> None:
    assert read(client, "서울").title == "Search: 서울 · Agenda · CAC Global Summit 2020"


# --- nothing found ---------------------------------------------------------------------------


def test_nothing_within_the_filters_but_something_without(client: FlaskClient) -> None:
    page = read(client, "diamond", area="sports", tz="Europe/Budapest")
    assert codes(page) == []
    assert "No session with “diamond” fits these filters." in words(page.main)
    (way,) = [one for one in page.links if "without the other filters" in one.words]
    assert query(way.address) == {"q": "diamond", "tz": "Europe/Budapest"}
    left = Page(client.get(way.address).text)
    assert way.words == f"Show {len(codes(left))} session without the other filters"
    cleared = page.link("Clear all filters")
    assert query(cleared) == {"tz": "Europe/Budapest"}


def test_another_spelling_is_offered(client: FlaskClient) -> None:
    page = read(client, "jared daimond")
    assert codes(page) == []
    (way,) = [one for one in page.links if one.words == "jared Diamond"]
    assert codes(Page(client.get(way.address).text))[0] == "diamond"


def test_the_words_one_by_one_are_offered(client: FlaskClient) -> None:
    page = read(client, "diamond xylophone seoul")
    offered = [one for one in page.links if " with “" in one.words]
    assert [one.words.partition(" with ")[2] for one in offered] == ["“diamond”", "“seoul”"]
    for one in offered:
        count = len(codes(Page(client.get(one.address).text)))
        assert int(one.words.partition(" ")[0]) == count > 0


def test_what_is_typed_is_words(client: FlaskClient) -> None:
    evil = "<script>evil()</script>\"'><img src=x>&amp;{{7*7}}%(count)s"
    for more in ({}, {"view": "grid"}, {"area": "climate"}):
        page = read(client, evil, **more)
        assert evil in words(page.main)
        assert page.all("img") == []
        alone = [one for one in page.all("script") if "src" not in one.attrib]
        assert [one.get("type") for one in alone] == ["application/ld+json"]
        assert "evil" not in (alone[0].text or "")
        assert {one.get("value") for one in page.all("input", name="q")} == {evil}
