"""The agenda: the sessions by the reader's days, with filters and what each would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import request

from summit.core.programme import ProgrammeDay, Session
from summit.core.release import Release
from summit.core.zone import local_date, zone
from summit.language import heading_date, language_name, short_date
from summit.web.page import SummitFrame, open_summit, render
from summit.web.public.ribbon import Ribbon, ribbon
from summit.web.public.row import Row, hue, rows
from summit.web.reader import Reader


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its label, what it leaves, and the address that sets it."""

    value: str
    label: str
    count: int
    is_current: bool
    address: str
    hue: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its choices; `everything` is the address without it."""

    name: str
    choices: tuple[Choice, ...]
    everything: str
    unknown: str = ""

    @property
    def current(self) -> Choice | None:
        """The choice that is made, if one is."""
        return next((choice for choice in self.choices if choice.is_current), None)


@dataclass(frozen=True, slots=True)
class Part:
    """The sessions of one of the reader's dates that belong to one programme day."""

    day: ProgrammeDay | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """One of the reader's dates."""

    date: date
    heading: str
    is_today: bool
    parts: tuple[Part, ...]
    ribbon: Ribbon


@dataclass(frozen=True, slots=True)
class View:
    """The agenda, or what filters leave of it."""

    dates: tuple[Date, ...]
    filters: tuple[Filter, ...]
    shown: int
    total: int
    clear: str

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is set."""
        return any(one.current for one in self.filters)


_Values = Callable[[Session], Iterable[str]]


def show(summit: str) -> str:
    """Show the agenda of a summit."""
    frame = open_summit(summit)
    release = frame.release
    kinds = _kinds(release, frame.reader)
    wanted = {name: request.args.get(name, "") for name in kinds}
    known = {
        name: {value for one in release.sessions for value in values(one)}
        for name, (values, _) in kinds.items()
    }
    chosen = {name: value for name, value in wanted.items() if value in known[name]}

    def left(without: str = "") -> list[Session]:
        """Return the sessions that pass every filter but one."""
        return [
            session
            for session in release.sessions
            if all(
                value in kinds[name][0](session)
                for name, value in chosen.items()
                if name != without
            )
        ]

    filters = []
    for name, (values, label) in kinds.items():
        others = left(without=name)
        choices = [
            Choice(
                value=value,
                label=label(value),
                count=sum(value in values(one) for one in others),
                is_current=chosen.get(name) == value,
                address=frame.address(**{name: value}),
                hue=hue(release, value) if name == "area" else 0,
            )
            for value in _ordered(name, release, known[name])
        ]
        unknown = wanted[name] if wanted[name] and name not in chosen else ""
        filters.append(Filter(name, tuple(choices), frame.address(**{name: None}), unknown))
    shown = left()
    return render(
        "public/agenda.html",
        View(
            dates=tuple(_dates(frame, shown)),
            filters=tuple(filters),
            shown=len(shown),
            total=len(release.sessions),
            clear=frame.address(**dict.fromkeys(kinds)),
        ),
    )


def _kinds(release: Release, reader: Reader) -> dict[str, tuple[_Values, Callable[[str], str]]]:
    """Return, for each filter, which of its values a session has, and what they are called."""
    where, language = reader.zone, reader.language
    return {
        "day": (
            lambda one: (local_date(one.starts, where).isoformat(),),
            lambda value: short_date(date.fromisoformat(value), language),
        ),
        "area": (
            lambda one: (one.area,) if one.area else (),
            lambda value: release.area(value).name.say(language),
        ),
        "stage": (
            lambda one: (one.stage,) if one.stage else (),
            lambda value: release.stage(value).name.say(language),
        ),
        "lang": (
            lambda one: one.languages,
            lambda value: language_name(value, language),
        ),
    }


def _ordered(name: str, release: Release, values: Iterable[str]) -> list[str]:
    """Return the values of a filter in the order of the programme, else of the alphabet."""
    order = {
        "area": [area.code for area in release.programme.areas],
        "stage": [stage.code for stage in release.programme.stages],
    }.get(name)
    return sorted(values, key=order.index) if order else sorted(values)


def _dates(frame: SummitFrame, sessions: list[Session]) -> Iterable[Date]:
    """Yield the reader's dates on which something starts, with what starts on them."""
    reader = frame.reader
    today = local_date(frame.now, reader.zone)
    every = rows(frame, sessions)
    for day, on_day in groupby(every, key=lambda one: one.when.mine.date):
        found = tuple(on_day)
        yield Date(
            date=day,
            heading=heading_date(day, reader.language),
            is_today=day == today,
            parts=tuple(
                Part(programme_day, tuple(some))
                for programme_day, some in groupby(found, key=lambda one: one.day)
            ),
            ribbon=ribbon(day, every, zone(reader.zone_name), frame.now),
        )
