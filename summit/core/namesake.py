"""Namesakes: whom a file from elsewhere means by a name, as far as that can be known.

Two people may bear one name. Somebody of a file is taken for a person of the programme who
bears the very name only where there is no doubt, and two people whom the file keeps apart
are never taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from summit.core.code import CODE, Claims, slug
from summit.core.exchange import PersonRow, Problem
from summit.core.match import called, called_as, own, own_code
from summit.core.people import Person

_SHORT = 12
"""Characters of a key that may stand in a code as it is."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session: the `keys` of those whom the file puts in it, the codes of those `present`."""

    session: str
    keys: tuple[str, ...]
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who is who: codes by the keys of the file, and by session and key where that differs."""

    codes: dict[str, str] = field(default_factory=dict)
    there: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def who(self, session: str, key: str) -> str | None:
        """Return the code of the one whom the file calls `key` in a session."""
        return self.there.get((session, key)) or self.codes.get(key)


def recognise(
    rows: Iterable[PersonRow],
    known: Sequence[Person],
    sittings: Iterable[Sitting],
    elsewhere: Collection[str],
    summit: str,
    *,
    ours: bool,
) -> Recognised:
    """Say who the people of a file are; a code that nobody of `known` has is a new person's.

    `elsewhere` holds the codes of those who are in sessions that the file does not name: to
    take somebody for one of them is noted, unless they are also in one that it names. In a
    file of `ours` the keys are codes, and leave no doubt.
    """
    return _Search(tuple(rows), known, tuple(sittings), elsewhere, summit, ours=ours).result


class _Search:
    """One search, from what is sure to what remains; `result` grows meanwhile."""

    def __init__(
        self,
        rows: Sequence[PersonRow],
        known: Sequence[Person],
        sittings: Sequence[Sitting],
        elsewhere: Collection[str],
        summit: str,
        *,
        ours: bool,
    ) -> None:
        self.ours = ours
        self.result = Recognised()
        self.claims = Claims()
        self.new = Claims(person.code for person in known)
        self.known = {person.code: person for person in known}
        self.own = own(summit, "speaker", self.known)
        self.elsewhere = elsewhere
        self.familiar = {code for sitting in sittings for code in sitting.present}
        self.sittings: defaultdict[str, list[Sitting]] = defaultdict(list)
        for sitting in sittings:
            for key in sitting.keys:
                self.sittings[key].append(sitting)
        names = called(known)
        self.namesakes = {
            row.key: list(dict.fromkeys(one for words in _names(row) for one in names[words]))
            for row in rows
        }
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            for words in _names(row):
                bearers[words].add(row.key)
        shared = {key for keys in bearers.values() if len(keys) > 1 for key in keys}
        for row in rows:
            self._by_code(row)
        for row in rows:
            if row.key in shared:
                self._by_company(row)
        for row in rows:
            if row.key not in shared:
                self._by_name(row)
        for row in rows:
            if row.key in shared and row.key not in self.result.codes:
                self._add(row, _particular(row))

    def _free(self, row: PersonRow) -> list[str]:
        return [code for code in self.namesakes[row.key] if code not in self.claims]

    def _take(self, row: PersonRow, code: str) -> None:
        self.result.codes[row.key] = code
        self.claims.take(code)

    def _by_code(self, row: PersonRow) -> None:
        """Recognise somebody by our guid of them, or by a code that is or was made of the key."""
        if (code := self.own.get(row.key)) and code not in self.claims:
            self._take(row, code)
            return
        if self.ours and own_code(row) and row.key not in self.claims:
            self.new.take(row.key)
            self._take(row, row.key)
            return
        made = re.compile(rf"{_particular(row)}(?:-\d+)?")  # with a number, where it was taken
        is_key = row.key not in row.name.values()
        for code in self._free(row):
            if made.fullmatch(code) or (is_key and code == slug(row.key, "person")):
                self._take(row, code)
                return

    def _by_company(self, row: PersonRow) -> None:
        """Recognise one of several namesakes of a file as the one in the same session."""
        present = {code for one in self.sittings[row.key] for code in one.present}
        found = present.intersection(self._free(row))
        if row.key not in self.result.codes and len(found) == 1:
            self._take(row, found.pop())

    def _by_name(self, row: PersonRow) -> None:
        """Recognise the only one of that name in the file, session by session."""
        if row.key in self.result.codes:
            return
        free = self._free(row)
        here: dict[str, str] = {}
        for sitting in self.sittings[row.key]:
            if found := [code for code in sitting.present if code in free]:
                here[sitting.session] = found[0]
        met = set(here.values())
        if len(met) > 1:
            # The programme tells apart whom the file does not, and stays as it is.
            self.result.there.update({(one, row.key): code for one, code in here.items()})
            for code in met:
                self.claims.take(code)
            if len(here) == len(self.sittings[row.key]):
                return
        if len(met) == 1:
            self._take(row, met.pop())
        elif len(free) == 1:
            self._take(row, free[0])
            self._tell(row, free[0])
        else:
            self._add(row, _particular(row) if free else slug(_name(row), "person"))

    def _tell(self, row: PersonRow, code: str) -> None:
        """Say for whom somebody was taken, where that is not known from this file."""
        if code in self.familiar:
            return
        if code in self.elsewhere or self.known[code].government:
            self._note(
                row, "taken for the person of that name who is there already, %(code)s", code
            )

    def _add(self, row: PersonRow, wanted: str) -> None:
        """Make a new person of `row`."""
        code = self.new.first(wanted)
        self._take(row, code)
        if self.namesakes[row.key]:
            self._note(
                row, "not surely one of the people of that name, so a new one: %(code)s", code
            )

    def _note(self, row: PersonRow, wording: str, code: str) -> None:
        problem = Problem(f"person “{_name(row)}”", wording, values={"code": code})
        self.result.problems.append(problem)


def _names(row: PersonRow) -> list[str]:
    return [called_as(words) for words in row.name.values()]


def _name(row: PersonRow) -> str:
    return next(iter(row.name.values()), row.key)


def _particular(row: PersonRow) -> str:
    """Return the code of somebody who is not the only one of that name."""
    short = len(row.key) <= _SHORT and CODE.fullmatch(row.key)
    key = row.key if short else sha256(row.key.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return slug(f"{_name(row)} {key}", "person")
