"""Running a session: what was planned, what was pressed on the day, and what follows from both.

A run is the order that was published when somebody first pressed something, and the presses
since. Everything else is worked out from these: when each turn began and ended, and the minute at
which each later one is to be expected.

A break gives what the turns before it take: it is shortened, but not below `LEAST_BREAK`, so that
what follows begins as published. Where it is early it lasts until its published end, since people
come back by the clock. A break that was moved or inserted lasts as long as it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from summit.core.calendar import Entry
from summit.core.errors import Invalid
from summit.core.programme import Session, Stamp, Status
from summit.core.text import Text
from summit.core.turn import Turn, TurnKind

LEAST_BREAK = 5
"""Minutes of a break that lateness leaves of it, where it has as many."""

LONGEST = 180
"""Minutes that a turn can be inserted with, or run over at one press."""

MOST = 300
"""Turns that an order can grow to."""

FORGOTTEN = timedelta(minutes=30)
"""How long after it should be over a session counts as on that nobody has closed."""


class Press(StrEnum):
    """What is pressed while a session is on.

    NEXT ends the turn that is on, if one is, and begins the first that waits. STOP ends it and
    begins none, CLOSE ends the session. SKIP leaves a turn out, RETURN has one wait again that
    was left out or has ended. OVER gives minutes to the turn that is on, or to the wait for the
    next.
    """

    NEXT = "next"
    STOP = "stop"
    CLOSE = "close"
    SKIP = "skip"
    RETURN = "return"
    INSERT = "insert"
    SWAP = "swap"
    OVER = "over"


class State(StrEnum):
    """How a turn stands; MISSED is one that still waited when the session was closed."""

    WAITING = "waiting"
    ON = "on"
    DONE = "done"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Act:
    """One press at the instant `at` of the summit's clock.

    `key` is the turn that it is about; of an INSERT, the one behind which `turn` comes, None for
    the very next. `other` is the turn to SWAP with, `minutes` how many OVER.
    """

    press: Press
    at: datetime
    key: int | None = None
    other: int | None = None
    minutes: int = 0
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of a session as it was published, between its instants."""

    starts: datetime
    ends: datetime
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """How the running of a session stands: `acts` are the presses that were not taken back.

    `version` counts every press and every one that was taken back, `changed` is the real instant
    (whole seconds, UTC) of the last of these. `steps` are those of `core.newcomer`, by calendar.
    """

    plan: Plan
    acts: tuple[Act, ...]
    version: int
    changed: datetime
    steps: Mapping[str, int] = field(default_factory=dict)


NO_RUNS: Mapping[str, Run] = MappingProxyType({})
"""That no session is run: runs are known by the code of their session."""


