"""What sessions, stages, areas and people are called in files: names that stay for ever.

Files of the field know a session by a guid (a UUID), and older ones also by a number. Both
follow from the uid that its calendar entries have (RFC 5545), so that whoever meets it in a
calendar, in a schedule or in a sheet knows that it is the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from summit.core.programme import Programme, Session, Stamp

NAMESPACE = UUID("04b17030-d15f-4252-a5b9-46c228c0392d")
"""Ours, for guids that are made from names (RFC 9562 §5.5). It must never change."""

_MOST = 2**31 - 1
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Identity:
    """The names of one thing: its guid, and a number from 1 to 2³¹ − 1, unique in its file."""

    guid: UUID
    number: int

    @property
    def code(self) -> str:
        """The number in six letters and digits, as schedules write the code of a talk."""
        left, digits = self.number, ""
        for _ in range(6):
            left, digit = divmod(left, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return digits


def guid(uid: str) -> UUID:
    """Return the guid of the session with the calendar uid `uid`.

    A uid of the form "<uuid>@domain" gives that very UUID, any other one a UUID made from it.
    """
    head = uid.partition("@")[0]
    return UUID(head) if _UUID.fullmatch(head) else uuid5(NAMESPACE, uid)


def of_sessions(programme: Programme) -> dict[str, Identity]:
    """Return the identity of each session, by code, those that are withdrawn included.

    Should two uids differ in nothing but their domain, the session that is older keeps the
    UUID that they share.
    """
    guids: dict[UUID, str] = {}
    for session in sorted(programme.sessions, key=_age):
        uid = stamp(session).uid
        own = guid(uid)
        guids[own if own not in guids else uuid5(NAMESPACE, uid)] = session.code
    given = numbers(guids)
    return {code: Identity(one, given[one]) for one, code in guids.items()}


def of_thing(summit: str, noun: str, code: str) -> UUID:
    """Return the guid of a "stage", an "area" or a "speaker" of a summit, by their codes.

    The empty code stands for there being none: the place of a session without a stage.
    """
    return uuid5(NAMESPACE, f"{summit}/{noun}/{code}")


def numbers(guids: Iterable[UUID]) -> dict[UUID, int]:
    """Return a number for each guid, all of them different.

    It follows from the guid alone, except where another guid claims the same number: then
    the lower guid has it, and the other one the next that nobody claims.
    """
    claims: dict[int, UUID] = {}
    others = []
    for one in sorted(set(guids)):
        wanted = one.int % _MOST + 1
        if claims.setdefault(wanted, one) != one:
            others.append((wanted, one))
    for wanted, one in others:
        while wanted in claims:
            wanted = wanted % _MOST + 1
        claims[wanted] = one
    return {one: number for number, one in claims.items()}


def stamp(session: Session) -> Stamp:
    """Return the stamp of a released session, which every one of them has."""
    if session.stamp is None:
        raise ValueError(f"session {session.code} was released without a stamp")
    return session.stamp


def _age(session: Session) -> tuple[object, ...]:
    return (stamp(session).created, stamp(session).uid)
