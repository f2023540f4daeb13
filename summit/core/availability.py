"""Availability: in which windows a person or a government can take part.

It is for organizers alone, so it is no part of a programme, which everybody reads once it is
released: whoever checks a programme hands it in beside it. Who has no window can always come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from summit.core.presence import Span, spans
from summit.core.programme import Session

FIELDS = ("person", "government")
"""Who has windows, by the names of the fields that refer to them."""

MOST = 100
"""Windows of one person or government."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch from `begins` to `ends`, instants (UTC), in which somebody can take part."""

    begins: datetime
    ends: datetime


Availability: TypeAlias = Mapping[tuple[str, str], tuple[Window, ...]]
"""The windows of each who has any, by a field of `FIELDS` and a code; joined."""

ALWAYS: Availability = MappingProxyType({})
"""That nobody has said when they can come."""


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return windows in the order of time, those that overlap or touch as one."""
    found: list[Window] = []
    for one in sorted(windows):
        if found and one.begins <= found[-1].ends:
            found[-1] = Window(found[-1].begins, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return tuple(found)


def gaps(windows: Iterable[Window], begins: datetime, ends: datetime) -> Iterator[Span]:
    """Yield the stretches of a span that lie in none of the joined `windows`."""
    for one in windows:
        if one.ends <= begins or one.begins >= ends:
            continue
        if one.begins > begins:
            yield begins, one.begins
        begins = one.ends
    if begins < ends:
        yield begins, ends


def away(session: Session, availability: Availability) -> Iterator[tuple[str, str, Span]]:
    """Yield who is needed in `session` and cannot be there, with the first such stretch.

    They are named by their field and their code, as in `Availability`.
    """
    if not availability:
        return
    for field in FIELDS:
        for code, needed in spans(session, field).items():
            windows = availability.get((field, code))
            if windows is None:
                continue
            missing = (gap for begins, ends in needed for gap in gaps(windows, begins, ends))
            if (first := next(missing, None)) is not None:
                yield field, code, first
