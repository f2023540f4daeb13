"""What a search costs, in a programme with texts as long as those of a large conference."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bench.generated import programme as generated
from bench.measure import Figure, measure
from summit.core.release import Release
from summit.core.search import query
from summit.core.text import Text
from summit.formats import release_json
from summit.published.search import Searches

QUERIES = (
    "climate",
    "서울",
    "市長",
    "seoul mayor",
    '"smart city"',
    "e",
    "nothing has this",
    "city water energy trust data budget school public",
)
_WORDS = (
    *("city", "mayor", "climate", "health", "data", "transport", "housing", "school", "recovery"),
    *("open", "source", "network", "water", "energy", "trust", "crisis", "science", "community"),
    *("budget", "public", "space", "future", "youth", "mobility", "finance", "culture", "welfare"),
)
_LENGTHS = ((600, 50), (1_500, 40), (4_000, 9), (23_000, 1))
"""Characters of a text, and how many in a hundred are so long."""


def release(sessions: int) -> Release:
    """Return a release of `sessions` sessions with long texts, read back from its bytes."""
    chance = random.Random(2020)
    lengths, weights = zip(*_LENGTHS, strict=True)

    def text() -> str:
        (length,) = chance.choices(lengths, weights)
        return " ".join(chance.choices(_WORDS, k=length // 7))

    given = generated(sessions)
    long = replace(
        given,
        sessions=tuple(
            replace(one, text=Text({**one.text, "en": f"{one.text.get('en', '')} {text()}"}))
            for one in given.sessions
        ),
    )
    now = datetime(2020, 5, 20, tzinfo=UTC)
    return release_json.read(release_json.write(1, now, "bench", long, ()))


def figures(sessions: int) -> Iterator[Figure]:
    """Measure searches against a plain scan of all words for the first term alone."""
    shown = release(sessions)
    index = Searches().of(shown).sessions
    scanned = ["\n".join(one.text.values()).casefold() for one in shown.sessions]
    for words in QUERIES:
        asked = query(words)
        term = asked.terms[0]
        yield measure(
            f"search {words}, {len(index.search(asked))} found",
            lambda asked=asked: index.search(asked),  # type: ignore[misc]
            lambda term=term: [term in one for one in scanned],  # type: ignore[misc]
        )


def index(sessions: int) -> tuple[float, float]:
    """Return the seconds that making an index takes, and the megabytes that it keeps."""
    shown = release(sessions)
    begin = time.perf_counter()
    Searches().of(shown)
    seconds = time.perf_counter() - begin
    tracemalloc.start()
    kept = Searches()
    kept.of(shown)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, size / 1e6


def lines(sessions: int) -> Iterator[str]:
    """Yield the lines of searching."""
    for figure in figures(sessions):
        yield f"  {figure}"
    seconds, size = index(sessions)
    yield f"  {'making the index of words':<58} {seconds * 1000:>9.2f} ms, {size:.1f} MB kept"
