"""Files of offices: known by what is in them, and refused where they could do harm."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core.errors import Invalid
from summit.core.statement import Material
from summit.formats.attachment import DOCX, MP4, PDF, PPTX, TXT, WEBM, Kind, inspect, words
from tests import attachments
from tests.attachments import archive, docx, pptx, relation, types

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SLIDE_MACROS = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
VBA = {"word/vbaProject.bin": b"\0"}


@pytest.mark.parametrize(
    ("octets", "material", "found"),
    [
        (b"Dear colleagues,\n\xec\x84\x9c\xec\x9a\xb8", Material.TEXT, TXT),
        (b"\xef\xbb\xbfmarked", Material.TEXT, TXT),
        (docx("Dear colleagues"), Material.TEXT, DOCX),
        (attachments.PDF, Material.TEXT, PDF),
        (attachments.PDF, Material.SLIDES, PDF),
        (pptx(), Material.SLIDES, PPTX),
        (attachments.MP4, Material.RECORDING, MP4),
        (attachments.WEBM, Material.RECORDING, WEBM),
    ],
)
def test_what_is_taken(octets: bytes, material: Material, found: Kind) -> None:
    file = BytesIO(octets)
    assert (inspect(file, material), file.tell()) == (found, 0)


TEXT_ONLY = "This is none of the files that are taken here: plain text, DOCX or PDF."
SLIDES_ONLY = "This is none of the files that are taken here: PDF or PPTX."
FILMS_ONLY = "This is none of the files that are taken here: MP4 or WebM."
TOO_MUCH = "This file would unpack to more than any document needs."
HAS_MACROS = "This document holds macros. Please save it without them, as DOCX or PPTX."
ELSEWHERE = (
    "This document would fetch a part of itself from elsewhere. Please save it as a new one, "
    "and hand that in."
)
RUNS = (
    "This PDF holds scripts, forms or files of its own. Please print it into a new PDF, and "
    "hand that in."
)
CUT = "This file ends too early. Please hand it in again."
BROKEN = "This file is broken. Please save it anew, and hand that in."


@pytest.mark.parametrize(
    ("octets", "material", "message"),
    [
        (b"", Material.TEXT, "This file is empty."),
        (b"<!doctype html><script>alert(1)</script>", Material.TEXT, TEXT_ONLY),
        (b"<svg onload='alert(1)'/>", Material.TEXT, TEXT_ONLY),
        (b"#!/bin/sh\nrm -r /", Material.TEXT, TEXT_ONLY),
        (b"{\\rtf1 hello}", Material.TEXT, TEXT_ONLY),
        (b"text\0with zeros", Material.TEXT, TEXT_ONLY),
        (b"caf\xe9", Material.TEXT, TEXT_ONLY),
        (b"MZ\x90\0" + b"\0" * 99, Material.TEXT, TEXT_ONLY),
        (b"x" * 500_000, Material.TEXT, TEXT_ONLY),
        (pptx(), Material.TEXT, TEXT_ONLY),
        (attachments.MP4, Material.TEXT, TEXT_ONLY),
        (docx("x"), Material.SLIDES, SLIDES_ONLY),
        (b"plain", Material.SLIDES, SLIDES_ONLY),
        (attachments.PDF, Material.RECORDING, FILMS_ONLY),
        (archive({"index.html": "<p>"}), Material.TEXT, TEXT_ONLY),
        (archive({"[Content_Types].xml": types("x", "y")}), Material.TEXT, TEXT_ONLY),
        (docx("x", kind="text/html"), Material.TEXT, TEXT_ONLY),
        (docx("x", kind=MACROS), Material.TEXT, HAS_MACROS),
        (docx("x", more=VBA), Material.TEXT, HAS_MACROS),
        (docx("x", more={"word/activeX/activeX1.bin": b"\0"}), Material.TEXT, HAS_MACROS),
        (pptx(kind=SLIDE_MACROS), Material.SLIDES, HAS_MACROS),
        (pptx(more={"ppt/vbaProject.bin": b"\0"}), Material.SLIDES, HAS_MACROS),
        (
            docx(
                "x",
                more={
                    "word/_rels/settings.xml.rels": relation(
                        "attachedTemplate", "https://evil.example/t.dotm"
                    )
                },
            ),
            Material.TEXT,
            ELSEWHERE,
        ),
        (docx("x", more={"word/_rels/a.rels": "<!DOCTYPE a><a/>"}), Material.TEXT, BROKEN),
        (docx("x")[:-40], Material.TEXT, BROKEN),
        (b"PK\x03\x04" + b"\0" * 50, Material.TEXT, BROKEN),
        (b"%PDF-1.7\n", Material.TEXT, CUT),
        (attachments.PDF.replace(b"endobj", b"/OpenAction<</S/JavaScript>>"), Material.TEXT, RUNS),
        (attachments.PDF.replace(b"endobj", b"/Launch"), Material.SLIDES, RUNS),
        (attachments.MP4[:-1], Material.RECORDING, CUT),
        (attachments.MP4 + b"more", Material.RECORDING, CUT),
        (attachments.MP4.replace(b"moov", b"free"), Material.RECORDING, BROKEN),
        (
            b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08moov",
            Material.RECORDING,
            FILMS_ONLY,
        ),
        (attachments.WEBM.replace(b"webm", b"abcd"), Material.RECORDING, FILMS_ONLY),
    ],
)
def test_what_is_refused(octets: bytes, material: Material, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        inspect(BytesIO(octets), material)
    assert refused.value.message == message


@pytest.mark.parametrize("octets", [attachments.bomb(), attachments.swollen()])
def test_a_bomb_is_not_unpacked(octets: bytes) -> None:
    assert len(octets) < 2**20
    with pytest.raises(Invalid) as refused:
        inspect(BytesIO(octets), Material.TEXT)
    assert refused.value.message == TOO_MUCH


def test_a_script_across_two_pieces_is_seen() -> None:
    for at in range(65520, 65540):
        octets = b"%PDF-1.7\n".ljust(at, b" ") + b"/JavaScript\n%%EOF"
        with pytest.raises(Invalid):
            inspect(BytesIO(octets), Material.TEXT)


def test_the_words_of_a_file_are_told_where_they_can_be() -> None:
    assert words(BytesIO(docx("Dear &amp; near", "second")), DOCX) == "Dear & near\nsecond"
    assert words(BytesIO("\ufeffOne\r\ntwo".encode()), TXT) == "One\ntwo"
    assert words(BytesIO(attachments.PDF), PDF) is None


START = st.sampled_from((b"", b"%PDF-", b"PK\x03\x04", b"\0\0\0\x18ftyp", b"\x1a\x45\xdf\xa3"))


@given(START, st.binary(max_size=200), st.sampled_from(Material))
def test_no_octets_do_anything_but_be_taken_or_refused(
    start: bytes, rest: bytes, material: Material
) -> None:
    with contextlib.suppress(Invalid):
        inspect(BytesIO(start + rest), material)
