"""Plain words out of HTML, as files from elsewhere carry it in their texts.

Text without tags is left as it is, Markdown included; so is what only looks like a tag
("Vec<T>", "a < b").
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from summit.core.exchange import LONGEST_TEXT
from summit.core.text import clean, clean_line

_BLOCK_NAMES = """
    address article aside blockquote center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td
    th thead tr ul
"""
_INLINE_NAMES = """
    a abbr acronym b bdi bdo big body br button cite code data del dfn em font head html i
    iframe img input ins kbd label link mark meta noscript object q s samp script small span
    strike strong style sub sup svg time title tt u var video wbr
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_INLINE = frozenset(_INLINE_NAMES.split())
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(_BLOCKS | _INLINE, key=len, reverse=True))})"
    r"(?P<rest>(?=[\s/>])[^<>]*)>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style|head|noscript)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"(<br(?:\s[^<>]*)?/?>)[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)

# Marks for what the white space of HTML does not say, taken out of the words beforehand.
_PARAGRAPH, _LINE, _ITEM = "\x02", "\x03", "\x04"
_MARKS = str.maketrans(dict.fromkeys((_PARAGRAPH, _LINE, _ITEM)))
_ANY = f"{_PARAGRAPH}{_LINE}{_ITEM}"
_RUN = re.compile(f"(?<![ \n])[ \n]*+[{_ANY}][ \n{_ANY}]*+")


@lru_cache(maxsize=4096)
def line(words: str) -> str:
    """Return words without markup on one line, for titles and names."""
    return clean_line(plain(words))


def plain(words: str) -> str:
    """Return words without markup: paragraphs apart by an empty line, items after a dash.

    A link keeps its address in parentheses where that is not what it says anyway.
    """
    words = words[: 4 * LONGEST_TEXT]
    if "<" in words:
        words = _without_hidden(words)
        if _TAG.search(words):
            words = _without_tags(words.translate(_MARKS))
    if "&" in words:
        words = _ENTITY.sub(lambda found: html.unescape(found[0]), words)
    return clean(words.replace("\N{NO-BREAK SPACE}", " "))


def _without_hidden(words: str) -> str:
    """Return words without comments and without what scripts and styles hold."""
    kept: list[str] = []
    at = 0
    while (start := words.find("<!--", at)) >= 0:
        kept.append(words[at:start])
        end = words.find("-->", start)
        if end < 0:
            at = start + len("<!--")
            break
        at = end + len("-->")
    words, kept, at = "".join((*kept, words[at:])), [], 0
    lower = words.casefold() if words.isascii() else words.lower()
    if len(lower) != len(words):  # some letters have longer small forms; then none is hidden
        return words
    while found := _HIDDEN.search(words, at):
        end = lower.find(f"</{found[1].lower()}", found.end())
        if end < 0:
            break
        kept.append(words[at : found.start()])
        at = end
    return "".join((*kept, words[at:]))


def _without_tags(words: str) -> str:
    """Return words with their tags taken for what they mean."""
    tags = {found["name"].lower() for found in _TAG.finditer(words)}
    # Where only single words are marked up, the line breaks are those of whoever wrote it.
    words = " ".join(words.split()) if tags & _BLOCKS else _BREAK.sub(r"\1", words)
    pieces: list[str] = []
    links: list[tuple[str, int]] = []
    at = 0
    for tag in _TAG.finditer(words):
        pieces.append(words[at : tag.start()])
        at = tag.end()
        name = tag["name"].lower()
        if name != "a":
            pieces.append(_meaning(name, is_end=bool(tag["end"])))
        elif not tag["end"]:
            href = _HREF.search(tag["rest"])
            links.append((next(filter(None, href.groups()), "") if href else "", len(pieces)))
        elif links:
            address, start = links.pop()
            pieces.append(_address(address, "".join(pieces[start:])))
    return _RUN.sub(_gap, "".join((*pieces, words[at:])))


def _gap(found: re.Match[str]) -> str:
    """Return how far apart marks, with the white space around them, hold their neighbours."""
    run = found[0]
    if _ITEM in run:
        return "\n- "
    if _PARAGRAPH in run:
        return "\n\n"
    return "\n" * min(run.count(_LINE), 2)


def _meaning(name: str, *, is_end: bool) -> str:
    if name == "li":
        return "" if is_end else _ITEM
    if name in ("br", "tr", "dt", "dd"):
        return "" if is_end else _LINE
    if name in ("td", "th"):
        return "" if is_end else " "
    return _PARAGRAPH if name in _BLOCKS else ""


def _address(address: str, words: str) -> str:
    """Return the address of a link as it is added to its words, if it says anything new."""
    address = html.unescape(address).strip()
    if not address.lower().startswith(("https://", "http://")):
        return ""
    said = html.unescape(words).strip().rstrip("/")
    bare = address.rstrip("/")
    if said in (bare, bare.partition("://")[2], bare.partition("://www.")[2]):
        return ""
    return f" ({address})"
