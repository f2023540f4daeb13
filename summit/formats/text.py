"""Texts in JSON, where each is an object of its wordings by tag: hooks for msgspec.

What comes from outside is cleaned as it is read (`decode`); what we wrote ourselves was clean
then, and is taken as it is (`again`), which is faster for a whole programme.
"""

from __future__ import annotations

from typing import Any

from summit.core.text import Text


def encode(value: Any) -> dict[str, str]:
    """Return the wordings of a text, for msgspec's `enc_hook`."""
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in this JSON")


def decode(kind: type, value: Any) -> Text:
    """Return the text that JSON from outside holds, for msgspec's `dec_hook`."""
    return Text(_wordings(kind, value))


def again(kind: type, value: Any) -> Text:
    """Return the text that JSON of our own holds, for msgspec's `dec_hook`."""
    return Text.again(_wordings(kind, value))


def _wordings(kind: type, value: Any) -> Any:
    if kind is not Text:
        raise NotImplementedError(f"{kind} has no place in this JSON")
    return value
