"""Languages of the interface: their choice, their catalogues, their dates and names.

Everything rests on Babel and its CLDR data. A language is named by its BCP 47 tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parent / "translations"
DEFAULT = "en"
NAMES = {"en": "English", "ko": "한국어", "zh-Hant": "繁體中文"}
"""The languages of the interface, each by its own name, in the order of the menu."""

_NO_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)
"""Two letters in CLDR that ISO 3166-1 does not have as a country."""

_DATES = {
    "en": ("EEE d MMM", "EEE d MMMM y", "EEEE d MMMM"),
    "ko": ("M월 d일 (EEE)", "y년 M월 d일 (EEE)", "M월 d일 EEEE"),
    "zh-Hant": ("M月d日（EEEEE）", "y年M月d日（EEE）", "M月d日 EEEE"),
}


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale for a BCP 47 tag, English where Babel knows none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT)


def match(tag: str) -> str | None:
    """Return the language of the interface that a reader of `tag` reads best, if any.

    Chinese is told apart by script, which a region stands for where none is given: Taiwan,
    Hong Kong and Macao write the traditional one. Readers of the simplified script are
    given the traditional one too, since it is the only Chinese there is.
    """
    primary = tag.replace("_", "-").split("-")[0].lower()
    return {"en": "en", "ko": "ko", "zh": "zh-Hant"}.get(primary)


def negotiate(accepted: Iterable[str]) -> str:
    """Return the language for a reader who accepts these tags, best first (RFC 4647)."""
    return next((found for tag in accepted if (found := match(tag))), DEFAULT)


@cache
def translations(language: str) -> NullTranslations:
    """Return the catalogue of `language`; the messages themselves are English."""
    return Translations.load(CATALOGUES, [locale(language)])


def marked(message: str) -> str:
    """Return a message as it is, marked for translators; it is looked up when somebody reads it.

    It is imported as `_`, which is what the catalogues are gathered by.
    """
    return message


def direction(language: str) -> str:
    """Return "rtl" for a language that is written from the right, else "ltr"."""
    return locale(language).text_direction


def short_date(day: date, language: str) -> str:
    """Return a date as in "Tue 2 Jun"."""
    return _date(day, language, 0)


def full_date(day: date, language: str) -> str:
    """Return a date as in "Tue 2 June 2020"."""
    return _date(day, language, 1)


def heading_date(day: date, language: str) -> str:
    """Return a date as in "Tuesday 2 June"."""
    return _date(day, language, 2)


@lru_cache(maxsize=2048)
def _date(day: date, language: str, form: int) -> str:
    patterns = _DATES.get(language, _DATES[DEFAULT])
    return format_date(day, patterns[form], locale=locale(language))


@cache
def _spellings(zone: str) -> tuple[str, ...]:
    """Return every IANA name of a zone: CLDR files cities under the oldest of them."""
    aliases = get_global("zone_aliases")
    canonical = aliases.get(zone, zone)
    return (zone, canonical, *(old for old, new in aliases.items() if new == canonical))


def canonical_zone(zone: str) -> str:
    """Return the name that a zone has today: Asia/Kolkata for Asia/Calcutta."""
    return _spellings(zone)[1]


_PLACES = {("America/Vancouver", "ko"): "밴쿠버"}
"""Cities as they are spelt where CLDR spells them otherwise: here, the National Institute of
Korean Language says how."""


@cache
def zone_place(zone: str, language: str) -> str:
    """Return the city that stands for an IANA zone, such as "Seoul", "서울", "首爾"."""
    if _spellings(zone)[1] == "Etc/UTC":
        return translations(language).gettext("Universal time")  # CLDR has no name for it
    if "/" not in zone or zone.startswith(("Etc/", "US/", "Brazil/", "Canada/")):
        return zone.removeprefix("Etc/").replace("_", " ")
    if corrected := _PLACES.get((_spellings(zone)[1], language)):
        return corrected
    cities = locale(language).time_zones
    for name in _spellings(zone):
        if city := cities.get(name, {}).get("city"):
            return str(city)
    return _spellings(zone)[1].rpartition("/")[2].replace("_", " ")


@cache
def language_name(tag: str, language: str) -> str:
    """Return the name of the language `tag` in `language`."""
    names = locale(language).languages
    known = tag.replace("-", "_")
    return str(names.get(known) or names.get(tag.partition("-")[0], tag))


@cache
def country_name(code: str, language: str) -> str:
    """Return the name of the country with an ISO 3166-1 code."""
    return str(locale(language).territories.get(code.upper(), code))


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return the ISO 3166-1 codes of all countries with their names, in the order of these."""
    names = locale(language).territories
    known = ((code, str(name)) for code, name in names.items() if _is_country(code))
    return tuple(sorted(known, key=lambda one: _sorted_as(one[1])))


def _is_country(code: str) -> bool:
    """Whether CLDR's territory is a country: not a continent, a union, or one of its own codes."""
    return len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES


def _sorted_as(name: str) -> str:
    return normalize("NFKD", name).casefold()


def clock_time(instant: datetime, where: tzinfo) -> str:
    """Return the time of day that clocks in `where` show, as in "22:00"."""
    return f"{instant.astimezone(where):%H:%M}"
