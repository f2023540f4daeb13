"""What public files say of words that people typed: no mail address, and no markup in texts."""

from __future__ import annotations

from summit.core.text import Text, clean_line, plain, without_addresses


def line(text: Text, language: str) -> str:
    """Return a title or a name on one line, in the wording nearest to `language`."""
    return without_addresses(clean_line(text.say(language)))


def lines(text: Text, language: str) -> str:
    """Return a text of any length, without tags and entities."""
    return unmarked(text.say(language))


def unmarked(words: str) -> str:
    """Return the words of a text without tags, entities and mail addresses."""
    return without_addresses(plain(words))
