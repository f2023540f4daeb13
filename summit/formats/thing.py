"""A thing of a working programme as plain JSON: kept to be undone, compared to tell it changed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from summit.core.change import Noun
from summit.core.edit import KINDS, Value
from summit.formats import text

_SHORT = 16


def write(value: Value | None) -> Any:
    """Return a thing, or the codes of an order, as plain JSON; nothing is null."""
    return msgspec.to_builtins(value, enc_hook=text.encode)


def read(key: str, value: Any) -> Value | None:
    """Return what `write` made plain, and what stands under `key`."""
    if value is None:
        return None
    noun = key.partition("/")[0]
    if noun == "order":
        return tuple(value)
    found: Value = msgspec.convert(value, KINDS[Noun(noun)], dec_hook=text.decode)
    return found


def digest(value: Value | None) -> str:
    """Return a short name of what a thing says: the start of a SHA-256, in hex."""
    octets = msgspec.json.encode(value, enc_hook=text.encode, order="sorted")
    return sha256(octets).hexdigest()[:_SHORT]
