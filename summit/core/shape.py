"""What anything that comes from outside has to be like, to be kept and shown at all.

The rules of `summit.core.clash` judge a programme; these judge whether its values are values:
codes that can stand in an address, tags that name a language, instants that name an instant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from summit.core import picture, scale
from summit.core.code import CODE
from summit.core.errors import Invalid
from summit.core.place import Government
from summit.core.programme import Programme, Session, Stamp
from summit.core.release import Release
from summit.core.text import clean, clean_line, is_language
from summit.core.zone import YEARS, utc, zone

ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f\"<>\\]{1,1990}")
"""An address of the web that can be linked to."""
COUNTRY = re.compile(r"[A-Z]{2}")
"""The form of ISO 3166-1 alpha-2."""
LARGEST = 2**31 - 1
"""What a number may be at most, so that every database keeps it."""
LONGEST_UID = 255
"""Characters that the uid of a session may have."""
LONGEST_SORT = 255
"""Characters that the form of a name to order lists by may have."""
RESERVED = frozenset(
    (
        "account",
        "api",
        "feeds",
        "healthz",
        "metrics",
        "office",
        "organize",
        "outbox",
        "reader",
        "readyz",
        "reminders",
        "review",
        "static",
    )
)
"""First words of addresses that are not summits."""


def check_code(code: str, where: str = "") -> None:
    """Raise `Invalid` for a code of a summit that could not stand in an address."""
    if code in RESERVED:
        raise Invalid("“%(code)s” is the name of another page.", "summit, code", code=code)
    _check_form(code, where or f"summit {code}")


def _check_form(code: str, where: str) -> None:
    if not CODE.fullmatch(code):
        message = "a code is made of small letters, digits and hyphens, 64 at most"
        raise Invalid(message, where)


def check_codes(programme: Programme) -> None:
    """Raise `Invalid` for a code in `programme` that could not stand in an address."""
    check_code(programme.summit.code)
    for noun, things in (
        ("stage", programme.stages),
        ("area", programme.areas),
        ("government", programme.governments),
        ("person", programme.people),
        ("session", programme.sessions),
    ):
        for thing in things:
            _check_form(thing.code, f"{noun} {thing.code}")


def check(programme: Programme) -> None:
    """Raise `Invalid` for the first value in `programme` that is none of its kind."""
    check_codes(programme)
    summit = programme.summit
    zone(summit.zone)
    _check_tags(summit.languages, "summit, languages")
    if not summit.languages:
        raise Invalid("this is missing", "summit, languages")
    if not summit.title:
        raise Invalid("this is missing", "summit, title")
    if summit.day_border.tzinfo or summit.day_border.second or summit.day_border.microsecond:
        raise Invalid("this is not a time of day such as 04:00", "summit, day_border")
    for at, problem in scale.wrong(summit.bands).items():
        raise Invalid(problem.message, f"summit, band {at + 1}")
    for name in ("title", "slogan", "text", "host", "notice"):
        _check_tags(getattr(summit, name), f"summit, {name}")
    for day in programme.days:
        _check_number(day.number, f"day {day.number}")
        if day.date.year not in YEARS:
            raise Invalid(
                "%(year)s is not the year of a summit.", f"day {day.number}", year=day.date.year
            )
        _check_tags(day.title, f"day {day.number}")
    for stage in programme.stages:
        _check_tags(stage.name, f"stage {stage.code}")
        _check_tags(stage.place, f"stage {stage.code}, place")
    for area in programme.areas:
        _check_tags(area.name, f"area {area.code}")
        _check_tags(area.text, f"area {area.code}, text")
    for government in programme.governments:
        _check_government(government)
    for person in programme.people:
        where = f"person {person.code}"
        _check_tags(person.name, where)
        _check_tags(person.office, f"{where}, office")
        if len(person.sort) > LONGEST_SORT or person.sort != clean_line(person.sort):
            raise Invalid("“%(sort)s” cannot order a list", f"{where}, sort", sort=person.sort)
        for other in person.also:
            if other != clean_line(other):
                raise Invalid("“%(other)s” is not a name", f"{where}, also", other=other)
        if person.picture is not None and not picture.DIGEST.fullmatch(person.picture):
            raise Invalid("this is not the digest of a picture", f"{where}, picture")
    for session in programme.sessions:
        _check_session(session)


def check_release(release: Release) -> None:
    """Raise `Invalid` for the first value in `release` that is none of its kind."""
    _check_number(release.number, "number")
    _check_moments((release.published,), "published")
    if release.note != clean(release.note):
        raise Invalid("this is not plain text", "note")
    check(release.programme)
    for change in release.changes:
        where = f"change of {change.noun} {change.code}"
        for slot in (change.before, change.after):
            if slot:
                _check_moments((slot.starts, slot.ends), where)
        for text in (change.title, change.former):
            if text:
                _check_tags(text, where)
    if missing := [one.code for one in release.programme.sessions if one.stamp is None]:
        raise Invalid("this is missing", f"session {missing[0]}, stamp")


def _check_government(government: Government) -> None:
    where = f"government {government.code}"
    _check_tags(government.name, where)
    zone(government.zone)
    if not COUNTRY.fullmatch(government.country):
        raise Invalid(
            "“%(country)s” is not a code such as KR",
            f"{where}, country",
            country=government.country,
        )
    for degrees, most in ((government.latitude, 90), (government.longitude, 180)):
        if not -most <= degrees <= most:
            raise Invalid(
                "%(degrees)s is not between −%(most)s and %(most)s",
                where,
                degrees=degrees,
                most=most,
            )


def _check_session(session: Session) -> None:
    where = f"session {session.code}"
    _check_moments((session.starts,), where)
    for name in ("title", "text", "note"):
        _check_tags(getattr(session, name), f"{where}, {name}")
    if session.capacity is not None:
        _check_number(session.capacity, f"{where}, capacity")
    languages = [stream.language for stream in session.streams]
    languages += [turn.language for turn in session.turns if turn.language]
    _check_tags((*session.languages, *languages), f"{where}, languages")
    for stream in session.streams:
        _check_tags(stream.title, f"{where}, stream")
        if stream.address is not None and not ADDRESS.fullmatch(stream.address):
            raise Invalid(
                "“%(address)s” is not an address of the web",
                f"{where}, stream",
                address=stream.address,
            )
    for part in session.parts:
        _check_tags(part.office, f"{where}, part")
    for turn in session.turns:
        _check_tags(turn.title, f"{where}, turn")
    if session.stamp:
        _check_stamp(session.stamp, where)


def _check_stamp(stamp: Stamp, where: str) -> None:
    uid = stamp.uid
    if not 0 < len(uid) <= LONGEST_UID or uid != clean_line(uid):
        raise Invalid("“%(uid)s” is not a uid", f"{where}, stamp", uid=uid)
    _check_number(stamp.sequence, f"{where}, stamp")
    _check_moments((stamp.created, stamp.changed), f"{where}, stamp")


def _check_moments(moments: Iterable[datetime], where: str) -> None:
    for moment in moments:
        try:
            utc(moment)
        except Invalid as error:
            raise Invalid(error.wording, where, **error.values) from None
        if moment.microsecond:
            raise Invalid("%(said)s is not a whole second", where, said=moment.isoformat())


def _check_number(number: int, where: str) -> None:
    if not 0 <= number <= LARGEST:
        raise Invalid(
            "%(number)s is not between 0 and %(largest)s", where, number=number, largest=LARGEST
        )


def _check_tags(tags: Iterable[str], where: str) -> None:
    for tag in tags:
        if not is_language(tag):
            raise Invalid("“%(tag)s” is not the tag of a language", where, tag=tag)
