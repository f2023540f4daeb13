"""How a row of a file from elsewhere becomes a session, or changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from summit.core import cast
from summit.core.clash import LONGEST
from summit.core.errors import Invalid, sayable
from summit.core.exchange import Problem
from summit.core.identity import guid
from summit.core.match import MatchedRow
from summit.core.namesake import Recognised
from summit.core.people import Part
from summit.core.programme import Aspect, Session, SessionKind, Stamp, Status
from summit.core.text import clean_line, is_language, joined
from summit.core.venue import Venues
from summit.core.zone import utc

_UID_LONGEST = 255
_MOST_SEATS = 2**31 - 1
_NO_STAGE = "the file has no stage “%(key)s”"
_NO_AREA = "the file has no area “%(key)s”"
_ASPECTS = {
    "starts": {Aspect.DAY, Aspect.START},
    "minutes": {Aspect.LENGTH},
    "parts": {Aspect.PEOPLE},
    "text": {Aspect.TEXT},
}
"""What of a session is no longer invented when a file says it otherwise."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said beside the file, by whoever takes it in.

    `code` is the summit's, `title` and `zone` are None where the file is to say them.
    New sessions get uids of the domain `uid_domain` where the file gives only a UUID.
    `removed` holds by their codes the uids of the sessions that were taken off the programme.
    """

    code: str
    uid_domain: str
    now: datetime
    title: str | None = None
    zone: str | None = None
    removed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intake:
    """Makes sessions of the rows of a file; `problems` grows by what is the matter with them.

    `stages` and `areas` tell places by the file's keys, `governments` those of people by code.
    """

    terms: Terms
    stages: Venues
    areas: Venues
    who: Recognised
    governments: Mapping[str, str | None]
    problems: list[Problem] = field(default_factory=list)

    def session(self, matched: MatchedRow, old: Session | None) -> Session:
        """Return the session of a row, as it changes `old`; raise `Invalid` if it cannot be."""
        row, code = matched.row, matched.code
        if code in self.terms.removed:
            raise Invalid("it was removed from the programme, and stays so until it is restored")
        if row.status is Status.WITHDRAWN:
            if old is None:
                raise Invalid("it is no longer part of the programme")
            message = (
                "it is no longer part of the programme; "
                "it stays until it is removed here (%(code)s)"
            )
            raise Invalid(message, code=code)
        starts = utc(row.starts)
        if starts.second or starts.microsecond:
            raise Invalid(
                "it starts within a minute, at %(starts)s", starts=f"{row.starts:%H:%M:%S}"
            )
        if not 0 < row.minutes <= LONGEST:
            raise Invalid("%(minutes)s minutes is no length for a session", minutes=row.minutes)
        if old is None:
            if not row.title:
                raise Invalid("it has no title")
            stamp = self._stamp(matched.uid)
            old = Session(code, SessionKind.TALK, row.title, starts, row.minutes, stamp=stamp)
        waits = old.status is Status.UNSCHEDULED  # it has a slot now
        new = replace(
            old,
            kind=row.kind or old.kind,
            title=joined(old.title, row.title),
            starts=starts,
            minutes=row.minutes,
            stage=self._place(matched, _NO_STAGE, self.stages, row.room, old.stage),
            area=self._place(matched, _NO_AREA, self.areas, row.track, old.area),
            text=joined(old.text, row.text),
            note=joined(old.note, row.note),
            status=row.status or (Status.SCHEDULED if waits else old.status),
            capacity=self._capacity(matched, old.capacity),
            spoken=self._languages(matched, row.spoken, old.spoken),
            interpreted=self._languages(matched, row.interpreted, old.interpreted),
            parts=self._parts(matched, old),
        )
        known = {
            aspect
            for name, aspects in _ASPECTS.items()
            if getattr(new, name) != getattr(old, name)
            for aspect in aspects
        }
        if known.isdisjoint(old.illustrative):
            return new
        return replace(new, illustrative=tuple(one for one in old.illustrative if one not in known))

    def _note(self, matched: MatchedRow, wording: str, **values: object) -> None:
        self.problems.append(Problem(matched.row.where, wording, values=sayable(values)))

    def _stamp(self, uid: str | None) -> Stamp | None:
        """Return the stamp of a new session, or None where it is to be given a uid."""
        if uid is None:
            return None
        moment = self.terms.now.replace(microsecond=0)
        kept = clean_line(uid)
        if len(kept) > _UID_LONGEST or kept == str(guid(uid)):
            kept = f"{guid(uid)}@{self.terms.uid_domain}"
        return Stamp(kept, 0, moment, moment)

    def _place(
        self,
        matched: MatchedRow,
        missing: str,
        venues: Venues,
        key: str | None,
        old: str | None,
    ) -> str | None:
        """Return the code of a place that a row names, the `old` one where it names none."""
        if key is None:
            return old
        if key not in venues.codes:
            self._note(matched, missing, key=key)
            return old
        return venues.code(key, old)

    def _capacity(self, matched: MatchedRow, old: int | None) -> int | None:
        seats = matched.row.capacity
        if seats is None or 0 <= seats <= _MOST_SEATS:
            return old if seats is None else seats
        self._note(matched, "%(seats)s is no number of seats", seats=seats)
        return old

    def _languages(
        self, matched: MatchedRow, told: tuple[str, ...] | None, old: tuple[str, ...]
    ) -> tuple[str, ...]:
        if told is None:
            return old
        if wrong := [tag for tag in told if not is_language(tag)]:
            self._note(matched, "“%(some)s” is not the tag of a language", some=", ".join(wrong))
        return tuple(dict.fromkeys(tag for tag in told if is_language(tag)))

    def _parts(self, matched: MatchedRow, old: Session) -> tuple[Part, ...]:
        if matched.row.parts is None:
            return old.parts
        # Files do not tell a turn from a part: who has a turn is there already.
        turns = {turn.person for turn in old.turns} - {part.person for part in old.parts}
        told = []
        for part in matched.row.parts:
            person = self.who.who(matched.code, part.key)
            if person is None:
                self._note(matched, "the file does not say who “%(key)s” is", key=part.key)
            elif person not in turns:
                told.append((person, part.role))
        return cast.join(old.parts, told, self.governments)
