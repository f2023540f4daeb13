"""Names that are given once each, as identities are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from summit.core.exchange import LONGEST_CODE


class Register:
    """Names that are each given once; one that comes again gets a number after it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._asked = Counter(names)
        self._given: set[str] = set()
        self._last: Counter[str] = Counter()

    def repeats(self, name: str | None) -> bool:
        """Whether `name` comes more than once."""
        return bool(name) and self._asked[name or ""] > 1

    def enter(self, name: str) -> str:
        """Return `name`, or what stands for it where it was given before."""
        given = name
        while given in self._given or (given != name and given in self._asked):
            self._last[name] += 1
            given = f"{name[: LONGEST_CODE - 8]}-{self._last[name] + 1}"
        self._given.add(given)
        return given
