"""Cells: never a formula, and always the words that they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.formats.cell import bare, inert
from tests.factories import wild_words

# What OWASP and ASVS 5.0 (1.2.10) name, written down apart from the code.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
ANY = (
    st.text()
    | wild_words()
    | st.tuples(st.text(alphabet="' \t\r\n=+-@＝\0a1", max_size=6), st.text(max_size=5)).map(
        "".join
    )
)


@given(ANY)
def test_what_is_read_back_is_what_was_there(words: str) -> None:
    assert bare(inert(words)) == words


@given(ANY)
def test_no_cell_begins_like_a_formula(words: str) -> None:
    assert not inert(words).lstrip().startswith(STARTS)
    assert not inert(words).startswith(STARTS)


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+82 2 120", "'+82 2 120"),
        ("-5 degrees", "'-5 degrees"),
        ("@all", "'@all"),
        (" =1+1", "' =1+1"),
        ("\t=1", "'\t=1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("＝1＋1", "'＝1＋1"),
        ("'=1", "''=1"),
        ("''-1", "'''-1"),
        ("'quoted'", "'quoted'"),
        ("1-1", "1-1"),
        ("서울 =", "서울 ="),
        ("", ""),
        ("'", "'"),
    ],
)
def test_only_what_could_run_is_changed(words: str, cell: str) -> None:
    assert inert(words) == cell


@pytest.mark.parametrize("cell", ["'quoted'", "=1+1", "", "'", "plain", "''"])
def test_cells_of_others_stay_as_they_are(cell: str) -> None:
    assert bare(cell) == cell
