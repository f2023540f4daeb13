"""The board: what this process shows of every summit, and how it hears of a new release.

It is one immutable value behind one reference. A request takes it once and sees one
release from beginning to end, however many are published meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from summit.clock import Rehearsal
from summit.core.endorsement import Declared
from summit.core.errors import NotFound, Unavailable
from summit.core.picture import SIZES
from summit.core.release import Head, Release
from summit.db import declaration
from summit.db import picture as pictures
from summit.db import release as table
from summit.db.base import reading
from summit.db.news import News, own
from summit.db.release import Newest
from summit.formats import release_json
from summit.published.kept import Kept
from summit.published.running import Running, Runs

log = structlog.get_logger("summit")

GLANCE_EVERY = 0.05
"""Seconds between two glances at whether there is news."""

LOOK_EVERY = 0.5
"""Seconds between two looks at the database, news or not: every process shows a release within
a second, also where news does not reach it."""

TOO_OLD = 1.0
"""Seconds after a look at which nobody is shown what it found before there was another."""

_OLD_RELEASES = 4


@dataclass(frozen=True, slots=True)
class Published:
    """What is shown of one summit: its newest release and the list of all, newest first.

    `runs` holds by its code how each session is run that somebody has pressed something for.
    `declared` is what is public of its declaration, None where nothing is, as the first
    `entries` of its record tell it.
    """

    release: Release
    heads: tuple[Head, ...]
    rehearsal: Rehearsal | None
    runs: Runs = field(default_factory=dict)
    declared: Declared | None = None
    entries: int = 0

    def now(self, real: datetime) -> datetime:
        """Return the instant that the summit takes for the present when it is `real`."""
        return self.rehearsal.at(real) if self.rehearsal else real


@dataclass
class Board:
    """Reads releases from `engine`, at `news` and else once in `LOOK_EVERY` seconds of `timer`."""

    engine: Engine
    timer: Callable[[], float] = time.monotonic
    news: News | None = None
    _shown: Mapping[str, Published] = field(default_factory=dict)
    _looked: float | None = None
    _glanced: float = float("-inf")
    _deeds: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _running: Running = field(default_factory=Running)
    _old: Kept[Release] = field(default_factory=lambda: Kept(_OLD_RELEASES))

    def summits(self) -> tuple[Published, ...]:
        """Return all that is published, the oldest summit first."""
        return tuple(self._current().values())

    def summit(self, code: str) -> Published:
        """Return what is published of the summit `code`; raise `NotFound`."""
        try:
            return self._current()[code]
        except KeyError:
            raise NotFound("summit", code) from None

    def shown(self, code: str) -> Published | None:
        """Return what is published of the summit `code`, or None where nothing is."""
        return self._current().get(code)

    def release(self, code: str, number: int) -> Release:
        """Return any release of a summit, old ones read anew and kept for a while.

        Raise `NotFound`, and `Unavailable` where it is not kept and the database is away.
        """
        newest = self.summit(code)
        if number == newest.release.number:
            return newest.release
        if all(number != head.number for head in newest.heads):
            raise NotFound("release", str(number))
        return self._old.get((code, number), lambda: self._read(code, number))

    def picture(self, code: str, digest: str, size: int) -> bytes:
        """Return one size of a picture that is shown of a summit; raise as `release` does.

        What no release shows yet, or none shows any more, is not there.
        """
        if digest not in self.summit(code).release.pictures or size not in SIZES:
            raise NotFound("picture", digest)
        try:
            with reading(self.engine) as session:
                found = pictures.octets(session, code, digest, size)
        except SQLAlchemyError as error:
            raise Unavailable("The database does not answer.") from error
        if found is None:
            raise NotFound("picture", digest)
        return found

    def _read(self, code: str, number: int) -> Release:
        try:
            with reading(self.engine) as session:
                return _release(session, code, number)
        except SQLAlchemyError as error:
            raise Unavailable("The database does not answer.") from error

    def _current(self) -> Mapping[str, Published]:
        now = self.timer()
        is_known = self._deeds == own.deeds and self._looked is not None
        if is_known and now - self._glanced < GLANCE_EVERY:
            return self._shown
        # One thread looks while the others go on with what they have, unless that is so old
        # that it may have been replaced long ago, or was replaced by this process itself: who
        # has published sees it.
        looked = self._looked
        is_old = not is_known or looked is None or now - looked >= TOO_OLD
        if self._lock.acquire(blocking=is_old):
            try:
                if self._looked == looked or self._deeds != own.deeds:
                    self._glance(now)
            finally:
                self._lock.release()
        return self._shown

    def _glance(self, now: float) -> None:
        if self.news is None:
            self.news = News(self.engine)
        deeds = own.deeds
        came = self.news.came() or deeds != self._deeds
        if came or self._looked is None or now - self._looked >= LOOK_EVERY:
            self._look()
        self._glanced, self._deeds = now, deeds

    def close(self) -> None:
        """Stop listening for news; what is shown stays."""
        with self._lock:
            if self.news is not None:
                self.news.close()

    def _look(self) -> None:
        try:
            with reading(self.engine) as session:
                runs = self._running.look(session)
                found = [
                    (one.code, self._published(one, session, runs.get(one.code, {})))
                    for one in table.newest(session)
                ]
            self._shown = {code: published for code, published in found if published}
        except SQLAlchemyError as error:
            # What was published stays readable while the database is away.
            if self._looked is None:
                raise Unavailable("The database does not answer.") from error
        self._looked = self.timer()

    def _published(self, newest: Newest, session: Session, runs: Runs) -> Published | None:
        shown = self._shown.get(newest.code)
        told = (newest.rehearsal, newest.entries)
        is_told = shown is not None and (shown.rehearsal, shown.entries) == told
        try:
            declared = shown.declared if shown and is_told else _declared(session, newest)
            if shown and shown.release.number == newest.number:
                by_code = _by_code(shown.release, runs)
                if is_told and shown.runs == by_code:
                    return shown
                first = (shown.release, shown.heads, newest.rehearsal)
                return Published(*first, by_code, declared, newest.entries)
            release = _release(session, newest.code, newest.number)
        except (LookupError, ValueError) as error:
            # The other summits, and what was shown of this one, must not fall with it.
            log.error("unreadable release", summit=newest.code, exc_info=error)
            return shown
        heads = table.heads(session, newest.code)
        by_code = _by_code(release, runs)
        return Published(release, heads, newest.rehearsal, by_code, declared, newest.entries)


def _declared(session: Session, newest: Newest) -> Declared | None:
    if not newest.entries:
        return None
    is_rehearsing = newest.rehearsal is not None
    found = declaration.declared(session, newest.code, is_rehearsing=is_rehearsing)
    if found and found.broken:
        log.error("broken record", summit=newest.code, number=found.broken.number)
    return found


def _by_code(release: Release, runs: Runs) -> Runs:
    """Return the runs of the sessions that a release shows, by code."""
    if not runs:
        return {}
    return {
        one.code: runs[one.stamp.uid]
        for one in release.sessions
        if one.stamp and one.stamp.uid in runs
    }


def _release(session: Session, code: str, number: int) -> Release:
    body = table.body(session, code, number)
    if body is None:
        raise LookupError(f"release {number} of {code} has no body")
    return release_json.read(body)
