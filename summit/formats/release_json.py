"""The canonical JSON of a release: what is stored, hashed, served and read back.

Canonical means: UTF-8, keys sorted, no white space, instants as RFC 3339 in UTC. The same
release always has the same bytes, so its SHA-256 names it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from summit.core.change import Change
from summit.core.programme import Programme
from summit.core.release import Release
from summit.core.text import Text

FORMAT = "summit-release/1"
_LATER = ("standing", "edition")
"""Fields of a session that releases did not have from the beginning."""


class _Document(msgspec.Struct, frozen=True):
    """The shape of the JSON document."""

    format: str
    number: int
    published: datetime
    note: str
    programme: Programme
    changes: tuple[Change, ...]


def _encode_text(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in a release")


def _decode_text(kind: type, value: Any) -> Any:
    if kind is Text:
        return Text(value)
    raise NotImplementedError(f"{kind} has no place in a release")


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(_Document, dec_hook=_decode_text)


def write(
    number: int,
    published: datetime,
    note: str,
    programme: Programme,
    changes: tuple[Change, ...],
) -> bytes:
    """Return the canonical bytes of a release."""
    document = _Document(FORMAT, number, published, note, programme, changes)
    plain = msgspec.to_builtins(document, enc_hook=_encode_text)
    # What came later is left out where it says nothing: older releases keep their digests.
    for session in plain["programme"]["sessions"]:
        for name in _LATER:
            if session[name] is None:
                del session[name]
    return _encoder.encode(plain)


def rewrite(release: Release) -> bytes:
    """Return the bytes that `release` was read from; their SHA-256 is its digest."""
    return write(
        release.number, release.published, release.note, release.programme, release.changes
    )


def read(octets: bytes) -> Release:
    """Return the release whose canonical bytes are `octets`.

    Raise `ValueError` where they are not a release of this format.
    """
    document = _decoder.decode(octets)
    if document.format != FORMAT:
        raise ValueError(f"{document.format} is not {FORMAT}")
    return Release(
        number=document.number,
        published=document.published,
        note=document.note,
        digest=sha256(octets).hexdigest(),
        programme=document.programme,
        changes=document.changes,
    )
