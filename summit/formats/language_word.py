"""Languages as files write them: tags, codes, and free words in several languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from summit.core.exchange import LONGEST_LINE
from summit.core.text import clean_line, is_language

_NAMED_IN = """
    en de fr es it nl pt ca sv da nb fi pl cs sk hu ro bg el ru uk tr ar he fa hi id vi th ja ko
    zh zh_Hant
"""
_OTHERS = {
    "國語": "zh-Hant",
    "中文（台灣）": "zh-Hant",
    "正體中文": "zh-Hant",
    "华语": "zh",
    "漢語": "zh",
    "汉语": "zh",
    "台語": "nan",
    "臺語": "nan",
    "mandarin": "zh",
    "farsi": "fa",
    "bahasa indonesia": "id",
    "castellano": "es",
    "castilian": "es",
    "flemish": "nl",
    "international sign": "ils",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
}
_TAG = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*")
_NOTHING = frozenset(("", "-", "–", "—", "?", "n/a", "na", "none", "null", "other", "tbd", "tba"))
_BETWEEN = re.compile(r"\s*(?:[,;/|&+·、／]|\band\b|\bund\b|\bet\b|\by\b|\s-\s)\s*")
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)|（([^（）]*)）")


class Heard(NamedTuple):
    """The tags (BCP 47) that words name, and the words among them that name none."""

    tags: tuple[str, ...]
    unknown: tuple[str, ...]


@cache
def _names(language: str) -> dict[str, str]:
    """Return what each language is called in `language`, with its tag."""
    named: dict[str, str] = {}
    for code, name in Locale.parse(language).languages.items():
        if is_language(tag := code.replace("_", "-")):
            named.setdefault(name.casefold(), tag)
    return named


def _named(words: str) -> str | None:
    """Return the language that is called `words` in any of the languages above, English first."""
    called = words.casefold()
    if len(called) < 2 or called.isdigit():
        return None
    found = (_names(language).get(called) for language in _NAMED_IN.split())
    return next(filter(None, found), None)


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    english = Locale.parse("en")
    return (
        frozenset(english.languages),
        frozenset(english.scripts),
        frozenset(english.territories),
    )


@lru_cache(maxsize=1024)
def tag(words: str) -> str | None:
    """Return the tag that `words` are, in the case of RFC 5646 §2.1.1, if they are one.

    "zh_tw" is zh-TW; what is neither script nor region is left out ("de-formal" is de).
    """
    if not _TAG.fullmatch(words):
        return None
    languages, scripts, territories = _known()
    primary, *rest = words.replace("_", "-").split("-")
    primary = get_global("language_aliases").get(primary.lower(), primary.lower())
    if primary not in languages:
        return None
    parts = [primary]
    for one in rest[:3]:
        if len(one) == 4 and one.title() in scripts:
            parts.append(one.title())
        elif one.upper() in territories:
            parts.append(one.upper())
    return "-".join(parts)


@lru_cache(maxsize=1024)
def hear(words: str) -> Heard:
    """Return the languages that free words name: "en/de", "Formal English", "中文"."""
    said = clean_line(words[:LONGEST_LINE])
    if said.casefold() in _NOTHING:
        return Heard((), ())
    if found := _one(said):
        return Heard((found,), ())
    heard = _parts(_IN_PARENTHESES.sub(" ", said))
    if not heard.tags and (found_within := _IN_PARENTHESES.search(said)):
        heard = _parts(found_within[1] or found_within[2] or "")
    return heard if heard.tags else Heard((), (said,))


def _parts(words: str) -> Heard:
    """Return the languages that the parts of `words` name, each part at most one."""
    tags: dict[str, None] = {}
    unknown = []
    for part in _BETWEEN.split(words):
        one = " ".join(part.split())
        if one.casefold() in _NOTHING:
            continue
        # A short word inside a phrase is seldom a code ("no", "is", "it"), so only names count.
        named = {_one(one) or ""} - {""} or {
            _OTHERS.get(word.casefold()) or _named(word) or "" for word in one.split()
        } - {""}
        if len(named) == 1:
            tags.setdefault(named.pop())
        else:
            unknown.append(one)
    return Heard(tuple(tags), tuple(unknown))


def _one(words: str) -> str | None:
    """Return the tag of the one language that all of `words` name, if they do."""
    return _OTHERS.get(words.casefold()) or tag(words) or _named(words)
