"""Codes, and how words become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.code import CODE, LONGEST, Claims, slug


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Main Hall", "main-hall"),
        ("K.1.105 (La Fontaine)", "k-1-105-la-fontaine"),
        ("ABC_123", "abc-123"),
        ("O’Neil & Sons", "oneil-sons"),
        ("Jörg Müßig", "jorg-mussig"),
        ("Łukasz Żółć, Æon", "lukasz-zolc-aeon"),
        ("Nguyễn Văn", "nguyen-van"),
        ("Иван Щукин", "ivan-shchukin"),
        ("объект", "obekt"),
        ("Ψυχή", "psychi"),
        ("𝕊𝐮mmit 𝚨", "summit-a"),
        ("김민수", "gimminsu"),
        ("ラmen さくら", "ramen-sakura"),
        ("0d5b2e1c-6a0e-4cfe-9e49-7ff0d9d4f4de", "0d5b2e1c-6a0e-4cfe-9e49-7ff0d9d4f4de"),
        # What has no Latin letters of its own is told apart by a hash, the same for ever.
        ("王小明", "person-acf979"),
        ("第3會場", "3-3297d6"),
        ("第3展覽", "3-27e5a9"),
        ("", "person-e3b0c4"),
        ("…", "person-b49358"),
        ("a" * 65, f"{'a' * 57}-635361"),
    ],
)
def test_words_become_a_code(words: str, code: str) -> None:
    assert slug(words, "person") == code


@given(st.text())
def test_any_words_become_a_code_and_a_code_stays_one(words: str) -> None:
    code = slug(words, "person")
    assert CODE.fullmatch(code)
    assert slug(code, "person") == code


def test_codes_are_given_out_once() -> None:
    claims = Claims(["talk-2"])
    assert [claims.first("talk") for _ in range(3)] == ["talk", "talk-3", "talk-4"]
    assert [claims.first("a" * LONGEST) for _ in range(2)] == ["a" * 64, "a" * 62 + "-2"]
    claims.take("break")
    assert "break" in claims
    assert claims.first("break") == "break-2"


def test_a_thousand_of_one_name_are_given_out_at_once() -> None:
    claims = Claims()
    assert [claims.first("talk") for _ in range(20_000)][-1] == "talk-20000"
