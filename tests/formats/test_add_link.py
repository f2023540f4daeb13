"""Links that put a session into a web calendar."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings

from summit.core.programme import Programme
from summit.formats.add_link import add_links
from tests.factories import session, text, wild_programmes

PAGE = "https://summit.example/test/sessions/welcome"


@pytest.mark.parametrize(
    ("name", "host", "title", "begins", "ends"),
    [
        ("Google", "calendar.google.com", "text", "dates", "dates"),
        ("Outlook.com", "outlook.live.com", "subject", "startdt", "enddt"),
        ("Microsoft 365", "outlook.office.com", "subject", "startdt", "enddt"),
        ("Yahoo", "calendar.yahoo.com", "title", "st", "dur"),
    ],
)
def test_each_calendar_gets_title_and_instants(
    name: str, host: str, title: str, begins: str, ends: str
) -> None:
    one = session(minutes=95, title=text("A & B, 회의"))
    link = {link.name: link for link in add_links(one, "en", PAGE)}[name]
    asked = parse_qs(urlsplit(link.address).query)
    assert urlsplit(link.address).hostname == host
    assert asked[title] == ["A & B, 회의"]
    assert (asked[begins][0], asked[ends][0]) == {
        "Google": ("20200602T130000Z/20200602T143500Z",) * 2,
        "Yahoo": ("20200602T130000Z", "0135"),
    }.get(name, ("2020-06-02T13:00:00Z", "2020-06-02T14:35:00Z"))


def test_a_long_text_is_cut_at_a_word() -> None:
    one = session(text=text("word " * 500))
    details = parse_qs(urlsplit(add_links(one, "en", PAGE)[0].address).query)["details"][0]
    assert details == f"{'word ' * 119}word …\n\n{PAGE}"


@settings(max_examples=15)
@given(wild_programmes())
def test_the_worst_words_make_addresses(wild: Programme) -> None:
    for one in wild.sessions:
        for link in add_links(one, "ko", PAGE):
            assert link.address.isascii()
            assert parse_qs(urlsplit(link.address).query, strict_parsing=True)
