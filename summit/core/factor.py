"""Second factors: what an organizer proves beside the mail that let them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PROVED_FOR = timedelta(hours=12)
"""For how long a visit that has proved a second factor need not prove it again."""

RECOVERY_CODES = 10
"""How many codes somebody is given for the day on which their factor is lost."""


class Kind(StrEnum):
    """What kind of second factor: a code of six figures, or a key of the device (WebAuthn)."""

    CODE = "code"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor of an account, by the name that its owner gave it."""

    id: int
    kind: Kind
    name: str
    made: datetime
    used: datetime | None
