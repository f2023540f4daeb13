"""Replies: what an office says to a slot of its government."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summit.core.people import Mode


class Standing(StrEnum):
    """What was said to a slot; OPEN where nothing was."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    SUBSTITUTED = "substituted"
    ANOTHER_TIME = "another_time"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an office said to a slot.

    `starts` is when the session was to start then: a reply to another time is one no more.
    `hours` are the spans (UTC) that would do instead. `language` is a BCP 47 tag.
    """

    standing: Standing
    starts: datetime
    reason: str = ""
    substitute: str = ""
    substitute_post: str = ""
    hours: tuple[tuple[datetime, datetime], ...] = ()
    language: str = ""
    mode: Mode | None = None
    at: datetime | None = None
    by: str = ""

    def holds(self, starts: datetime) -> bool:
        """Whether it was said to a session that starts at this instant."""
        return self.starts == starts
