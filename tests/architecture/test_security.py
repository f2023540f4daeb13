"""docs/security.md: every test that it names is there, and no requirement is left out."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:\w+/)*test_\w+\.py(?:::\w+)?)`", PAGE)))
_ROW = re.compile(r"^\| ([\d., ]+) \| (.+) \|$", re.MULTILINE)

COUNTS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1, 0),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7, 0),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they come first in it."""


def required() -> Iterator[str]:
    """Yield the numbers of all requirements of levels 1 and 2."""
    for chapter, sections in COUNTS.items():
        for section, count in enumerate(sections, start=1):
            for number in range(1, count + 1):
                yield f"{chapter}.{section}.{number}"


def told() -> Iterator[str]:
    """Yield the numbers that the page has a row for; a section or chapter stands for all of it."""
    for cell, _ in _ROW.findall(PAGE):
        for one in cell.split(", "):
            found = [number for number in required() if f"{number}.".startswith(f"{one}.")]
            assert found, f"{one} is no requirement of level 1 or 2"
            yield from found


@cache
def functions(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_the_standard_has_so_many() -> None:
    assert len(list(required())) == 253


def test_every_requirement_has_one_row() -> None:
    found = Counter(told())
    assert set(required()) - set(found) == set()
    assert [number for number, rows in found.items() if rows > 1] == []


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name: str) -> None:
    path, _, function = name.partition("::")
    assert (TESTS / path).is_file()
    assert not function or function in functions(TESTS / path)


def test_whatever_looks_like_a_test_is_looked_at() -> None:
    assert PAGE.count(".py::") == len(re.findall(r"`(?:\w+/)*test_\w+\.py::\w+`", PAGE))
    assert len(NAMED) > 100
