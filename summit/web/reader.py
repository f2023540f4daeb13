"""The reader of a page: their language and their zone, and where both come from.

A choice in the address comes before one that was made earlier, that before what the
browser says of itself, and at last stands the host's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from flask import Request, current_app, g, request

from summit.core.zone import NAMES, zone
from summit.language import DEFAULT, negotiate, translations
from summit.language import NAMES as LANGUAGES

ZONE_COOKIE = "tz"
BROWSER_ZONE_COOKIE = "browser_tz"
LANGUAGE_COOKIE = "locale"
_ASKED = ("tz", "locale", "next", "again")


class Origin(StrEnum):
    """Where a reader's zone comes from."""

    ADDRESS = "address"
    CHOICE = "choice"
    BROWSER = "browser"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a language of the interface and an IANA zone.

    `carried` is what the address asks for and links must keep. `unknown` is what the
    address gave as a zone that is none.
    """

    language: str
    zone_name: str
    origin: Origin
    carried: Mapping[str, str]
    unknown: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The reader's zone."""
        return zone(self.zone_name)


def resolve(asked: Request, host_zone: str) -> Reader:
    """Return the reader of a request about a summit whose host is in `host_zone`."""
    carried: dict[str, str] = {}
    language = asked.args.get("locale", "")
    if language in LANGUAGES:
        carried["locale"] = language
    else:
        language = asked.cookies.get(LANGUAGE_COOKIE, "")
    if language not in LANGUAGES:
        # Quality 0 means "not acceptable" (RFC 9110 §12.4.2).
        language = negotiate(tag for tag, quality in asked.accept_languages if quality > 0)
    wanted = asked.args.get("tz", "")
    if wanted in NAMES:
        carried["tz"] = wanted
        return Reader(language, wanted, Origin.ADDRESS, carried)
    for cookie, origin in (
        (ZONE_COOKIE, Origin.CHOICE),
        (BROWSER_ZONE_COOKIE, Origin.BROWSER),
    ):
        if (name := asked.cookies.get(cookie, "")) in NAMES:
            return Reader(language, name, origin, carried, wanted)
    return Reader(language, host_zone, Origin.HOST, carried, wanted)


def current() -> Reader:
    """Return the reader of this request, who reads English in UTC before a summit is known."""
    reader: Reader | None = g.get("reader")
    if reader is None:
        reader = g.reader = resolve(request, "UTC")
    return reader


def language() -> str:
    """Return the reader's language, also where a request never got as far as having one."""
    return current().language if request else DEFAULT


def gettext(message: str) -> str:
    """Return a message in the reader's language; it is imported as `_`."""
    return translations(language()).gettext(message)


def link(endpoint: str, **values: Any) -> str:
    """Return the address of a page, with what the reader's own address asked for."""
    asked = {**current().carried, **{key: values.pop(key) for key in _ASKED if key in values}}
    path = _path(request.script_root, endpoint, tuple(values.items()))
    query = _query(tuple(asked.items()))
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{query}"


@lru_cache(maxsize=4096)
def _path(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    """Return the path of a page; long lists ask for the same ones time and again.

    It does not ask for the host, so that the page which refuses a foreign one has links too.
    """
    adapter = current_app.url_map.bind("", script_name=root or "/")
    return adapter.build(endpoint, dict(values))


@lru_cache(maxsize=64)
def _query(asked: tuple[tuple[str, str | None], ...]) -> str:
    return urlencode([(key, value) for key, value in asked if value], safe="/")


def is_own_path(path: str) -> bool:
    """Whether `path` leads to a page of ours and to nowhere else."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return False
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc and "\\" not in path
