"""Languages of the interface."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.programme import Programme
from summit.core.zone import NAMES as ZONES
from summit.language import (
    NAMES,
    country_name,
    direction,
    full_date,
    heading_date,
    language_name,
    locale,
    match,
    negotiate,
    short_date,
    translations,
    zone_place,
)

LANGUAGES = tuple(NAMES)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ((), "en"),
        (("fr", "de"), "en"),
        (("fr", "ko-KR", "en"), "ko"),
        (("zh-CN",), "zh-Hant"),
        (("zh_TW",), "zh-Hant"),
        (("EN-gb", "ko"), "en"),
        (("*",), "en"),
    ],
)
def test_a_reader_gets_the_first_language_that_there_is(
    accepted: tuple[str, ...], language: str
) -> None:
    assert negotiate(accepted) == language


@given(st.text())
def test_whatever_a_browser_asks_for_is_answered(tag: str) -> None:
    assert match(tag) in (None, *LANGUAGES)
    assert negotiate([tag]) in LANGUAGES
    assert locale(tag).language
    assert direction(tag) in ("ltr", "rtl")
    assert isinstance(language_name(tag, "ko"), str)


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("ko", "en", "Korean"),
        ("ko", "ko", "한국어"),
        ("zh-Hant", "en", "Traditional Chinese"),
        ("zh-Hant", "zh-Hant", "繁體中文"),
        ("tet", "en", "Tetum"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("qqq", "en", "qqq"),
    ],
)
def test_the_name_of_a_language(tag: str, language: str, name: str) -> None:
    assert language_name(tag, language) == name


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Seoul", ("Seoul", "서울", "首爾")),
        ("Asia/Kolkata", ("Kolkata", "콜카타", "加爾各答")),
        ("America/Vancouver", ("Vancouver", "밴쿠버", "溫哥華")),
        ("Europe/Kyiv", ("Kyiv", "키예프", "基輔")),
        ("UTC", ("Universal time", "협정 세계시", "世界協調時間")),
        ("Etc/GMT+7", ("GMT+7", "GMT+7", "GMT+7")),
    ],
)
def test_the_place_of_a_zone(zone: str, names: tuple[str, ...]) -> None:
    assert tuple(zone_place(zone, language) for language in LANGUAGES) == names


def test_every_zone_has_a_place_in_every_language() -> None:
    nameless = [name for name in ZONES for language in LANGUAGES if not zone_place(name, language)]
    assert nameless == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (short_date, ("Tue 2 Jun", "6월 2일 (화)", "6月2日（二）")),
        (full_date, ("Tue 2 June 2020", "2020년 6월 2일 (화)", "2020年6月2日（週二）")),
        (heading_date, ("Tuesday 2 June", "6월 2일 화요일", "6月2日 星期二")),
    ],
)
def test_dates(form: object, words: tuple[str, ...]) -> None:
    assert callable(form)
    assert tuple(form(date(2020, 6, 2), language) for language in LANGUAGES) == words


def test_every_country_and_language_of_the_demonstration_has_a_name(cac2020: Programme) -> None:
    countries = {one.country for one in cac2020.governments}
    tags = {tag for one in cac2020.sessions for tag in one.languages}
    for language in LANGUAGES:
        assert {code for code in countries if country_name(code, language) == code} == set()
        assert {tag for tag in tags if language_name(tag, language) == tag} == set()
    assert country_name("KR", "ko") == "대한민국"


def test_right_to_left() -> None:
    assert [direction(tag) for tag in ("ar", "fa-AF", "he", "ko", "en")] == ["rtl"] * 3 + [
        "ltr"
    ] * 2


def test_every_language_has_a_catalogue_object() -> None:
    assert [translations(language).gettext("no such message") for language in LANGUAGES] == [
        "no such message"
    ] * 3
