"""The address in a reminder that turns reminders off, for whoever holds the mail (RFC 8058)."""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import quote

_LENGTH = 32


def path(key: str, account: int, summit: str, wish: str) -> str:
    """Return the path at which `account` turns off the reminders called `wish` of a summit."""
    return f"/reminders/{account}/{quote(summit)}/{wish}/{_seal(key, account, summit, wish)}"


def is_sealed(key: str, account: int, summit: str, wish: str, seal: str) -> bool:
    """Whether `seal` is the one of the path that was mailed."""
    return hmac.compare_digest(seal.encode(), _seal(key, account, summit, wish).encode())


def _seal(key: str, account: int, summit: str, wish: str) -> str:
    words = f"reminders {account} {summit} {wish}".encode()
    return hmac.digest(key.encode(), words, sha256).hex()[:_LENGTH]
