"""The record of a declaration: a chain of entries, each of which names the one before by its hash.

An entry is a JSON object in one canonical form, so that equal entries have equal bytes: UTF-8,
strings in NFC, members in the order of their names, no white space, whole numbers only. That is
RFC 8785 (JCS) for what stands in entries, whose names are ASCII. The hash of an entry is the
SHA-256 of these bytes, in hex; `previous` in the next one repeats it. docs/declaration.md tells
all of it to those who check the record with a program of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from summit.core.errors import Invalid

FORMAT = "summit-entry/1"
FIRST = "0" * 64
"""What the first entry has in place of the hash of the one before."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HASH = re.compile(r"[0-9a-f]{64}")


class Act(StrEnum):
    """What an entry records."""

    RELEASE = "release"
    DEADLINE = "deadline"
    ENDORSE = "endorse"
    WITHDRAW = "withdraw"


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "format": str,
    "summit": str,
    "number": int,
    "previous": str,
    "at": str,
    "rehearsal": bool,
    "act": str,
    "text": str,
}
_OWN: Mapping[Act, Mapping[str, type | tuple[type, ...]]] = {
    Act.RELEASE: {"version": int, "title": dict, "deadline": (str, type(None))},
    Act.DEADLINE: {"deadline": (str, type(None))},
    Act.ENDORSE: {
        "government": str,
        "place": dict,
        "name": str,
        "capacity": str,
        "late": bool,
        "written": bool,
    },
    Act.WITHDRAW: {"government": str, "endorsement": int, "reason": str, "written": bool},
}
"""The members that every entry has, and those of each act, by the type of their values."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is kept: its canonical bytes, and the hash that was written beside them."""

    octets: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not hold, by its number from 1, and why in plain words."""

    number: int
    reason: str


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value; raise `Invalid` for what has no place in one."""
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Invalid("a string is no Unicode text") from None
        return normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) and name.isascii() for name in value):
            raise Invalid("a member has a name that is not ASCII")
        return {str(name): _plain(one) for name, one in value.items()}
    raise Invalid(f"{type(value).__name__} has no place in a record")


def digest(octets: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return sha256(octets).hexdigest()


def written(moment: datetime) -> str:
    """Return an instant as entries have it: RFC 3339 in UTC, by the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(words: str) -> datetime:
    """Return the instant that `written` wrote; raise `ValueError`."""
    return datetime.strptime(words, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def link(
    summit: str,
    before: Link | None,
    number: int,
    at: datetime,
    act: Act,
    text: str,
    *,
    is_rehearsal: bool,
    **members: Any,
) -> Link:
    """Return the next entry of a chain: the one with this `number`, after `before`.

    `text` is the hash of the text that it is about, `members` what its act has besides.
    """
    octets = canonical(
        {
            "format": FORMAT,
            "summit": summit,
            "number": number,
            "previous": before.digest if before else FIRST,
            "at": written(at),
            "rehearsal": is_rehearsal,
            "act": act.value,
            "text": text,
            **members,
        }
    )
    return Link(octets, digest(octets))


def read(octets: bytes) -> Mapping[str, Any]:
    """Return the entry with these bytes; raise `ValueError` where they are not canonical."""
    try:
        entry = json.loads(octets.decode(), object_pairs_hook=_once)
        is_canonical = isinstance(entry, dict) and canonical(entry) == octets
    except (UnicodeDecodeError, RecursionError, Invalid) as error:
        raise ValueError(str(error)) from error
    if not is_canonical:
        raise ValueError("it is not written in the canonical form")
    return dict(entry)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


@dataclass(slots=True)
class _State:
    """What the entries so far have made: each by the hash of a text, and whether in a rehearsal.

    `deadlines` are those of the texts that are released, as real entries have them and as those
    of a rehearsal do, which see both; `open` are the entries of the endorsements that stand.
    """

    deadlines: dict[tuple[str, bool], str | None] = field(default_factory=dict)
    open: dict[tuple[str, bool, str], int] = field(default_factory=dict)


def check(links: Iterable[Link], head: str = "", summit: str | None = None) -> Break | None:
    """Return where a chain breaks first, None where it holds from beginning to end.

    `head` is the hash of an entry that has been seen before, from which on nothing may have
    been taken away; "" where nobody kept one. `summit` is the code of the one that it has to be
    of, where that is known.
    """
    previous, number = FIRST, 0
    seen: set[str] = set()
    state = _State()
    for number, one in enumerate(links, start=1):
        try:
            entry = read(one.octets)
            _refuse(entry, one, number, previous, summit)
            _follow(entry, state)
        except ValueError as error:
            return Break(number, str(error))
        previous, summit = one.digest, entry["summit"]
        seen.add(one.digest)
    if head and head not in seen:
        return Break(number + 1, f"an entry with the hash {head} was there, and is missing")
    return None


def _refuse(
    entry: Mapping[str, Any], one: Link, number: int, previous: str, summit: str | None
) -> None:
    """Raise `ValueError` where an entry is not what has to stand at its place."""
    if (found := digest(one.octets)) != one.digest:
        raise ValueError(f"its bytes have the hash {found}, not {one.digest} as is written")
    if entry.get("act") not in set(Act):
        raise ValueError("it says no act that is known")
    kinds = {**_KINDS, **_OWN[Act(entry["act"])]}
    wrong = sorted(entry.keys() ^ kinds.keys())
    wrong += [name for name, kind in kinds.items() if not wrong and not _is(entry[name], kind)]
    if wrong:
        raise ValueError(f"its members are not those of its act: {', '.join(wrong)}")
    if entry["format"] != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    if entry["number"] != number:
        raise ValueError(f"it says that it is number {entry['number']}")
    if entry["previous"] != previous:
        raise ValueError("it does not name the hash of the entry before")
    if summit is not None and entry["summit"] != summit:
        raise ValueError("it is of another summit")
    if not _HASH.fullmatch(entry["text"]):
        raise ValueError("it names no text")
    for name in ("at", "deadline"):
        if (words := entry.get(name)) is not None:
            if not _INSTANT.fullmatch(words):
                raise ValueError(f"{name} is no instant")
            moment(words)


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    """Whether a value has a type; to Python a truth value is a number."""
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _follow(entry: Mapping[str, Any], state: _State) -> None:
    """Take an entry into what is so far; raise `ValueError` where it cannot follow on that."""
    text, act, is_rehearsal = entry["text"], entry["act"], entry["rehearsal"]
    # What is real is so in a rehearsal; what a rehearsal does is not there after it.
    views = (True,) if is_rehearsal else (True, False)
    if act == Act.RELEASE:
        for view in views:
            state.deadlines.setdefault((text, view), entry["deadline"])
        return
    if (text, is_rehearsal) not in state.deadlines:
        raise ValueError("it is about a text that was never released")
    if act == Act.DEADLINE:
        state.deadlines |= {(text, view): entry["deadline"] for view in views}
        return
    key = (text, is_rehearsal, entry["government"])
    if act == Act.ENDORSE:
        if key in state.open:
            raise ValueError(f"{entry['government']} has endorsed this text already")
        deadline = state.deadlines[text, is_rehearsal]
        # Instants are written in one form, in which the later one is the greater.
        if entry["late"] != (deadline is not None and entry["at"] > deadline):
            raise ValueError(f"late says {str(entry['late']).lower()}, and it is not so")
        state.open[key] = entry["number"]
    elif state.open.pop(key, None) != entry["endorsement"]:
        raise ValueError("it withdraws an endorsement that is not there")
