"""Contacts: who answers for a government.

An office is invited, never self-registered. The attack to beat is somebody who passes for one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LINK_LIFE = timedelta(days=14)
"""For how long a private link is good, and is not used."""

_SHORTEST = 6
"""Characters from which on two domains that differ in one are alike."""

_NAME = 5
"""Characters from which on a part of a domain is a name, and none as "gov" or "mail"."""


class Caution(StrEnum):
    """Why an address wants a second look before it is let in."""

    NEW_DOMAIN = "new_domain"
    LOOKALIKE = "lookalike"


class Access(StrEnum):
    """How far somebody has come on the way into their office.

    Somebody WAITING was named where an office had contacts already: one of those, or an
    organizer who called back, has still to say yes. INVITED has a link that is not used yet.
    """

    WAITING = "waiting"
    NAMED = "named"
    INVITED = "invited"
    ENTERED = "entered"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who answers for a government, `post` being what they are there.

    `account` is the number of who entered by their link. `note` says how an organizer made sure
    of the address where no other contact did; `cautions` is what was noticed when it was named.
    """

    id: int
    government: str
    address: str
    name: str
    post: str
    access: Access
    named_at: datetime
    named_by: str
    account: int | None = None
    entered_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    cautions: tuple[Caution, ...] = ()
    note: str = ""

    @property
    def is_active(self) -> bool:
        """Whether they may enter, or have."""
        return self.access not in (Access.WAITING, Access.REMOVED)


def cautions(address: str, own: Iterable[str], known: Iterable[str]) -> tuple[Caution, ...]:
    """Return what is to be noticed of a new address.

    `own` are the addresses that the office has already, `known` those of all offices of the
    summit. Alike is what reads the same in another script, with a letter more, less, or
    exchanged, or under another ending; one's own subdomain is not.
    """
    _, domain = _halves(address)
    own_domains = {_halves(one)[1] for one in own}
    found = []
    if own_domains and not any(_is_below(domain, one) for one in own_domains):
        found.append(Caution.NEW_DOMAIN)
    if any(_is_alike(address, one) for one in known):
        found.append(Caution.LOOKALIKE)
    return tuple(found)


def _is_alike(address: str, other: str) -> bool:
    local, domain = _halves(address)
    other_local, other_domain = _halves(other)
    if domain == other_domain:
        return local != other_local and _skeleton(local) == _skeleton(other_local)
    if _is_below(domain, other_domain) or _is_below(other_domain, domain):
        return False
    mine, theirs = (
        _skeleton(one).replace(".", "").replace("-", "") for one in (domain, other_domain)
    )
    if mine == theirs or _names(domain) & _names(other_domain):
        return True
    if min(len(mine), len(theirs)) < _SHORTEST:
        return False
    return theirs in mine or _is_one_off(mine, theirs)


def _halves(address: str) -> tuple[str, str]:
    local, _, domain = address.casefold().rpartition("@")
    try:
        return local, domain.encode("ascii").decode("idna")
    except UnicodeError:
        return local, domain


def _names(domain: str) -> frozenset[str]:
    """Return the names in a domain, as they look: "london" in london-city.org."""
    parts = domain.replace("-", ".").split(".")[:-1]
    return frozenset(seen for one in parts if len(seen := _skeleton(one)) >= _NAME) - _GENERIC


def _is_below(domain: str, other: str) -> bool:
    return domain == other or domain.endswith(f".{other}")


_LOOKS_LIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһԛԝкмтвн", "aeopcyxljsdhqwkmtbh", strict=True)),  # Cyrillic
        **dict(zip("αοορνικτυ", "aoopvlktu", strict=True)),  # Greek
        **dict(zip("01358i|ı", "olesblll", strict=True)),  # dotless
    }
)


def _skeleton(words: str) -> str:
    """Return what words look like, whatever they are written with (after UTS 39, §4)."""
    plain = unicodedata.normalize("NFKD", words)
    bare = "".join(one for one in plain if not unicodedata.combining(one)).casefold()
    seen = bare.translate(_LOOKS_LIKE)
    for pair, one in (("rn", "m"), ("vv", "w"), ("cl", "d")):
        seen = seen.replace(pair, one)
    return seen


_GENERIC = frozenset(
    map(
        _skeleton,
        (
            *("mayor", "mayors", "mayoral", "governor", "office", "cabinet", "secretariat"),
            *("protocol", "protocolo", "protocole", "protokoll", "international", "foreign"),
            *("affairs", "external", "relations", "press", "council", "cityhall", "public"),
            *("government", "gouvernement", "gobierno", "governo", "gouv"),
            *("municipality", "municipal", "municipio", "municipalidad", "munic", "metro"),
            *("metropolitan", "region", "regional", "province", "provincia", "state"),
            *("prefeitura", "alcaldia", "ayuntamiento", "intendencia", "mairie", "ville"),
            *("comune", "stadt", "rathaus", "cidade", "ciudad", "capital", "district"),
        ),
    )
)
"""Words in domains that say what somebody is, and not where: they make no two alike."""


def _is_one_off(mine: str, theirs: str) -> bool:
    """Whether two words differ by one letter more, less, other, or exchanged with its neighbour."""
    if abs(len(mine) - len(theirs)) > 1:
        return False
    start = 0
    while start < min(len(mine), len(theirs)) and mine[start] == theirs[start]:
        start += 1
    a, b = mine[start:], theirs[start:]
    return (
        a[1:] == b[1:]
        or a[1:] == b
        or a == b[1:]
        or (a[:2] == b[1::-1] and len(a) > 1 and a[2:] == b[2:])
    )
