"""Stages and areas, where a file from elsewhere names them: rooms and tracks, as files say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from summit.core.code import Claims, slug
from summit.core.exchange import Format, PlaceRow, Schedule
from summit.core.match import Named, called, called_as, names, own, own_code
from summit.core.programme import Area, Stage, Summit
from summit.core.text import Text, joined

_Place = TypeVar("_Place", Stage, Area)
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Venues:
    """The codes of a file's places by their keys.

    `namesakes` are, by the keys that are no more than a name, the codes of all that are
    called so.
    """

    codes: dict[str, str]
    namesakes: dict[str, frozenset[str]]

    def code(self, key: str, held: str | None) -> str | None:
        """Return the code of a place for a session that is at `held`, which may be meant."""
        if held in self.namesakes.get(key, ()):
            return held
        return self.codes.get(key)


def join(
    old: tuple[_Place, ...],
    told: Iterable[PlaceRow],
    noun: str,
    make: Callable[..., _Place],
    summit: Summit,
    schedule: Schedule,
) -> tuple[tuple[_Place, ...], Venues]:
    """Return the places `old` with those of a file among them, and how the file's are called."""
    language = summit.languages[0]
    rows = [one if one.name else replace(one, name=Text({language: one.key})) for one in told]
    places, codes = {one.code: one for one in old}, dict[str, str]()
    is_rough = schedule.is_ours and schedule.format in (Format.ICAL, Format.JCAL)
    # Where names collide, one that was just brought may be the better match for another row:
    # what is found is to be found again when the same file comes again.
    for _ in range(_ROUNDS):
        before = codes
        codes = recognise(rows, places.values(), noun, summit.code, ours=schedule.is_ours)
        if codes == before:
            break
        for row in rows:
            code = codes[row.key]
            place = places.get(code)
            if place is None:
                places[code] = make(code, row.name)
            elif not is_rough:
                places[code] = replace(place, name=named(place.name, row.name, code))
    by_name = called(places.values())
    namesakes = {
        row.key: frozenset(by_name[called_as(row.key)])
        for row in rows
        if row.key in row.name.values()
    }
    return tuple(places.values()), Venues(codes, namesakes)


def named(old: Text, told: Text, code: str) -> Text:
    """Return the name of a thing, without what our own files make of its code.

    They tell things of the same name apart by it, and call by it what has no name.
    """
    bared = {tag: words.removesuffix(f" ({code})") for tag, words in told.items()}
    return joined(old, Text({tag: words for tag, words in bared.items() if words != code}))


def recognise(
    rows: Iterable[PlaceRow], there: Iterable[Named], noun: str, summit: str, *, ours: bool
) -> dict[str, str]:
    """Return the codes of a file's places by their keys.

    One that is there already is recognised by our guid of it, by any wording of its name,
    or else by its code; in a file of `ours` by its code first.
    """
    rows = list(rows)
    known = list(there)
    by_name = called(known)
    codes = {one.code for one in known}
    guids = own(summit, noun, codes)
    wordings = {one.code: frozenset(names(one)) for one in known}
    claims = Claims()
    found: dict[str, str] = {}

    def take(row: PlaceRow, code: str | None) -> None:
        if code and code not in claims and row.key not in found:
            claims.take(code)
            found[row.key] = code

    for row in rows:
        take(row, guids.get(row.key))
        take(row, own_code(row) if ours else None)
    for is_same in (_equal, frozenset.issuperset, _meet):
        for row in rows:
            told = frozenset(map(called_as, row.name.values()))
            alike = dict.fromkeys(code for words in sorted(told) for code in by_name[words])
            free = (
                one
                for one in alike
                if one not in claims and is_same(wordings[one], frozenset(told))
            )
            take(row, next(free, None))
    for row in rows:
        if row.key not in found:
            wanted = slug(row.key, noun)
            if wanted not in codes or wanted in claims:
                wanted = slug(next(iter(row.name.values()), row.key), noun)
            found[row.key] = claims.first(wanted)
    return found


def _equal(held: frozenset[str], told: frozenset[str]) -> bool:
    return held == told


def _meet(held: frozenset[str], told: frozenset[str]) -> bool:
    return not held.isdisjoint(told)
