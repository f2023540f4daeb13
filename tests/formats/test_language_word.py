"""Languages as files write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.text import is_language
from summit.formats.language_word import hear, tag


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("en", ["en"]),
        ("EN", ["en"]),
        ("eng", ["en"]),
        ("ger", ["de"]),
        ("zh_TW", ["zh-TW"]),
        ("zh-hant", ["zh-Hant"]),
        ("pt-br", ["pt-BR"]),
        ("de-formal", ["de"]),
        ("English", ["en"]),
        ("Deutsch", ["de"]),
        ("formal English", ["en"]),
        ("in English", ["en"]),
        ("English only", ["en"]),
        ("Français", ["fr"]),
        ("español", ["es"]),
        ("中文", ["zh"]),
        ("漢語", ["zh"]),
        ("繁體中文", ["zh-Hant"]),
        ("日本語", ["ja"]),
        ("한국어", ["ko"]),
        ("영어", ["en"]),
        ("en/de", ["en", "de"]),
        ("German / English", ["de", "en"]),
        ("English and French", ["en", "fr"]),
        ("Deutsch & Englisch", ["de", "en"]),
        ("English (with German subtitles)", ["en"]),
        ("Talk (English)", ["en"]),
        ("de, de, en", ["de", "en"]),
    ],
)
def test_languages_that_are_known(words: str, tags: list[str]) -> None:
    assert hear(words) == (tuple(tags), ())


@pytest.mark.parametrize(
    ("words", "tags", "unknown"),
    [
        ("Martian", [], ["Martian"]),
        ("en, Martian", ["en"], ["Martian"]),
        ("multilingual", [], ["multilingual"]),
        ("no language at all", [], ["no language at all"]),
    ],
)
def test_words_that_name_none(words: str, tags: list[str], unknown: list[str]) -> None:
    assert hear(words) == (tuple(tags), tuple(unknown))


@pytest.mark.parametrize("words", ["", " ", "-", "n/a", "None", "TBD"])
def test_words_that_say_nothing(words: str) -> None:
    assert hear(words) == ((), ())


@pytest.mark.parametrize("words", ["xx-y!", "x-klingon", "", "q", "12"])
def test_what_is_no_tag(words: str) -> None:
    assert tag(words) is None


@given(st.text(max_size=40) | st.text(alphabet="enDdzhTWko-_/,&() ", max_size=20))
def test_every_tag_is_one(words: str) -> None:
    assert all(is_language(one) for one in hear(words).tags)
