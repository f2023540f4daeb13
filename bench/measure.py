"""Timing in turns: each thing beside its baseline, the best of several rounds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds of one call of a thing, and of its baseline in the same rounds."""

    name: str
    seconds: float
    baseline: float

    def __str__(self) -> str:
        ratio = self.seconds / self.baseline
        return f"{self.name:<58} {self.seconds * 1000:>9.2f} ms {ratio:>9.2f}"


def measure(
    name: str, act: Callable[[], object], baseline: Callable[[], object], calls: int = 20
) -> Figure:
    """Return the best time of a call of `act` and of `baseline`, measured in turns."""
    act()
    baseline()
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for at, one in enumerate((act, baseline)):
            begin = time.perf_counter()
            for _ in range(calls):
                one()
            best[at] = min(best[at], (time.perf_counter() - begin) / calls)
    return Figure(name, *best)
