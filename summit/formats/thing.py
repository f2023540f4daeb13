"""A thing of a working programme as plain JSON: kept to be undone, compared to tell it changed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from summit.core.change import Noun
from summit.core.edit import KINDS, Value
from summit.core.text import Text

_SHORT = 16


def _plain(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in a programme")


def _core(kind: type, value: Any) -> Any:
    if kind is Text:
        return Text(value)
    raise NotImplementedError(f"{kind} has no place in a programme")


def write(value: Value | None) -> Any:
    """Return a thing, or the codes of an order, as plain JSON; nothing is null."""
    return msgspec.to_builtins(value, enc_hook=_plain)


def read(key: str, value: Any) -> Value | None:
    """Return what `write` made plain, and what stands under `key`."""
    if value is None:
        return None
    noun = key.partition("/")[0]
    if noun == "order":
        return tuple(value)
    found: Value = msgspec.convert(value, KINDS[Noun(noun)], dec_hook=_core)
    return found


def digest(value: Value | None) -> str:
    """Return a short name of what a thing says: the start of a SHA-256, in hex."""
    octets = msgspec.json.encode(value, enc_hook=_plain, order="sorted")
    return sha256(octets).hexdigest()[:_SHORT]
