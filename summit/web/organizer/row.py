"""Rows of a form: small things in an order, edited all at once.

Their order is that of the form, so that a browser can move rows about. Without JavaScript each
row has buttons that move or remove it, and what was typed elsewhere is kept at the same time.
The controls of row 3 of the turns are called `turns.3.title.en`, those of a new one
`turns.new.title.en`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summit.core.text import Text
from summit.web.organizer import form
from summit.web.organizer.field import Field, Ground, Typed, first, said

NEW = "new"
_MOST = 400
"""Rows that a form has."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One kind of row: its name, the words that add one, its fields, what makes a value of them.

    A new row counts where one of the fields called `telling` is filled in; `usual` is what
    stands in it from the beginning.
    """

    name: str
    add: str
    fields: tuple[Field, ...]
    telling: tuple[str, ...]
    make: Callable[..., Any]
    usual: Mapping[str, str] = field(default_factory=dict)

    @property
    def invitation(self) -> str:
        """The words that add one, in the reader's language."""
        return said(self.add)

    def start(self, order: str) -> str:
        """Return what the names of the controls of a row begin with."""
        return f"{self.name}.{order}."

    def fill(self, items: Sequence[Any], ground: Ground) -> dict[str, tuple[str, ...]]:
        """Return what stands in the controls for some values, and in those of a new row."""
        typed: dict[str, tuple[str, ...]] = {
            f"{self.start(NEW)}{key}": (value,) for key, value in self.usual.items()
        }
        for number, item in enumerate(items):
            found = form.fill(self.fields, item, ground)
            typed |= {f"{self.start(str(number))}{key}": value for key, value in found.items()}
        return typed

    def orders(self, typed: Typed) -> list[str]:
        """Return the numbers of the rows in the order in which they stand in the form."""
        found = typed.get(f"{self.name}.row", ())[:_MOST]
        return list(dict.fromkeys(one for one in found if one.isascii() and one.isdigit()))

    def arranged(self, typed: Typed) -> tuple[list[str], int | None]:
        """Return the numbers of the rows as its buttons want them, and where the moved one is."""
        orders = self.orders(typed)
        name, _, wish = first(typed, "do").partition(":")
        way, _, which = wish.partition(":")
        if name != self.name:
            return orders, None
        if way == "add":
            return orders, len(orders)
        if which not in orders:
            return orders, None
        at = orders.index(which)
        if way == "remove":
            return [one for one in orders if one != which], None
        moved = stepped(orders, at, way)
        return moved, moved.index(which)

    def read(
        self, typed: Typed, orders: Iterable[str], old: Sequence[Any], ground: Ground
    ) -> tuple[tuple[Any, ...], dict[str, str]]:
        """Return the values of the rows, a new one last, and the errors by control."""
        items: list[Any] = []
        errors: dict[str, str] = {}
        for order in (*orders, *([NEW] if self._is_begun(typed) else [])):
            start = self.start(order)
            own = {
                name.removeprefix(start): words
                for name, words in typed.items()
                if name.startswith(start)
            }
            number = len(old) if order == NEW else int(order[:6])
            was = old[number] if number < len(old) else None
            values, wrong = form.take(self.fields, own, was, ground)
            errors |= {f"{start}{name}": message for name, message in wrong.items()}
            if not wrong:
                items.append(self.make(**values))
        return tuple(items), errors

    def labels(self, orders: Iterable[str]) -> dict[str, str]:
        """Return what each control is called, for the list of errors."""
        places = {order: str(number) for number, order in enumerate(orders, start=1)}
        return {
            f"{self.start(order)}{one.name}": f"{place}, {one.words}"
            for order, place in (places | {NEW: self.invitation}).items()
            for one in self.fields
        }

    def say(self, item: Any, ground: Ground) -> str:
        """Return all that a row says, on one line."""
        if item is None:
            return ""
        words = (word for one in self.fields for word in one.say(getattr(item, one.name), ground))
        return " · ".join(words)

    def brief(self, item: Any, ground: Ground) -> str:
        """Return by what a row is known: what the fields called `telling` say, but no numbers."""
        known = tuple(one.rstrip(".") for one in self.telling)
        told = []
        for one in self.fields:
            value = getattr(item, one.name)
            if one.name not in known or isinstance(value, int):
                continue
            words = (value.say(ground.language),) if isinstance(value, Text) else ()
            told += [word for word in (words or one.say(value, ground))[:1] if word]
        return " · ".join(told)

    def _is_begun(self, typed: Typed) -> bool:
        begins = tuple(f"{self.start(NEW)}{one}" for one in self.telling)
        return any(
            value.strip()
            for name, values in typed.items()
            for value in values
            if name.startswith(begins)
        )


def stepped(some: Iterable[Any], at: int, way: str) -> list[Any]:
    """Return a list with the one at place `at` one place "up" or "down", if there is one."""
    found = list(some)
    to = at + {"up": -1, "down": 1}.get(way, 0)
    if 0 <= at < len(found) and 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found
