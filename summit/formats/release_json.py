"""The canonical JSON of a release: what is stored, hashed, served and read back.

Canonical means: UTF-8, keys sorted, no white space, instants as RFC 3339 in UTC. The same
release always has the same bytes, so its SHA-256 names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from summit.core.change import Change
from summit.core.people import Person
from summit.core.programme import Programme, Session, Summit
from summit.core.release import Release
from summit.formats import text

FORMAT = "summit-release/1"

_LATER: Mapping[type, tuple[str, ...]] = {
    Person: ("picture",),
    Session: ("standing", "edition"),
    Summit: ("bands",),
}
"""The fields that came after the first releases were written; None or none say nothing."""


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
    return _encoder.encode(
        {
            "format": FORMAT,
            "number": number,
            "published": published,
            "note": note,
            "programme": _told(programme),
            "changes": changes,
        }
    )


def _told(programme: Programme) -> dict[str, Any]:
    """Return what is written of a programme.

    A field that came later is left out where it says nothing, so that the bytes of every
    release of before stay what they were.
    """
    told = {one.name: getattr(programme, one.name) for one in fields(programme)}
    told["summit"] = _without_nothing(programme.summit)
    told["people"] = [_without_nothing(one) for one in programme.people]
    told["sessions"] = [_without_nothing(one) for one in programme.sessions]
    return told


def _without_nothing(thing: Any) -> Any:
    later = _LATER.get(type(thing), ())
    silent = {name for name in later if getattr(thing, name) in (None, ())}
    if not silent:
        return thing
    names = (one.name for one in fields(thing))
    return {name: getattr(thing, name) for name in names if name not in silent}


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
