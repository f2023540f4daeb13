"""Certificates as PDF: words are words, whatever they look like, and the same bytes again."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from summit.core.certificate import Attended, Certificate
from summit.core.programme import Summit
from summit.core.text import Text
from summit.formats import certificate

SUMMIT = Summit(
    "cac2020",
    Text({"en": "CAC Global Summit 2020"}),
    "Asia/Seoul",
    ("en",),
    host=Text({"en": "Seoul"}),
)
ADDRESS = "https://summit.example/cac2020/certificates/AAAAA"


def made(name: str, count: int = 1) -> Certificate:
    one = Attended(
        "mayoral-meeting", Text({"en": "Mayoral Meeting"}), datetime(2020, 6, 2, 13, tzinfo=UTC), 90
    )
    return Certificate("AAAAA", "cac2020", name, (one,) * count)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext of poppler")
@pytest.mark.parametrize(
    "name", ["김민지", "王小明", "Ana #strong[x] *b* $y$ @ref", '#eval("1")', "a \\ b // c"]
)
def test_words_are_set_as_they_are(tmp_path: Path, name: str) -> None:
    octets = certificate.write(made(name), SUMMIT, ADDRESS, "Europe/Budapest", "en")
    (tmp_path / "a.pdf").write_bytes(octets)
    words = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert name in re.sub(r"\s+", " ", words)
    assert "Tue 2 June 2020, 15:00 Budapest (UTC+2)" in words
    assert "90 minutes in all" in words
    assert ADDRESS in words


def test_it_is_tagged_names_its_language_and_is_the_same_again() -> None:
    octets = certificate.write(made("A"), SUMMIT, ADDRESS, "Asia/Seoul", "ko")
    assert octets.startswith(b"%PDF-1.")
    for part in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang"):
        assert part in octets
    assert certificate.write(made("A"), SUMMIT, ADDRESS, "Asia/Seoul", "ko") == octets


def test_many_sessions_go_on_over_several_pages() -> None:
    octets = certificate.write(made("A", 120), SUMMIT, ADDRESS, "Asia/Seoul", "en")
    assert len(re.findall(rb"/Type ?/Page\b", octets)) > 2
