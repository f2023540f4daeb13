"""A session as a row of a list: what every list of sessions shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from summit.core.programme import Area, Aspect, ProgrammeDay, Session, Stage, Status, day_of
from summit.core.release import Release
from summit.core.text import Text
from summit.web.page import SummitFrame
from summit.when import When


@dataclass(frozen=True, slots=True)
class Row:
    """A session with the reader's times, and the things its codes stand for.

    `hue` is the number of its area's colour, 0 without one.
    """

    session: Session
    when: When
    day: ProgrammeDay | None
    stage: Stage | None
    area: Area | None
    hue: int
    names: tuple[Text, ...]
    unnamed: int

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.session.status is Status.CANCELLED

    @property
    def has_illustrative_time(self) -> bool:
        """Whether its day or start is invented."""
        return not {Aspect.DAY, Aspect.START}.isdisjoint(self.session.illustrative)


def hues(release: Release) -> dict[str | None, int]:
    """Return the number of each area's colour: its place in the list, from 1 on, 0 for none."""
    areas = release.programme.areas
    return {None: 0} | {area.code: place % 10 + 1 for place, area in enumerate(areas)}


def hue(release: Release, area: str | None) -> int:
    """Return the number of an area's colour."""
    return hues(release)[area]


def row(frame: SummitFrame, session: Session) -> Row:
    """Return the row of one session of the frame's release."""
    return rows(frame, [session])[0]


def rows(frame: SummitFrame, sessions: Iterable[Session]) -> tuple[Row, ...]:
    """Return the rows of some sessions of the frame's release."""
    colours = hues(frame.release)
    times: dict[tuple[datetime, datetime], When] = {}  # what is at one time is so in many rows

    def when(session: Session) -> When:
        span = session.starts, session.ends
        if span not in times:
            times[span] = frame.when(*span)
        return times[span]

    return tuple(_row(frame, one, when(one), colours[one.area]) for one in sessions)


def _row(frame: SummitFrame, session: Session, when: When, hue: int) -> Row:
    release = frame.release
    return Row(
        session=session,
        when=when,
        day=day_of(release.programme, session.starts),
        stage=release.stage(session.stage) if session.stage else None,
        area=release.area(session.area) if session.area else None,
        hue=hue,
        names=tuple(release.person(code).name for code in session.people),
        unnamed=sum(part.speaks and part.person is None for part in session.parts),
    )
