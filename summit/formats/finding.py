"""What does not fit in a programme, said to an organizer in the language that they read.

The rules name things by their codes; here they have their titles and names, and every time
names the zone of the host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.core.clash import (
    SHORT_BREAK,
    Finding,
    Rule,
    asleep,
    overrun,
    uninterpreted,
    untranslated,
)
from summit.core.programme import Programme, Session, day_of
from summit.core.text import Text, clean_line
from summit.core.zone import zone
from summit.language import language_name, translations
from summit.language import marked as _
from summit.when import local

_Words = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the findings of one programme in one language; made once for all of them."""

    programme: Programme
    language: str
    sessions: Mapping[str, Session]
    names: Mapping[tuple[str, str], Text]

    def say(self, finding: Finding) -> str:
        """Return what a finding is about, as a sentence without markup."""
        if finding.rule not in _SENTENCES or not self._knows(finding):
            return self._forbidden(finding)
        sentence, tell = _SENTENCES[finding.rule]
        return translations(self.language).gettext(sentence) % tell(self, finding)

    def title(self, code: str) -> str:
        """Return what a session is called, its code where it has no title."""
        return _line(self.sessions[code].title, self.language) or code

    def slot(self, code: str) -> str:
        """Return when and where a session is: "Tue 2 Jun, 22:00–23:30 Seoul (UTC+9)"."""
        one = self.sessions[code]
        span = local(one.starts, one.ends, self.programme.summit.zone, self.language)
        return f"{span.short_date}, {span.starts}–{span.ends} {span.where}"

    def name(self, noun: str, code: str) -> str:
        """Return what a stage, a person or a city is called."""
        return _line(self.names.get((noun, code), Text()), self.language) or code

    def at(self, moment: datetime, zone_name: str, place: str = "") -> str:
        """Return a time as "22:00 Seoul (UTC+9)"."""
        return local(moment, moment, zone_name, self.language, place).label

    def languages(self, tags: tuple[str, ...]) -> str:
        """Return the names of some languages in a row."""
        comma = translations(self.language).gettext(", ")
        return comma.join(language_name(tag, self.language) for tag in tags)

    def _knows(self, finding: Finding) -> bool:
        return all(code in self.sessions for code in finding.sessions)

    def _forbidden(self, finding: Finding) -> str:
        """Say what no programme may hold: seldom met, since it cannot be saved."""
        sentence = _FORBIDDEN.get(finding.rule)
        if sentence is None:
            return finding.message
        said = translations(self.language).gettext(sentence)
        return said % finding.values if finding.values else said


def teller(programme: Programme, language: str) -> Teller:
    """Return who says the findings of a programme in a language of the interface."""
    names = {
        (noun, one.code): one.name
        for noun, things in (
            ("stage", programme.stages),
            ("person", programme.people),
            ("city", programme.governments),
        )
        for one in things
    }
    return Teller(programme, language, {one.code: one for one in programme.sessions}, names)


def say(finding: Finding, programme: Programme, language: str) -> str:
    """Return what one finding is about, as a sentence without markup; many need a `teller`."""
    return teller(programme, language).say(finding)


def _line(text: Text, language: str) -> str:
    return clean_line(text.say(language))


def _two(tell: Teller, finding: Finding) -> _Words:
    first, second = finding.sessions
    noun = {Rule.PERSON_TWICE: "person", Rule.CITY_TWICE: "city"}.get(finding.rule, "stage")
    stage = finding.about or tell.sessions[first].stage or ""
    return {
        "who": tell.name(noun, stage),
        "first": tell.title(first),
        "first_slot": tell.slot(first),
        "second": tell.title(second),
        "second_slot": tell.slot(second),
        "minutes": round(SHORT_BREAK.total_seconds() / 60),
    }


def _one(tell: Teller, finding: Finding) -> _Words:
    (code,) = finding.sessions
    return {"title": tell.title(code), "slot": tell.slot(code)}


def _over_the_border(tell: Teller, finding: Finding) -> _Words:
    summit = tell.programme.summit
    session = tell.sessions[finding.sessions[0]]
    day = day_of(tell.programme, session.starts)
    border = session.ends.astimezone(zone(summit.zone)).replace(
        hour=summit.day_border.hour, minute=summit.day_border.minute
    )
    end = tell.at(border, summit.zone)
    return _one(tell, finding) | {"number": day.number if day else 0, "end": end}


def _overrun(tell: Teller, finding: Finding) -> _Words:
    return _one(tell, finding) | {"minutes": overrun(tell.sessions[finding.sessions[0]])}


