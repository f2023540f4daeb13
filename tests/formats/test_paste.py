"""Cells between spreadsheets: read as they are written, none of them run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.formats import paste


def test_what_a_spreadsheet_copies() -> None:
    words = 'code\ttitle\r\nwelfare\t"Two\nlines"\r\n\t\r\nsports\tA ""quote""\r\n'
    assert paste.read(words) == [
        ["code", "title"],
        ["welfare", "Two\nlines"],
        ["sports", 'A ""quote""'],
    ]


def test_no_cell_runs() -> None:
    assert paste.write([["=1+1", "@x", "a"]]) == "'=1+1\t'@x\ta\n"


@given(st.lists(st.lists(st.text(max_size=9), min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    rows = [[cell.replace("\0", "").replace("\r", "") for cell in row] for row in rows]
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert paste.read(paste.write(rows)) == kept


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ('a\t"b', "never closed"),
        ("\t" * 5_000, "columns"),
        ("a\n" * 5_000, "rows"),
    ],
)
def test_what_is_too_much(words: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        paste.read(words)
