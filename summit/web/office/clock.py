"""Times on the three clocks that an office reads: its own first, the host's and UTC beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summit.web.office.frame import OfficeFrame
from summit.when import Local, local


@dataclass(frozen=True, slots=True)
class Clocks:
    """A span of time on three clocks; `starts` is its first instant (UTC)."""

    starts: datetime
    own: Local
    others: tuple[Local, ...]


def clocks(opened: OfficeFrame, starts: datetime, ends: datetime | None = None) -> Clocks:
    """Return a span, or a moment, on the clocks of an office; none of them comes twice."""
    zones = dict.fromkeys((opened.city.zone, opened.release.summit.zone, "UTC"))
    own, *others = (local(starts, ends or starts, one, opened.reader.language) for one in zones)
    return Clocks(starts, own, tuple(others))
