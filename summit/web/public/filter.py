"""The filters of the agenda: words, hours, day, area, stage and language, with what each leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from summit.core.errors import Invalid
from summit.core.programme import Session
from summit.core.search import Hit, Query, query
from summit.core.waking import USUAL, Waking, waking
from summit.core.zone import local_date
from summit.language import language_name, short_date
from summit.published.search import Searched
from summit.web.page import SummitFrame, site, understand
from summit.web.row import hues

_MANY = 16
"""More choices than these are a menu, not a list of links."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its label, what it leaves, and the address that sets it.

    There is no address in a filter that is a form.
    """

    value: str
    label: str
    count: int
    is_current: bool
    address: str
    hue: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its choices; `everything` is the address without it.

    `is_long` where there are too many choices for a list: it is a form then, and `asked` is
    what that has to carry on.
    """

    name: str
    choices: tuple[Choice, ...]
    everything: str
    asked: Mapping[str, str]
    is_long: bool
    unknown: str

    @property
    def current(self) -> Choice | None:
        """The choice that is made, if one is."""
        return next((choice for choice in self.choices if choice.is_current), None)


@dataclass(frozen=True, slots=True)
class Filtered:
    """The filters as an address sets them, and what they leave.

    `sessions` have passed all of them and stand in the order of time, `any_day` all but the
    day, `outside` is how many fail in nothing but the reader's hours. `hits` are those of
    `sessions` that words were looked for in, the best first. `clear` is the address without
    any filter, `words_alone` the one with the words only, which would find `matching`.
    """

    filters: tuple[Filter, ...]
    sessions: tuple[Session, ...]
    any_day: tuple[Session, ...]
    query: Query
    searched: Searched | None
    hits: tuple[Hit, ...]
    matching: int
    hours: Waking
    outside: int
    clear: str
    words_alone: str

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set, words included."""
        return bool(self.query.terms) or any(one.current for one in self.filters)

    @property
    def days(self) -> Filter:
        """The filter by day."""
        return next(one for one in self.filters if one.name == "day")


_Values = Callable[[Session], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A filter as it is applied: its values of a session, all values in order, their labels."""

    values: _Values
    ordered: tuple[str, ...]
    label: Callable[[str], str]


def filtered(frame: SummitFrame) -> Filtered:
    """Return the filters of this request; a value that no session has is told, and ignored."""
    release = frame.release
    wanted = query(request.args.get("q", ""))
    searched = site().searches.of(release) if wanted.terms else None
    hits = searched.sessions.search(wanted) if searched else ()
    matching = {hit.code for hit in hits}
    kinds = _kinds(frame)
    asked = {name: request.args.get(name, "") for name in kinds}
    chosen = {name: value for name, value in asked.items() if value in kinds[name].ordered}
    understand(*chosen)
    counts: dict[str, dict[str, int]] = {
        name: dict.fromkeys(kinds[name].ordered, 0) for name in kinds
    }
    passed, any_day, outside = [], [], 0
    for session in release.sessions:
        if searched and session.code not in matching:
            continue
        values = {name: tuple(kind.values(session)) for name, kind in kinds.items()}
        missed = [name for name, value in chosen.items() if value not in values[name]]
        # A filter's choices count what all the other filters leave.
        for name in kinds if not missed else missed if len(missed) == 1 else ():
            for value in values[name]:
                counts[name][value] += 1
        if not missed:
            passed.append(session)
        if missed in ([], ["day"]):
            any_day.append(session)
        outside += missed == ["hours"]
    left = {session.code for session in passed}
    return Filtered(
        filters=tuple(
            _filter(frame, name, kind, chosen.get(name, ""), asked[name], counts[name])
            for name, kind in kinds.items()
        ),
        sessions=tuple(passed),
        any_day=tuple(any_day),
        query=wanted,
        searched=searched,
        hits=tuple(hit for hit in hits if hit.code in left),
        matching=len(hits),
        hours=waking(chosen["hours"]) if "hours" in chosen else USUAL,
        outside=outside,
        clear=frame.address(q=None, **dict.fromkeys(kinds)),
        words_alone=frame.address(**dict.fromkeys(kinds)),
    )


def _filter(
    frame: SummitFrame, name: str, kind: _Kind, value: str, asked: str, counts: Mapping[str, int]
) -> Filter:
    colours = hues(frame.release) if name == "area" else {}
    is_long = len(kind.ordered) > _MANY
    return Filter(
        name=name,
        choices=tuple(
            Choice(
                value=one,
                label=kind.label(one),
                count=counts[one],
                is_current=one == value,
                address="" if is_long else frame.address(**{name: one}),
                hue=colours.get(one, 0),
            )
            for one in kind.ordered
        ),
        everything=frame.address(**{name: None}),
        asked={key: value for key, value in frame.asked.items() if key != name},
        is_long=is_long,
        unknown="" if value else asked,
    )


def _kinds(frame: SummitFrame) -> dict[str, _Kind]:
    """Return, for each filter, which of its values a session has, and what they are called."""
    release, where, language = frame.release, frame.reader.zone, frame.reader.language
    sessions = release.sessions
    hours = _hours()
    days = {one.code: local_date(one.starts, where).isoformat() for one in sessions}
    spoken = {tag for one in sessions for tag in one.languages}
    return {
        "day": _Kind(
            lambda one: (days[one.code],),
            tuple(sorted(set(days.values()))),
            lambda value: short_date(date.fromisoformat(value), language),
        ),
        "hours": _Kind(
            lambda one: (str(hours),) if hours.holds(one.starts, one.ends, where) else (),
            (str(hours),),
            lambda _: hours.label,
        ),
        "area": _Kind(
            lambda one: (one.area,) if one.area else (),
            _used((area.code for area in release.programme.areas), {one.area for one in sessions}),
            lambda value: release.area(value).name.say(language),
        ),
        "stage": _Kind(
            lambda one: (one.stage,) if one.stage else (),
            _used((one.code for one in release.programme.stages), {one.stage for one in sessions}),
            lambda value: release.stage(value).name.say(language),
        ),
        "lang": _Kind(
            lambda one: one.languages,
            tuple(sorted(spoken)),
            lambda value: language_name(value, language),
        ),
    }


def _used(codes: Iterable[str], used: Iterable[str | None]) -> tuple[str, ...]:
    """Return the codes that some session has, in the order of the programme."""
    known = set(used)
    return tuple(code for code in codes if code in known)


def _hours() -> Waking:
    """Return the hours that the address asks for, the usual ones where it gives none."""
    try:
        return waking(request.args.get("hours", ""))
    except Invalid:
        return USUAL
