"""The components of a calendar (RFC 5545 §3.6), put together from its properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from summit.core.errors import Invalid
from summit.core.exchange import DEEPEST, Problem
from summit.formats.content_line import Property

_KEPT = frozenset(
    (
        "CATEGORIES",
        "CLASS",
        "DESCRIPTION",
        "DTEND",
        "DTSTART",
        "DURATION",
        "EXDATE",
        "LOCATION",
        "NAME",
        "PRODID",
        "RDATE",
        "RECURRENCE-ID",
        "RRULE",
        "STATUS",
        "SUMMARY",
        "TIMEZONE-ID",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "UID",
        "URL",
        "X-ALT-DESC",
        "X-LIC-LOCATION",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
    )
)
"""What says something of a programme; who is invited and what is attached does not."""
_MOST = 100


@dataclass(slots=True)
class Component:
    """A component by its name ("VEVENT"), with those of its properties that matter here."""

    name: str
    where: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def get(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        """Return the words of the first property of a name, or nothing."""
        found = self.get(name)
        return found.text if found else ""

    def put(self, one: Property) -> None:
        """Add a property, if it matters; of one name no more than anybody writes."""
        if one.name in _KEPT and len(held := self.properties.setdefault(one.name, [])) < _MOST:
            held.append(one)

    def all(self, name: str) -> Iterator[Component]:
        """Yield the components of a name inside this one."""
        return (part for part in self.parts if part.name == name)


def calendars(lines: Iterable[Property], problems: list[Problem]) -> list[Component]:
    """Return the calendars of a file; events outside any are taken as those of one more.

    Raise `Invalid` where the file ends before its calendar does: half a programme is none.
    """
    root = Component("", "file")
    stack = [root]
    for line in lines:
        name = line.raw.strip().upper()
        if line.name == "BEGIN":
            if name == "VEVENT" and stack[-1].name == "VEVENT":
                problems.append(Problem(stack[-1].where, "its END:VEVENT is missing"))
                stack.pop()
            if len(stack) > DEEPEST:
                raise Invalid(
                    "this file nests its parts deeper than %(most)s", line.where, most=DEEPEST
                )
            part = Component(name, line.where)
            stack[-1].parts.append(part)
            stack.append(part)
        elif line.name == "END":
            if name not in (part.name for part in stack[1:]):
                message = "ends %(name)s, which never began"
                problems.append(Problem(line.where, message, values={"name": name[:40]}))
                continue
            while stack.pop().name != name:
                pass
        else:
            stack[-1].put(line)
    if len(stack) > 1:
        raise Invalid(
            "This file ends too early: END:%(name)s is missing. Fetch it anew.",
            name=stack[1].name[:40],
        )
    loose = Component("VCALENDAR", "file", root.properties, list(root.all("VEVENT")))
    found = list(root.all("VCALENDAR"))
    return [*found, loose] if loose.parts or not found else found
