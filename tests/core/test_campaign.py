"""What organizers write to many: its places, its little Markdown, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.core import campaign
from summit.core.campaign import Block, Campaign, Piece, Words
from summit.core.errors import Problems
from summit.core.registration import State
from summit.core.selection import Place, Selection
from summit.core.selection import read as read_selection
from summit.core.selection import write as write_selection


def fill(place: str) -> Piece | None:
    return {
        "name": Piece("**[Eve](https://evil.example)** {summit}"),
        "summit": Piece("CAC"),
        "agenda": Piece("https://a.example/me", "https://a.example/me"),
    }.get(place)


def problems(words: Mapping[str, Words], name: str = "News") -> dict[str, str]:
    try:
        campaign.check(Campaign(name, words=words), ("en", "ko"), ("welfare",))
    except Problems as found:
        return found.by_field
    return {}


def test_a_little_markdown_is_understood() -> None:
    text = "One **strong** word\nnext {agenda}\n\n- a\n- [b](https://b.example)\nafter"
    assert campaign.blocks(text, fill) == (
        Block(
            (
                (Piece("One "), Piece("strong", is_strong=True), Piece(" word")),
                (Piece("next "), Piece("https://a.example/me", "https://a.example/me")),
            )
        ),
        Block(((Piece("a"),), (Piece("b", "https://b.example"),)), is_list=True),
        Block(((Piece("after"),),)),
    )


def test_an_address_ends_before_the_end_of_its_sentence() -> None:
    (block,) = campaign.blocks("See https://a.example/x?y=1.", fill)
    assert block.lines[0][1:] == (
        Piece("https://a.example/x?y=1", "https://a.example/x?y=1"),
        Piece("."),
    )


def test_a_name_never_becomes_markup_nor_a_place() -> None:
    name = "**[Eve](https://evil.example)** {summit}"
    (block,) = campaign.blocks("Dear {name}", fill)
    assert block.lines == ((Piece("Dear "), Piece(name)),)
    assert campaign.filled("Dear {name}", fill) == f"Dear {name}"


def test_no_other_kind_of_address_is_a_link() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "/account/leave", "//evil.example"):
        (block,) = campaign.blocks(f"[here]({address})", fill)
        assert [piece.address for line in block.lines for piece in line] == [""]


def test_unknown_places_are_refused_at_their_field() -> None:
    assert problems(
        {
            "en": Words("For {name}", "{when:welfare} {when:nothing} {0.__class__} {}"),
            "ko": Words("{x}", ""),
        }
    ) == {
        "text.en": "There is nothing that {when:nothing} stands for.",
        "subject.ko": "There is nothing that {x} stands for.",
        "text.ko": "Please fill this in.",
    }


def test_the_first_language_has_to_be_there_and_the_others_may() -> None:
    assert problems({"ko": Words("a", "b")}, "") == {
        "name": "Please fill this in.",
        "subject.en": "Please fill this in.",
        "text.en": "Please fill this in.",
    }
    assert problems({"en": Words("a", "b"), "ko": Words(" ", "\n")}) == {}
    assert problems({"en": Words("a" * 151, "b" * 10_001)}, "n" * 201) == {
        "name": "This is too long.",
        "subject.en": "This is too long.",
        "text.en": "This is too long.",
    }


def test_the_sessions_that_are_named() -> None:
    words = {"en": Words("{title:a}", "{when:b} {link:a} {name}"), "ko": Words("", "{when:c}")}
    assert Campaign("x", words=words).sessions == ("a", "b", "c")


@given(st.text(max_size=300))
def test_no_words_are_lost_and_none_is_added(text: str) -> None:
    """What is read of a text without marks is that text, but for the space around its lines."""
    bare = text.translate(dict.fromkeys(map(ord, "*[](){}"))).replace("http", "")
    shown = " ".join(
        piece.words
        for block in campaign.blocks(bare, fill)
        for line in block.lines
        for piece in line
    )
    kept = "\n".join(line.lstrip().removeprefix("- ") for line in bare.split("\n"))
    assert "".join(shown.split()) == "".join(kept.split())


@given(st.text(max_size=200))
def test_any_text_can_be_checked(text: str) -> None:
    campaign.unknown(text, ())
    campaign.blocks(text, lambda _: None)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(
            "w", (State.PENDING, State.CONFIRMED), "k", "HU", "seoul", "ko", "welfare", Place.QUEUE
        ),
        Selection(place=Place.SEAT),
    ],
)
def test_a_selection_is_read_back(selection: Selection) -> None:
    assert read_selection(write_selection(selection)) == selection
    assert selection.is_all == (selection == Selection())
