"""What changed, as organizers read it: the times before and after, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import current_app

from summit.core.change import Change
from summit.core.clash import Finding
from summit.core.programme import Programme
from summit.core.text import Text
from summit.web.organizer.console import Console
from summit.web.reader import link
from summit.when import When

MOST = 100
"""Lines of one kind that a page shows; of more it says how many."""

_SLOT = "organizer.slot"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change with its times for this reader, and the names of those whom it concerns.

    `participants` is how many have picked it or a seat in it.
    """

    change: Change
    before: When | None
    after: When | None
    names: tuple[Text, ...]
    participants: int


@dataclass(frozen=True, slots=True)
class Item:
    """A session that a finding names; `address` is where it can be mended, or ""."""

    code: str
    title: Text
    address: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A finding with the sessions that it is about."""

    finding: Finding
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Some of a long list, and how many more there are."""

    shown: tuple[Broken, ...]
    more: int
    total: int


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of people and cities by their codes, in the order of the programmes given."""

    programmes: tuple[Programme, ...]
    _names: dict[tuple[str, str], Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.programmes:
            self._names.update({("person", person.code): person.name for person in one.people})
            self._names.update({("city", city.code): city.name for city in one.governments})

    def names(self, change: Change) -> tuple[Text, ...]:
        """Return the names of the people and cities whom a change concerns."""
        keys = [("person", code) for code in change.people]
        keys += [("city", code) for code in change.cities]
        return tuple(self._names[key] for key in keys if key in self._names)


def entries(
    frame: Console,
    changes: Iterable[Change],
    naming: Naming,
    concerned: Mapping[str, int],
) -> tuple[Entry, ...]:
    """Return changes as entries of a list."""
    found = []
    for one in changes:
        before, after = (
            frame.when(slot.starts, slot.ends) if slot else None for slot in (one.before, one.after)
        )
        participants = concerned.get(one.code, 0) if one.noun == "session" else 0
        found.append(Entry(one, before, after, naming.names(one), participants))
    return tuple(found)


def broken(frame: Console, findings: Iterable[Finding], programme: Programme) -> Some:
    """Return findings with the sessions that they are about; of very many, the first."""
    found = tuple(findings)
    titles = {one.code: one.title for one in programme.sessions}
    shown = tuple(
        Broken(
            one,
            tuple(
                Item(code, titles.get(code, Text({"en": code})), cure(frame.code, code))
                for code in one.sessions
            ),
        )
        for one in found[:MOST]
    )
    return Some(shown, max(0, len(found) - MOST), len(found))


def cure(summit: str, session: str) -> str:
    """Return where the slot of a session is changed, or "" where no page does that."""
    has_page = _SLOT in current_app.view_functions
    return link(_SLOT, summit=summit, code=session) if has_page else ""
