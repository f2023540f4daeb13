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
from summit.when import Local, local

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
    # By the minute, as the clocks beside it: every process draws the same.
    return World(tuple(dots), night(starts.replace(second=0, microsecond=0)))


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

    On each meridian the sun stands on the horizon where sin h = sin φ sin δ + cos φ cos δ
    cos t, which is one sine of the latitude φ with a shifted phase.
    """
    declination, noon = (math.radians(angle) for angle in sun(moment))
    edges = []
    for degrees in range(-180, 181, step):
        across = math.cos(declination) * math.cos(math.radians(degrees) - noon)
        low, high = _dark(math.sin(declination), across)
        edges.append((2 * (degrees + 180), round(2 * (90 - high), 1), round(2 * (90 - low), 1)))
    upper = [f"{x} {top}" for x, top, _ in edges]
    lower = [f"{x} {bottom}" for x, _, bottom in reversed(edges)]
    return "M" + "L".join(upper + lower) + "Z"


def _dark(along: float, across: float) -> tuple[float, float]:
    """Return the latitudes, in degrees, between which the sun is down on a meridian.

    That is where along · sin φ + across · cos φ < sin h: an arc of a little less than half
    a circle, so it meets the half circle from pole to pole at most once.
    """
    size = math.hypot(along, across) or 1.0
    level = math.asin(max(-1.0, min(1.0, math.sin(math.radians(_HORIZON)) / size)))
    phase = math.atan2(across, along)
    for turn in (0.0, -2 * math.pi):
        low = max(math.pi - level - phase + turn, -math.pi / 2)
        high = min(2 * math.pi + level - phase + turn, math.pi / 2)
        if low < high:
            return math.degrees(low), math.degrees(high)
    return 0.0, 0.0
