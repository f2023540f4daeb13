"""The declaration in files: read from TOML, refused where it cannot be taken."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources

import pytest

from summit.core.declaration import Paragraph, Words
from summit.core.errors import Invalid
from summit.core.text import Text
from summit.formats import declaration
from summit.formats.declaration import Declaration

WHOLE = """
[declaration]
illustrative = true
deadline = 2020-06-02T23:30:00+09:00
title = {en = "A text", ko = "글"}
[[declaration.paragraph]]
text = {en = "One."}
[[declaration.paragraph]]
text = {en = "Two."}
"""


def test_a_text_is_read_with_its_deadline() -> None:
    paragraphs = tuple(
        Paragraph(key, Text({"en": said})) for key, said in (("p1", "One."), ("p2", "Two."))
    )
    words = Words(Text({"en": "A text", "ko": "글"}), paragraphs, True)
    deadline = datetime(2020, 6, 2, 14, 30, tzinfo=UTC)
    assert declaration.read(WHOLE.encode()) == Declaration(words, deadline)
    assert declaration.read(b"[summit]") is None


@pytest.mark.parametrize("wrong", ["colour = 1", "illustrative = 1", "deadline = 2020-06-02"])
def test_what_cannot_be_taken_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="declaration"):
        declaration.read(f"[declaration]\n{wrong}".encode())


def test_the_text_of_the_demonstration_says_that_it_is_invented() -> None:
    file = resources.files("summit").joinpath("programmes/cac2020.toml")
    found = declaration.read(file.read_bytes())
    assert found is not None
    assert found.words.is_illustrative is True
    assert len(found.words.paragraphs) == 6
    assert "It is not the text that was adopted." in found.words.paragraphs[0].text["en"]
    assert found.words.lacks(found.words.languages) == ()
