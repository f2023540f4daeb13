"""Wordings, and the cleaning of words."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.text import Text, Wording, clean, clean_line, plain, without_addresses
from tests.factories import HOSTILE, wild_words
from tests.formats.ical_rules import ENTITY, MAIL_ADDRESS, TAG

ANY = wild_words() | st.text()


@given(ANY)
def test_cleaned_words_are_nfc_without_controls_and_stay_so(words: str) -> None:
    cleaned = clean(words)
    assert unicodedata.normalize("NFC", cleaned) == cleaned
    assert (
        re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", cleaned)
        == []
    )
    assert clean(cleaned) == cleaned == cleaned.strip()
    assert cleaned.encode().decode() == cleaned


@given(ANY)
def test_a_cleaned_line_is_one_line(words: str) -> None:
    assert clean_line(words).splitlines() in ([], [clean_line(words)])


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("e\u0301", "é"),
        ("\u202eevil\u202c", "evil"),
        ("a\x00b\ud800c\ufeff", "abc"),
        ("a\n\u0303b", "a\nb"),
        ("\u0301", ""),
        ("  a\tb  ", "a b"),
        ("भाषा 👩‍👧", "भाषा 👩‍👧"),
    ],
)
def test_clean(words: str, cleaned: str) -> None:
    assert clean(words) == cleaned


@given(ANY)
def test_plain_words_hold_no_markup(words: str) -> None:
    bare = plain(words)
    assert re.findall(rf"(?:{TAG})", bare) == []
    assert plain(bare) == bare


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("<p>One <b>two</b></p>", "One two"),
        ("R&amp;D &lt;i&gt;x&lt;/i&gt;", "R&D x"),
        ("&amp;amp;amp;amp;amp;amp;lt;b>x", "x"),
        ("<&#x202a;b>x", "x"),
        ("a <!-- b --> c", "a  c"),
        ("a <!-- b", "a  b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_plain(words: str, bare: str) -> None:
    assert plain(words) == bare


@given(ANY)
def test_no_mail_address_is_left(words: str) -> None:
    assert re.findall(rf"(?:{MAIL_ADDRESS})", without_addresses(words)) == []


@given(ANY | st.text(alphabet="a.@ /…", max_size=24))
def test_an_address_is_its_mailbox_and_its_host_whole(words: str) -> None:
    """As one pattern finds it from the left, which is slow on a long word."""
    pattern = r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"
    assert without_addresses(words) == re.sub(pattern, "…", words)


def test_a_long_word_without_an_address_costs_nothing() -> None:
    """By that pattern this would take hours."""
    words = "a" * 1_000_000
    assert without_addresses(words) == words
    assert without_addresses(f"{words}@b.kr") == "…"


def test_words_around_an_address_stay() -> None:
    assert without_addresses("Ask a.b%c@city.example.org today.") == "Ask … today."


@given(st.dictionaries(st.text(max_size=5), ANY))
def test_a_text_is_its_cleaned_wordings_without_empty_ones(wordings: dict[str, str]) -> None:
    expected = {tag: clean(words) for tag, words in wordings.items() if clean(words)}
    assert dict(Text(wordings)) == expected
    assert list(Text(wordings)) == sorted(expected)
    assert Text(Text(wordings)) == Text(wordings)
    assert hash(Text(dict(reversed(expected.items())))) == hash(Text(expected))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ko", Wording("서울", "ko")),
        ("ko-KP", Wording("서울", "ko")),
        ("zh", Wording("首爾", "zh-Hant")),
        ("fr", Wording("Seoul", "en")),
    ],
)
def test_the_nearest_wording_is_said(language: str, expected: Wording) -> None:
    assert Text({"zh-Hant": "首爾", "ko": "서울", "en": "Seoul"}).best(language) == expected


def test_without_english_anything_is_better_than_nothing() -> None:
    assert Text({"ko": "서울"}).best("fr") == Wording("서울", "ko")
    assert Text().best("fr") == Wording("", "fr")
    assert bool(Text({"en": " \x00"})) is False


def test_the_hostile_words_are_hostile() -> None:
    everything = "".join(HOSTILE)
    assert all(re.search(rule, everything) for rule in (TAG, ENTITY, MAIL_ADDRESS, "\x00"))
