"""Folding: the forms in which words are compared, and back to where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summit.core.fold import Piece, excerpt, fold, highlight
from summit.core.search import query
from summit.core.text import clean_line
from tests.factories import wild_words


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Climate", "climate"),
        ("São Paulo", "sao paulo"),
        ("ŁÓDŹ, Øresund, Đà Nẵng", "lodz, oresund, da nang"),
        ("Straße STRASSE", "strasse strasse"),
        ("İstanbul ISTANBUL ısparta", "istanbul istanbul isparta"),
        ("Ærø œuvre þing", "aero oeuvre thing"),
        ("ΑΘΉΝΑ Κόσμος", "αθηνα κοσμοσ"),
        ("Ёлка Йод", "елка иод"),
        ("ＦＵＬＬ　ｗｉｄｔｈ １２", "full width 12"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("الْمُؤْتَمَر", "الموتمر"),
        ("مـــؤتمر", "موتمر"),
        ("أنقرة", "انقره"),
        ("تهران کی", "تهران كي"),
        ("שָׁלוֹם", "שלום"),
        ("서울 시장", "서울시장"),
        ("서울선언문", "서울선언문"),
        ("2020 年 6 月", "2020年6月"),
        ("市長", "市長"),
        ("नमस्ते", "नमस्ते"),
        ("Won-soon", "wonsoon"),
        ("won – soon", "won - soon"),
        ("L’Aquila, mayors'", "laquila, mayors'"),
        ("COVID‐19", "covid19"),
        ("one\n two\u00a0  three", "one two three"),
        ("so\u00adft\u200b", "soft"),
        ("\x00\x1f", ""),
        ("", ""),
    ],
)
def test_folding(words: str, folded: str) -> None:
    assert fold(words) == folded


@given(wild_words() | st.text(max_size=40))
def test_what_is_folded_stays_so(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@given(st.text(max_size=40))
def test_the_form_of_unicode_does_not_matter(words: str) -> None:
    forms = {fold(unicodedata.normalize(form, words)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1


# --- showing ---------------------------------------------------------------------------------


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{one.words}]" if one.is_hit else one.words for one in pieces)


@pytest.mark.parametrize(
    ("words", "typed", "shown"),
    [
        ("Smart city", "city", "Smart [city]"),
        ("São Paulo’s mayors", "sao paulos", "[São] [Paulo’s] mayors"),
        ("Post-Corona", "postcorona", "[Post-Corona]"),
        ("Won-soon", "won", "[Won]-soon"),
        ("Straße", "as", "Str[aß]e"),
        ("서울 선언문", '"서울선언"', "[서울 선언]문"),
        ("Bogota\u0301 x", "bogotá", "[Bogota\u0301] x"),
        ("abcabc", "bca cab", "a[bcab]c"),
        ("anana", "ana", "[anana]"),
        ("nothing", "x", "nothing"),
        ("<b>&amp;", "b", "<[b]>&amp;"),
        ("", "x", ""),
    ],
)
def test_highlights(words: str, typed: str, shown: str) -> None:
    assert marked(highlight(words, query(typed).terms)) == shown


@given(wild_words(), st.text(min_size=1, max_size=5))
def test_highlights_lose_nothing(words: str, typed: str) -> None:
    words = clean_line(words)
    terms = query(typed).terms
    pieces = highlight(words, terms)
    assert "".join(one.words for one in pieces) == words
    found = [term for term in terms if term in fold(words)]
    assert any(one.is_hit for one in pieces) == bool(found)


def test_an_excerpt_shows_where_it_stands() -> None:
    words = "Before it. " * 400 + "The Séoul declaration was adopted. " + "After it. " * 400
    pieces = excerpt(words, query("seoul").terms)
    shown = marked(pieces)
    assert "The [Séoul] declaration was adopted." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 200


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert marked(excerpt("One\n\ntwo", ("two",))) == "One [two]"


def test_an_excerpt_of_a_text_without_spaces() -> None:
    assert "[首爾宣言]" in marked(excerpt("會" * 5000 + "首爾宣言" + "議" * 5000, ("首爾宣言",)))


@given(wild_words(), wild_words(), wild_words())
def test_an_excerpt_holds_the_term(before: str, term: str, after: str) -> None:
    asked = query(f'"{term}')
    assume(asked.terms)
    words = clean_line(f"{before * 40} {asked.terms[0]} {after * 40}")
    assume(asked.terms[0] in fold(words))
    assert any(one.is_hit for one in excerpt(words, asked.terms))
