"""Endorsements: what the record of a declaration makes of its texts, and who stands by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from summit.core import record
from summit.core.declaration import Words
from summit.core.record import Act, Break, Link
from summit.core.text import Text


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who may endorse for a government: the person who signs, as what, and whose press it is.

    `contact` is the number of the contact of its office who may press, None where organizers
    record what they have in writing.
    """

    government: str
    name: str
    capacity: str
    contact: int | None


@dataclass(frozen=True, slots=True)
class Endorsement:
    """That a government endorses a text: the person who signs, as what, and when.

    `number` is that of its entry in the record. `is_late` where it came after the deadline,
    `is_written` where organizers recorded what they have in writing. `withdrawn` and `reason`
    are those of the act that took it back.
    """

    number: int
    government: str
    place: Text
    name: str
    capacity: str
    at: datetime
    is_late: bool
    is_written: bool
    withdrawn: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """A text that is public: which version it is, since when, and who endorses it.

    `endorsements` are those that stand, `withdrawn` those that were taken back, both in the
    order in which they came.
    """

    version: int
    digest: str
    title: Text
    at: datetime
    deadline: datetime | None
    endorsements: tuple[Endorsement, ...] = ()
    withdrawn: tuple[Endorsement, ...] = ()

    def by(self, government: str) -> Endorsement | None:
        """Return the endorsement of a government that stands, or None."""
        return next((one for one in self.endorsements if one.government == government), None)


@dataclass(frozen=True, slots=True)
class Declared:
    """What is public of the declaration of a summit.

    `texts` are its released texts, the newest first, `words` what each says by its digest,
    `links` the whole record, and `broken` where that does not hold: what comes after is not
    believed.
    """

    texts: tuple[Released, ...]
    words: Mapping[str, Words]
    links: tuple[Link, ...]
    broken: Break | None = None

    @property
    def newest(self) -> Released:
        """The text that was released last."""
        return self.texts[0]

    @property
    def head(self) -> str:
        """The hash of the last entry of the record."""
        return self.links[-1].digest

    def version(self, number: int) -> Released | None:
        """Return the text that was released of a version, or None."""
        return next((one for one in self.texts if one.version == number), None)


def seal(text: Released, signatory: Signatory) -> str:
    """Return what names all that is looked at before one endorses: who signs what, and by when.

    A withdrawal in between makes it another one, so that no old page endorses the text again.
    """
    gone = sum(one.government == signatory.government for one in text.withdrawn)
    said = (text.digest, text.deadline, signatory.name, signatory.capacity, gone)
    return sha256(repr(said).encode()).hexdigest()[:16]


def late(deadline: datetime | None, at: datetime) -> bool:
    """Whether what comes at an instant comes after the deadline, to the second."""
    return deadline is not None and at.replace(microsecond=0) > deadline


def released(links: Iterable[Link], *, is_rehearsing: bool) -> tuple[Released, ...]:
    """Return the texts that a record has released, the newest first.

    What was done in a rehearsal counts only as long as the summit rehearses. The record is
    taken as it is: `record.check` tells whether it holds.
    """
    found: dict[str, Released] = {}
    for one in links:
        entry = record.read(one.octets)
        text = entry["text"]
        if entry["rehearsal"] and not is_rehearsing:
            continue
        at = record.moment(entry["at"])
        if entry["act"] == Act.RELEASE:
            title = Text.again(entry["title"])
            deadline = _maybe(entry["deadline"])
            if text not in found:
                found[text] = Released(entry["version"], text, title, at, deadline)
            continue
        known = found.get(text)
        if known is None:
            continue
        if entry["act"] == Act.DEADLINE:
            found[text] = replace(known, deadline=_maybe(entry["deadline"]))
        elif entry["act"] == Act.ENDORSE:
            new = _endorsed(entry, at)
            others = (one for one in known.endorsements if one.government != new.government)
            found[text] = replace(known, endorsements=(*others, new))
        else:
            found[text] = _withdrawn(known, entry["endorsement"], at, entry["reason"])
    return tuple(reversed(found.values()))


def _maybe(words: str | None) -> datetime | None:
    return None if words is None else record.moment(words)


def _endorsed(entry: Mapping[str, Any], at: datetime) -> Endorsement:
    return Endorsement(
        number=entry["number"],
        government=entry["government"],
        place=Text.again(entry["place"]),
        name=entry["name"],
        capacity=entry["capacity"],
        at=at,
        is_late=entry["late"],
        is_written=entry["written"],
    )


def _withdrawn(known: Released, number: int, at: datetime, reason: str) -> Released:
    gone = tuple(
        replace(one, withdrawn=at, reason=reason)
        for one in known.endorsements
        if one.number == number
    )
    stay = tuple(one for one in known.endorsements if one.number != number)
    return replace(known, endorsements=stay, withdrawn=(*known.withdrawn, *gone))
