"""What can be chosen in a form: things of the working programme, and members of enumerations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from summit.core.programme import Area, Stage
from summit.core.text import Text
from summit.formats import label
from summit.language import countries
from summit.web.organizer.field import Choices, Ground


def members(kind: Iterable[StrEnum], leave: Iterable[StrEnum] = ()) -> Callable[[Ground], Choices]:
    """Return the members of an enumeration by their names, but for those to `leave`."""
    kept = [one for one in kind if one not in tuple(leave)]
    return lambda ground: [("", [(one.value, label.name(one, ground.language)) for one in kept])]


def stages(ground: Ground) -> Choices:
    """Return the stages."""
    return _named(ground, ground.programme.stages)


def areas(ground: Ground) -> Choices:
    """Return the areas."""
    return _named(ground, ground.programme.areas)


def governments(ground: Ground) -> Choices:
    """Return the governments, by name."""
    return _sorted(_called(ground, one.code, one.name) for one in ground.programme.governments)


def people(ground: Ground) -> Choices:
    """Return the people, in the order in which lists have them."""
    ordered = sorted(ground.programme.people, key=lambda one: one.sort.casefold())
    return [("", [_called(ground, one.code, one.name) for one in ordered])]


def nations(ground: Ground) -> Choices:
    """Return the countries (ISO 3166-1), by name."""
    return [("", list(countries(ground.language)))]


def _named(ground: Ground, things: Iterable[Stage | Area]) -> Choices:
    return [("", [_called(ground, one.code, one.name) for one in things])]


def _called(ground: Ground, code: str, name: Text) -> tuple[str, str]:
    return code, name.say(ground.language) or code


def _sorted(found: Iterable[tuple[str, str]]) -> Choices:
    return [("", sorted(found, key=lambda one: one[1].casefold()))]
