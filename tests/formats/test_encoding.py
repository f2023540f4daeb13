"""Octets in any encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.core.exchange import Problem
from summit.formats.encoding import decode

WORDS = "Fête, 회의"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)) == (WORDS, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert decode("Title,Start".encode(encoding)) == ("Title,Start", [])


def test_declared() -> None:
    assert decode("Größe".encode("iso-8859-1"), "ISO-8859-1") == ("Größe", [])
    assert decode("日本".encode("shift_jis"), "Shift_JIS") == ("日本", [])


@pytest.mark.parametrize("declared", [None, "UTF-8", "no such encoding", "base64"])
def test_legacy_lines_are_told(declared: str | None) -> None:
    octets = "회의\nFête\n€ 5".encode()
    octets = octets.replace("Fête".encode(), "Fête “x”".encode("cp1252"))
    words, problems = decode(octets, declared)
    assert words == "회의\nFête “x”\n€ 5"
    assert problems == [Problem("line 2", "not in UTF-8; read as Windows-1252")]


def test_many_legacy_lines_are_told_together() -> None:
    problems = decode(b"\xe9\n" * 1_500)[1]
    assert len(problems) == 1_001
    assert problems[-1].where == "500 further lines"


@pytest.mark.parametrize(
    ("octets", "message"),
    [(b"\xff\xfea", "This is not UTF-16-LE"), (b"\xe9\n" * 1_000_001, "more than 1000000 lines")],
    ids=["half a character", "lines"],
)
def test_what_cannot_be_decoded(octets: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        decode(octets)


@given(st.binary(), st.sampled_from((None, "utf-7", "unicode_escape", "idna", "cp037")))
def test_whatever_comes_is_decoded_or_refused(octets: bytes, declared: str | None) -> None:
    try:
        words, _ = decode(octets, declared)
    except Invalid:
        return
    assert isinstance(words, str)
