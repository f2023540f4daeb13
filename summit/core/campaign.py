"""A campaign: what organizers write to many, with places that each letter fills in.

The text is plain, with a little of Markdown: paragraphs apart by an empty line, lines that
begin with "- " for a list, **strong words**, [words](https://an.address). Places are filled
after that is read, so that no name can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from summit.core.errors import Invalid, Problems
from summit.core.selection import Selection
from summit.core.text import clean, clean_line

LONGEST = {"name": 200, "subject": 150, "text": 10_000}
"""Characters of the parts of a campaign."""

WORDS = ("name", "summit", "agenda")
"""Places that need no more: who is written to, the summit's title, the address of their agenda."""

OF_SESSION = ("title", "when", "link")
"""Places that name a session by its code, as {when:welfare}."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")
_MARKED = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<address>https?://[^\s()<>]+)\)"
    r"|(?P<bare>https?://[^\s()<>\[\]{}]*[^\s()<>\[\]{}.,;:!?])"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in one language."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is written to those whom `selection` selects, by language (BCP 47).

    `name` is what organizers call it among themselves.
    """

    name: str
    selection: Selection = field(default_factory=Selection)
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def sessions(self) -> tuple[str, ...]:
        """The codes of the sessions that it names, once each."""
        found = (place.partition(":") for one in self.words.values() for place in _places(one))
        return tuple(dict.fromkeys(code for kind, _, code in found if kind in OF_SESSION))


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line; they lead to `address` if it is one."""

    words: str
    address: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of some lines, or a list of some items."""

    lines: tuple[tuple[Piece, ...], ...]
    is_list: bool = False


def check(campaign: Campaign, languages: Collection[str], sessions: Collection[str]) -> Campaign:
    """Return `campaign` with its words cleaned; raise `Problems` with all that is wrong.

    `languages` are those of the summit, the first of which has to be there; `sessions` are
    the codes that places can name.
    """
    words = {
        tag: Words(clean_line(one.subject), clean(one.text))
        for tag, one in campaign.words.items()
        if clean_line(one.subject) or clean(one.text)
    }
    cleaned = Campaign(clean_line(campaign.name), campaign.selection, words)
    found = list(_problems(cleaned, tuple(languages), sessions))
    if found:
        raise Problems(found)
    return cleaned


def _problems(
    campaign: Campaign, languages: tuple[str, ...], sessions: Collection[str]
) -> Iterator[Invalid]:
    if not campaign.name:
        yield Invalid("Please fill this in.", "name")
    if len(campaign.name) > LONGEST["name"]:
        yield Invalid("This is too long.", "name")
    first = Words("", "")
    for tag in languages:
        words = campaign.words.get(tag)
        if words is None and tag != languages[0]:
            continue
        for part in ("subject", "text"):
            written = getattr(words or first, part)
            where = f"{part}.{tag}"
            if not written:
                yield Invalid("Please fill this in.", where)
            elif len(written) > LONGEST[part]:
                yield Invalid("This is too long.", where)
            for place in unknown(written, sessions):
                yield Invalid("There is nothing that {%(place)s} stands for.", where, place=place)


def unknown(words: str, sessions: Collection[str]) -> tuple[str, ...]:
    """Return the places of `words` that nothing stands for, as they are written."""
    return tuple(
        dict.fromkeys(place for place in _PLACE.findall(words) if not _is_known(place, sessions))
    )


def _is_known(place: str, sessions: Collection[str]) -> bool:
    kind, colon, code = place.partition(":")
    return place in WORDS or (bool(colon) and kind in OF_SESSION and code in sessions)


def _places(words: Words) -> list[str]:
    return _PLACE.findall(f"{words.subject}\n{words.text}")


def filled(words: str, fill: Callable[[str], Piece | None]) -> str:
    """Return a line with its places filled; what `fill` does not know stays as it stands."""

    def put(found: re.Match[str]) -> str:
        piece = fill(found[1])
        return found[0] if piece is None else piece.words

    return _PLACE.sub(put, words)


def blocks(text: str, fill: Callable[[str], Piece | None]) -> tuple[Block, ...]:
    """Return a text as it is shown, with its places filled."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        some: list[str] = []
        is_list = False
        for line in paragraph.split("\n"):
            is_item = line.lstrip().startswith("- ")
            if some and is_item != is_list:
                found.append(_block(some, fill, is_list=is_list))
                some = []
            is_list = is_item
            some.append(line.lstrip()[2:] if is_item else line)
        found.append(_block(some, fill, is_list=is_list))
    return tuple(found)


def _block(lines: list[str], fill: Callable[[str], Piece | None], *, is_list: bool) -> Block:
    return Block(tuple(tuple(_line(one, fill)) for one in lines), is_list)


def _line(line: str, fill: Callable[[str], Piece | None]) -> Iterator[Piece]:
    at = 0
    for mark in _MARKED.finditer(line):
        yield from _put(line[at : mark.start()], fill)
        at = mark.end()
        if mark["strong"]:
            yield Piece(filled(mark["strong"], fill), is_strong=True)
        elif mark["bare"]:
            yield Piece(mark["bare"], mark["bare"])
        else:
            yield Piece(filled(mark["words"], fill), mark["address"])
    yield from _put(line[at:], fill)


def _put(words: str, fill: Callable[[str], Piece | None]) -> Iterator[Piece]:
    at = 0
    for place in _PLACE.finditer(words):
        piece = fill(place[1])
        if piece is None:
            continue
        if at < place.start():
            yield Piece(words[at : place.start()])
        yield piece
        at = place.end()
    if at < len(words):
        yield Piece(words[at:])
