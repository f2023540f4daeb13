"""Recovery codes: printed in groups, read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.recovery import ALPHABET, LENGTH, plain, shown

CODE = "abcd2345efgh6789jkmnpqrs"


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_printed_is_read(code: str) -> None:
    assert plain(shown(code)) == code
    assert plain(f" {shown(code).upper().replace('-', ' – ')}\n") == code


@pytest.mark.parametrize("written", ["", CODE[:-1], f"{CODE}x", CODE.replace("a", "0"), "ａ" * 24])
def test_what_is_no_code(written: str) -> None:
    assert plain(written) == ""


def test_a_code_in_groups() -> None:
    assert shown(CODE) == "abcd-2345-efgh-6789-jkmn-pqrs"
