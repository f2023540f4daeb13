"""Certificates of attendance: what a participant joined, and for how long."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from summit.core.programme import Session, Status
from summit.core.text import Text

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Joined:
    """That somebody joined the session `session` at the instant `at`."""

    session: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attended:
    """A session, and how many whole minutes of it somebody was there."""

    code: str
    title: Text
    starts: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is certified to `name`: the sessions, in the order of time."""

    code: str
    summit: str
    name: str
    attended: tuple[Attended, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all sessions together."""
        return sum(one.minutes for one in self.attended)


def attended(joins: Iterable[Joined], sessions: Mapping[str, Session]) -> tuple[Attended, ...]:
    """Return the sessions that somebody was in, with their minutes, in the order of time.

    One is in a session from joining it, or from its start if that is later, until it ends or
    one joins another: nobody is in two at once. Less than a minute is no attendance. Sessions
    that are not in `sessions` or were cancelled do not count.
    """
    seconds: dict[str, float] = {}
    known = [one for one in joins if one.session in sessions]
    known.sort(key=lambda one: (one.at, one.session))
    for this, following in zip_longest(known, known[1:]):
        session = sessions[this.session]
        until = min(session.ends, following.at) if following else session.ends
        stayed = (until - max(this.at, session.starts)).total_seconds()
        if session.status is Status.SCHEDULED and stayed > 0:
            seconds[session.code] = seconds.get(session.code, 0) + stayed
    found = (sessions[code] for code, stayed in seconds.items() if stayed >= 60)
    return tuple(
        Attended(one.code, one.title, one.starts, int(seconds[one.code] // 60))
        for one in sorted(found, key=lambda one: (one.starts, one.code))
    )


def new_code() -> str:
    """Return a code that nobody can guess: 25 letters and digits in groups, 125 random bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(_GROUPS))


def read_code(words: str) -> str:
    """Return the code that somebody typed, however they set it."""
    plain = "".join(letter for letter in words.upper() if letter in _LETTERS)
    return "-".join(plain[at : at + 5] for at in range(0, len(plain), 5))
