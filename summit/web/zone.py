"""Zones as pages offer them: by region, each known by a place and by its offset on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from summit.core.zone import NAMES as ZONES
from summit.core.zone import offset_label, zone
from summit.language import canonical_zone, translations, zone_place

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
"""The first words of the zones that a list offers: parts of the world."""


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone in a list, with a place that it is known by and its offset on a given day."""

    zone: str
    place: str
    offset: str


@lru_cache(maxsize=16)
def zones(language: str, moment: datetime) -> tuple[tuple[str, tuple[ZoneChoice, ...]], ...]:
    """Return every zone by region, in the order of their places' names.

    `moment` decides the offsets; callers give the day's noon, so that the list is kept.
    """

    def choices() -> Iterator[tuple[str, ZoneChoice]]:
        for name in ZONES:
            region, _, rest = name.partition("/")
            if rest and region in REGIONS and canonical_zone(name) == name:
                offset = offset_label(moment, zone(name))
                yield region, ZoneChoice(name, zone_place(name, language), offset)

    ordered = sorted(choices(), key=lambda one: (one[0], one[1].place.casefold(), one[1].zone))
    return tuple(
        (region, tuple(choice for _, choice in group))
        for region, group in groupby(ordered, key=lambda one: one[0])
    )


def region_name(region: str, language: str) -> str:
    """Return what a region of IANA zones is called."""
    gettext = translations(language).gettext
    names = {
        "Africa": gettext("Africa"),
        "America": gettext("America"),
        "Antarctica": gettext("Antarctica"),
        "Arctic": gettext("Arctic"),
        "Asia": gettext("Asia"),
        "Atlantic": gettext("Atlantic"),
        "Australia": gettext("Australia"),
        "Europe": gettext("Europe"),
        "Indian": gettext("Indian Ocean"),
        "Pacific": gettext("Pacific"),
    }
    return names[region]


def choices(language: str, now: datetime, own: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all zones by region for a form; one's own is there also where no region holds it."""
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    groups = [
        (
            region_name(region, language),
            [(one.zone, f"{one.place} ({one.offset})") for one in found],
        )
        for region, found in zones(language, noon)
    ]
    known = {value for _, found in groups for value, _ in found}
    mine = canonical_zone(own) if own in ZONES else "UTC"
    others = dict.fromkeys(one for one in (mine, "UTC") if one not in known)
    return [*groups, ("UTC", [(one, one.removeprefix("Etc/")) for one in others])]