def _night(tell: Teller, finding: Finding) -> _Words:
    cities = {one.code: one for one in tell.programme.governments}
    session = tell.sessions[finding.sessions[0]]
    zones = {code: zone(one.zone) for code, one in cities.items()}
    starts = dict(asleep(session, zones)).get(finding.about, session.starts)
    name = tell.name("city", finding.about)
    there = cities[finding.about].zone if finding.about in cities else tell.programme.summit.zone
    return _one(tell, finding) | {"who": name, "time": tell.at(starts, there, name)}


def _person_away(tell: Teller, finding: Finding) -> _Words:
    person = next((one for one in tell.programme.people if one.code == finding.about), None)
    return _away(tell, finding, "person", person.government if person else None)


def _city_away(tell: Teller, finding: Finding) -> _Words:
    return _away(tell, finding, "city", finding.about)


def _away(tell: Teller, finding: Finding, noun: str, government: str | None) -> _Words:
    """Return whom a session needs that is away, and its start on the clock that they go by."""
    zones = {one.code: one.zone for one in tell.programme.governments}
    host = tell.programme.summit.zone
    there = zones.get(government or "", host)
    words = _one(tell, finding) | {"who": tell.name(noun, finding.about)}
    if there == host:
        return words
    starts = tell.sessions[finding.sessions[0]].starts
    return words | {"slot": f"{words['slot']}; {tell.at(starts, there)}"}


def _interpretation(tell: Teller, finding: Finding) -> _Words:
    missing = uninterpreted(tell.sessions[finding.sessions[0]])
    return _one(tell, finding) | {"languages": tell.languages(missing)}


def _translation(tell: Teller, finding: Finding) -> _Words:
    missing = untranslated(tell.programme, tell.sessions[finding.sessions[0]])
    return _one(tell, finding) | {"languages": tell.languages(missing)}


_FORBIDDEN: Mapping[Rule, str] = {
    Rule.ZONE: _("“%(name)s” is not the name of a time zone."),
    Rule.CODE: _("The code “%(code)s” stands for two things."),
    Rule.LENGTH: _(
        "A session, and a turn in it, lasts from 1 to 1,440 minutes, and not %(minutes)s."
    ),
    Rule.WHOLE_MINUTE: _("A session begins at a whole minute."),
    Rule.REFERENCE: _("“%(code)s” is named, but is not there."),
}
"""What is said of each rule that no programme may break."""


_SENTENCES: Mapping[Rule, tuple[str, Callable[[Teller, Finding], _Words]]] = {
    Rule.STAGE_TWICE: (
        _(
            "Two sessions at once on %(who)s: “%(first)s” (%(first_slot)s) and “%(second)s” "
            "(%(second_slot)s)."
        ),
        _two,
    ),
    Rule.PERSON_TWICE: (
        _(
            "%(who)s would be in two sessions at once: “%(first)s” (%(first_slot)s) and "
            "“%(second)s” (%(second_slot)s)."
        ),
        _two,
    ),
    Rule.CITY_TWICE: (
        _(
            "%(who)s would be in two sessions at once: “%(first)s” (%(first_slot)s) and "
            "“%(second)s” (%(second_slot)s)."
        ),
        _two,
    ),
    Rule.PERSON_AWAY: (
        _("%(who)s is not available for all of “%(title)s” (%(slot)s)."),
        _person_away,
    ),
    Rule.CITY_AWAY: (
        _("%(who)s is not available for all of “%(title)s” (%(slot)s)."),
        _city_away,
    ),
    Rule.SHORT_BREAK: (
        _(
            "Less than %(minutes)s minutes to change over on %(who)s between “%(first)s” "
            "(%(first_slot)s) and “%(second)s” (%(second_slot)s)."
        ),
        _two,
    ),
    Rule.OUTSIDE_DAYS: (
        _("“%(title)s” begins on none of the summit's days: %(slot)s."),
        _one,
    ),
    Rule.OVER_DAY_BORDER: (
        _("“%(title)s” (%(slot)s) goes on past %(end)s, where day %(number)s ends."),
        _over_the_border,
    ),
    Rule.NO_TITLE: (_("The session “%(title)s” has no title (%(slot)s)."), _one),
    Rule.TURNS_OVERRUN: (
        _("The turns of “%(title)s” (%(slot)s) are longer than it is by %(minutes)s min."),
        _overrun,
    ),
    Rule.NIGHT: (
        _("%(who)s would speak at %(time)s, in the night, in “%(title)s” (%(slot)s)."),
        _night,
    ),
    Rule.NO_STREAM: (_("There is no stream on which to watch “%(title)s” (%(slot)s)."), _one),
    Rule.NO_INTERPRETATION: (
        _("No interpreter brings over %(languages)s in “%(title)s” (%(slot)s)."),
        _interpretation,
    ),
    Rule.NO_TRANSLATION: (
        _("“%(title)s” has no title in %(languages)s."),
        _translation,
    ),
}
"""What is said of each rule that a programme can be saved with."""
