"""Letters that would be sent, as somebody looks at them before: counted, and some in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from flask import Response, after_this_request

from summit.core.errors import NotFound
from summit.core.letter import Letter, Recipient
from summit.language import zone_place
from summit.mail import read
from summit.mail.compose import compose
from summit.settings import Settings
from summit.web.security import FRAMED, FRAMING

FULL = 3
"""Letters that are shown in full."""


class _Worded(Protocol):
    """A letter that has an HTML part."""

    @property
    def html(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """How many letters tell of one kind of change, by the language of their readers."""

    kind: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter in full; `to` is masked for who may not see who takes part."""

    to: str
    language: str
    place: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Samples:
    """What would be sent: how much of it, and some of it in full."""

    count: int
    languages: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[int, ...]
    full: tuple[Sample, ...]


def samples(
    letters: Sequence[Letter], chosen: Settings, now: datetime, *, is_masked: bool
) -> Samples:
    """Return what is shown of letters before they are written."""
    languages = tuple(sorted({one.to.language for one in letters}))
    kinds: dict[str, Counter[str]] = {}
    for one in letters:
        for kind in {str(about["kind"]) for about in one.data.get("changes", ())}:
            kinds.setdefault(kind, Counter())[one.to.language] += 1
    whole = Counter(one.to.language for one in letters)
    return Samples(
        count=len(letters),
        languages=languages,
        lines=tuple(
            Line(kind, tuple(found[tag] for tag in languages), found.total())
            for kind, found in sorted(kinds.items())
        ),
        totals=tuple(whole[tag] for tag in languages),
        full=tuple(_full(one, chosen, now, is_masked=is_masked) for one in various(letters)),
    )


def various(letters: Iterable[Letter], count: int = FULL) -> tuple[Letter, ...]:
    """Return some letters to readers as unlike each other as can be: in language, then zone."""
    chosen: list[Letter] = []
    left = list(letters)
    while left and len(chosen) < count:
        languages = {one.to.language for one in chosen}
        zones = {one.to.zone for one in chosen}
        best = max(
            left, key=lambda one: (one.to.language not in languages, one.to.zone not in zones)
        )
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)


def masked(address: str) -> str:
    """Return an address of which only the first letter and the last part are to be read."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@….{domain.rpartition('.')[2]}"


def _full(letter: Letter, chosen: Settings, now: datetime, *, is_masked: bool) -> Sample:
    to: Recipient = letter.to
    shown = replace(letter, to=replace(to, name="")) if is_masked else letter
    said = read.read(compose(shown, "preview", now, chosen).octets)
    return Sample(
        to=masked(to.address) if is_masked else to.address,
        language=to.language,
        place=zone_place(to.zone, to.language),
        subject=said.subject,
        text=said.text,
        html=said.html,
    )


def frames() -> None:
    """Let the page that answers this request show letters in frames, as `framed` gives them."""

    @after_this_request
    def allow(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = FRAMING
        return response


def framed(shown: Sequence[_Worded], at: int) -> Response:
    """Return the HTML of one of some letters, for a frame in which it can do nothing."""
    if at >= len(shown) or not shown[at].html:
        raise NotFound("letter", str(at))
    response = Response(shown[at].html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
