"""The canonical JSON of a release: what is stored, hashed, served and read back.

Canonical means: UTF-8, keys sorted, no white space, instants as RFC 3339 in UTC. The same
release always has the same bytes, so its SHA-256 names it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import msgspec

from summit.core.change import Change
from summit.core.programme import Programme
from summit.core.release import Release
from summit.formats import text

FORMAT = "summit-release/1"


class _Document(msgspec.Struct, frozen=True):
    """The shape of the JSON document."""

    format: str
    number: int
    published: datetime
    note: str
    programme: Programme
    changes: tuple[Change, ...]


_encoder = msgspec.json.Encoder(enc_hook=text.encode, order="sorted")
_decoder = msgspec.json.Decoder(_Document, dec_hook=text.decode)


def write(
    number: int,
    published: datetime,
    note: str,
    programme: Programme,
    changes: tuple[Change, ...],
) -> bytes:
    """Return the canonical bytes of a release."""
    document = _Document(FORMAT, number, published, note, programme, changes)
    return _encoder.encode(document)


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
