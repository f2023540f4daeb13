"""The filters of the agenda: day, area, stage and language, with what each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from summit.core.programme import Session
from summit.core.release import Release
from summit.core.zone import local_date
from summit.language import language_name, short_date
from summit.web.page import SummitFrame, keep_none
from summit.web.public.row import hue
from summit.web.reader import Reader


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its label, what it leaves, and the address that sets it."""

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


_Values = Callable[[Session], Iterable[str]]
_Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Filtered:
    """The filters as an address sets them, and the sessions that they leave.

    `clear` is the address without any of them.
    """

    filters: tuple[Filter, ...]
    sessions: tuple[Session, ...]
    clear: str


def filtered(frame: SummitFrame) -> Filtered:
    """Return the filters of this request; a value that no session has is told, and ignored."""
    release = frame.release
    kinds = _kinds(release, frame.reader)
    known = {
        name: {value for one in release.sessions for value in values(one)}
        for name, (values, _) in kinds.items()
    }
    chosen = {name: value for name in kinds if (value := request.args.get(name, "")) in known[name]}
    filters = []
    for name, (values, label) in kinds.items():
        others = _left(release, kinds, {key: chosen[key] for key in chosen if key != name})
        choices = tuple(
            Choice(
                label=label(value),
                count=sum(value in values(one) for one in others),
                is_current=chosen.get(name) == value,
                address=frame.address(**{name: value}),
                hue=hue(release, value) if name == "area" else 0,
            )
            for value in _ordered(name, release, known[name])
        )
        unknown = "" if name in chosen else request.args.get(name, "")
        if unknown:
            keep_none()
        filters.append(Filter(name, choices, frame.address(**{name: None}), unknown))
    return Filtered(
        filters=tuple(filters),
        sessions=_left(release, kinds, chosen),
        clear=frame.address(**dict.fromkeys(kinds)),
    )


def _left(
    release: Release, kinds: Mapping[str, tuple[_Values, _Label]], chosen: Mapping[str, str]
) -> tuple[Session, ...]:
    """Return the sessions that have every value of `chosen`."""
    return tuple(
        session
        for session in release.sessions
        if all(value in kinds[name][0](session) for name, value in chosen.items())
    )


def _kinds(release: Release, reader: Reader) -> dict[str, tuple[_Values, _Label]]:
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
