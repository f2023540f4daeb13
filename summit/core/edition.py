"""The order of a session's turns: which edition of it is public, and what an edition changes.

An organizer says how far an order is decided; editions are counted when releases are made, so
that no order changes under the number that its readers know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from summit.core.programme import Programme, Session
from summit.core.turn import Edition, Shift, Standing, Turn, TurnChange

_Key = tuple[str, str, int]


def editions(before: Programme | None, after: Programme, release: int) -> Programme:
    """Return `after` as it is released with that number, with the edition of each order.

    One whose order and standing are those of `before` keeps the edition that it had.
    """
    old = {_name(one): one for one in before.sessions} if before else {}
    sessions = tuple(
        replace(one, edition=edition(old.get(_name(one)), one, release)) for one in after.sessions
    )
    return replace(after, sessions=sessions)


def edition(old: Session | None, new: Session, release: int) -> Edition | None:
    """Return the edition of a session's order, None where it is not said how far it is decided."""
    if new.standing is None or not new.turns:
        return None
    last = old.edition if old else None
    if old is None or last is None:
        return Edition(1, release)
    if (old.standing, old.turns) == (new.standing, new.turns):
        return last
    return Edition(
        number=last.number + 1,
        release=release,
        is_corrected=old.standing is new.standing is Standing.FINAL,
        changes=tuple(between(old.turns, new.turns)),
    )


def _name(session: Session) -> str:
    return session.stamp.uid if session.stamp else session.code


def between(old: Iterable[Turn], new: Iterable[Turn]) -> Iterator[TurnChange]:
    """Yield what is otherwise in the order `new` than in `old`, in the order of `new`.

    A turn is known again by who speaks, and by its title where nobody is named. Of turns that
    changed places as few are named as say it all.
    """
    was, now = _by_key(old), _by_key(new)
    places_was, places_now = _places(was), _places(now)
    stay = [key for key in was if key in now]
    go = [key for key in now if key in was]
    matcher = SequenceMatcher(None, stay, go, autojunk=False)
    settled = {
        key
        for block in matcher.get_matching_blocks()
        for key in stay[block.a : block.a + block.size]
    }
    for key, turn in now.items():
        place = places_now[key]
        before = was.get(key)
        if before is None:
            yield TurnChange(Shift.ADDED, turn.title, None, place)
        elif key not in settled:
            yield TurnChange(Shift.MOVED, turn.title, places_was[key], place)
        elif before.minutes != turn.minutes:
            yield TurnChange(Shift.LENGTH, turn.title, before.minutes, turn.minutes)
        elif before != turn:
            yield TurnChange(Shift.DETAILS, turn.title, places_was[key], place)
    for key, turn in was.items():
        if key not in now:
            yield TurnChange(Shift.REMOVED, turn.title, places_was[key], None)


def _by_key(turns: Iterable[Turn]) -> dict[_Key, Turn]:
    """Return turns by what they are known by; several of one speaker are counted."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for turn in turns:
        who = (turn.person or turn.government or "", "")
        name = who if any(who) else ("", "/".join(turn.title.values()))
        seen[name] += 1
        found[(*name, seen[name])] = turn
    return found


def _places(turns: dict[_Key, Turn]) -> dict[_Key, int]:
    return {key: place for place, key in enumerate(turns, start=1)}
