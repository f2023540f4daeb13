"""What taking a file in changed, or would change: counted, and told thing by thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from summit.core import change
from summit.core.availability import ALWAYS, Availability
from summit.core.change import Change, Noun
from summit.core.clash import Finding, check
from summit.core.exchange import Problem
from summit.core.merge import Merged
from summit.core.programme import Programme, Session, Status, Summit
from summit.core.release import Release


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of one kind are new, changed, the same, or there and not in the file."""

    noun: Noun
    new: int
    changed: int
    same: int
    absent: int

    @property
    def named(self) -> int:
        """How many of them the file names."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file.

    `format` is the name of its format, `changes` what differs from the draft before (nothing
    for a new summit), `absent` the sessions that are there and not in the file, `findings`
    the rules that the programme breaks now, `has_changed` whether the draft is another one
    than before. `release` is the one that was published with it,
    if there was anything to publish since the release `last`; `is_moved` says that it is the very
    one of the file. `is_dry` says that all of it was taken back. `programme` is the draft as the
    file leaves it.
    """

    format: str
    summit: Summit
    is_new: bool
    counts: tuple[Count, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    absent: tuple[Session, ...]
    findings: tuple[Finding, ...]
    has_changed: bool
    is_dry: bool
    release: Release | None = None
    last: int = 0
    is_moved: bool = False
    programme: Programme | None = None


def tell(
    kind: str,
    before: Programme | None,
    merged: Merged,
    availability: Availability = ALWAYS,
    *,
    has_changed: bool,
    is_dry: bool,
) -> Report:
    """Return the report of a file that made `merged` of `before`."""
    after = merged.programme
    old = before or Programme(after.summit)
    counts = tuple(
        _count(noun, _by_key(was), _by_key(now), merged.named.get(noun, frozenset()))
        for noun, was, now in (
            (Noun.SESSION, _kept(old), _kept(after)),
            (Noun.SPEAKER, old.people, after.people),
            (Noun.CITY, old.governments, after.governments),
            (Noun.STAGE, old.stages, after.stages),
            (Noun.AREA, old.areas, after.areas),
            (Noun.DAY, old.days, after.days),
        )
    )
    named = merged.named.get(Noun.SESSION, frozenset())
    return Report(
        format=kind,
        summit=after.summit,
        is_new=before is None,
        counts=counts,
        problems=merged.problems,
        changes=change.between(before, after),
        absent=tuple(one for one in old.sessions if one.code not in named),
        findings=check(after, availability),
        has_changed=has_changed,
        is_dry=is_dry,
        programme=after,
    )


def _kept(programme: Programme) -> list[Session]:
    """Return the sessions that are still part of a programme."""
    return [one for one in programme.sessions if one.status is not Status.WITHDRAWN]


def _by_key(things: Iterable[Any]) -> dict[str, Any]:
    """Return things by their codes, or by their numbers where they have no codes."""
    return {str(getattr(one, "code", None) or one.number): _bare(one) for one in things}


def _bare(thing: Any) -> Any:
    """Return a thing without what only publishing changes."""
    if isinstance(thing, Session):
        return replace(thing, stamp=None, former=(), edition=None)
    return thing


def _count(
    noun: Noun, old: Mapping[str, Any], new: Mapping[str, Any], named: frozenset[str]
) -> Count:
    both = old.keys() & new.keys()
    changed = {key for key in both if old[key] != new[key]}
    return Count(
        noun,
        new=len(new.keys() - old.keys()),
        changed=len(changed),
        same=len(both & named - changed),
        absent=len(old.keys() - named - changed),
    )
