"""Pictures: how large one may be that is sent in, and in which sizes it is kept and shown.

A picture is known by its digest: the SHA-256, in hex, of its largest size as it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from summit.core.programme import Programme

LARGEST = 10 * 2**20
"""Octets of a file that is taken for a picture."""

MOST_PIXELS = 50_000_000
"""Pixels of a JPEG: what the largest telephones make. A file says it before it is unpacked."""

MOST_UNPACKED = 20_000_000
"""Pixels of any other kind, which is unpacked at its whole size, four octets for each."""

LEAST_SIDE = 192
"""Pixels of its shorter side: of less nobody is recognised on a page."""

SIZES = (128, 384)
"""Pixels of the sides of the squares that are kept: for a list, and for a page of its own."""

MEDIA_TYPE = "image/jpeg"
"""What all of them are, whatever was sent in."""

MOST = 5_000
"""Pictures that are kept for one summit, those included that are not shown any more."""

DIGEST = re.compile(r"[0-9a-f]{64}")


def shown(programme: Programme) -> frozenset[str]:
    """Return the digests of all pictures that a programme shows."""
    return frozenset(one.picture for one in programme.people if one.picture)


def only(programme: Programme, kept: Collection[str]) -> Programme:
    """Return `programme` without pictures other than those that are `kept`, by their digests."""
    if shown(programme).issubset(kept):
        return programme
    people = tuple(
        one if one.picture in kept else replace(one, picture=None) for one in programme.people
    )
    return replace(programme, people=people)


def carried(programme: Programme, before: Programme) -> Programme:
    """Return `programme` with the pictures that people have in `before` and not in it.

    What a file says of somebody it can say without a picture: that is no reason to lose it.
    """
    known = {one.code: one.picture for one in before.people if one.picture}
    if not known:
        return programme
    people = tuple(
        replace(one, picture=one.picture or known.get(one.code)) for one in programme.people
    )
    return replace(programme, people=people)
