"""The rules that a programme must keep, each with its level.

A `FORBIDDEN` finding may not even be saved, one that `BLOCKS` keeps the programme from
being published, and one that `WARNS` is for an organizer to weigh.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from summit.core.availability import ALWAYS, Availability, away
from summit.core.errors import SummitError
from summit.core.people import Mode
from summit.core.presence import spans
from summit.core.programme import Programme, Session, Status, day_of
from summit.core.text import Text
from summit.core.zone import NAMES, Band, midnight, offset_label, worst_band, zone

LONGEST = 24 * 60
"""Minutes that a session, or a turn in it, may last."""

SHORT_BREAK = timedelta(minutes=5)


class Level(StrEnum):
    """How grave a finding is."""

    FORBIDDEN = "forbidden"
    BLOCKS = "blocks"
    WARNS = "warns"


class Rule(StrEnum):
    """What a programme must keep."""

    ZONE = "zone"
    CODE = "code"
    LENGTH = "length"
    WHOLE_MINUTE = "whole minute"
    REFERENCE = "reference"
    STAGE_TWICE = "stage twice"
    PERSON_TWICE = "person twice"
    OUTSIDE_DAYS = "outside the days"
    NO_TITLE = "no title"
    TURNS_OVERRUN = "turns overrun"
    CITY_TWICE = "city twice"
    PERSON_AWAY = "person away"
    CITY_AWAY = "city away"
    OVER_DAY_BORDER = "over the day border"
    SHORT_BREAK = "short break"
    NIGHT = "night"
    NO_STREAM = "no stream"
    NO_INTERPRETATION = "no interpretation"
    NO_TRANSLATION = "no translation"


LEVELS: dict[Rule, Level] = {
    Rule.ZONE: Level.FORBIDDEN,
    Rule.CODE: Level.FORBIDDEN,
    Rule.LENGTH: Level.FORBIDDEN,
    Rule.WHOLE_MINUTE: Level.FORBIDDEN,
    Rule.REFERENCE: Level.FORBIDDEN,
    Rule.STAGE_TWICE: Level.BLOCKS,
    Rule.PERSON_TWICE: Level.BLOCKS,
    Rule.OUTSIDE_DAYS: Level.BLOCKS,
    Rule.NO_TITLE: Level.BLOCKS,
    Rule.TURNS_OVERRUN: Level.BLOCKS,
}
"""The level of each rule; a rule that is not named here warns."""
_TWICE = (Rule.STAGE_TWICE, Rule.PERSON_TWICE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule, with the codes of the sessions that it is about.

    `about` is the code of the stage, person or city in question, where there is one; `values`
    are what a message of something forbidden says, for whoever says it in another language.
    """

    rule: Rule
    message: str
    sessions: tuple[str, ...] = ()
    about: str = field(default="", compare=False)
    values: Mapping[str, str | int] = field(default_factory=dict, compare=False)

    @property
    def identity(self) -> tuple[Rule, str, frozenset[str]]:
        """What makes it the same breach, however things are called meanwhile."""
        return (self.rule, self.about, frozenset(self.sessions))

    @property
    def level(self) -> Level:
        """How grave it is."""
        return LEVELS.get(self.rule, Level.WARNS)

    def __str__(self) -> str:
        where = f" ({', '.join(self.sessions)})" if self.sessions else ""
        return f"{self.level}: {self.message}{where}"


class Clash(SummitError):
    """The programme breaks rules that it must keep; `findings` says which and where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


def check(programme: Programme, availability: Availability = ALWAYS) -> tuple[Finding, ...]:
    """Return every breach in `programme`, the gravest first.

    `availability` says when people and governments can take part. Where something is forbidden,
    only that is returned: the other rules cannot be judged.
    """
    forbidden = tuple(_forbidden(programme))
    if forbidden:
        return forbidden
    held = [one for one in programme.sessions if one.status is Status.SCHEDULED]
    findings = [
        *_overlaps(programme, held),
        *_absences(programme, held, availability),
        *_days(programme, held),
        *_texts(programme, held),
        *_turns(held),
        *_streams(held),
        *_nights(programme, held),
    ]
    order = list(Rule)
    return tuple(sorted(findings, key=lambda one: (order.index(one.rule), one.sessions)))


def refuse(programme: Programme) -> None:
    """Raise `Clash` for a programme that may not even be saved."""
    if forbidden := tuple(_forbidden(programme)):
        raise Clash(forbidden)


def blockers(
    findings: Iterable[Finding],
    released: Programme | None = None,
    brought: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Return those findings with which a programme cannot be published.

    What `released`, its last release, already breaks does not block the next one, and
    neither does a place or a person that is needed twice by sessions that a file `brought`
    (their codes): what is public cannot be kept back.
    """
    grave = [finding for finding in findings if finding.level is not Level.WARNS]
    known = {one.identity for one in check(released)} if grave and released else set()
    return tuple(
        finding
        for finding in grave
        if finding.identity not in known
        and not (finding.rule in _TWICE and set(finding.sessions).issubset(brought))
    )


