"""One wording in several languages, and the cleaning of words that people typed."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, final

# C0 and C1 controls except the line feed, lone surrogates, what is no character at all, and
# the directional overrides with which a name can make the rest of a line read backwards
# (Unicode TR36 §2.5).
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LANGUAGE = re.compile(r"(?=.{2,35}\Z)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NARROW = 60
"""Characters from which on words may have been cut off to fit somewhere."""
_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")


def clean(words: str) -> str:
    """Return `words` in NFC, with line feeds only, without controls or outer white space."""
    if words.isascii() and words.isprintable():
        return words.strip()  # as most are
    unbroken = _BREAKS.sub("\n", words).replace("\t", " ")
    lines = _UNWANTED.sub("", unbroken).strip().split("\n")
    return unicodedata.normalize("NFC", "\n".join(map(_begun, lines))).strip()


def _begun(line: str) -> str:
    """Return `line` without marks at its start: they would sit on what is written before it."""
    start = (at for at, mark in enumerate(line) if not unicodedata.combining(mark))
    return line[next(start, len(line)) :]


def clean_line(words: str) -> str:
    """Return `words` cleaned and on one line, for titles and names."""
    return " ".join(clean(words).split())


def is_language(tag: str) -> bool:
    """Whether `tag` has the form of a BCP 47 tag as we write them: "ko", "zh-Hant"."""
    return _LANGUAGE.fullmatch(tag) is not None


class Wording(NamedTuple):
    """Words together with the language (BCP 47) in which they are written."""

    words: str
    language: str


@final
class Text(Mapping[str, str]):
    """The same thing said in several languages: an immutable mapping of BCP 47 tag to words.

    Empty wordings are left out; an empty `Text` is false and says the empty string.
    """

    __slots__ = ("_wordings",)

    def __init__(self, wordings: Mapping[str, str] | None = None) -> None:
        cleaned = ((tag, clean(words)) for tag, words in sorted((wordings or {}).items()))
        self._wordings = {tag: words for tag, words in cleaned if words}

    @classmethod
    def again(cls, wordings: Mapping[str, str]) -> Text:
        """Return the text whose wordings these are: they were cleaned when it was made."""
        text = cls.__new__(cls)
        text._wordings = dict(sorted(wordings.items()))
        return text

    def __getitem__(self, tag: str) -> str:
        return self._wordings[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._wordings)

    def __len__(self) -> int:
        return len(self._wordings)

    def __hash__(self) -> int:
        return hash(tuple(self._wordings.items()))

    def __repr__(self) -> str:
        return f"Text({self._wordings!r})"

    def best(self, language: str) -> Wording:
        """Return the wording nearest to `language`.

        The order is: the very tag, another tag of the same language, English, whatever
        there is, and at last the empty wording.
        """
        words = self._wordings.get(language)
        if words is not None:
            return Wording(words, language)
        primary = language.partition("-")[0]
        for tag in (*(tag for tag in self if tag.partition("-")[0] == primary), "en", *self):
            if tag in self._wordings:
                return Wording(self._wordings[tag], tag)
        return Wording("", language)

    def say(self, language: str) -> str:
        """Return the words of `best`, where their language need not be marked."""
        return self.best(language).words


NOTHING = Text()

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->|<!--", re.DOTALL)
_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]")


def plain(words: str) -> str:
    """Return `words` without HTML tags and entities, for outputs that know no markup."""
    # An entity may stand for the beginning of another one, or of a tag; each turn is shorter.
    while (bare := clean(_TAG.sub("", html.unescape(words)))) != words:
        words = bare
    return words


def without_addresses(words: str) -> str:
    """Return `words` with every mail address taken out, for what is public.

    A mailbox is read backwards from its host, so that a long word without one costs nothing.
    """
    kept, done = [], 0
    for host in _HOST.finditer(words):
        begin = host.start()
        while begin > done and _MAILBOX.match(words, begin - 1):
            begin -= 1
        if begin < host.start():
            kept.append(words[done:begin])
            done = host.end()
    return "…".join((*kept, words[done:]))


def joined(old: Text, new: Text | None) -> Text:
    """Return `old` with those wordings of `new` that it does not have in any language yet.

    Words that differ from what is there by no more than white space, markup and mail
    addresses, which outputs leave out, are there already; so are the first of those that are
    there, with an ellipsis where they were cut off.
    """
    if not new or (len(new) == 1 and next(iter(new.values())) in old.values()):
        return old
    there = {tag: _bare(words) for tag, words in old.items()}
    told = {tag: _bare(words) for tag, words in new.items()}
    stay = {
        words
        for tag, words in there.items()
        if told.get(tag, words) == words or _is_cut(told[tag], (words,))
    }
    said = {
        tag: words
        for tag, words in new.items()
        if told[tag] not in stay and not _is_cut(told[tag], stay)
    }
    return Text({**old, **said}) if said else old


def _bare(words: str) -> str:
    return " ".join(plain(without_addresses(words)).split())


def _is_cut(words: str, whole: Iterable[str]) -> bool:
    """Whether `words` are the beginning of longer ones, cut off to fit into a narrow place."""
    begun = words.removesuffix("…").rstrip()
    fits = len(begun) > _NARROW and begun != words
    return fits and any(one.startswith(begun) for one in whole)
