"""Fields of time: dates, hours, instants on the host's clock, and the zones that clocks go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from summit.core.errors import Invalid
from summit.core.zone import NAMES, YEARS, from_local, offset_label, zone
from summit.language import canonical_zone, zone_place
from summit.language import marked as _
from summit.web.organizer.field import Choices, Field, Ground, Typed, first, said
from summit.web.read import Unfit
from summit.web.zone import choices


@dataclass(frozen=True, slots=True)
class Day(Field):
    """A date."""

    widget: ClassVar[str] = "day"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the date as 2020-06-02."""
        return {self.name: (value.isoformat() if value else "",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> date:  # noqa: ARG002
        """Return the date."""
        return _date(self.typed(typed))


@dataclass(frozen=True, slots=True)
class Hour(Field):
    """A time of day."""

    widget: ClassVar[str] = "hour"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the time as 04:00."""
        return {self.name: (f"{value:%H:%M}" if value else "",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> time:  # noqa: ARG002
        """Return the time."""
        return _time(self.typed(typed))


@dataclass(frozen=True, slots=True)
class Moment(Field):
    """An instant, as a date and a time on the host's clock; None where both are left out."""

    widget: ClassVar[str] = "moment"

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:
        """Return the date and the time at the host's."""
        local = value.astimezone(zone(ground.programme.summit.zone)) if value else None
        return {
            f"{self.name}.date": (f"{local:%Y-%m-%d}" if local else "",),
            f"{self.name}.time": (f"{local:%H:%M}" if local else "",),
        }

    def read(self, typed: Typed, old: Any, ground: Ground) -> datetime | None:
        """Return the instant (UTC): that which it was, where the clock reads the same.

        Of a time that comes twice the first is taken, unless it was the second already.
        """
        written = [first(typed, f"{self.name}.{one}").strip() for one in ("date", "time")]
        if not any(written) and not self.required:
            return None
        if old and [words[0] for words in self.fill(old, ground).values()] == written:
            kept: datetime = old
            return kept
        wall_clock = datetime.combine(_date(written[0]), _time(written[1]))
        try:
            return from_local(wall_clock, ground.programme.summit.zone)
        except Invalid:
            message = said(_("%(time)s does not exist that day: clocks are put forward over it."))
            raise Unfit(message % {"time": written[1]}) from None

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return the instant on the host's clock, which it names."""
        if value is None:
            return ()
        name = ground.programme.summit.zone
        place, offset = zone_place(name, ground.language), offset_label(value, zone(name))
        return (f"{value.astimezone(zone(name)):%Y-%m-%d %H:%M} {place} ({offset})",)


@dataclass(frozen=True, slots=True)
class Zone(Field):
    """A zone (IANA), chosen by a place in it; an older name of the same zone stays."""

    widget: ClassVar[str] = "choice"

    def offered(self, ground: Ground) -> Choices:
        """Return all zones by region."""
        return choices(ground.language, ground.now, "UTC")

    def fill(self, value: Any, ground: Ground) -> dict[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the name that the zone has today."""
        return {self.name: (canonical_zone(value) if value else "",)}

    def read(self, typed: Typed, old: Any, ground: Ground) -> str:  # noqa: ARG002
        """Return the zone."""
        name = self.typed(typed)
        if old and name == canonical_zone(old):
            return str(old)
        if name not in NAMES:
            raise Unfit(said(_("Please choose one of these.")))
        return name

    def say(self, value: Any, ground: Ground) -> tuple[str, ...]:
        """Return the place with its offset at present."""
        return (f"{zone_place(value, ground.language)} ({offset_label(ground.now, zone(value))})",)


def _date(words: str) -> date:
    try:
        found = date.fromisoformat(words.strip()) if len(words) < 20 else date.min
    except ValueError:
        found = date.min
    if found.year not in YEARS:
        raise Unfit(said(_("Please give a date such as 2020-06-02.")))
    return found


def _time(words: str) -> time:
    try:
        found = datetime.strptime(words.strip()[:8], "%H:%M").time()  # noqa: DTZ007 (no date)
    except ValueError:
        raise Unfit(said(_("Please give a time of day such as 04:00."))) from None
    return found
