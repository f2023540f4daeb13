"""The zones of a calendar file: by their names, else by the rules that stand in the file."""

from __future__ import annotations

import io
import re
from datetime import tzinfo
from zoneinfo import ZoneInfo

from dateutil.tz import tzical

from summit.core.zone import zone
from summit.formats import zone_name
from summit.formats.component import Component

_YEARLY = re.compile(
    r"FREQ=YEARLY(?:;(?:BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)|"
    r"UNTIL=\d{8}(?:T\d{6}Z?)?|INTERVAL=1|WKST=[A-Z]{2}|BYMONTHDAY=[\d,]{1,40}|COUNT=\d{1,3}))*"
)
_START = re.compile(r"(1[6-9]|20|21)\d{6}T\d{6}")
_OFFSET = re.compile(r"[+-]\d{4}(?:\d{2})?")
_MOST = 50
"""Changes of clocks that one zone of a file may list."""


class Zones:
    """The zones that a file's TZIDs mean; each is looked up once."""

    def __init__(self, calendars: list[Component]) -> None:
        self._ruled = {
            one.text("TZID"): one for calendar in calendars for one in calendar.all("VTIMEZONE")
        }
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """Return the zone that a TZID means, or None for one that is not known.

        Its name goes before its rules: files carry rules that are out of date, or cut short.
        """
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> tzinfo | None:
        ruled = self._ruled.get(name)
        located = ruled.text("X-LIC-LOCATION") if ruled else ""
        if known := zone_name.iana(name) or zone_name.iana(located):
            return zone(known)
        return _by_rules(ruled) if ruled else None


def key(place: tzinfo | None) -> str | None:
    """Return the IANA name of a zone that has one."""
    return place.key if isinstance(place, ZoneInfo) else None


def _by_rules(component: Component) -> tzinfo | None:
    """Return the zone that a VTIMEZONE describes, where its rules are simple and yearly."""
    lines = ["BEGIN:VTIMEZONE", "TZID:zone"]
    observances = [part for part in component.parts if part.name in ("STANDARD", "DAYLIGHT")]
    for part in observances[:_MOST]:
        start, before, after = (
            part.text(one).strip() for one in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
        )
        rule = part.text("RRULE").strip().upper()
        if not (_START.fullmatch(start) and _OFFSET.fullmatch(before) and _OFFSET.fullmatch(after)):
            return None
        if rule and not _YEARLY.fullmatch(rule):
            return None
        lines += [f"BEGIN:{part.name}", f"DTSTART:{start}"]
        lines += [f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
        lines += [f"RRULE:{rule}"] if rule else []
        lines.append(f"END:{part.name}")
    lines.append("END:VTIMEZONE")
    try:
        found: tzinfo | None = tzical(io.StringIO("\n".join(lines))).get()
    except ValueError:
        return None
    return found
