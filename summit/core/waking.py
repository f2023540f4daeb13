"""Waking hours: the part of the day in which somebody is willing to sit through a session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from summit.core.errors import Invalid

_FORM = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Waking:
    """From hour `begins` (0 to 23) to hour `ends` (0 to 24) of the local day, over midnight too."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{self.begins:02}-{self.ends:02}"

    @property
    def label(self) -> str:
        """The hours as they are read: "08:00–22:00"."""
        return f"{self.begins:02}:00\N{EN DASH}{self.ends:02}:00"

    def holds(self, starts: datetime, ends: datetime, where: ZoneInfo) -> bool:
        """Whether every minute of [starts, ends) lies in these hours of clocks in `where`."""
        # Local hours begin at quarters of an hour of UTC, also where clocks change: the start
        # and each quarter after it see every local hour that the time passes through.
        moment = starts.astimezone(UTC)
        while moment < ends:
            if not self._has(moment.astimezone(where).hour):
                return False
            moment += _QUARTER
            moment = moment.replace(minute=moment.minute - moment.minute % 15, second=0)
        return True

    def _has(self, hour: int) -> bool:
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


USUAL = Waking(8, 22)


def waking(words: str) -> Waking:
    """Return the hours that an address gives as "08-22"; raise `Invalid` for anything else."""
    found = _FORM.fullmatch(words)
    hours = Waking(int(found[1]), int(found[2])) if found else None
    if hours is None or hours.begins > 23 or hours.ends > 24 or hours.begins == hours.ends:
        raise Invalid("“%(words)s” are no hours of the day, such as 08-22.", words=words)
    return hours
