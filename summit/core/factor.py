"""Second factors: what an organizer proves beside the mail that let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PROVED_FOR = timedelta(hours=12)
"""For how long a visit that has proved a second factor need not prove it again."""

FRESH_FOR = timedelta(minutes=10)
"""How new that proof has to be where factors themselves are changed."""

ASKED_FOR = timedelta(minutes=5)
"""For how long the question that a passkey answers stands."""

STEP = 30
"""Seconds for which one code of an authenticator is shown (RFC 6238 §4.1)."""

RECOVERY_CODES = 10
"""How many codes somebody is given for the day on which their factor is lost."""

MOST = 10
"""How many factors an account may have."""


class Kind(StrEnum):
    """What kind of second factor: a code of six figures, or a key of the device (WebAuthn)."""

    CODE = "code"
    PASSKEY = "passkey"


class Turn(StrEnum):
    """What became of somebody's factors, as a letter tells them."""

    ADDED = "added"
    REMOVED = "removed"
    RECOVERED = "recovered"
    RENEWED = "renewed"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor of an account, by the name that its owner gave it."""

    id: int
    kind: Kind
    name: str
    made: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """All second factors of an account, and how many recovery codes are `left`."""

    all: tuple[Factor, ...]
    left: int

    def has(self, kind: str) -> bool:
        """Whether there is one of a kind."""
        return any(one.kind == kind for one in self.all)
