"""Times as readers see them: theirs and the host's, each with its place and offset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from summit.core.zone import Band, band, days_later, offset_label, zone
from summit.language import (
    clock_time,
    full_date,
    heading_date,
    short_date,
    translations,
    zone_place,
)


@dataclass(frozen=True, slots=True)
class Local:
    """A span of time on the clocks of one place: "22:00", "23:30", "Seoul", "UTC+9"."""

    zone: str
    place: str
    offset: str
    date: date
    starts: str
    ends: str
    ends_offset: str
    days_later: int
    short_date: str
    full_date: str
    heading_date: str

    @property
    def until(self) -> str:
        """The end, with its offset where clocks change on the way."""
        return self.ends if self.offset == self.ends_offset else f"{self.ends} ({self.ends_offset})"

    @property
    def where(self) -> str:
        """The place with its offset: "Seoul (UTC+9)"."""
        return f"{self.place} ({self.offset})"

    @property
    def band(self) -> Band:
        """How its first minute falls for somebody there."""
        return band(time.fromisoformat(self.starts))

    @property
    def label(self) -> str:
        """The start as it is named everywhere: "22:00 Seoul (UTC+9)"."""
        return f"{self.starts} {self.where}"


@dataclass(frozen=True, slots=True)
class When:
    """A span of time for a reader, with the host's clocks beside.

    `other_date` where the host's date differs.
    """

    starts: datetime
    ends: datetime
    mine: Local
    host: Local

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends - self.starts).total_seconds() / 60)

    @property
    def is_same(self) -> bool:
        """Whether the reader is in the host's zone, whose clock need not be said twice."""
        return self.mine.zone == self.host.zone

    @property
    def other_date(self) -> bool:
        """Whether the host has another date when it starts."""
        return self.mine.date != self.host.date


def local(
    starts: datetime, ends: datetime, zone_name: str, language: str, place: str = ""
) -> Local:
    """Return the span on the clocks of a zone; `place` names it where its city does not."""
    where = zone(zone_name)
    starts, ends = starts.astimezone(where), ends.astimezone(where)
    day = starts.date()
    return Local(
        zone=zone_name,
        place=place or zone_place(zone_name, language),
        offset=offset_label(starts, where),
        date=day,
        starts=clock_time(starts, where),
        ends=clock_time(ends, where),
        ends_offset=offset_label(ends, where),
        days_later=days_later(starts, ends, where),
        short_date=short_date(day, language),
        full_date=full_date(day, language),
        heading_date=heading_date(day, language),
    )


def when(starts: datetime, ends: datetime, zone_name: str, host_zone: str, language: str) -> When:
    """Return the span for a reader in `zone_name`, beside the host's in `host_zone`."""
    return When(
        starts,
        ends,
        local(starts, ends, zone_name, language),
        local(starts, ends, host_zone, language),
    )


def dated(span: Local, language: str) -> str:
    """Return a span with its date: "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)"."""
    catalogue = translations(language)
    time = f"{span.starts}–{span.until}"
    if span.days_later:
        later = catalogue.ngettext("+%(count)s day", "+%(count)s days", span.days_later)
        time = f"{time} ({later % {'count': span.days_later}})"
    clock = catalogue.gettext("%(time)s %(place)s") % {"time": time, "place": span.where}
    return catalogue.gettext("%(date)s, %(time)s") % {"date": span.full_date, "time": clock}


def on_clocks(
    starts: datetime, ends: datetime, day: datetime, zones: Iterable[str], language: str
) -> str:
    """Return minutes on several clocks: "14:41–14:44 London, 22:41–22:44 Seoul".

    Where it is a later date than that of the instant `day` there, that is said.
    """
    catalogue = translations(language)
    found = []
    for name in zones:
        span = local(starts, ends, name, language, "UTC" if name == "UTC" else "")
        time = f"{span.starts}–{span.until}"
        if later := days_later(day, starts, zone(name)):
            words = catalogue.ngettext("+%(count)s day", "+%(count)s days", later)
            time = f"{time} ({words % {'count': later}})"
        found.append(catalogue.gettext("%(time)s %(place)s") % {"time": time, "place": span.place})
    return catalogue.gettext(", ").join(found)
