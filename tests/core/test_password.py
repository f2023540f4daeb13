"""Which passwords are taken."""

from __future__ import annotations

import pytest

from summit.core.password import plain, weakness

SHORT = "password: Take at least 12 characters: a few words in a row will do."
LONG = "password: Take at most 256 characters."
OWN = "password: Leave your name and your address out: they are guessed first."
COMMON = "password: This is guessed early: take a few words that others would not put in a row."


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("four small words", None),
        ("열두글자가넘는비밀번호입니다", None),
        ("elevenchars", SHORT),
        ("", SHORT),
        ("a wide sea " * 23, None),
        ("a wide sea " * 24, LONG),
        ("jin.park@seoul.example", OWN),
        ("JIN.PARK-2020-06", OWN),
        ("my name is ＰＡＲＫ", OWN),
        ("jin sat by the sea", None),
        ("a password is kept", None),
        ("seoul has a summit of mayors in June", None),
        ("password1234", COMMON),
        ("PasswordPassword", COMMON),
        ("passw0rd 2020", COMMON),
        ("qwertyuiop123", COMMON),
        ("1q2w3e4r5t6y", COMMON),
        ("1234567890123", COMMON),
        ("abcdefghijklm", COMMON),
        ("aaaaaaaaaaaaaaa", COMMON),
        ("xyaxyaxyaxya", COMMON),
        ("summit-Seoul-2020", COMMON),
        ("            ", COMMON),
    ],
)
def test_weakness(words: str, why: str | None) -> None:
    found = weakness(words, "jin.park@seoul.example", "Jin Park")
    assert (str(found) if found else None) == why


def test_keyboards_that_compose_letters_otherwise_write_the_same() -> None:
    assert plain("cafe\u0301") == plain("café")
