"""Which passwords are taken."""

from __future__ import annotations

import pytest

from summit.core.password import Weakness, plain, weakness


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("four small words", None),
        ("열두글자가넘는비밀번호입니다", None),
        ("elevenchars", Weakness.SHORT),
        ("", Weakness.SHORT),
        ("x" * 256, None),
        ("x" * 257, Weakness.LONG),
        ("jin.park@seoul.example", Weakness.OWN),
        ("JIN.PARK-2020-06", Weakness.OWN),
        ("my name is ＰＡＲＫ", Weakness.OWN),
        ("jin sat by the sea", None),
    ],
)
def test_weakness(words: str, why: Weakness | None) -> None:
    assert weakness(words, "jin.park@seoul.example", "Jin Park") == why


def test_keyboards_that_compose_letters_otherwise_write_the_same() -> None:
    assert plain("cafe\u0301") == plain("café")
