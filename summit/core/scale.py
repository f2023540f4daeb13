"""The scale of an hour's cost: which local hours cost how many points, by a summit's choice.

A summit that chooses nothing has the usual bands. They are our choice too, and convex on
purpose, so that one speech at 03:00 outweighs ten at 20:30.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summit.core.errors import Invalid

HALF = 30
"""Minutes of the grain: bands begin and end at whole or half hours."""
DAY = 24 * 60
MOST = 999
"""Points that a minute may cost at most."""

COMFORT = range(16, 44)
"""The half hours of a local day in which nobody minds to sit: 08:00 to 22:00."""
NIGHT = range(12)
"""The half hours in which everybody minds: 00:00 to 06:00."""
_DEEPEST = 6
"""The half hour from which on nights get milder: 03:00."""
_MIDDAY = 24


@dataclass(frozen=True, slots=True)
class Band:
    """What a minute costs from `begins` until before `ends`, in minutes of the local day."""

    begins: int
    ends: int
    points: int


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Bands, with the points of each half hour of a local day.

    Equal bands have the same scale, which makes it a quick key of what is remembered.
    """

    bands: tuple[Band, ...]
    points: tuple[int, ...]


BANDS: tuple[Band, ...] = tuple(
    Band(begins * 60, ends * 60, points)
    for begins, ends, points in (
        (0, 5, 40),
        (5, 6, 24),
        (6, 7, 12),
        (7, 8, 4),
        (8, 9, 1),
        (9, 18, 0),
        (18, 20, 1),
        (20, 22, 3),
        (22, 23, 12),
        (23, 24, 24),
    )
)
"""The usual bands."""


@lru_cache(maxsize=1024)
def _made(bands: tuple[Band, ...]) -> Scale:
    points = [0] * (DAY // HALF)
    for one in bands:
        for half in range(one.begins // HALF, one.ends // HALF):
            points[half] = one.points
    return Scale(bands, tuple(points))


def of(bands: tuple[Band, ...]) -> Scale:
    """Return the scale of bands that cover the day; of none, the usual one."""
    return _made(bands or BANDS)


USUAL = of(())


def wrong(bands: Sequence[Band]) -> Mapping[int, Invalid]:
    """Return what is wrong with bands, by their places, the first thing of each; its field too.

    Together they have to cover the 24 hours, without a gap and without an overlap. None at all
    are the usual ones.
    """
    found: dict[int, Invalid] = {}
    for at, one in enumerate(bands):
        if any(end % HALF or not 0 <= end <= DAY for end in (one.begins, one.ends)):
            found[at] = Invalid(
                "Bands begin and end at whole or half hours, 00:00 to 24:00.", "begins"
            )
        elif one.ends <= one.begins:
            found[at] = Invalid("This is not after its beginning.", "ends")
        elif not 0 <= one.points <= MOST:
            found[at] = Invalid("Points are whole numbers from 0 to %(most)s.", "points", most=MOST)
    if found or not bands:
        return found
    order = sorted(range(len(bands)), key=lambda at: (bands[at].begins, bands[at].ends))
    covered = 0
    for at in order:
        one = bands[at]
        if one.begins < covered:
            found[at] = _overlap(one.begins, min(covered, one.ends))
        elif one.begins > covered:
            found[at] = _gap(covered, one.begins)
        covered = max(covered, one.ends)
    if covered < DAY:
        found.setdefault(order[-1], _gap(covered, DAY, "ends"))
    return found


def _gap(begins: int, ends: int, where: str = "begins") -> Invalid:
    message = "No band covers %(begins)s to %(ends)s."
    return Invalid(message, where, begins=clock(begins), ends=clock(ends))


def _overlap(begins: int, ends: int) -> Invalid:
    message = "Two bands cover %(begins)s to %(ends)s."
    return Invalid(message, "begins", begins=clock(begins), ends=clock(ends))


def whole(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Return bands in the order of the day, neighbours of the same points as one.

    The usual ones are none: who chooses them chooses nothing.
    """
    found: list[Band] = []
    for one in sorted(bands, key=lambda one: one.begins):
        if found and found[-1].ends == one.begins and found[-1].points == one.points:
            found[-1] = Band(found[-1].begins, one.ends, one.points)
        else:
            found.append(one)
    return () if tuple(found) == BANDS else tuple(found)


def dips(scale: Scale) -> tuple[tuple[Band, Band], ...]:
    """Return where a scale is not steep: pairs of a band deeper in the night, and a dearer one.

    From midday to 03:00 no hour should cost less than the one before it, from there to midday
    none more; and no hour of the night less than one within 08–22.
    """
    points = scale.points
    evening = [*range(_MIDDAY, len(points)), *range(_DEEPEST)]
    morning = [*range(_MIDDAY - 1, _DEEPEST - 1, -1)]
    halves = [
        (deeper, milder)
        for way in (evening, morning)
        for milder, deeper in pairwise(way)
        if points[deeper] < points[milder]
    ]
    dearest = max(COMFORT, key=lambda half: points[half])
    halves += [(half, dearest) for half in NIGHT if points[half] < points[dearest]]
    found = ((_at(scale, deeper), _at(scale, milder)) for deeper, milder in halves)
    return tuple(dict.fromkeys(found))


def _at(scale: Scale, half: int) -> Band:
    return next(one for one in scale.bands if one.begins <= half * HALF < one.ends)


def clock(minutes: int) -> str:
    """Return minutes of the day as a clock shows them: "08:30", and "24:00" at the end."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
