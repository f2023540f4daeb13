"""My agenda: what is next, my days with what lies between and across, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from summit.core.agenda import Agenda, Gap, Item, Own
from summit.core.change import Change, Noun, What
from summit.core.zone import local_date
from summit.language import heading_date
from summit.web.account.own import Desk, open_desk
from summit.web.auth import entered
from summit.web.page import SummitFrame, render
from summit.web.row import Row, rows
from summit.when import When

_TOLD = frozenset({What.MOVED, What.LENGTH, What.STAGE, What.CANCELLED, What.RESTORED})


@dataclass(frozen=True, slots=True)
class Entry:
    """A session of mine, and what to say of it."""

    item: Item
    row: Row
    clashes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Free time between two sessions of a day."""

    gap: Gap
    when: When


@dataclass(frozen=True, slots=True)
class Date:
    """One of my dates."""

    heading: str
    is_today: bool
    entries: tuple[Entry | Free, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions of mine at once, and the time that they share."""

    first: Row
    second: Row
    when: When


@dataclass(frozen=True, slots=True)
class Moved:
    """What the newest release changed about a session of mine."""

    change: Change
    row: Row
    before: When | None
    after: When | None


@dataclass(frozen=True, slots=True)
class View:
    """My agenda; `minutes_to_next` until what comes next, where anything does."""

    own: Own | None
    agenda: Agenda
    on: tuple[Entry, ...]
    next: tuple[Entry, ...]
    minutes_to_next: int | None
    dates: tuple[Date, ...]
    clashes: tuple[Clash, ...]
    changes: tuple[Moved, ...]


@entered
def show(summit: str) -> str:
    """Show my agenda."""
    return render("account/agenda.html", _view(open_desk(summit)))


@entered
def paper(summit: str) -> str:
    """Show my agenda as it is printed."""
    return render("account/print.html", _view(open_desk(summit)))


def _view(desk: Desk) -> View:
    frame, agenda = desk.frame, desk.agenda
    known = {one.session.code: one for one in rows(frame, [item.session for item in agenda.items])}
    entries = {item.session.code: _entry(item, known) for item in agenda.items}
    to_next = None
    if agenda.next:
        to_next = -(-int((agenda.next[0].session.starts - frame.now).total_seconds()) // 60)
    return View(
        own=desk.own,
        agenda=agenda,
        on=tuple(entries[one.session.code] for one in agenda.on),
        next=tuple(entries[one.session.code] for one in agenda.next),
        minutes_to_next=to_next,
        dates=tuple(_dates(frame, agenda, entries)),
        clashes=tuple(
            Clash(known[one.first.code], known[one.second.code], frame.when(one.starts, one.ends))
            for one in agenda.overlaps
        ),
        changes=tuple(_changes(frame, known)),
    )


def _entry(item: Item, known: Mapping[str, Row]) -> Entry:
    return Entry(item, known[item.session.code], tuple(known[one.code] for one in item.clashes))


def _dates(frame: SummitFrame, agenda: Agenda, entries: Mapping[str, Entry]) -> Iterable[Date]:
    today = local_date(frame.now, frame.reader.zone)
    for day in agenda.days:
        yield Date(
            heading=heading_date(day.date, frame.reader.language),
            is_today=day.date == today,
            entries=tuple(
                entries[one.session.code]
                if isinstance(one, Item)
                else Free(one, frame.when(one.starts, one.ends))
                for one in day.entries
            ),
        )


def _changes(frame: SummitFrame, known: Mapping[str, Row]) -> Iterable[Moved]:
    for change in frame.release.changes:
        if change.noun is Noun.SESSION and change.code in known and _TOLD & set(change.what):
            before, after = (
                frame.when(slot.starts, slot.ends) if slot else None
                for slot in (change.before, change.after)
            )
            yield Moved(change, known[change.code], before, after)
