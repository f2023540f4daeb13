"""Plain words out of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.formats.markup import line, plain


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("<p>One &amp; <b>two</b>.</p>\n<p>Three</p>", "One & two.\n\nThree"),
        ("<p>Bring:</p><ul>\n<li>a</li>\n<li><p>b</p></ul>End", "Bring:\n- a\n- b\n\nEnd"),
        ("one<br /><br />two<br/>\nthree<br>", "one\n\ntwo\nthree"),
        ("First line\nsecond <i>line</i>\n\nthird", "First line\nsecond line\n\nthird"),
        ('<a href="https://x.example/p?a=1&amp;b=2">Here</a>', "Here (https://x.example/p?a=1&b=2)"),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="https://x.example/p">https://x.example/p</a>', "https://x.example/p"),
        ('<a href="/programme">there</a> <a href=mailto:a@b.example>me</a>', "there me"),
        ("a<!-- b -->c<script>alert(1)</script>d<style>p {}</style>e", "acde"),
        ("<table><tr><td>10</td><td>A</td></tr><tr><td>11</td></tr></table>", "10 A\n11"),
        ("<H1>Title</H1>Text", "Title\n\nText"),
        ("AT&amp;T&nbsp;&#8211; &copy 5", "AT&T – &copy 5"),
        ("Vec<T>, a < b && c > d", "Vec<T>, a < b && c > d"),
        ("# A\n\n* [a](https://x.example)\n* **b**", "# A\n\n* [a](https://x.example)\n* **b**"),
        ("<https://x.example>", "<https://x.example>"),
        ("<p>open <b>never closed", "open never closed"),
        ("", ""),
    ],
)  # fmt: skip
def test_plain(words: str, bare: str) -> None:
    assert plain(words) == bare


def test_line() -> None:
    assert line("<b>One</b><br>two\nthree") == "One two three"


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<p>", "<a href=", "<a>", "</a>", "<script>", "<br>\n ", "<", "&", "<li> ", " \n"],
)
def test_hostile_markup_takes_no_longer_than_its_length(piece: str) -> None:
    """A pattern that goes back over what it has read would need minutes for these."""
    assert len(plain(piece * (400_000 // len(piece)))) <= 400_000


@given(st.text() | st.text(alphabet="<>/abip &;#!- \n\x02\x03\x04"))
def test_whatever_comes_is_clean(words: str) -> None:
    bare = plain(words)
    assert not set(bare) & set("\x00\x02\x03\x04\r\t")
    assert "\n" not in line(words)
