"""What differs between two wordings, word by word, to be shown as taken out and put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from summit.core.declaration import Words
from summit.core.text import NOTHING, Text

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


@dataclass(frozen=True, slots=True)
class Changed:
    """A paragraph of two versions, or their titles where `key` is "", and what became of it.

    `place` counts the paragraphs of the later version, 0 where it is not in that one. `fate`
    tells of all of it: taken out, put in, or there before and after; `has_moved` where it
    stands elsewhere among those that stayed. `wordings` are the pieces of each language in
    which something differs, of all languages of what is new or gone.
    """

    key: str
    place: int
    fate: Kind
    has_moved: bool
    wordings: tuple[tuple[str, tuple[Piece, ...]], ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing became of it."""
        return not self.wordings and not self.has_moved


def compare(before: Words, after: Words) -> tuple[Changed, ...]:
    """Return the title and all paragraphs of two versions, in the order of the later one.

    What was taken out stands behind what it stood behind before.
    """
    old = {one.key: one.text for one in before.paragraphs}
    new = {one.key: one.text for one in after.paragraphs}
    moved = _moved(list(old), list(new))
    places = {key: place for place, key in enumerate(new, start=1)}
    order = list(new)
    for key, last in zip(old, ("", *old), strict=False):
        if key not in new:
            order.insert(order.index(last) + 1 if last in order else 0, key)
    found = [Changed("", 0, Kind.SAME, False, _wordings(before.title, after.title))]
    for key in order:
        fate = Kind.SAME if key in old and key in new else Kind.IN if key in new else Kind.OUT
        wordings = _wordings(old.get(key, NOTHING), new.get(key, NOTHING))
        found.append(Changed(key, places.get(key, 0), fate, key in moved, wordings))
    return tuple(found)


def _wordings(before: Text, after: Text) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    tags = dict.fromkeys((*after, *before))
    return tuple(
        (tag, pieces(before.get(tag, ""), after.get(tag, "")))
        for tag in tags
        if before.get(tag) != after.get(tag)
    )


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return which of the keys in both stand elsewhere than among the others."""
    both = set(old) & set(new)
    before = [key for key in old if key in both]
    after = [key for key in new if key in both]
    stay = {
        key
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for key in before[block.a : block.a + block.size]
    }
    return both - stay
