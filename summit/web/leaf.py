"""One page of a long list: what stands on it, and which of how many pages it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from summit.web.page import understand

MOST = 50
"""Things on one page, where a list does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Page `number` of `pages`, both from 1 on, with `things` out of `total`."""

    things: tuple[Any, ...]
    number: int
    pages: int
    total: int

    def of(self, make: Callable[[Any], Any]) -> Leaf:
        """Return the same page with what is made of each thing on it."""
        return replace(self, things=tuple(make(one) for one in self.things))


def asked(name: str = "page") -> int:
    """Return the number of the page that the address asks for, 1 for what is none."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 1


def leaf(found: Sequence[Any], most: int = MOST) -> Leaf:
    """Return the page of `found` that the address asks for, the nearest there is."""
    pages = max(1, -(-len(found) // most))
    number = min(max(1, asked()), pages)
    if request.args.get("page") == str(number):
        understand("page")
    return Leaf(tuple(found[(number - 1) * most : number * most]), number, pages, len(found))


def page_of(at: int, most: int = MOST) -> int:
    """Return on which page the thing stands that has `at` others before it."""
    return at // most + 1
