"""Dates, times of day and lengths as files write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.hH](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)"
    r"|(?=\s*[ap]))\s*(?P<half>[aApP])?(?:\.?[mM]\.?)?"
)
_FIELDS = re.compile(r"(-?)(\d{1,4}(?::\d{1,2}){1,3})")
_ISO_LENGTH = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})(?:\.\d+)?S)?)?"
)
_SPOKEN_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,4}(?:[.,]\d{1,2})?)\s*h(?:(?:ou)?rs?|ours?)?\.?)?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:m|mins?|minutes?|′|')?\.?)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")


def instant(words: str) -> datetime | None:
    """Return the date and time that `words` write as ISO 8601, or None.

    It is aware where they say an offset, else naive: a time on some wall.
    """
    written = words.strip()
    if len(written) <= len("2020-01-01"):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def day(words: str) -> date | None:
    """Return the date that `words` begin with, year first, or None."""
    found = _DAY.match(words.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def clock(words: str) -> timedelta | None:
    """Return a time of day since midnight: "9:30", "0930", "9:30:15", "9.30 pm", "25:30"."""
    written = words.strip()
    if len(written) == 4 and written.isdecimal():
        written = f"{written[:2]}:{written[2:]}"
    found = _CLOCK.fullmatch(written)
    if found is None:
        return None
    hour, minute, second = (int(found[one] or 0) for one in ("hour", "minute", "second"))
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    if minute > 59 or second > 59 or hour > 36:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def length(words: str) -> timedelta | None:
    """Return the length that `words` write, or None.

    Understood are H:MM, H:MM:SS, D:HH:MM:SS, ISO 8601 ("PT1H30M"), "45", "45 min", "1h30".
    """
    written = words.strip()
    if found := _FIELDS.fullmatch(written):
        fields = [int(one) for one in found[2].split(":")]
        days = fields.pop(0) if len(fields) == 4 else 0
        hours, minutes, seconds = (*fields, 0)[:3]
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -span if found[1] else span
    if found := _ISO_LENGTH.fullmatch(written):
        parts = {name: int(value) for name, value in found.groupdict("0").items() if name != "sign"}
        if any(found[name] for name in parts):
            return timedelta(**parts) * (-1 if found["sign"] == "-" else 1)
        return None
    found = _SPOKEN_LENGTH.fullmatch(written)
    if found and (found["hours"] or found["minutes"]):
        hours_written = float((found["hours"] or "0").replace(",", "."))
        return timedelta(hours=hours_written, minutes=int(found["minutes"] or 0))
    return None
