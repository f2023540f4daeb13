"""Numbers in addresses: those that a row can have, and no others."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest number of a row: an integer of PostgreSQL has 32 bits."""


class Number(IntegerConverter):
    """A number of an address; there is no page with a larger one, and no query for it."""

    def __init__(self, map: Map, *args: int | bool, **options: int | bool) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **options})  # type: ignore[arg-type]
