"""Subscriptions: the private feeds of a participant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ALARMS = (5, 10, 15, 30, 60, 120)
"""Minutes before a session at which a feed may remind, where its owner wants that."""

USED_EVERY = timedelta(minutes=10)
"""How exactly it is kept when a feed was last read."""

MOST = 20
"""Feeds that one participant may have at once."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A private feed; its address is known to nobody but who was shown it.

    `zone` (an IANA name) and `language` are those in which its entries are worded. `changed`
    is when its owner last chose otherwise. All instants are UTC.
    """

    id: int
    label: str
    alarm_minutes: int | None
    zone: str
    language: str
    created: datetime
    changed: datetime
    used: datetime | None = None
