"""Appointments: a session as it stands in the calendar of somebody in a government's office.

A calendar knows an entry by its UID, and tells apart only mailboxes. So there is one appointment
for each mailbox and session, under the UID that the session has in every feed, however many of
its slots that mailbox answers for; the minutes of their turns stand in its words. Its versions
are ordered by SEQUENCE and then by the time of sending (RFC 5546 §2.1.4, §2.1.5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.core.text import NOTHING, Text

Key = tuple[str, str]
"""What an appointment is known by: the key of a mail address, and the UID of a session."""


class Method(StrEnum):
    """What a message asks a calendar to do (RFC 5546 §1.4)."""

    REQUEST = "request"
    CANCEL = "cancel"


class Answer(StrEnum):
    """What a calendar answers for its owner (PARTSTAT, RFC 5545 §3.2.12)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"


class Kind(StrEnum):
    """What a message tells: of something new, of a change, or that it is over."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Span:
    """A time, as two instants (UTC)."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """One slot: what somebody of a government, `person` or nobody named yet, has in a session.

    `city` is what the government is called, `zone` its IANA zone, `turns` when it speaks.
    """

    government: str
    city: Text
    zone: str
    person: str = ""
    name: Text = NOTHING
    turns: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """All that a calendar is told of the session `uid`; what changes of it is worth an update.

    `session` is its code, which calendars do not show. `zone` is the host's, `duties` are the
    slots that the mailbox answers for.
    """

    uid: str
    session: str = field(compare=False)
    title: Text
    starts: datetime
    ends: datetime
    zone: str
    stage: Text
    place: Text
    duties: tuple[Duty, ...]

    @property
    def span(self) -> Span:
        """When its session is."""
        return Span(self.starts, self.ends)

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones to tell it in: those of the governments first, then the host's."""
        return tuple(dict.fromkeys((*(one.zone for one in self.duties), self.zone)))

    @property
    def governments(self) -> tuple[str, ...]:
        """The codes of the governments that it is for."""
        return tuple(dict.fromkeys(one.government for one in self.duties))


@dataclass(frozen=True, slots=True)
class Share:
    """A slot as it stands with its office: whether it is sure to be kept, or declined."""

    duty: Duty
    is_sure: bool = False
    is_declined: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What a calendar was told last."""

    method: Method
    sequence: int
    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Step:
    """A message that is owed to the mailbox of `key`; `before` is what it was told last."""

    key: Key
    kind: Kind
    sequence: int
    appointment: Appointment
    before: Appointment | None = None

    @property
    def method(self) -> Method:
        """How calendars are told."""
        return Method.CANCEL if self.kind is Kind.WITHDRAWN else Method.REQUEST

    @property
    def has_moved(self) -> bool:
        """Whether it begins or ends otherwise than its reader knows."""
        return self.before is not None and self.before.span != self.appointment.span


def wanted(
    sessions: Iterable[tuple[Appointment, tuple[Share, ...]]],
    mailboxes: Mapping[str, frozenset[str]],
    asked: Collection[Key],
) -> dict[Key, Appointment]:
    """Return what is to stand in which calendars.

    `sessions` are those that take place, each as an appointment of nobody and with all its
    slots; `mailboxes` are keys of addresses, with the governments that they answer for. An
    office has in its calendar what it has confirmed, and what it was `asked`, until it declines.
    """
    found: dict[Key, Appointment] = {}
    for session, shares in sessions:
        open_shares = [one for one in shares if not one.is_declined]
        for mailbox, governments in mailboxes.items():
            own = [one for one in open_shares if one.duty.government in governments]
            key = (mailbox, session.uid)
            if own and (key in asked or any(one.is_sure for one in own)):
                found[key] = replace(session, duties=tuple(one.duty for one in own))
    return found


def owed(
    wanted: Mapping[Key, Appointment],
    sent: Mapping[Key, Sent],
    floor: Mapping[str, int],
    now: datetime,
) -> tuple[Step, ...]:
    """Return the messages after which calendars that were told `sent` hold what is `wanted`.

    `floor` is the SEQUENCE that feeds have, by session: somebody who took the session in from
    a file before holds it under the same UID. What is over by `now`, an instant of the summit's
    clock, is left as it stands.
    """
    return tuple(_owed(wanted, sent, floor, now))


def _owed(
    wanted: Mapping[Key, Appointment],
    sent: Mapping[Key, Sent],
    floor: Mapping[str, int],
    now: datetime,
) -> Iterator[Step]:
    for key in sorted({*wanted, *sent}):
        last, coming = sent.get(key), wanted.get(key)
        is_told = last is not None and last.method is Method.REQUEST
        known = last.appointment if last and is_told else None
        if known == coming or _are_over((known, coming), now):
            continue
        sequence = max(last.sequence + 1 if last else 0, floor.get(key[1], 0))
        if coming is None:
            if known is not None:
                yield Step(key, Kind.WITHDRAWN, max(sequence, 1), known, known)
        elif known is None:
            yield Step(key, Kind.NEW, sequence, coming)
        else:
            yield Step(key, Kind.CHANGED, sequence, coming, known)


def _are_over(both: Iterable[Appointment | None], now: datetime) -> bool:
    return all(one is None or one.ends <= now for one in both)


def plain(one: Appointment) -> dict[str, Any]:
    """Return an appointment as plain JSON, to be kept."""
    return {
        "uid": one.uid,
        "session": one.session,
        "title": dict(one.title),
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
        "zone": one.zone,
        "stage": dict(one.stage),
        "place": dict(one.place),
        "duties": [
            {
                "government": duty.government,
                "city": dict(duty.city),
                "zone": duty.zone,
                "person": duty.person,
                "name": dict(duty.name),
                "turns": [[turn.starts.isoformat(), turn.ends.isoformat()] for turn in duty.turns],
            }
            for duty in one.duties
        ],
    }


def known(kept: Mapping[str, Any]) -> Appointment:
    """Return the appointment that was kept as plain JSON."""
    return Appointment(
        uid=kept["uid"],
        session=kept["session"],
        title=Text.again(kept["title"]),
        starts=datetime.fromisoformat(kept["starts"]),
        ends=datetime.fromisoformat(kept["ends"]),
        zone=kept["zone"],
        stage=Text.again(kept["stage"]),
        place=Text.again(kept["place"]),
        duties=tuple(
            Duty(
                government=duty["government"],
                city=Text.again(duty["city"]),
                zone=duty["zone"],
                person=duty["person"],
                name=Text.again(duty["name"]),
                turns=tuple(
                    Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends))
                    for starts, ends in duty["turns"]
                ),
            )
            for duty in kept["duties"]
        ),
    )