def _forbidden(programme: Programme) -> Iterator[Finding]:
    zones = {programme.summit.zone, *(one.zone for one in programme.governments)}
    for name in sorted(zones - NAMES):
        message = f"“{name}” is not the name of a time zone"
        yield Finding(Rule.ZONE, message, values={"name": name})
    known: dict[str, set[str]] = {}
    numbers = [day.number for day in programme.days]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        message = f"the number {number} names more than one day"
        yield Finding(Rule.CODE, message, values={"code": number})
    for noun, things in (
        ("stage", programme.stages),
        ("area", programme.areas),
        ("city", programme.governments),
        ("speaker", programme.people),
        ("session", programme.sessions),
    ):
        known[noun] = set()
        for thing in things:
            if thing.code in known[noun]:
                message = f"the code “{thing.code}” names more than one {noun}"
                yield Finding(Rule.CODE, message, values={"code": thing.code})
            known[noun].add(thing.code)
    for person in programme.people:
        if person.government and person.government not in known["city"]:
            message = f"there is no city “{person.government}” for {person.code} to speak for"
            yield Finding(Rule.REFERENCE, message, values={"code": person.government})
    for session in programme.sessions:
        if session.starts.second or session.starts.microsecond:
            yield Finding(Rule.WHOLE_MINUTE, "it starts within a minute", (session.code,))
        if not 0 < session.minutes <= LONGEST:
            message = f"{session.minutes} minutes is no length for a session"
            length = {"minutes": session.minutes}
            yield Finding(Rule.LENGTH, message, (session.code,), values=length)
        if wrong := [one.minutes for one in session.turns if not 0 < one.minutes <= LONGEST]:
            message = f"{wrong[0]} minutes is no length for a turn"
            length = {"minutes": wrong[0]}
            yield Finding(Rule.LENGTH, message, (session.code,), values=length)
        for noun, codes in (
            ("stage", [session.stage]),
            ("area", [session.area]),
            ("city", session.governments),
            ("speaker", session.people),
        ):
            for code in codes:
                if code and code not in known[noun]:
                    message = f"there is no {noun} “{code}”"
                    values = {"code": code}
                    yield Finding(Rule.REFERENCE, message, (session.code,), values=values)


def _overlaps(programme: Programme, held: list[Session]) -> Iterator[Finding]:
    names: dict[str, Text] = {one.code: one.name for one in programme.people}
    city_names: dict[str, Text] = {one.code: one.name for one in programme.governments}
    stages, people, cities = (defaultdict[str, list[Session]](list) for _ in range(3))
    for session in held:
        if session.stage:
            stages[session.stage].append(session)
        for code in live(session, "person"):
            people[code].append(session)
        for code in live(session, "government"):
            cities[code].append(session)
    for stage in programme.stages:
        for first, second in _overlapping(stages[stage.code]):
            message = f"two sessions at once on the stage “{stage.name.say('en')}”"
            yield Finding(Rule.STAGE_TWICE, message, (first.code, second.code), stage.code)
        for first, second in pairwise(sorted(stages[stage.code], key=_start)):
            if timedelta() <= second.starts - first.ends < SHORT_BREAK:
                message = f"less than {SHORT_BREAK.seconds // 60} minutes to change over"
                yield Finding(Rule.SHORT_BREAK, message, (first.code, second.code))
    for rule, found, called in (
        (Rule.PERSON_TWICE, people, names),
        (Rule.CITY_TWICE, cities, city_names),
    ):
        for code, sessions in found.items():
            for first, second in _overlapping(sessions):
                message = f"{called[code].say('en')} would be in two sessions at once"
                yield Finding(rule, message, (first.code, second.code), code)


