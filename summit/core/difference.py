"""What differs between two wordings, word by word, to be shown as taken out and put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_PIECES = re.compile(
    r"\s+"
    # Chinese and kana are written without spaces: each sign is a word here.
    "|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
    r"|."
)


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, and what became of them."""

    kind: Kind
    words: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both wordings as one row: what stayed, what was taken out, what was put in.

    The SAME and OUT ones make up `before`, the SAME and IN ones `after`.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Kind.SAME, "".join(old[a:b])))
            continue
        found += [Piece(Kind.OUT, "".join(old[a:b]))] if a < b else []
        found += [Piece(Kind.IN, "".join(new[c:d]))] if c < d else []
    return tuple(_joined(found))


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Join changes that only white space holds apart: they read as one."""
    at = 0
    while at < len(found):
        out, new, end = "", "", at
        while end < len(found):
            one = found[end]
            is_gap = one.kind is Kind.SAME and not one.words.strip()
            if one.kind is Kind.SAME and not (is_gap and end > at and end + 1 < len(found)):
                break
            out += one.words if one.kind is not Kind.IN else ""
            new += one.words if one.kind is not Kind.OUT else ""
            end += 1
        if end == at:
            yield found[at]
            at += 1
            continue
        if out:
            yield Piece(Kind.OUT, out)
        if new:
            yield Piece(Kind.IN, new)
        at = end
