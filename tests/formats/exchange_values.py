"""What the tests of all readers share: files made by hand, and short forms of values."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summit.core.exchange import PartRow, PersonRow, PlaceRow, Schedule, SessionRow
from summit.core.text import Text

DATA = Path(__file__).parents[1] / "data" / "schedules"
REAL = Path(__file__).parents[2] / "../shared/data"


def octets(name: str) -> bytes:
    return (DATA / name).read_bytes()


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def said(words: str, language: str = "en") -> Text:
    return Text({language: words})


def row(
    where: str, code: str, title: str, starts: datetime, minutes: int, **rest: Any
) -> SessionRow:
    """A session; its title, text and note are English unless told otherwise.

    `wordings` are a text in several languages.
    """
    language = rest.pop("language", "en")
    if "wordings" in rest:
        rest["text"] = rest.pop("wordings")
    worded = {
        key: said(words, language) if isinstance(words, str) and key in ("text", "note") else words
        for key, words in rest.items()
    }
    return SessionRow(where, code, said(title, language), starts, minutes, **worded)


def place(key: str, name: str = "", language: str = "en") -> PlaceRow:
    return PlaceRow(key, said(name or key, language))


def person(key: str, name: str = "", office: str = "", language: str = "en") -> PersonRow:
    return PersonRow(key, said(name or key, language), said(office, language))


def parts(*keys: str) -> tuple[PartRow, ...]:
    return tuple(PartRow(key) for key in keys)


def problems(schedule: Schedule) -> list[str]:
    return [str(problem) for problem in schedule.problems]
