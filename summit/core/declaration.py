"""The declaration: its drafts and texts, and what the record makes of them.

A version is drafted by organizers, circulated to the offices, frozen, and released by a second
organizer. From its freezing on it never changes: a later text is another version. What is
public, which text and whose endorsements, is told by the record alone (`summit.core.record`,
`summit.core.endorsement`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from summit.core import record
from summit.core.errors import Invalid
from summit.core.text import Text

FORMAT = "summit-text/1"
MOST_PARAGRAPHS = 80
LONGEST_TITLE = 200
LONGEST_PARAGRAPH = 5000
LONGEST_NAME = 200
LONGEST_REASON = 500

_KEY = re.compile(r"p([1-9]\d*)")


class Step(StrEnum):
    """How far a version is: only a working one changes, and offices see it from CIRCULATED on."""

    WORKING = "working"
    CIRCULATED = "circulated"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in its languages; `key` stays its own through all versions, such as "p7"."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Words:
    """What a version says; `is_illustrative` where it is invented to show how this works."""

    title: Text
    paragraphs: tuple[Paragraph, ...] = ()
    is_illustrative: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which some of it is written, in the order of their tags."""
        return tuple(sorted({tag for one in self._texts for tag in one}))

    def lacks(self, languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return what is not said in some language, as (key or "" for the title, tag)."""
        return tuple(
            (key, tag)
            for tag in languages
            for key, text in (("", self.title), *((p.key, p.text) for p in self.paragraphs))
            if tag not in text
        )

    @property
    def _texts(self) -> tuple[Text, ...]:
        return (self.title, *(one.text for one in self.paragraphs))


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the declaration, counted from 1 in its summit.

    `digest` is the SHA-256 of its canonical bytes, in hex, "" before it is frozen. `frozen_by`
    is the actor who froze it. `deadline` is the instant after which endorsements are late.
    """

    number: int
    step: Step
    words: Words
    note: str
    made: datetime
    circulated: datetime | None = None
    frozen: datetime | None = None
    frozen_by: str = ""
    digest: str = ""
    deadline: datetime | None = None


def clean(words: Words) -> Words:
    """Return what a version says without what is empty; raise `Invalid` for what it cannot be."""
    paragraphs = tuple(one for one in words.paragraphs if one.text)
    if not words.title:
        raise Invalid("Give the declaration a title.", "title")
    if any(len(one) > LONGEST_TITLE for one in words.title.values()):
        raise Invalid("This is too long.", "title")
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise Invalid("%(most)s paragraphs are the most.", "paragraphs", most=MOST_PARAGRAPHS)
    for one in paragraphs:
        if any(len(said) > LONGEST_PARAGRAPH for said in one.text.values()):
            raise Invalid("This is too long.", one.key)
    if len({one.key for one in paragraphs}) != len(paragraphs):
        raise Invalid("A paragraph stands twice.", "paragraphs")
    return replace(words, paragraphs=paragraphs)


def next_key(keys: Iterable[str]) -> str:
    """Return the key of a new paragraph, which no paragraph of any version has had."""
    found = [int(match[1]) for one in keys if (match := _KEY.fullmatch(one))]
    return f"p{max(found, default=0) + 1}"


def octets(summit: str, number: int, words: Words) -> bytes:
    """Return the canonical bytes of the text of a version; their SHA-256 is its digest."""
    return record.canonical(
        {
            "format": FORMAT,
            "summit": summit,
            "version": number,
            "illustrative": words.is_illustrative,
            "title": dict(words.title),
            "paragraphs": [{"key": one.key, "text": dict(one.text)} for one in words.paragraphs],
        }
    )


def read(body: bytes) -> Words:
    """Return what the text with these canonical bytes says; raise `ValueError`."""
    found = record.read(body)
    if found.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    paragraphs = (Paragraph(one["key"], Text.again(one["text"])) for one in found["paragraphs"])
    return Words(Text.again(found["title"]), tuple(paragraphs), found["illustrative"])
