"""The one place that asks the time, and the rehearsal that shifts a summit's time.

Everything else is given the time that it is to act at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whatever tells the present instant, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A summit's clock set to `moment` at the instant `started`, and running from there."""

    moment: datetime
    started: datetime

    def at(self, now: datetime) -> datetime:
        """Return what the summit takes for the present when it really is `now`."""
        return self.moment + (now - self.started)
