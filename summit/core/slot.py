"""Slots: where and when a session is, what goes on after it, and where else it could be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from summit.core import edit
from summit.core.availability import ALWAYS, FIELDS, Availability, away
from summit.core.clash import SHORT_BREAK, asleep, live
from summit.core.day import programme_date
from summit.core.presence import Span, spans
from summit.core.programme import Programme, ProgrammeDay, Session, Status, Summit, day_of
from summit.core.zone import from_local, midnight, zone

_HALF = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A place that is free for a session.

    `starts` (UTC) is the best time to begin there, between `begins` and `ends`, the instants
    from and to which nothing else is. `stage` is a code; `asleep` are the codes of the
    governments that would have to speak in their night.
    """

    stage: str
    begins: datetime
    ends: datetime
    starts: datetime
    asleep: tuple[str, ...]
    away: tuple[tuple[str, str], ...] = ()


def borders(summit: Summit, day: ProgrammeDay) -> Span:
    """Return the instants (UTC) at which a programme day begins and ends."""
    where, border = zone(summit.zone), summit.day_border
    return midnight(day.date, where, border), midnight(day.date + timedelta(1), where, border)


def instant(summit: Summit, day: ProgrammeDay, clock: time) -> datetime:
    """Return when (UTC) the host's clocks show `clock` on a programme day.

    A time before the day's border belongs to the night after. Raise `Invalid` for one that a
    change of clocks leaves out.
    """
    later = timedelta(days=clock < summit.day_border)
    return from_local(datetime.combine(day.date + later, clock), summit.zone)


def push(
    programme: Programme,
    code: str,
    *,
    starts: datetime | None = None,
    minutes: int | None = None,
) -> Programme:
    """Return `programme` with a session moved or longer, and what follows on its stage with it.

    All that began on its stage at its end or after it, until its day was over, begins by as
    much later, or earlier, as it now ends.
    """
    before = edit.session(programme, code)
    moved = edit.move(programme, code, starts=starts, minutes=minutes)
    after = edit.session(moved, code)
    day = day_of(programme, before.starts)
    late = (after.ends - before.ends) // timedelta(minutes=1)
    if before.stage is None or day is None or before.status is not Status.SCHEDULED:
        return moved
    end = borders(programme.summit, day)[1]
    shifted = edit.shift(programme, before.ends, end, late, before.stage)
    return edit.move(shifted, code, starts=starts, minutes=minutes)


def shift(programme: Programme, code: str, minutes: int, *, alone: bool) -> Programme:
    """Return `programme` with a session and the rest of its day `minutes` later.

    `alone` shifts what is on its stage, otherwise every stage's sessions.
    """
    found = edit.session(programme, code)
    day = day_of(programme, found.starts)
    end = borders(programme.summit, day)[1] if day else found.ends
    stage = found.stage if alone else None
    if alone and stage is None:
        return edit.move(programme, code, starts=found.starts + timedelta(minutes=minutes))
    return edit.shift(programme, found.starts, end, minutes, stage)


def vacancies(
    programme: Programme, code: str, day: ProgrammeDay, availability: Availability = ALWAYS
) -> tuple[Vacancy, ...]:
    """Return the places that are free for a session on a day, the best first.

    Nothing else is on the stage, nobody who takes part in it is needed elsewhere. Best is
    where everybody is available, then where nobody speaks at night, then its own stage, then
    what is nearest to its hour.
    """
    found = edit.session(programme, code)
    begins, ends = borders(programme.summit, day)
    minds = _Minds(found, {one.code: zone(one.zone) for one in programme.governments}, availability)
    others = [one for one in programme.sessions if _counts(one, code, begins, ends)]
    needed = [one for one in others if _shares(found, one)]
    wanted = found.starts + (day.date - programme_date(found.starts, programme.summit))
    places = [
        _vacancy(minds, stage.code, gap, wanted)
        for stage in programme.stages
        for gap in _gaps(
            (begins, ends), [one for one in others if one.stage == stage.code or one in needed]
        )
        if gap[1] - gap[0] >= timedelta(minutes=found.minutes)
    ]

    def order(one: Vacancy) -> tuple[int, int, bool, timedelta, str]:
        ill = (len(one.away), len(one.asleep))
        return (*ill, one.stage != found.stage, abs(one.starts - wanted), one.stage)

    return tuple(sorted(places, key=order))


def _counts(one: Session, code: str, begins: datetime, ends: datetime) -> bool:
    is_then = one.starts < ends and one.ends > begins
    return one.code != code and one.status is Status.SCHEDULED and is_then


def _shares(one: Session, other: Session) -> bool:
    """Whether somebody is needed in both sessions."""
    return any(
        not live(one, field).isdisjoint(live(other, field)) for field in ("person", "government")
    )


def _gaps(span: Span, taken: Iterable[Session]) -> Iterator[Span]:
    """Yield the stretches of a span in which nothing is."""
    begins, ends = span
    for one in sorted(taken, key=lambda one: one.starts):
        if one.starts > begins:
            yield begins, min(one.starts, ends)
        begins = max(begins, one.ends)
    if begins < ends:
        yield begins, ends


@dataclass(frozen=True, slots=True)
class _Minds:
    """What those mind who are needed in a session: to be asleep then, and to be away."""

    session: Session
    zones: Mapping[str, ZoneInfo]
    availability: Availability

    def asleep(self, starts: datetime) -> tuple[str, ...]:
        """Return who would have to speak in their night if it began then."""
        return tuple(code for code, _ in asleep(replace(self.session, starts=starts), self.zones))

    def away(self, starts: datetime) -> tuple[tuple[str, str], ...]:
        """Return who could not be there if it began then."""
        found = away(replace(self.session, starts=starts), self.availability)
        return tuple((field, code) for field, code, _ in found)

    def edges(self) -> Iterator[datetime]:
        """Yield the starts at which somebody could just be there, or just still."""
        for field in FIELDS:
            for code, needed in spans(self.session, field).items():
                for window in self.availability.get((field, code), ()):
                    first, last = needed[0][0], needed[-1][1]
                    yield self.session.starts + (window.begins - first)
                    yield self.session.starts + (window.ends - last)


def _vacancy(minds: _Minds, stage: str, gap: Span, wanted: datetime) -> Vacancy:
    """Return the best time to begin in a gap: nobody minds, and it is near to `wanted`."""
    begins, ends = gap
    last = ends - timedelta(minutes=minds.session.minutes)
    # Room to change over, where there is that much.
    first = min(begins + SHORT_BREAK, last)
    candidates = {first, max(first, min(wanted, last))}
    candidates.update(one for one in minds.edges() if first <= one <= last)
    moment = first.replace(minute=0) + _HALF * -(-first.minute // 30)
    while moment <= last:
        candidates.add(moment)
        moment += _HALF

    def cost(starts: datetime) -> tuple[int, int, timedelta]:
        return (len(minds.away(starts)), len(minds.asleep(starts)), abs(starts - wanted))

    best = min(sorted(candidates), key=cost)
    return Vacancy(stage, begins, ends, best, minds.asleep(best), minds.away(best))
