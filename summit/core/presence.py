"""Presence: during which minutes of a session somebody has to be there."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from summit.core.people import Mode
from summit.core.programme import Session
from summit.core.turn import clock

Span = tuple[datetime, datetime]
"""Two instants (UTC), the first before the second."""


def spans(session: Session, field: str, *, heard: bool = False) -> dict[str, list[Span]]:
    """Return when each is needed in `session`, by their codes; a recording needs nobody.

    `field` is "person" or "government"; `heard` leaves those out who only listen. A turn says
    more exactly than a part when somebody has to be there.
    """
    whole = [(session.starts, session.ends)]
    turns = defaultdict[str, list[Span]](list)
    for timed in clock(session.starts, session.turns):
        code = getattr(timed.turn, field)
        if code and timed.turn.mode is not Mode.RECORDED:
            turns[code].append((timed.starts, timed.ends))
    parts = {
        code: whole
        for part in session.parts
        if (code := getattr(part, field))
        and part.mode is not Mode.RECORDED
        and (part.speaks or not heard)
    }
    return parts | turns
