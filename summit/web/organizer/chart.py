"""Pictures of numbers, made on the server: a bar for each day, a dot for each country.

The policy of these pages allows no inline style, so all lengths are attributes of SVG. What a
picture shows stands beside it as a table or a list.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from summit.core.place import Government
from summit.language import short_date

WIDTH, HEIGHT = 600, 120
_GAP = 3
_SMALLEST, _LARGEST = 4.0, 22.0


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one day, whose date is in `words`, in the units of the picture."""

    words: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A country on the map of the world (720 by 360, equirectangular), as large as its count."""

    country: str
    count: int
    x: float
    y: float
    radius: float


def bars(days: Sequence[tuple[date, int]], language: str) -> tuple[Bar, ...]:
    """Return a bar for each day, dated in a language; the highest fills the picture."""
    most = max((count for _, count in days), default=0) or 1
    wide = WIDTH / max(1, len(days))
    found = []
    for place, (day, count) in enumerate(days):
        high = round(HEIGHT * count / most, 1)
        x = round(place * wide, 1)
        words = short_date(day, language)
        found.append(Bar(words, count, x, round(HEIGHT - high, 1), round(wide - _GAP, 1), high))
    return tuple(found)


def dots(
    countries: Iterable[tuple[str, int]], governments: Iterable[Government]
) -> tuple[Dot, ...]:
    """Return a dot for each country that has a place: amid its governments of the summit.

    Areas stand for counts. The largest come first, so that small ones are drawn over them.
    """
    places: dict[str, list[Government]] = defaultdict(list)
    for one in governments:
        places[one.country].append(one)
    known = sorted(
        ((code, count) for code, count in countries if code in places),
        key=lambda one: (-one[1], one[0]),
    )
    most = max((count for _, count in known), default=1)
    found = []
    for code, count in known:
        there = places[code]
        x = sum(2 * (one.longitude + 180) for one in there) / len(there)
        y = sum(2 * (90 - one.latitude) for one in there) / len(there)
        size = max(_SMALLEST, _LARGEST * math.sqrt(count / most))
        found.append(Dot(code, count, round(x, 1), round(y, 1), round(size, 1)))
    return tuple(found)