def _absences(
    programme: Programme, held: list[Session], availability: Availability
) -> Iterator[Finding]:
    """Find who is needed when they cannot take part."""
    names = {("person", one.code): one.name for one in programme.people}
    names |= {("government", one.code): one.name for one in programme.governments}
    for session in held:
        for who, code, (begins, ends) in away(session, availability):
            rule = Rule.PERSON_AWAY if who == "person" else Rule.CITY_AWAY
            name = names[who, code].say("en")
            message = f"{name} is not available from {begins:%H:%M} to {ends:%H:%M} UTC"
            yield Finding(rule, message, (session.code,), code)


def live(session: Session, field: str) -> set[str]:
    """Return whom `session` needs in that very hour, which a recording does not.

    `field` is "person" or "government".
    """
    found = (getattr(one, field) for one in session.cast if one.mode is not Mode.RECORDED)
    return {code for code in found if code}


def _start(session: Session) -> tuple[datetime, str]:
    return (session.starts, session.code)


def _overlapping(sessions: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Yield the pairs that share a minute, in n log n for sessions that seldom do."""
    running: list[Session] = []
    for session in sorted(sessions, key=_start):
        running = [one for one in running if one.ends > session.starts]
        for one in running:
            yield one, session
        running.append(session)


def _days(programme: Programme, held: list[Session]) -> Iterator[Finding]:
    where = zone(programme.summit.zone)
    border = programme.summit.day_border
    for session in held:
        day = day_of(programme, session.starts)
        if day is None:
            yield Finding(
                Rule.OUTSIDE_DAYS,
                "it starts on none of the summit's days",
                (session.code,),
            )
        elif session.ends > midnight(day.date + timedelta(days=1), where, border):
            message = f"it goes on past {border:%H:%M}, where day {day.number} ends"
            yield Finding(Rule.OVER_DAY_BORDER, message, (session.code,))


def _texts(programme: Programme, held: list[Session]) -> Iterator[Finding]:
    for session in held:
        if not session.title:
            yield Finding(Rule.NO_TITLE, "it has no title", (session.code,))
        elif missing := untranslated(programme, session):
            message = f"its title is missing in {', '.join(missing)}"
            yield Finding(Rule.NO_TRANSLATION, message, (session.code,))


def _turns(held: list[Session]) -> Iterator[Finding]:
    for session in held:
        over = overrun(session)
        if over > 0:
            message = f"its turns are {over} minutes longer than the session"
            yield Finding(Rule.TURNS_OVERRUN, message, (session.code,))
        if foreign := uninterpreted(session):
            message = f"nobody interprets {', '.join(foreign)}"
            yield Finding(Rule.NO_INTERPRETATION, message, (session.code,))


def overrun(session: Session) -> int:
    """Return by how many minutes the turns of a session are longer than it, 0 or less if not."""
    return sum(turn.minutes for turn in session.turns) - session.minutes


def uninterpreted(session: Session) -> tuple[str, ...]:
    """Return the languages in which something is said or sent, and that nobody brings over.

    They are those of turns and of streams, where the session says in which it can be followed.
    """
    understood = set(session.languages)
    used = {turn.language for turn in session.turns} | {one.language for one in session.streams}
    return tuple(sorted(one for one in used - understood if one)) if understood else ()


def untranslated(programme: Programme, session: Session) -> tuple[str, ...]:
    """Return the languages of the summit in which a session has no title."""
    return tuple(tag for tag in programme.summit.languages if tag not in session.title)


def _streams(held: list[Session]) -> Iterator[Finding]:
    for session in held:
        if not session.streams:
            yield Finding(Rule.NO_STREAM, "there is no stream to watch it on", (session.code,))


def _nights(programme: Programme, held: list[Session]) -> Iterator[Finding]:
    """Find who would have to speak in the night of the city they speak for."""
    cities = {one.code: one for one in programme.governments}
    zones = {code: zone(one.zone) for code, one in cities.items()}
    for session in held:
        for code, starts in asleep(session, zones):
            name = cities[code].name.say("en")
            local = starts.astimezone(zones[code])
            label = f"{local:%H:%M} {name} ({offset_label(starts, zones[code])})"
            yield Finding(Rule.NIGHT, f"{name} speaks at {label}", (session.code,), code)


def asleep(session: Session, zones: Mapping[str, ZoneInfo]) -> Iterator[tuple[str, datetime]]:
    """Yield each government that would have to speak in its night, and when it begins to (UTC).

    `zones` are the governments', by code.
    """
    for code, spoken in spans(session, "government", heard=True).items():
        for starts, ends in spoken:
            if worst_band(starts, ends, zones[code]) is Band.NIGHT:
                yield code, starts
                break
