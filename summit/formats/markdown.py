"""Long texts in Markdown (CommonMark 0.31): harmless HTML for pages, plain words elsewhere.

Whoever writes a text may be a stranger: no HTML of theirs passes, no image, no script, and what
the parser makes is cleaned once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_NESTING = 20
"""Quotes and lists within each other that are looked into."""
_TAGS = frozenset(
    "a blockquote br code em h2 h3 h4 h5 h6 hr li ol p pre strong ul".split()  # noqa: SIM905
)
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_LEVELS = range(1, 7)
# Without indented code, which is what a copied text becomes by mistake, and without images.
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": _NESTING}).disable(
    ["code", "image", "html_block", "html_inline"]
)
_MARKS = re.compile(r"[*_`#>\[\\<&!]|^ {0,3}(?:[-+]|\d+[.)])(?:\s|$)|^ {0,3}[-=]+ *$", re.MULTILINE)
"""What Markdown may mean something by; most texts have none of it."""


@final
class Markup(str):
    """HTML that is harmless: `html` alone makes it, and so templates show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the HTML itself (the protocol of MarkupSafe)."""
        return str(self)


@lru_cache(maxsize=2048)
def html(words: str, top: int = 2) -> Markup:
    """Return `words` as HTML in which the largest heading is of level `top`.

    A text without any Markdown is a paragraph for each of its lines. Links say that they are
    nobody's recommendation.
    """
    if not _MARKS.search(words):
        lines = (line.strip() for line in words.split("\n"))
        return Markup("\n".join(f"<p>{escape(line)}</p>" for line in lines if line))
    tokens = _PARSER.parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + top - 1, _LEVELS[-1])}"
    made = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Markup(
        nh3.clean(
            made,
            tags=set(_TAGS),
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https"},
            link_rel="nofollow noopener",
        ).strip()
    )


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Return `words` without the marks of Markdown: items after a dash, links with addresses."""
    if not _MARKS.search(words):
        return words
    return "\n".join(_lines(_PARSER.parse(words))).strip()


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the lines of a text; blocks stand apart by an empty one, items do not."""
    lists: list[int | None] = []
    mark = ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                if not lists:
                    yield ""
            case "list_item_open":
                number = lists[-1]
                mark = "- " if number is None else f"{number}. "
                lists[-1] = None if number is None else number + 1
            case "fence":
                yield from (*token.content.rstrip("\n").split("\n"), "")
            case "inline":
                indent = "  " * (len(lists) - 1)
                yield from f"{indent}{mark}{_inline(token.children or ())}".split("\n")
                mark = ""
            case "paragraph_close" | "heading_close" if not lists:
                yield ""


def _inline(tokens: Sequence[Token]) -> str:
    """Return what stands on a line, each link followed by its address if that is not said."""
    found: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                found.append("\n")
            case "link_open":
                links.append((str(token.attrs.get("href", "")), len(found)))
            case "link_close":
                address, start = links.pop()
                if address.startswith(("http://", "https://")) and address not in found[start:]:
                    found.append(f" ({address})")
            case _:
                found.append(token.content)
    return "".join(found)
