"""CSV (RFC 4180) as programs of all ages write it: any delimiter, encoding and length of row."""

from __future__ import annotations

import csv
import io
import re

from summit.core.errors import Invalid
from summit.core.exchange import MOST_COLUMNS, MOST_SESSIONS, Problem
from summit.formats import encoding, sheet_heading

_DELIMITERS = ",;\t|"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LINES = 30
"""Rows among which the heading is looked for."""


def rows(octets: bytes, problems: list[Problem]) -> list[list[str]]:
    """Return the cells of a CSV file, row by row.

    Raise `Invalid` for more rows or columns than a programme has, and for a quote that is
    never closed: the rest of the file would stand in one cell.
    """
    words, found = encoding.decode(octets)
    problems.extend(found)
    words = words.replace("\0", "")
    delimiter = ""
    if said := _SAID.match(words):
        delimiter = said[1]
        words = "\n" + words[said.end() :]  # the row counts
    return _parsed(words, delimiter or _delimiter(words), problems)


def is_table(octets: bytes) -> bool:
    """Whether the octets begin with rows that name a title and a time."""
    try:
        words = encoding.decode(octets[: 2**16])[0].replace("\0", "")
    except Invalid:
        return False
    return _best(_SAID.sub("", words, count=1))[0] > 0


def _delimiter(words: str) -> str:
    return _best(words[: 2**16])[1]


def _best(words: str) -> tuple[int, str]:
    """Return by which delimiter most columns of a heading are understood, and how many."""
    found = []
    for delimiter in _DELIMITERS:
        heading = sheet_heading.find(enumerate(_first(words, delimiter)))
        found.append((heading.weight if heading else 0, delimiter))
    return max(found, key=lambda one: one[0])


def _first(words: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, as far as they can be read."""
    held: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=delimiter):
            held.append(row[:MOST_COLUMNS])
            if len(held) == _LINES:
                break
    except csv.Error:
        pass
    return held


def _parsed(words: str, delimiter: str, problems: list[Problem]) -> list[list[str]]:
    try:
        return _all(words, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Invalid("This file ends within quotes: one is opened and never closed.") from None
    try:
        found = _all(words, delimiter, strict=False)
    except csv.Error as error:
        raise Invalid("this is not CSV: %(error)s", error=error) from None
    problems.append(Problem("file", "holds quotes that are not doubled; please look at its texts"))
    return found


def _all(words: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    held: list[list[str]] = []
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=strict)
    for row in reader:
        if len(row) > MOST_COLUMNS:
            raise Invalid(
                "there are more than %(most)s columns",
                f"line {reader.line_num}",
                most=MOST_COLUMNS,
            )
        held.append(row)
        if len(held) > MOST_SESSIONS + _LINES:
            raise Invalid("This file has more than %(most)s rows.", most=MOST_SESSIONS)
    return held
