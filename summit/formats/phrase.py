"""Words as files give them: in the language of the file, or a wording for each of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from summit.core.exchange import LONGEST_LINE
from summit.core.text import Text, without_addresses
from summit.formats import markup

Words = str | Mapping[str, str]
"""Words in the language of the file, or a wording for each of several tags (BCP 47)."""


def first(words: Words) -> str:
    """Return the words, or the first wording of them."""
    return words if isinstance(words, str) else next(filter(None, words.values()), "")


def folded(words: str) -> str:
    """Return words without case and with single spaces, to tell whether two are the same."""
    return " ".join(words.casefold().split())


def on_a_line(words: Words) -> Words:
    """Return words without markup, on one line each."""
    if isinstance(words, str):
        return markup.line(words)[:LONGEST_LINE]
    return {tag: markup.line(one)[:LONGEST_LINE] for tag, one in words.items()}


def without_address(name: Words) -> Words:
    """Return a name without a mail address: somebody's address is never taken."""
    if isinstance(name, str):
        return without_addresses(name).replace("…", "").strip(" <>()[],;") if "@" in name else name
    return {tag: str(without_address(one)) for tag, one in name.items()}


def joined(texts: Iterable[Words], language: str, bare: Callable[[str], str]) -> dict[str, str]:
    """Return texts without markup, one after the other, each said once."""
    parts: dict[str, list[str]] = {}
    for text in texts:
        wordings = {language: text} if isinstance(text, str) else text
        for tag, words in wordings.items():
            one = bare(words)
            held = parts.setdefault(tag or language, [])
            if held and one.startswith(held[-1]):
                held.pop()
            if one and one not in held:
                held.append(one)
    return {tag: "\n\n".join(held) for tag, held in parts.items()}


def said(words: Words, language: str) -> Text:
    """Return words as a text; `language` is theirs where they name none."""
    wordings = {language: words} if isinstance(words, str) else words
    return Text({tag or language: one for tag, one in wordings.items()})
