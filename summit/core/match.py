"""Recognising in a programme what a file from elsewhere names: its sessions and its places.

A thing that is recognised keeps its code. A new one gets a code that depends on nothing but
the file and the programme, so that the same file, read again, finds everything it brought.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

from summit.core.code import CODE, Claims, slug
from summit.core.exchange import Outcome, PersonRow, PlaceRow, Problem, SessionRow
from summit.core.identity import guid, of_thing
from summit.core.programme import Session
from summit.core.text import Text, bare, shapes

_MARKS = re.compile(r"[,;\\]+")


def elsewhere(uid: str, summit: str) -> UUID:
    """Return the identity in `summit` of a session whose `uid` another summit has already.

    No two summits of an installation share a uid, yet the same file can be taken into both.
    """
    return uuid5(guid(uid), summit)


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a file, and the code that its session has or is to have.

    `uid` is None where the row has no identity of its own in the file.
    """

    row: SessionRow
    code: str
    uid: str | None


def sessions(
    rows: Iterable[SessionRow], there: Iterable[Session], removed: Mapping[str, str], summit: str
) -> tuple[list[MatchedRow], list[Problem]]:
    """Recognise the sessions of a file, by uid first and then by code.

    `removed` holds by their codes the uids of sessions that were taken off the programme; a
    row may be recognised as one of them, too. A row that only says once more what an earlier
    one says is left out.
    """
    problems: list[Problem] = []
    own = list(_once(rows, problems))
    uids = {one.stamp.uid: one.code for one in there if one.stamp}
    uids |= {uid: code for code, uid in removed.items()}
    guids = {guid(uid): code for uid, code in reversed(uids.items())}
    claims = Claims()
    codes: dict[int, str] = {}
    for at, (_, uid) in enumerate(own):
        if uid:
            found = (uids.get(uid), guids.get(guid(uid)), guids.get(elsewhere(uid, summit)))
            code = next((one for one in found if one and one not in claims), None)
            if code:
                claims.take(code)
                codes[at] = code
    matched = [
        MatchedRow(row, codes.get(at) or claims.first(slug(row.code, "session")), uid)
        for at, (row, uid) in enumerate(own)
    ]
    return matched, problems


def _once(
    rows: Iterable[SessionRow], problems: list[Problem]
) -> Iterable[tuple[SessionRow, str | None]]:
    """Yield the rows that are not told twice, each with the uid that it alone has."""
    by_uid: dict[UUID, SessionRow] = {}
    by_code: dict[str, SessionRow] = {}
    for row in rows:
        uid = row.uid
        same_uid = by_uid.setdefault(guid(uid), row) if uid else row
        same_code = by_code.setdefault(slug(row.code, "session"), row)
        twin = next((one for one in (same_uid, same_code) if one is not row), None)
        if twin and _told(twin) == _told(row) and (twin.uid == uid or not uid):
            message = "this is told at %(there)s already"
            problems.append(Problem(row.where, message, Outcome.LEFT_OUT, {"there": twin.where}))
            continue
        if same_uid is not row:
            message = "its uid is that of %(there)s, so it is known by its code alone"
            problems.append(Problem(row.where, message, values={"there": same_uid.where}))
            uid = None
        elif same_code is not row:
            message = "its code “%(code)s” is that of %(there)s, too"
            values = {"code": row.code, "there": same_code.where}
            problems.append(Problem(row.where, message, values=values))
        yield row, uid


def _told(row: SessionRow) -> tuple[object, ...]:
    return (row.starts, row.minutes, row.title, row.room)


class Named(Protocol):
    """What has a code and a name."""

    @property
    def code(self) -> str:
        """The name that addresses know it by."""
        ...

    @property
    def name(self) -> Text:
        """What people call it."""
        ...


def own(summit: str, noun: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the codes of things of a summit by the guids that its own files know them by."""
    return {str(of_thing(summit, noun, code)): code for code in codes}


def own_code(row: PlaceRow | PersonRow) -> str | None:
    """Return the key of a row of a file of ours if it is a code, and not a name or a number."""
    key = row.key
    named = key.isdigit() or key in row.name.values()
    return key if CODE.fullmatch(key) and not named else None


def called(things: Iterable[Named]) -> defaultdict[str, list[str]]:
    """Return the codes of `things` by what outputs call them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for thing in things:
        for words in names(thing):
            found[words].append(thing.code)
    return found


def names(thing: Named) -> tuple[str, ...]:
    """Return what outputs call a thing: by each wording of its name, or by its code."""
    said = (shape for words in thing.name.values() for shape in sorted(shapes(words)))
    return tuple(dict.fromkeys(map(_unmarked, said))) or (thing.code,)


def called_as(words: str) -> str:
    """Return a name that a file has, as `names` gives it."""
    return _unmarked(bare(words))


def _unmarked(words: str) -> str:
    """Return a name without the marks that calendars leave out."""
    return " ".join(_MARKS.sub(" ", words).split())
