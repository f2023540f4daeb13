"""Search: queries, what is found, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summit.core.fold import fold
from summit.core.search import LONGEST, MOST, Document, Index, Place, query
from summit.core.text import clean_line
from tests.factories import wild_words

# --- queries ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("climate", ("climate",)),
        ("  Mayors   SEOUL ", ("mayors", "seoul")),
        ("seoul Seoul SÉOUL", ("seoul",)),
        ("시장 mayor 市長", ("시장", "mayor", "市長")),
        ('"post-corona era" city', ("postcorona era", "city")),
        ("“서울 선언” 2020", ("서울선언", "2020")),
        ("«smart city» now", ("smart city", "now")),
        ('open "never closed', ("open", "never closed")),
        ("climate, (health)!", ("climate", "health")),
        ("won-", ("won",)),
        ("covid -", ("covid",)),
        ("c++ R&D .net", ("c++", "r&d", ".net")),
        ('"?!"', ("?!",)),
        ("시ㅈ", ("시",)),
        ("ㅅ", ()),
        ('- & "" “”', ()),
        ("\x00\r\n\t", ()),
        ("", ()),
    ],
)
def test_terms(typed: str, terms: tuple[str, ...]) -> None:
    found = query(typed)
    assert (found.terms, found.is_cut) == (terms, False)


def test_a_query_is_bounded() -> None:
    many = query(" ".join(f"w{n}" for n in range(20)))
    assert (many.terms, many.is_cut) == (tuple(f"w{n}" for n in range(MOST)), True)
    long = query("x" * 100_000)
    assert (long.words, long.terms, long.is_cut) == ("x" * LONGEST, ("x" * LONGEST,), True)
    just = query("y" * LONGEST)
    assert (just.terms, just.is_cut) == (("y" * LONGEST,), False)


# --- finding ---------------------------------------------------------------------------------


def found(documents: list[Document], typed: str) -> list[str]:
    return [hit.code for hit in Index(documents).search(query(typed))]


def titled(*titles: str, **more: tuple[str, ...]) -> Document:
    return Document("it", titles, **more)


@given(
    st.lists(wild_words(), min_size=1, max_size=3),
    st.data(),
)
def test_a_titles_own_words_always_find_it(titles: list[str], data: st.DataObject) -> None:
    """Any of its words, any part of a word, in any order."""
    cleaned = [clean_line(one)[:LONGEST] for one in titles]
    # A quotation mark inside a word would part it: it is how phrases are asked for.
    words = [
        word for one in cleaned for word in one.split() if not set('"“”„‟«»＂「」『』') & set(word)
    ]
    assume(words)
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    asked = query(" ".join(some)[:LONGEST])
    assume(asked.terms)
    assert len(Index([titled(*cleaned)]).search(asked)) == 1


@given(wild_words(), st.data())
def test_any_part_of_a_text_finds_it_as_a_phrase(words: str, data: st.DataObject) -> None:
    words = clean_line(words).replace('"', "'")
    assume(words)
    begins = data.draw(st.integers(0, len(words) - 1))
    asked = query(f'"{words[begins : begins + 30]}')
    # A part of a letter that folds into several, or a mark alone, is no part of the words.
    assume(asked.terms and asked.terms[0] in fold(words))
    assert len(Index([titled("Title", texts=(words,))]).search(asked)) == 1


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("서울선언문 채택", "선언"),
        ("서울선언문 채택", "서울"),
        ("서울선언문 채택", "서울 선언문"),
        ("서울 선언문 채택", "서울선언문"),
        ("市長會議", "市長"),
        ("首爾宣言", "宣言"),
        ("Post-Corona, Crisis into Opportunity", "postcorona"),
        ("Post-Corona, Crisis into Opportunity", "corona post"),
        ("Won-soon", "Won soon"),
        ("Wonsoon", "Won-soon"),
        ("Bogotá D.C.", "bogota"),
        ("Bogota", "Bogotá"),
        ("Ｓｍａｒｔ City", "smart"),
        ("مؤتمر المدن", "مُؤْتَمَر"),
    ],
)
def test_other_spellings_find_it(title: str, typed: str) -> None:
    assert found([titled(title)], typed) == ["it"]


@pytest.mark.parametrize(
    "typed", ["climat climb", '"city smart"', "city xyz", ".*", "[a-z]+", "c%", "(a+)+$", "\\w"]
)
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert found([titled("Smart city and climate")], typed) == []


def test_every_word_must_be_there_but_anywhere() -> None:
    one = titled("기후와 도시", "Climate", names=("London",), themes=("Health",), texts=("a b",))
    assert found([one], "기후 london health climate b") == ["it"]
    assert found([one], "기후 london health paris") == []


def test_no_word_reaches_from_one_name_to_the_next() -> None:
    assert found([titled("T", names=("Bud", "apest"))], "budapest") == []


def test_without_words_nothing_is_found() -> None:
    assert Index([titled("T")]).search(query("- !")) == ()


def test_the_order_of_what_is_found() -> None:
    documents = [
        Document("text", ("Opening",), texts=("About seoul",)),
        Document("theme", ("Opening",), themes=("Seoul hall",)),
        Document("name", ("Opening",), names=("Mayor of Seoul",)),
        Document("inside", ("Megaseoul",)),
        Document("word", ("From Seoul",)),
        Document("start-later", ("회의", "Seoul")),
        Document("start", ("Seoul calls", "회의"), texts=("seoul seoul",)),
        Document("nothing", ("Opening",)),
    ]
    hits = Index(documents).search(query("seoul"))
    assert [(hit.code, hit.worst) for hit in hits] == [
        ("start-later", Place.TITLE_START),
        ("start", Place.TITLE_START),
        ("word", Place.TITLE_WORD),
        ("inside", Place.TITLE),
        ("name", Place.NAME),
        ("theme", Place.THEME),
        ("text", Place.TEXT),
    ]


def test_the_order_with_several_words() -> None:
    """First by the least prominent of them, then by all together, then by time."""
    documents = [
        Document("late-text", ("Mayors",), texts=("seoul",)),
        Document("both-inside", ("All megaseoul premayors",)),
        Document("both-words", ("The mayors of Seoul",)),
        Document("start-and-word", ("Mayors in Seoul",)),
        Document("start-and-word-2", ("Seoul mayors",)),
    ]
    assert found(documents, "seoul mayors") == [
        "start-and-word",
        "start-and-word-2",
        "both-words",
        "both-inside",
        "late-text",
    ]


def test_a_korean_word_inside_a_title_begins_there() -> None:
    """Though spaces do not count between Korean letters."""
    hits = Index([titled("도시정부 시장회의"), titled("대도시장터")]).search(query("시장"))
    assert [hit.worst for hit in hits] == [Place.TITLE_WORD, Place.TITLE]


@pytest.mark.parametrize(
    ("term", "near"),
    [("climaet", "Climate"), ("budapset", "Budapest"), ("선언뮨", "선언문"), ("qqqqqq", None)],
)
def test_words_spelt_like_it(term: str, near: str | None) -> None:
    index = Index([titled("Climate and health", "서울 선언문"), titled("Budapest")])
    assert index.near(term) == near
