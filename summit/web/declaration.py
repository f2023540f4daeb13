"""A text of the declaration as pages show it: its languages, the reader's first."""

from __future__ import annotations

from dataclasses import dataclass

from summit.core.declaration import Words


@dataclass(frozen=True, slots=True)
class Said:
    """The text in one language: `paragraphs` are (key, words), numbered from 1 as they stand."""

    language: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


def spread(words: Words, language: str) -> tuple[Said, ...]:
    """Return a text in each of its languages, the one nearest to `language` first."""
    first = words.title.best(language).language
    tags = sorted(words.languages, key=lambda tag: (tag != first, tag))
    return tuple(
        Said(
            tag,
            words.title.get(tag, ""),
            tuple((one.key, one.text.get(tag, "")) for one in words.paragraphs),
        )
        for tag in tags
    )
