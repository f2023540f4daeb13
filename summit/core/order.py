"""The order of turns inside a session: rules to order them by, and what each costs whom.

An order is a tuple of places: which turn of the session, counted from 0, comes first, second
and so on. What is to stay keeps its number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import combinations, permutations

from summit.core import alphabet, fairness
from summit.core.errors import Invalid
from summit.core.people import Mode
from summit.core.programme import Programme, Session
from summit.core.scale import USUAL, Scale
from summit.core.turn import Turn, TurnKind

Order = tuple[int, ...]

MOST_BLOCKS = 6
"""So many languages are tried in every order; more stand in the order they have."""
_PASSES = 3
"""So often turns of different lengths are changed over in pairs."""
_STAYING = (TurnKind.OPENING, TurnKind.ADOPTION, TurnKind.CLOSING, TurnKind.BREAK)


class Rule(StrEnum):
    """By what turns are ordered."""

    PRESENT = "present"
    ALPHABET = "alphabet"
    PROTOCOL = "protocol"
    KINDEST = "kindest"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Price:
    """What a turn costs who has it: points over its minutes, of the worst, minutes outside 08–22.

    `starts` and `ends` are instants (UTC).
    """

    starts: datetime
    ends: datetime
    spent: int = 0
    worst: int = 0
    outside: int = 0
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Bill:
    """What an order costs; `prices` are those of the turns by their present numbers."""

    order: Order
    prices: tuple[Price, ...]

    @property
    def spent(self) -> int:
        """The points of all minutes."""
        return sum(one.spent for one in self.prices)

    @property
    def outside(self) -> int:
        """The minutes that lie outside 08–22 for those who speak."""
        return sum(one.outside for one in self.prices)

    @property
    def worst(self) -> int:
        """The points of the worst minute of all."""
        return max((one.worst for one in self.prices), default=0)

    @property
    def nights(self) -> tuple[int, ...]:
        """The turns that touch the night of who has them."""
        return tuple(at for at, one in enumerate(self.prices) if one.is_night)


def homes(programme: Programme, turns: Iterable[Turn]) -> tuple[str | None, ...]:
    """Return whom each turn is spoken for: the code of a government, or None.

    A person speaks for their government, whatever else the turn says.
    """
    of_person = {one.code: one.government for one in programme.people}
    known = {one.code for one in programme.governments}
    found = ((one.person and of_person.get(one.person)) or one.government for one in turns)
    return tuple(one if one in known else None for one in found)


def zones(programme: Programme, turns: Sequence[Turn]) -> tuple[str | None, ...]:
    """Return on whose clock each turn is: an IANA zone, or None where the hour costs nobody.

    So it is where nobody is known to speak, and where a recording is shown.
    """
    places = {one.code: one.zone for one in programme.governments}
    return tuple(
        None if one.mode is Mode.RECORDED else places.get(home or "")
        for one, home in zip(turns, homes(programme, turns), strict=True)
    )


def staying(programme: Programme, turns: Sequence[Turn]) -> frozenset[int]:
    """Return the turns that keep their place unless somebody says otherwise.

    They are those which nobody has, and what opens, adopts, closes or is a break.
    """
    return frozenset(
        at
        for at, (turn, home) in enumerate(zip(turns, homes(programme, turns), strict=True))
        if turn.kind in _STAYING or (turn.person is None and home is None)
    )


def bill(
    session: Session, clocks: Sequence[str | None], order: Order, scale: Scale = USUAL
) -> Bill:
    """Return what the turns of a session cost in an order, on the clocks of `zones`."""
    prices: dict[int, Price] = {}
    moment = session.starts
    for at in order:
        ends = moment + timedelta(minutes=session.turns[at].minutes)
        prices[at] = _price(moment, ends, clocks[at], scale)
        moment = ends
    return Bill(order, tuple(prices[at] for at in range(len(order))))


def _price(starts: datetime, ends: datetime, where: str | None, scale: Scale) -> Price:
    if where is None:
        return Price(starts, ends)
    return Price(
        starts,
        ends,
        fairness.spent(starts, ends, where, scale),
        fairness.worst(starts, ends, where, scale),
        fairness.outside(starts, ends, where),
        fairness.is_night(starts, ends, where),
    )


# --- the rules -------------------------------------------------------------------------------


def alphabetical(
    programme: Programme,
    turns: Sequence[Turn],
    language: str,
    stays: Collection[int] = (),
    *,
    blocks: bool = False,
) -> Order:
    """Return the turns by the names, in a language, of those whom they are spoken for.

    Where no government is, by the name of the person; without a name they come last.
    """
    places = {one.code: one.name for one in programme.governments}
    people = {one.code: one.name for one in programme.people}

    def key(at: int) -> tuple[bool, alphabet.Key]:
        home, person = named[at], turns[at].person
        name = places[home] if home else people.get(person or "")
        words = name.say(language) if name else ""
        return not words, alphabet.key(words, language)

    named = homes(programme, turns)
    return _sorted(turns, key, stays, blocks=blocks)


def protocol(
    programme: Programme,
    turns: Sequence[Turn],
    stays: Collection[int] = (),
    *,
    blocks: bool = False,
) -> Order:
    """Return the turns in the order in which the organizers list the governments.

    Whoever speaks for none of them comes after those.
    """
    rank = {one.code: at for at, one in enumerate(programme.governments)}
    named = homes(programme, turns)
    return _sorted(turns, lambda at: rank.get(named[at] or "", len(rank)), stays, blocks=blocks)


def by_hand(
    turns: Sequence[Turn],
    places: Mapping[int, int],
    stays: Collection[int] = (),
    *,
    blocks: bool = False,
) -> Order:
    """Return the turns by the places that somebody wants for them, by their present numbers."""
    return _sorted(turns, lambda at: places.get(at, at), stays, blocks=blocks)


def kindest(
    session: Session,
    clocks: Sequence[str | None],
    stays: Collection[int] = (),
    scale: Scale = USUAL,
    *,
    blocks: bool = False,
) -> Order:
    """Return the order that costs the fewest points over all minutes.

    Where all that may move are as long as each other it is the cheapest there is, found by the
    Hungarian method; else it starts from that, and changes over pairs as long as that helps.
    Among equals, turns stay near to where they are.
    """
    turns = session.turns
    free = [at for at in range(len(turns)) if at not in stays]
    if not free:
        return tuple(range(len(turns)))
    slots = _slots(session, free)

    def cost(at: int, slot: int) -> int:
        starts = slots[slot]
        ends = starts + timedelta(minutes=turns[at].minutes)
        price = _price(starts, ends, clocks[at], scale)
        return price.spent * len(turns) ** 3 + abs(free.index(at) - slot)

    found = _blocked(turns, free, cost) if blocks else _assigned(free, range(len(free)), cost)[1]
    best = _filled(len(turns), stays, found)
    if len({turns[at].minutes for at in free}) > 1:
        best = _exchanged(session, clocks, best, stays, scale, blocks=blocks)
    present = tuple(range(len(turns)))
    before, after = (bill(session, clocks, one, scale).spent for one in (present, best))
    return present if not blocks and before <= after else best


def ordered(session: Session, order: Sequence[int]) -> Session:
    """Return a session with its turns in an order; raise `Invalid` where one is left out."""
    if sorted(order) != list(range(len(session.turns))):
        raise Invalid("The turns are others by now: look at their order again.")
    return replace(session, turns=tuple(session.turns[at] for at in order))


# --- how they are found ----------------------------------------------------------------------


def _sorted(
    turns: Sequence[Turn],
    key: Callable[[int], object],
    stays: Collection[int],
    *,
    blocks: bool,
) -> Order:
    free = [at for at in range(len(turns)) if at not in stays]
    found = sorted(free, key=lambda at: (key(at), at))
    if blocks:
        heaps = [[at for at in found if at in heap] for heap in _heaps(turns, found)]
        found = [at for heap in heaps for at in heap]
    return _filled(len(turns), stays, found)


def _heaps(turns: Sequence[Turn], found: Iterable[int]) -> list[list[int]]:
    """Return turns by their languages, these in the order in which they come first."""
    heaps: dict[str | None, list[int]] = {}
    for at in found:
        heaps.setdefault(turns[at].language, []).append(at)
    return list(heaps.values())


def _filled(count: int, stays: Collection[int], found: Iterable[int]) -> Order:
    """Return an order in which what stays keeps its number, and `found` takes the other places."""
    following = iter(found)
    return tuple(at if at in stays else next(following) for at in range(count))


def _slots(session: Session, free: Sequence[int]) -> list[datetime]:
    """Return when each free place would begin if all that may move were equally long."""
    mean = round(sum(session.turns[at].minutes for at in free) / len(free))
    slots, moment = [], session.starts
    for at, turn in enumerate(session.turns):
        if at in free:
            slots.append(moment)
        moment += timedelta(minutes=mean if at in free else turn.minutes)
    return slots


def _assigned(
    some: Sequence[int], slots: Sequence[int], cost: Callable[[int, int], int]
) -> tuple[int, list[int]]:
    """Return the cheapest way to give slots to turns: what it costs, and the turns by slot."""
    rows = [[cost(at, slot) for slot in slots] for at in some]
    columns = fairness.order(rows)
    by_slot = sorted(zip(columns, some, strict=True))
    return sum(row[at] for row, at in zip(rows, columns, strict=True)), [at for _, at in by_slot]


def _blocked(
    turns: Sequence[Turn], free: Sequence[int], cost: Callable[[int, int], int]
) -> list[int]:
    """Return the cheapest order in which turns of a language stand together."""
    heaps = _heaps(turns, free)

    @cache
    def heap(number: int, first: int) -> tuple[int, list[int]]:
        some = heaps[number]
        return _assigned(some, range(first, first + len(some)), cost)

    def whole(numbers: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        first = 0
        for number in numbers:
            yield heap(number, first)
            first += len(heaps[number])

    numbers = tuple(range(len(heaps)))
    tried = permutations(numbers) if len(heaps) <= MOST_BLOCKS else (numbers,)
    best = min(tried, key=lambda one: (sum(price for price, _ in whole(one)), one))
    return [at for _, some in whole(best) for at in some]


def _exchanged(
    session: Session,
    clocks: Sequence[str | None],
    order: Order,
    stays: Collection[int],
    scale: Scale,
    *,
    blocks: bool,
) -> Order:
    """Return an order in which no two turns could change places to make it cheaper."""
    places = [place for place, at in enumerate(order) if at not in stays]
    least = bill(session, clocks, order, scale).spent
    for _ in range(_PASSES):
        before = least
        for one, other in combinations(places, 2):
            tried = list(order)
            tried[one], tried[other] = order[other], order[one]
            languages = {session.turns[at].language for at in (tried[one], tried[other])}
            if blocks and len(languages) > 1:
                continue
            price = bill(session, clocks, tuple(tried), scale).spent
            if price < least:
                least, order = price, tuple(tried)
        if least == before:
            break
    return order
