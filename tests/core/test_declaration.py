"""Versions of the declaration: what they may say, their bytes, the signs of their paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import declaration, record
from summit.core.declaration import MOST_PARAGRAPHS, Paragraph, Words
from summit.core.errors import Invalid
from summit.core.text import Text

TEXTS = st.dictionaries(st.sampled_from(["en", "ko", "zh-Hant"]), st.text(max_size=30)).map(Text)
TITLE = Text({"en": "Title"})


@given(TEXTS, st.lists(TEXTS, max_size=5), st.booleans())
def test_the_bytes_of_a_text_read_back(title: Text, said: list[Text], invented: bool) -> None:
    paragraphs = tuple(Paragraph(f"p{at}", text) for at, text in enumerate(said, start=1))
    words = Words(title, paragraphs, invented)
    octets = declaration.octets("cac2020", 3, words)
    assert declaration.read(octets) == words
    assert declaration.octets("cac2020", 3, declaration.read(octets)) == octets


def test_the_bytes_of_a_text_are_written_out() -> None:
    words = Words(Text({"ko": "제목", "en": "Title"}), (Paragraph("p2", Text({"en": "We."})),))
    assert declaration.octets("cac2020", 1, words).decode() == (
        '{"format":"summit-text/1","illustrative":false,'
        '"paragraphs":[{"key":"p2","text":{"en":"We."}}],'
        '"summit":"cac2020","title":{"en":"Title","ko":"제목"},"version":1}'
    )


def test_other_bytes_are_no_text() -> None:
    with pytest.raises(ValueError, match="summit-text/1"):
        declaration.read(record.canonical({"format": "summit-text/2"}))


@given(st.lists(st.integers(1, 200), unique=True))
def test_a_new_sign_was_never_used(numbers: list[int]) -> None:
    keys = {f"p{number}" for number in numbers} | {"other"}
    key = declaration.next_key(keys)
    assert key not in keys
    assert key == f"p{max(numbers, default=0) + 1}"


def test_empty_paragraphs_are_left_out_and_what_cannot_be_is_refused() -> None:
    two = (Paragraph("p1", Text({"en": "One"})), Paragraph("p2", Text({"en": " "})))
    assert declaration.clean(Words(TITLE, two)) == Words(TITLE, two[:1])
    many = tuple(Paragraph(f"p{at}", TITLE) for at in range(MOST_PARAGRAPHS + 1))
    for words, where in (
        (Words(Text({"en": ""})), "title"),
        (Words(Text({"en": "x" * 201})), "title"),
        (Words(TITLE, many), "paragraphs"),
        (Words(TITLE, (Paragraph("p9", Text({"ko": "x" * 5001})),)), "p9"),
        (Words(TITLE, two[:1] * 2), "paragraphs"),
    ):
        with pytest.raises(Invalid) as caught:
            declaration.clean(words)
        assert caught.value.where == where


def test_what_is_missing_in_a_language_is_named() -> None:
    words = Words(Text({"en": "Title", "ko": "제목"}), (Paragraph("p1", Text({"en": "One"})),))
    assert words.languages == ("en", "ko")
    assert words.lacks(words.languages) == (("p1", "ko"),)
