"""Markdown: harmless in a page, plain elsewhere, and no other than it was without marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.formats.markdown import html, plain
from tests.web.hostile import STRINGS

TAG = re.compile(r"<[^>]*>")
HARMLESS = re.compile(
    r"</?(?:p|em|strong|ul|ol|li|blockquote|code|pre|h[2-6])>|<br>|<hr>|<ol start=\"\d+\">"
    r"|<a(?: href=\"https?://[^\"<>]*\")? rel=\"nofollow noopener\">|</a>"
)


@pytest.mark.parametrize(
    ("words", "page", "bare"),
    [
        ("One line", "<p>One line</p>", "One line"),
        ("One\nTwo\n\nThree", "<p>One</p>\n<p>Two</p>\n<p>Three</p>", "One\nTwo\n\nThree"),
        ("**So** *it* `is`", "<p><strong>So</strong> <em>it</em> <code>is</code></p>", "So it is"),
        ("# Top\n\nText", "<h2>Top</h2>\n<p>Text</p>", "Top\n\nText"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>', "3. c\n4. d"),
        (
            "[here](https://a.example/x)",
            '<p><a href="https://a.example/x" rel="nofollow noopener">here</a></p>',
            "here (https://a.example/x)",
        ),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>", "<b>x</b> & y"),
        (
            "[x](javascript:alert(1))",
            "<p>[x](javascript:alert(1))</p>",
            "[x](javascript:alert(1))",
        ),
        (
            "![x](https://a.example/x.png)",
            '<p>!<a href="https://a.example/x.png" rel="nofollow noopener">x</a></p>',
            "!x (https://a.example/x.png)",
        ),
    ],
)
def test_what_is_made_of_it(words: str, page: str, bare: str) -> None:
    assert (html(words), plain(words)) == (page, bare)


def test_headings_fit_the_page() -> None:
    made = html("# a\n\n## b\n\n###### f", 3)
    assert re.findall(r"<h\d>", made) == ["<h3>", "<h4>", "<h6>"]


@pytest.mark.parametrize("words", STRINGS)
def test_hostile_words_stay_words(words: str) -> None:
    assert [tag for tag in TAG.findall(html(words)) if not HARMLESS.fullmatch(tag)] == []


@given(st.text("*_`#>[]()!<&-+=~\\ \n\t1.ab:/\"'", max_size=80))
def test_nothing_else_comes_out(words: str) -> None:
    assert [tag for tag in TAG.findall(html(words)) if not HARMLESS.fullmatch(tag)] == []
    assert isinstance(plain(words), str)


@given(st.text("ab.,: \n", max_size=60))
def test_a_text_without_marks_is_left_alone(words: str) -> None:
    assert plain(words) == words
