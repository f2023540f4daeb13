"""The reader: where zone and language come from, and what links carry on."""

from __future__ import annotations

from collections.abc import Set
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from summit.core.text import Text
from summit.language import NAMES, translations
from tests.web.addresses import PAGES
from tests.web.page import Page, query, words

MEETING = "2020-06-02T13:00Z"
SESSION = "/cac2020/sessions/mayoral-meeting"
SAME_IN_EVERY_LANGUAGE = (".csv", ".xlsx", "release.json", "/1.json")
FILE_ENDINGS = (".ics", ".jcal", ".xml", ".json", ".csv", ".xlsx")


def first_clock(client: FlaskClient, address: str = SESSION) -> str:
    return str(Page(client.get(address).text).clocks(MEETING)[0])


def test_the_zone_of_the_address_comes_first(client: FlaskClient) -> None:
    assert first_clock(client) == "22:00 Seoul (UTC+9)"
    client.set_cookie("browser_tz", "Europe/London", domain="summit.example")
    assert first_clock(client) == "14:00 London (UTC+1)"
    client.set_cookie("tz", "Europe/Budapest", domain="summit.example")
    assert first_clock(client) == "15:00 Budapest (UTC+2)"
    assert first_clock(client, f"{SESSION}?tz=Asia/Kabul") == "17:30 Kabul (UTC+4:30)"


@pytest.mark.parametrize(
    ("zone", "origin"),
    [("", "host"), ("Europe/London", "address"), ("Mars/Olympus", "host")],
)
def test_the_page_says_where_its_zone_comes_from(
    client: FlaskClient, zone: str, origin: str
) -> None:
    root = Page(client.get(f"{SESSION}?tz={zone}").text).root
    shown = zone if origin == "address" else "Asia/Seoul"
    assert (root.get("data-zone"), root.get("data-zone-origin")) == (shown, origin)


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "Asia", "europe/london", "localtime", "Factory", "UTC+9", "../UTC", "a" * 300],
)
@pytest.mark.parametrize("address", PAGES)
def test_an_unknown_zone_is_said_and_loses_nothing(
    client: FlaskClient, address: str, zone: str
) -> None:
    plain = Page(client.get(address).text)
    answer = client.get(address, query_string={"tz": zone})
    page = Page(answer.text)
    assert answer.status_code == 200
    said = "is not a time zone that we know. Times are shown for Seoul."
    assert [one.count(said) for one in page.statuses if said in one] == [1]
    assert [one.time for one in page.clocks()] == [one.time for one in plain.clocks()]


@pytest.mark.parametrize("cookie", ["tz", "browser_tz"])
def test_a_cookie_that_names_no_zone_counts_for_nothing(client: FlaskClient, cookie: str) -> None:
    client.set_cookie(cookie, "Mars/Olympus", domain="summit.example")
    assert first_clock(client) == "22:00 Seoul (UTC+9)"


def test_an_unknown_zone_falls_back_to_the_readers_choice(client: FlaskClient) -> None:
    client.set_cookie("tz", "Europe/Budapest", domain="summit.example")
    assert first_clock(client, f"{SESSION}?tz=Mars/Olympus") == "15:00 Budapest (UTC+2)"


# --- language --------------------------------------------------------------------------------

TITLES = {
    "en": "CAC Global Summit 2020",
    "ko": "CAC 글로벌 서밋 2020",
    "zh-Hant": "CAC 2020 全球高峰會",
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("tag", NAMES)
def test_every_page_in_every_language(client: FlaskClient, address: str, tag: str) -> None:
    answer = client.get(address, query_string={"locale": tag})
    page = Page(answer.text)
    assert (answer.status_code, page.doctype) == (200, "doctype html")
    assert (page.language, page.root.get("dir")) == (tag, "ltr")
    assert page.title.rpartition(" · ")[2] == TITLES[tag]
    assert [one.level for one in page.headings].count(1) == 1


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,zh;q=0.9", "zh-Hant"),
        ("zh-CN", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("fr", "en"),
        ("fr,ko;q=0.5", "ko"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "en"),
        ("en;q=0.2,ko;q=0.8", "ko"),
        ("ko;q=0", "en"),
        ("ko;q=0,zh-TW;q=0.1", "zh-Hant"),
        ("*", "en"),
        ("", "en"),
        (";;;,=", "en"),
        ("kok", "en"),
    ],
)
def test_the_browsers_languages(client: FlaskClient, accepted: str, tag: str) -> None:
    answer = client.get("/cac2020/agenda", headers={"Accept-Language": accepted})
    assert Page(answer.text).language == tag


def test_the_language_of_the_address_comes_first(client: FlaskClient) -> None:
    client.set_cookie("locale", "ko", domain="summit.example")
    assert Page(client.get("/cac2020/").text).language == "ko"
    assert Page(client.get("/cac2020/?locale=zh-Hant").text).language == "zh-Hant"
    assert Page(client.get("/cac2020/?locale=tlh").text).language == "ko"
    client.set_cookie("locale", "tlh", domain="summit.example")
    assert Page(client.get("/cac2020/").text).language == "en"