@dataclass(frozen=True, slots=True)
class Item:
    """A turn of the order. `key` is its place in the published order, then counted on.

    `planned` is when it was published to begin, None where it was inserted; `starts` and `ends`
    are when it really did, `over` the minutes that it was given beyond its own. `is_moved` where
    it does not stand where it was published.
    """

    key: int
    turn: Turn
    planned: datetime | None
    state: State = State.WAITING
    starts: datetime | None = None
    ends: datetime | None = None
    over: int = 0
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What presses have made of a plan, the turns in the order in which they come.

    `began` and `closed` are when the session did. `free` is when the next turn can begin, where
    none is on. None has begun before one that waits.
    """

    plan: Plan
    items: tuple[Item, ...]
    began: datetime | None = None
    closed: datetime | None = None
    free: datetime | None = None

    @property
    def on(self) -> Item | None:
        """The turn that is on."""
        return next((one for one in self.items if one.state is State.ON), None)

    @property
    def coming(self) -> Item | None:
        """The turn that is next."""
        return next((one for one in self.items if one.state is State.WAITING), None)


@dataclass(frozen=True, slots=True)
class Minute:
    """A turn with the instants at which it is expected to begin and to end, or did.

    Both are None for one that is left out.
    """

    item: Item
    starts: datetime | None
    ends: datetime | None

    @property
    def turn(self) -> Turn:
        """The turn itself."""
        return self.item.turn

    @property
    def is_off_plan(self) -> bool:
        """Whether it comes at another minute than the published one."""
        planned = self.item.planned
        if self.starts is None or planned is None:
            return True
        return self.starts.replace(second=0, microsecond=0) != planned

    def spans(self, moment: datetime) -> bool:
        """Whether `moment` falls into it."""
        return bool(self.starts and self.ends and self.starts <= moment < self.ends)


def plan_of(session: Session) -> Plan:
    """Return the plan that a published session is."""
    return Plan(session.starts, session.ends, session.turns)


def begin(plan: Plan) -> Course:
    """Return the course of a plan before anything is pressed."""
    items, starts = [], plan.starts
    for key, turn in enumerate(plan.turns):
        items.append(Item(key, turn, starts))
        starts += timedelta(minutes=turn.minutes)
    return Course(plan, tuple(items))


def course(plan: Plan, acts: Iterable[Act]) -> Course:
    """Return what `acts` made of `plan`; raise `Invalid` where one could not be done."""
    found = begin(plan)
    for act in acts:
        found = step(found, act)
    return found


def step(now: Course, act: Act) -> Course:
    """Return the course after one more press; raise `Invalid` where it cannot be done."""
    if now.closed:
        raise Invalid("The session is closed: take that back first.")
    return _STEPS[act.press](now, act)


def _next(now: Course, act: Act) -> Course:
    coming = now.coming
    if coming is None:
        raise Invalid("No turn is left: close the session.")
    items = _ended(now, act.at)
    began = replace(coming, state=State.ON, starts=act.at)
    return replace(now, items=_with(items, began), began=now.began or act.at, free=None)


def _stop(now: Course, act: Act) -> Course:
    if now.on is None:
        raise Invalid("No turn is on.")
    return replace(now, items=_ended(now, act.at), free=act.at)


def _close(now: Course, act: Act) -> Course:
    if now.began is None:
        raise Invalid("The session has not begun.")
    items = tuple(
        replace(one, state=State.MISSED) if one.state is State.WAITING else one
        for one in _ended(now, act.at)
    )
    return replace(now, items=items, closed=act.at, free=None)


def _skip(now: Course, act: Act) -> Course:
    item = _found(now, act.key, State.WAITING)
    return replace(now, items=_with(now.items, replace(item, state=State.SKIPPED)))


def _return(now: Course, act: Act) -> Course:
    item = _found(now, act.key, State.SKIPPED, State.DONE)
    back = replace(item, state=State.WAITING, starts=None, ends=None, over=0)
    last = max(
        (
            place
            for place, one in enumerate(now.items)
            if one.state in (State.ON, State.DONE) and one is not item
        ),
        default=-1,
    )
    if now.items.index(item) > last:
        return replace(now, items=_with(now.items, back))
    others = [one for one in now.items if one is not item]
    # One less stands before that place, now that it is taken out.
    others.insert(last, replace(back, is_moved=True))
    return replace(now, items=tuple(others))


def _insert(now: Course, act: Act) -> Course:
    if act.turn is None or not 1 <= act.turn.minutes <= LONGEST:
        raise Invalid("A turn lasts from 1 to %(most)s minutes.", "minutes", most=LONGEST)
    if len(now.items) >= MOST:
        raise Invalid("%(most)s turns are the most.", most=MOST)
    if act.key is not None:
        place = now.items.index(_found(now, act.key, State.WAITING, State.ON)) + 1
    else:
        place = now.items.index(now.coming) if now.coming else len(now.items)
    item = Item(len(now.items), act.turn, None)
    return replace(now, items=(*now.items[:place], item, *now.items[place:]))


def _swap(now: Course, act: Act) -> Course:
    one, other = _found(now, act.key, State.WAITING), _found(now, act.other, State.WAITING)
    if one is other:
        raise Invalid("Choose another turn to swap it with.", "other")
    items = list(now.items)
    here, there = items.index(one), items.index(other)
    items[here], items[there] = replace(other, is_moved=True), replace(one, is_moved=True)
    return replace(now, items=tuple(items))


def _over(now: Course, act: Act) -> Course:
    if not 1 <= act.minutes <= LONGEST:
        raise Invalid("It can run over by 1 to %(most)s minutes.", "minutes", most=LONGEST)
    if on := now.on:
        return replace(now, items=_with(now.items, replace(on, over=on.over + act.minutes)))
    free = now.free or now.plan.starts
    return replace(now, free=free + timedelta(minutes=act.minutes))


_STEPS = {
    Press.NEXT: _next,
    Press.STOP: _stop,
    Press.CLOSE: _close,
    Press.SKIP: _skip,
    Press.RETURN: _return,
    Press.INSERT: _insert,
    Press.SWAP: _swap,
    Press.OVER: _over,
}


def _found(now: Course, key: int | None, *states: State) -> Item:
    """Return the item `key`, which must be in one of `states`."""
    item = next((one for one in now.items if one.key == key), None)
    if item is None or item.state not in states:
        raise Invalid("This turn is not where you saw it any more.")
    return item


def _with(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    return tuple(item if one.key == item.key else one for one in items)


def _ended(now: Course, at: datetime) -> tuple[Item, ...]:
    """Return the items with the one that is on ended."""
    on = now.on
    return _with(now.items, replace(on, state=State.DONE, ends=at)) if on else now.items


def minutes(now: Course, moment: datetime | None = None) -> tuple[Minute, ...]:
    """Return the turns in their order with the instants of each.

    Given the present `moment` of the summit's clock, what should be over by it and is not goes
    on until then, and moves the rest; without it, all stands as at the last press.
    """
    free = now.free or now.plan.starts
    if moment and (now.began or now.free):
        free = max(free, moment)
    found = []
    for item in now.items:
        if item.state is State.WAITING:
            ends = _end(item, free)
            found.append(Minute(item, free, ends))
            free = ends
        elif item.state is State.ON and item.starts:
            free = _end(item, item.starts)
            free = max(free, moment) if moment else free
            found.append(Minute(item, item.starts, free))
        else:
            found.append(Minute(item, item.starts, item.ends))
    return tuple(found)


def _end(item: Item, starts: datetime) -> datetime:
    """Return when a turn that begins at `starts` is to end."""
    length, over = timedelta(minutes=item.turn.minutes), timedelta(minutes=item.over)
    if item.turn.kind is not TurnKind.BREAK or item.planned is None or item.is_moved:
        return starts + length + over
    least = timedelta(minutes=min(LEAST_BREAK, item.turn.minutes))
    return max(item.planned + length, starts + least) + over


def order(session: Session, run: Run | None, moment: datetime | None = None) -> tuple[Minute, ...]:
    """Return the turns of a published session, as its run has them where there is one."""
    if run is None or not run.acts:
        return minutes(begin(plan_of(session)))
    return minutes(course(run.plan, run.acts), moment)


def last_end(now: Course, found: Iterable[Minute]) -> datetime:
    """Return when the session is over, or was."""
    ends = [one.ends for one in found if one.ends]
    return now.closed or max(ends, default=now.plan.ends)


def lateness(found: Iterable[Minute]) -> int:
    """Return by how many minutes the next turn comes later than published; less than 0 is early.

    Turns that were inserted or moved tell nothing of it.
    """
    late = timedelta()
    for one in found:
        item = one.item
        if item.planned is None or item.is_moved or one.starts is None or one.ends is None:
            continue
        if item.state is State.WAITING:
            late = one.starts - item.planned
            break
        if item.state in (State.ON, State.DONE):
            late = one.ends - item.planned - timedelta(minutes=item.turn.minutes)
    return round(late / timedelta(minutes=1))


def excess(now: Course, found: Iterable[Minute]) -> int:
    """Return the minutes, begun ones too, by which the session goes beyond its published end."""
    beyond = last_end(now, found) - now.plan.ends
    return max(0, -(-beyond // timedelta(minutes=1)))


def turn_on(
    session: Session, run: Run | None, moment: datetime
) -> tuple[Minute | None, Minute | None]:
    """Return the turn that is on at `moment` and the next one.

    That is as it was pressed, or by the clock where nobody runs the session.
    """
    found = order(session, run, moment)
    if run and run.acts:
        on = next((one for one in found if one.item.state is State.ON), None)
        return on, next((one for one in found if one.item.state is State.WAITING), None)
    on = next((one for one in found if one.spans(moment)), None)
    return on, next((one for one in found if one.starts and one.starts > moment), None)


def is_on(session: Session, run: Run | None, moment: datetime) -> bool:
    """Whether a session is on at `moment`: until it is closed, if it began at all."""
    if session.status is not Status.SCHEDULED:
        return False
    if run is None or not run.acts:
        return session.starts <= moment < session.ends
    now = course(run.plan, run.acts)
    starts = min(now.began or session.starts, session.starts)
    if now.closed or now.began is None:
        return starts <= moment < (now.closed or session.ends)
    ends = max(session.ends, last_end(now, minutes(now)) + FORGOTTEN)
    return starts <= moment < ends


def entry(known: Entry, session: Session, run: Run | None) -> Entry:
    """Return what calendars show of a session, with the minutes of its run.

    These are as at the last press: a calendar never changes by the clock alone.
    """
    if run is None or not run.acts:
        return known
    turns: list[tuple[int, Text]] = [
        ((one.starts - known.starts) // timedelta(minutes=1), one.turn.title)
        for one in order(session, run)
        if one.starts
    ]
    return replace(known, turns=tuple(turns))


def stamp(known: Stamp, run: Run | None) -> Stamp:
    """Return the stamp of a session with a run: LAST-MODIFIED moves with a press.

    SEQUENCE stays, for the session keeps its time, its place and its state (RFC 5545 §3.8.7.4).
    """
    return replace(known, changed=max(known.changed, run.changed)) if run else known
