"""Remarks: who reads them, and what they may say."""

from __future__ import annotations

import pytest

from summit.core import remark
from summit.core.errors import Invalid
from summit.core.remark import Remark
from tests.core.test_record import AT


@pytest.mark.parametrize(("shared", "others"), [(True, True), (False, False)])
def test_a_remark_is_read_by_its_office_and_where_it_is_shared_by_all(
    shared: bool, others: bool
) -> None:
    one = Remark(1, 1, "p1", "london", "Mina", "Why?", shared, AT)
    assert (one.is_seen_by("london"), one.is_seen_by("lima")) == (True, others)


def test_a_remark_says_something_and_not_too_much() -> None:
    assert remark.said(" Why\r\nnot? ", "words") == "Why\nnot?"
    for words in (" \n", "x" * 2001):
        with pytest.raises(Invalid):
            remark.said(words, "words")
