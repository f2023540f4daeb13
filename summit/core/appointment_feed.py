"""The private feed of somebody in an office: what their government has, by itself up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AppointmentFeed:
    """A feed of the slots of a `government` (codes), worded in `language`.

    Its address is known to nobody but who was shown it. Instants are UTC.
    """

    id: int
    summit: str
    government: str
    language: str
    created: datetime
    used: datetime | None
