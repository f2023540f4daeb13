"""What our own schedule.xml and schedule.json say beyond those of other programs.

They give titles and names in one language and leave out what their formats cannot say. So
what is read back is put under that language, the note is a note again, and what a format
knows less finely than a programme is taken as not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from summit.formats import language_word
from summit.formats.phrase import Words
from summit.language import translations

GENERATOR = "Summit"
_NO_PLACE = ("_online", "_none")
_LOCALE = re.compile(r"[?&]locale=([A-Za-z0-9-]{2,35})")
_SPEAKER = re.compile(r"/speakers/([a-z0-9-]+)(?:[?#]|\Z)")
_EXACT_KINDS = {
    "MEETING": "meeting",
    "TALK": "talk",
    "LIGHTNING_TALK": "pitches",
    "BREAK": "break",
}


@dataclass(frozen=True, slots=True)
class OwnSchedule:
    """A file of ours: the language of its titles and names, and those of its summit."""

    language: str
    acronym: str
    languages: tuple[str, ...] = ()

    def worded(self, words: Words) -> Words:
        """Return words under the tags that the summit uses, where files shorten them."""
        if isinstance(words, str):
            return {self.language: words} if words else ""
        full = {tag.partition("-")[0]: tag for tag in reversed(self.languages)}
        return {full.get(tag, tag): one for tag, one in words.items()}

    def code(self, slug: str) -> str:
        """Return the code of a session, which the slug holds after the summit's own."""
        return slug.removeprefix(f"{self.acronym}-").lstrip("_")

    def place(self, name: Words, slug: str) -> tuple[Words, str]:
        """Return the name and the code of a room or a track, nothing for what stands for none.

        Without a slug it is known by its name alone.
        """
        online = translations(self.language).gettext("Online")
        if slug in _NO_PLACE or (not slug and name == online):
            return "", ""
        return self.worded(name), slug.lstrip("_")


def recognise(
    generator: str, address: str, acronym: str, languages: Iterable[str] = ()
) -> OwnSchedule | None:
    """Return what is known of a file of ours, or None for another program's.

    `address` is the file's own, which names its language.
    """
    found = _LOCALE.search(address)
    language = language_word.tag(found[1]) if found else None
    if generator != GENERATOR or language is None:
        return None
    tags = (language_word.tag(one) for one in languages)
    return OwnSchedule(language, acronym, tuple(tag for tag in tags if tag))


def person(address: str) -> str:
    """Return the code of a person, which the address of their page ends with, if it does."""
    found = _SPEAKER.search(address)
    return found[1] if found else ""


def kind(type_of_v2: str) -> str:
    """Return the form of session that a type of version 2 stands for alone, or nothing."""
    return _EXACT_KINDS.get(type_of_v2, "")
