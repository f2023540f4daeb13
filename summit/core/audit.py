"""The log of deeds as it is shown: without what lets somebody in, or on to a private stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HIDDEN = "•••"
"""What stands for words that are not shown."""

_SECRET = frozenset(
    {
        "address",
        "addresses",
        "code_hash",
        "digest",
        "key",
        "link",
        "password",
        "path",
        "recovery",
        "secret",
        "token",
        "url",
    }
)
_STREAM = "stream"


def shown(thing: str, value: Any) -> Any:
    """Return what the log says of `thing`, as plain JSON, with what is secret in it hidden.

    Everything with an address in it is hidden of streams, whatever it stands under: a public
    broadcast is told in the programme, and a private one nowhere.
    """
    return _shown(value, is_stream=_STREAM in thing)


def _shown(value: Any, *, is_stream: bool) -> Any:
    if isinstance(value, Mapping):
        return {
            name: HIDDEN
            if name.casefold() in _SECRET and inner
            else _shown(inner, is_stream=is_stream or _STREAM in name)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_shown(one, is_stream=is_stream) for one in value]
    if isinstance(value, str) and is_stream and ("://" in value or "@" in value):
        return HIDDEN
    return value
