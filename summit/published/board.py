"""The board: what this process shows of every summit, and how it hears of a new release.

It is one immutable value behind one reference. A request takes it once and sees one
release from beginning to end, however many are published meanwhile.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from summit.clock import Rehearsal
from summit.core.errors import NotFound, Unavailable
from summit.core.release import Head, Release
from summit.db import release as table
from summit.db.base import reading
from summit.db.release import Newest
from summit.formats import release_json

LOOK_EVERY = 0.5
"""Seconds between two looks at the database: every process shows a release within a second."""

_OLD_RELEASES = 8


@dataclass(frozen=True, slots=True)
class Published:
    """What is shown of one summit: its newest release and the list of all, newest first."""

    release: Release
    heads: tuple[Head, ...]
    rehearsal: Rehearsal | None

    def now(self, real: datetime) -> datetime:
        """Return the instant that the summit takes for the present when it is `real`."""
        return self.rehearsal.at(real) if self.rehearsal else real


@dataclass
class Board:
    """Reads releases from `engine`, at most once in `LOOK_EVERY` seconds of `timer`."""

    engine: Engine
    timer: Callable[[], float] = time.monotonic
    _shown: Mapping[str, Published] = field(default_factory=dict)
    _looked: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _old: OrderedDict[tuple[str, int], Release] = field(default_factory=OrderedDict)

    def summits(self) -> tuple[Published, ...]:
        """Return all that is published, the oldest summit first."""
        return tuple(self._current().values())

    def summit(self, code: str) -> Published:
        """Return what is published of the summit `code`; raise `NotFound`."""
        try:
            return self._current()[code]
        except KeyError:
            raise NotFound("summit", code) from None

    def release(self, code: str, number: int) -> Release:
        """Return any release of a summit, old ones read anew and kept for a while."""
        newest = self.summit(code)
        if number == newest.release.number:
            return newest.release
        key = (code, number)
        with self._lock:
            if key in self._old:
                self._old.move_to_end(key)
                return self._old[key]
        if all(number != head.number for head in newest.heads):
            raise NotFound("release", str(number))
        with reading(self.engine) as session:
            body = table.body(session, code, number)
        if body is None:
            raise NotFound("release", str(number))
        release = release_json.read(body)
        with self._lock:
            self._old[key] = release
            while len(self._old) > _OLD_RELEASES:
                self._old.popitem(last=False)
        return release

    def _current(self) -> Mapping[str, Published]:
        looked = self._looked
        if looked is not None and self.timer() - looked < LOOK_EVERY:
            return self._shown
        # One thread looks while the others go on with what they have; only the first of all
        # has to be waited for.
        if self._lock.acquire(blocking=looked is None):
            try:
                if self._looked == looked:
                    self._look()
            finally:
                self._lock.release()
        return self._shown

    def _look(self) -> None:
        try:
            with reading(self.engine) as session:
                newest = table.newest(session)
                self._shown = {one.code: self._published(one, session) for one in newest}
        except SQLAlchemyError as error:
            # What was published stays readable while the database is away.
            if self._looked is None:
                raise Unavailable("The database does not answer.") from error
        self._looked = self.timer()

    def _published(self, newest: Newest, session: Session) -> Published:
        shown = self._shown.get(newest.code)
        if shown and shown.release.number == newest.number:
            if shown.rehearsal == newest.rehearsal:
                return shown
            return Published(shown.release, shown.heads, newest.rehearsal)
        body = table.body(session, newest.code, newest.number)
        if body is None:
            raise LookupError(f"release {newest.number} of {newest.code} has no body")
        heads = table.heads(session, newest.code)
        return Published(release_json.read(body), heads, newest.rehearsal)