@pytest.mark.parametrize("tag", NAMES)
def test_words_in_another_language_say_so(client: FlaskClient, tag: str) -> None:
    """WCAG 3.1.2: Korean and Chinese letters stand only where `lang` says which they are."""
    hangul, han = range(0xAC00, 0xD7B0), range(0x4E00, 0xA000)
    for address in PAGES:
        page = Page(client.get(address, query_string={"locale": tag}).text)
        found: list[tuple[str, str]] = []

        def walk(element: object, language: str, found: list[tuple[str, str]] = found) -> None:
            language = element.get("lang", language)  # type: ignore[attr-defined]
            for said in [element.text, *(one.tail for one in element)]:  # type: ignore
                found.append((language, said or ""))
            for one in element:  # type: ignore[attr-defined]
                walk(one, language)

        walk(page.root, "")
        for language, said in found:
            if any(ord(letter) in hangul for letter in said):
                assert language == "ko", (address, said)
            if any(ord(letter) in han for letter in said):
                assert language.startswith("zh") or language == "ko", (address, said)


def test_every_page_is_offered_in_every_language(client: FlaskClient) -> None:
    for address in PAGES:
        page = Page(client.get(f"{address}?tz=Europe/Budapest").text)
        offered = {
            one.get("hreflang"): one.get("href", "")
            for one in page.all("link")
            if one.get("hreflang")
        }
        assert list(offered) == list(NAMES)
        for tag, href in offered.items():
            assert href.startswith(f"https://summit.example{address}?")
            assert query(href) == {"tz": "Europe/Budapest", "locale": tag}
        (form,) = [one for one in page.forms("/reader") if one.get("locale")][:1]
        assert form == {"next": [f"{address}?tz=Europe/Budapest"], "locale": list(NAMES)}


# --- links -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_links_keep_what_the_address_asks_for(client: FlaskClient, address: str) -> None:
    """Whoever is given an address in a zone and a language goes on reading in them."""
    asked = {"tz": "Europe/Budapest", "locale": "en"}
    page = Page(client.get(address, query_string=asked).text)
    own = [
        one.address
        for one in page.links
        if one.address.startswith("/") and not urlsplit(one.address).path.endswith(FILE_ENDINGS)
    ]
    assert len(own) > 5
    for href in own:
        kept = {key: value for key, value in query(href).items() if key in asked}
        leaves_the_zone = href == address or query(href) == {"locale": "en"}
        assert kept == asked or leaves_the_zone, href
    for href in (one.address for one in page.links):
        path = urlsplit(href).path
        if path.endswith(SAME_IN_EVERY_LANGUAGE):
            assert query(href) == {}, href
        elif path.endswith(FILE_ENDINGS):
            assert query(href) == {"locale": "en"}, href


@pytest.mark.parametrize("address", PAGES)
def test_without_a_choice_links_ask_for_nothing(client: FlaskClient, address: str) -> None:
    page = Page(client.get(address).text)
    for one in page.links:
        # What a program will poll names all it needs: it has neither cookies nor a zone.
        polled = urlsplit(one.address).path.endswith((*FILE_ENDINGS, ".atom"))
        if one.address.startswith("/") and not polled:
            assert not {"tz", "locale"} & query(one.address).keys(), one.address


def is_one_more_choice(asked: Set[str]) -> bool:
    """Whether an address is one of the many that differ in a choice only."""
    is_grid_of_some = "view" in asked and bool({"area", "lang"} & asked)
    return bool({"day", "hours", "next"} & asked) or is_grid_of_some


def test_no_page_leads_into_nothing(client: FlaskClient) -> None:
    """Every link of ours that any page shows is answered, and every anchor is there."""
    seen: dict[str, int] = {}
    waiting = ["/cac2020/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address, follow_redirects=True)
        seen[address] = answer.status_code
        if answer.mimetype != "text/html":
            continue
        page = Page(answer.text)
        ids = page.ids()
        assert len(ids) == len(set(ids)), address
        for one in page.links:
            parts = urlsplit(one.address)
            if not parts.path and parts.fragment:
                assert parts.fragment in ids, (address, one)
            elif not parts.scheme and not is_one_more_choice(query(one.address).keys()):
                waiting.append(one.address.partition("#")[0])
    assert {address: status for address, status in seen.items() if status != 200} == {}
    assert len(seen) > 150


def test_the_unknown_zone_notice_is_in_the_readers_words(client: FlaskClient) -> None:
    page = Page(client.get("/cac2020/agenda?tz=<i>x&locale=ko").text)
    message = "“%(zone)s” is not a time zone that we know. Times are shown for %(place)s."
    said = translations("ko").gettext(message) % {"zone": "<i>x", "place": "서울"}
    assert [one.partition(said)[1] for one in page.statuses if said in one] == [said]
    assert words(page.main) == words(Page(client.get("/cac2020/agenda?locale=ko").text).main)


def test_text_without_the_readers_language_is_marked() -> None:
    assert Text({"en": "Hello"}).best("ko") == ("Hello", "en")
