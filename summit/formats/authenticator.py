"""Authenticators: the secret that one shares, the picture it reads, the codes it shows.

Codes are those of RFC 6238 with SHA-1, six figures and 30 seconds, which every one of them knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import pyotp
import segno

from summit.core.factor import STEP

_EARLIER_AND_LATER = (0, -1, 1)
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code (ISO/IEC 18004) as the path of an SVG, in a square of `size` units."""

    size: int
    path: str


def secret() -> str:
    """Return a new secret, 160 bits in base32 (RFC 4226 §4, RFC 4648 §6)."""
    return pyotp.random_base32(32)


def address(shared: str, account: str, issuer: str) -> str:
    """Return what an authenticator reads: an address of the scheme otpauth."""
    return pyotp.TOTP(shared).provisioning_uri(name=account, issuer_name=issuer)


def picture(words: str) -> Picture:
    """Return the QR code of some words, with the margin that it needs."""
    rows = [list(row) for row in segno.make(words, error="m", micro=False).matrix]
    path = []
    for down, row in enumerate(rows):
        across = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                path.append(f"M{across + _QUIET} {down + _QUIET}h{length}v1h-{length}z")
            across += length
    return Picture(len(rows) + 2 * _QUIET, "".join(path))


def step(shared: str, code: str, now: datetime, last: int | None) -> int | None:
    """Return the step in which an authenticator shows `code`, or None where it does not now.

    A clock may be 30 seconds before or behind ours. What is not later than the step `last`, of
    which a code was taken already, does not count (RFC 6238 §5.2).
    """
    present = int(now.timestamp()) // STEP
    for away in _EARLIER_AND_LATER:
        at = present + away
        if pyotp.utils.strings_equal(code, pyotp.TOTP(shared).generate_otp(at)):
            return at if last is None or at > last else None
    return None
