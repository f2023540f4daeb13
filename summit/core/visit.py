"""Visits: one browser in which somebody has entered, and what it is called in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(days=30)
"""How long a visit lasts without a request."""

LONGEST = timedelta(days=90)
"""How long a visit lasts however much it is used."""

FRESH = timedelta(hours=1)
"""For how long somebody who has entered may do what would lock them out or erase them."""

SEEN_EVERY = timedelta(minutes=10)
"""How exactly it is known when a visit was last seen."""

# The first that is found counts: most browsers call themselves by the names of others too.
_BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("Whale/", "Whale"),
    ("KAKAOTALK", "KakaoTalk"),
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that goes on: its browser in plain words, when it began and was last seen."""

    id: int
    browser: str
    began: datetime
    seen: datetime
    is_this: bool


def browser(agent: str) -> str:
    """Return what a User-Agent (RFC 9110 §10.1.5) stands for: "Firefox, Windows", or "".

    No more of it is kept than that.
    """
    found = (
        next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)
