"""Taking what a file from elsewhere says into a summit's programme.

What the file is silent about stays as it is, and so does what it does not name. What comes
out breaks no rule that is forbidden; whatever cannot be taken is told by row. The same file
taken twice changes nothing the second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from summit.core import day, match, venue
from summit.core.change import Noun
from summit.core.errors import Invalid
from summit.core.exchange import PersonRow, Problem, Schedule, ZoneNeeded, refused
from summit.core.intake import Intake, Terms
from summit.core.match import MatchedRow
from summit.core.namesake import Recognised, Sitting, recognise
from summit.core.people import Person
from summit.core.programme import (
    Area,
    Programme,
    Session,
    Stage,
    Summit,
)
from summit.core.text import Text, clean_line, joined
from summit.core.zone import zone

_SORT_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Merged:
    """A programme with a file taken into it, and what was the matter with the file.

    `named` holds the codes of what the file names (the numbers of days, as words).
    """

    programme: Programme
    problems: tuple[Problem, ...]
    named: Mapping[Noun, frozenset[str]]


def merge(before: Programme | None, schedule: Schedule, terms: Terms) -> Merged:
    """Return the programme `before` (None for a new summit) with `schedule` taken into it.

    Raise `ZoneNeeded` where nobody names the zone of a new summit, and `Invalid` where
    nobody gives it a title, or where no summit could be as the file says.
    """
    summit = renamed(before.summit, terms) if before else _founded(schedule, terms)
    old = before or Programme(summit)
    problems = list(schedule.problems)
    ours = schedule.is_ours
    stages, rooms = venue.join(old.stages, schedule.rooms, "stage", Stage, summit, schedule)
    areas, tracks = venue.join(old.areas, schedule.tracks, "area", Area, summit, schedule)
    rows, told_twice = match.sessions(schedule.sessions, old.sessions, terms.removed, summit.code)
    sessions = {one.code: one for one in old.sessions}
    named = tuple(row for row in schedule.people if row.name or (ours and match.own_code(row)))
    who = _recognised(sessions, rows, named, old, ours=ours)
    problems += [*told_twice, *who.problems]
    people = _people(old.people, named, who, summit.languages[0])
    governments = {one.code: one.government for one in people}
    intake = Intake(terms, rooms, tracks, who, governments)
    for row in rows:
        try:
            sessions[row.code] = intake.session(row, sessions.get(row.code))
        except Invalid as error:
            problems.append(refused(row.row.where, error))
    problems += intake.problems
    taken = tuple(sorted(sessions.values(), key=lambda one: (one.starts, one.code)))
    dates = {day.programme_date(one.starts, summit) for one in taken}
    days = day.join(old.days, schedule.days, dates)
    programme = replace(old, days=days, stages=stages, areas=areas, people=people, sessions=taken)
    languages = (*summit.languages, *_added(old, programme, summit.languages))
    return Merged(
        replace(programme, summit=replace(summit, languages=languages)),
        tuple(problems),
        {
            Noun.SESSION: frozenset(row.code for row in rows),
            Noun.SPEAKER: frozenset((*who.codes.values(), *who.there.values())),
            Noun.STAGE: frozenset(rooms.codes.values()),
            Noun.AREA: frozenset(tracks.codes.values()),
            Noun.DAY: frozenset(str(one.number) for one in days if one.date in dates),
        },
    )


def _founded(schedule: Schedule, terms: Terms) -> Summit:
    """Return the summit that a file begins."""
    zone_name = terms.zone or schedule.zone
    if zone_name is None:
        raise _asking(schedule)
    zone(zone_name)
    languages = _languages(schedule)
    title = Text({languages[0]: clean_line(terms.title or "")}) or schedule.title
    # A summit may be called by its code until somebody names it; its zone may not be guessed.
    title = title or Text({languages[0]: terms.code})
    summit = Summit(terms.code, title, zone_name, languages)
    return replace(summit, day_border=schedule.day_border or summit.day_border)


def _asking(schedule: Schedule) -> ZoneNeeded:
    """Return the question for the zone of a file that names none, with what it does say."""
    if not schedule.offsets:
        return ZoneNeeded("This file does not name a time zone.")
    message = "This file does not name a time zone; its times are at %(offsets)s."
    return ZoneNeeded(message, offsets=", ".join(schedule.offsets))


def _languages(schedule: Schedule) -> tuple[str, ...]:
    """Return the languages of a new summit: those of the file that it really has words in.

    A file of ours names those of its summit, of which it may speak only one.
    """
    if schedule.is_ours and schedule.languages:
        return schedule.languages
    titles = (schedule.title, *(row.title for row in schedule.sessions))
    used = Counter(tag for title in titles for tag in title)
    ordered = [tag for tag in schedule.languages if tag in used]
    ordered += [tag for tag, _ in used.most_common() if tag not in ordered]
    return tuple(ordered) or schedule.languages[:1] or ("en",)


def renamed(summit: Summit, terms: Terms) -> Summit:
    """Return a summit that is there already, under the title that it is to have."""
    title = clean_line(terms.title or "")
    if not title or title in summit.title.values():
        return summit
    return replace(summit, title=Text({**summit.title, summit.languages[0]: title}))


def _recognised(
    sessions: Mapping[str, Session],
    rows: Iterable[MatchedRow],
    people: tuple[PersonRow, ...],
    old: Programme,
    *,
    ours: bool,
) -> Recognised:
    """Say who the people of a file are."""
    sittings = []
    elsewhere = dict(sessions)
    for one in rows:
        held = elsewhere.pop(one.code, None)
        present = held.people if held else ()
        keys = tuple(part.key for part in one.row.parts or ())
        sittings.append(Sitting(one.code, keys, present))
    busy = {code for session in elsewhere.values() for code in session.people}
    return recognise(people, old.people, sittings, busy, old.summit.code, ours=ours)


def _people(
    old: tuple[Person, ...], rows: Iterable[PersonRow], who: Recognised, language: str
) -> tuple[Person, ...]:
    """Return the people with those of a file among them."""
    people = {one.code: one for one in old}
    for row in rows:
        code = who.codes.get(row.key)
        if code is None:
            continue  # several people of that name, and the file does not tell them apart
        one = people.get(code)
        if one is None:
            sort = (clean_line(row.name.say(language)) or code)[:_SORT_LONGEST]
            people[code] = Person(code, row.name, sort, row.office)
        else:
            name, office = venue.named(one.name, row.name, code), joined(one.office, row.office)
            people[code] = replace(one, name=name, office=office)
    return tuple(people.values())


def _added(old: Programme, new: Programme, languages: tuple[str, ...]) -> list[str]:
    """Return the languages in which sessions speak now, and in which nothing was said before."""
    before = {tag for session in old.sessions for tag in _tags(session)}
    tags = dict.fromkeys(tag for session in new.sessions for tag in _tags(session))
    return [tag for tag in tags if tag not in before and tag not in languages]


def _tags(session: Session) -> tuple[str, ...]:
    return (*session.title, *session.text, *session.note)
