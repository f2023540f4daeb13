"""A picture of the hour around the world: who is awake, who is up early or late, who sleeps.

The map is an equirectangular projection, 720 by 360 units: x = 2 (longitude + 180),
y = 2 (90 − latitude). The shade is the side of the earth that the sun does not reach.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from summit.core.place import Government
from summit.core.release import Release
from summit.core.zone import Band, worst_band, zone
from summit.web.when import Local, local

_HORIZON = -0.833
"""The sun's altitude in degrees at sunset, with refraction and its radius."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A city on the map, with its clock."""

    government: Government
    x: float
    y: float
    clock: Local
    band: Band


@dataclass(frozen=True, slots=True)
class World:
    """The cities in the order of their clocks, and the outline of the earth's night."""

    dots: tuple[Dot, ...]
    night: str

    def among(self, band: str) -> tuple[Dot, ...]:
        """Return the cities for which the hour falls into `band`."""
        return tuple(dot for dot in self.dots if dot.band == band)


def world(
    release: Release, cities: Collection[str], starts: datetime, ends: datetime, language: str
) -> World:
    """Return the picture of the time from `starts` to `ends` for some cities."""
    dots = []
    for one in release.programme.governments:
        if one.code in cities:
            clock = local(starts, ends, one.zone, language, one.name.say(language))
            band = worst_band(starts, ends, zone(one.zone))
            x, y = 2 * (one.longitude + 180), 2 * (90 - one.latitude)
            dots.append(Dot(one, round(x, 1), round(y, 1), clock, band))
    dots.sort(key=lambda dot: (dot.clock.date, dot.clock.starts, dot.government.code))
    return World(tuple(dots), night(starts))


def sun(moment: datetime) -> tuple[float, float]:
    """Return the latitude and longitude, in degrees, over which the sun stands.

    The low-precision formulas of the Astronomical Almanac, good to 0.01 degrees until 2050.
    """
    days = (moment.astimezone(UTC) - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86400
    mean = math.radians((357.528 + 0.9856003 * days) % 360)
    longitude = math.radians(
        280.460 + 0.9856474 * days + 1.915 * math.sin(mean) + 0.020 * math.sin(2 * mean)
    )
    tilt = math.radians(23.439 - 0.0000004 * days)
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    sidereal = 280.46062 + 360.98564737 * days
    east = (math.degrees(ascension) - sidereal + 180) % 360 - 180
    return math.degrees(declination), east


def night(moment: datetime, step: int = 4) -> str:
    """Return the SVG path of the night on the map; `step` is in degrees of longitude.

    For each meridian it finds the two latitudes at which the sun stands on the horizon:
    sin h = sin φ sin δ + cos φ cos δ cos t, which is one sine of φ with a shifted phase.
    """
    declination, noon = (math.radians(angle) for angle in sun(moment))
    height = math.sin(math.radians(_HORIZON))
    edges = []
    for degrees in range(-180, 181, step):
        across = math.cos(declination) * math.cos(math.radians(degrees) - noon)
        along = math.sin(declination)
        size = math.hypot(along, across)
        phase = math.atan2(across, along)
        # The sun is below the horizon where sin(φ + phase) < height / size.
        dark = [
            latitude
            for latitude in range(-90, 91)
            if size * math.sin(math.radians(latitude) + phase) < height
        ]
        edges.append((degrees, dark[0], dark[-1]) if dark else (degrees, 0, 0))
    upper = [f"{2 * (x + 180)} {2 * (90 - top)}" for x, _, top in edges]
    lower = [f"{2 * (x + 180)} {2 * (90 - low)}" for x, low, _ in reversed(edges)]
    return "M" + "L".join(upper + lower) + "Z"
