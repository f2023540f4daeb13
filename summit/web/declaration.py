"""A text of the declaration as pages show it: its languages, the reader's first."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.declaration import Words
from summit.language import language_name


@dataclass(frozen=True, slots=True)
class Said:
    """The text in one language, which calls itself `name`; `paragraphs` are (key, words)."""

    language: str
    name: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


def spread(words: Words, language: str) -> tuple[Said, ...]:
    """Return a text in each of its languages, the one nearest to `language` first."""
    first = words.title.best(language).language
    tags = sorted(words.languages, key=lambda tag: (tag != first, tag))
    return tuple(
        Said(
            tag,
            language_name(tag, tag),
            words.title.get(tag, ""),
            tuple((one.key, one.text.get(tag, "")) for one in words.paragraphs),
        )
        for tag in tags
    )
