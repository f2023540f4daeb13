"""Differences: word by word, and nothing is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summit.core.declaration import Paragraph, Words
from summit.core.difference import Kind, Piece, compare, pieces
from summit.core.text import Text

SAME, OUT, IN = Kind.SAME, Kind.OUT, Kind.IN
WORDING = st.lists(
    st.sampled_from(["we", "shall", "share", " ", "  ", "\n", ".", "정보를", "共", "同", "a1"])
).map("".join)


def plain(before: str, after: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.words) for one in pieces(before, after)]


@given(WORDING | st.text(max_size=60), WORDING | st.text(max_size=60))
def test_both_wordings_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.words for one in found if one.kind is not IN) == before
    assert "".join(one.words for one in found if one.kind is not OUT) == after
    assert all(one.words for one in found)


@given(WORDING)
def test_what_is_the_same_is_one_piece(words: str) -> None:
    assert pieces(words, words) == ((Piece(SAME, words),) if words else ())


def test_a_word_is_replaced_whole() -> None:
    assert plain("We will share data.", "We shall share data.") == [
        (SAME, "We "),
        (OUT, "will"),
        (IN, "shall"),
        (SAME, " share data."),
    ]


def test_changed_words_in_a_row_read_as_one_change() -> None:
    assert plain("one two three four", "one 2 3 four") == [
        (SAME, "one "),
        (OUT, "two three"),
        (IN, "2 3"),
        (SAME, " four"),
    ]


def test_chinese_differs_by_its_signs_and_korean_by_its_words() -> None:
    assert plain("共同準備", "共同防備") == [(SAME, "共同"), (OUT, "準"), (IN, "防"), (SAME, "備")]
    assert plain("정보를 나눈다", "자료를 나눈다") == [
        (OUT, "정보를"),
        (IN, "자료를"),
        (SAME, " 나눈다"),
    ]


def words(*paragraphs: tuple[str, str], title: str = "Title") -> Words:
    return Words(
        Text({"en": title}),
        tuple(Paragraph(key, Text({"en": said})) for key, said in paragraphs),
    )


def test_paragraphs_are_known_by_their_keys_wherever_they_stand() -> None:
    before = words(("p1", "One."), ("p2", "Two."), ("p3", "Three."), ("p4", "Four."))
    after = words(("p3", "Three."), ("p1", "One!"), ("p5", "Five."), ("p4", "Four."))
    found = [(one.key, one.place, one.fate, one.has_moved) for one in compare(before, after)]
    assert found == [
        ("", 0, SAME, False),
        ("p3", 1, SAME, True),
        ("p1", 2, SAME, False),
        ("p2", 0, OUT, False),
        ("p5", 3, IN, False),
        ("p4", 4, SAME, False),
    ]
    changed = {one.key: one.wordings for one in compare(before, after) if not one.is_same}
    assert changed == {
        "p3": (),
        "p1": (("en", (Piece(SAME, "One"), Piece(OUT, "."), Piece(IN, "!"))),),
        "p2": (("en", (Piece(OUT, "Two."),)),),
        "p5": (("en", (Piece(IN, "Five."),)),),
    }


def test_a_language_that_came_is_put_in() -> None:
    before = Words(Text({"en": "Title"}))
    after = Words(Text({"en": "Title", "ko": "제목"}))
    assert compare(before, after)[0].wordings == (("ko", (Piece(IN, "제목"),)),)


KEYS = st.lists(st.sampled_from([f"p{n}" for n in range(1, 8)]), unique=True)


@given(KEYS, KEYS)
def test_every_paragraph_is_told_of_once(old: list[str], new: list[str]) -> None:
    found = compare(words(*((k, k) for k in old)), words(*((k, k) for k in new)))
    keys = [one.key for one in found]
    assert sorted(keys) == sorted({"", *old, *new})
    assert [key for key in keys if key in new] == new
    assert {one.key for one in found if one.fate is OUT} == set(old) - set(new)
    stay = [
        key for key in new if key in old and not next(o for o in found if o.key == key).has_moved
    ]
    assert stay == [key for key in old if key in stay]
