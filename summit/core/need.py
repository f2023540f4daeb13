"""Needs: what a programme still lacks, so that somebody can lend a hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from summit.core.programme import Programme, Session, SessionKind, Status
from summit.core.text import Text


class Want(StrEnum):
    """What something is without."""

    SLOT = "slot"
    STREAM = "stream"
    TEXT = "text"
    PEOPLE = "people"
    TRANSLATION = "translation"
    DELEGATES = "delegates"


@dataclass(frozen=True, slots=True)
class Need:
    """The things that want the same, as code and name: governments for delegates, else sessions."""

    want: Want
    things: tuple[tuple[str, Text], ...]


def needs(programme: Programme) -> tuple[Need, ...]:
    """Return what a programme lacks, in the order of `Want`; what lacks nothing is left out.

    A cancelled session wants nothing, a break neither text nor people nor a stream.
    """
    alive = [one for one in programme.sessions if one.status is not Status.CANCELLED]
    shown = [one for one in alive if one.kind is not SessionKind.BREAK]
    languages = programme.summit.languages
    sent = {one.government for one in programme.people} | {
        code for one in alive for code in one.governments
    }

    def untold(one: Session) -> bool:
        return any(tag not in one.title for tag in languages) or (
            bool(one.text) and any(tag not in one.text for tag in languages)
        )

    wants: dict[Want, Callable[[Session], bool]] = {
        Want.STREAM: lambda one: not one.streams,
        Want.TEXT: lambda one: not one.text,
        Want.PEOPLE: lambda one: not one.people,
    }
    found = [
        Need(Want.SLOT, _named(one for one in alive if one.status is Status.UNSCHEDULED)),
        *(Need(want, _named(filter(lacks, shown))) for want, lacks in wants.items()),
        Need(Want.TRANSLATION, _named(filter(untold, alive))),
        Need(
            Want.DELEGATES,
            tuple((one.code, one.name) for one in programme.governments if one.code not in sent),
        ),
    ]
    return tuple(one for one in found if one.things)


def _named(sessions: Iterable[Session]) -> tuple[tuple[str, Text], ...]:
    return tuple((one.code, one.title) for one in sessions)
