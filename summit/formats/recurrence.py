"""Repeated entries of a calendar (RFC 5545 §3.8.5), unfolded as far as a programme goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Literal

from dateutil.rrule import (
    DAILY,
    FR,
    MO,
    MONTHLY,
    SA,
    SU,
    TH,
    TU,
    WE,
    WEEKLY,
    YEARLY,
    rrule,
    weekday,
)

from summit.core.exchange import MOST_REPEATS

_Frequency = Literal[0, 1, 2, 3, 4, 5, 6]
_FREQUENCIES: dict[str, _Frequency] = {
    "DAILY": DAILY,
    "WEEKLY": WEEKLY,
    "MONTHLY": MONTHLY,
    "YEARLY": YEARLY,
}
_DAYS = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_UNDERSTOOD = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"))


def parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule ("FREQ=DAILY;COUNT=3") by their names."""
    pairs = (part.partition("=") for part in rule.strip().upper().split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def starts(
    first: datetime, rule: Mapping[str, str], until: datetime | None
) -> list[datetime] | None:
    """Return the local times (naive) at which a repeated entry begins, `first` included.

    Return None for a rule that never ends, that repeats more often than a programme does, or
    within a day: it could not be unfolded in a bounded time.
    """
    count, interval = rule.get("COUNT", ""), rule.get("INTERVAL", "1")
    frequency = _FREQUENCIES.get(rule.get("FREQ", ""))
    if (
        frequency is None
        or not rule.keys() <= _UNDERSTOOD
        or not (count or until)
        or not re.fullmatch(r"\d{0,4}", count)
        or not re.fullmatch(r"[1-9]\d{0,2}", interval)
    ):
        return None
    days = _days(rule.get("BYDAY", ""))
    if days is None or (frequency == DAILY and any(day.n for day in days)):
        return None
    found = rrule(
        frequency,
        dtstart=first,
        interval=int(interval),
        count=int(count) if count else None,
        until=until,
        byweekday=days or None,
        wkst=_DAYS.get(rule.get("WKST", ""), MO),
    )
    unfolded = list(islice(found, MOST_REPEATS + 1))
    return unfolded if len(unfolded) <= MOST_REPEATS else None


def _days(words: str) -> list[weekday] | None:
    """Return the days of a BYDAY, or None where they are not understood."""
    found: list[weekday] = []
    for word in filter(None, words.split(",")):
        day = _DAY.fullmatch(word)
        if day is None or len(found) > 35:
            return None
        number = int(day[1]) if day[1] else None
        found.append(_DAYS[day[2]](number) if number else _DAYS[day[2]])
    return found
