"""Finished bytes: answers made once for each release, address, zone and language.

An answer holds for one published state of its summit and until something in it would read
otherwise: a session begins or ends, or a quarter of an hour has passed. Clocks change, dates
turn and offsets move at quarters of an hour only, so nothing else has to be watched. Pages that
show the minute hold for a minute.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from summit.core.run import Run
from summit.published.board import Published

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)

ROOM = 32 * 1024 * 1024
"""Octets of answers that a process keeps."""

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Answer:
    """An answer as it goes out, but for what belongs to one request.

    `unchanged` are its headers where the reader has it already (304). It may be given from the
    instant `made` on and before `until`, while `published` is what is shown of its summit, or
    differs from that only in runs that it does not show: `runs` are those that it does.
    `is_wanted` says that it was asked for since it last had to prove that.
    """

    status: str
    headers: Headers
    unchanged: Headers
    body: bytes
    etag: str
    modified: datetime | None
    published: Published | None
    made: datetime
    until: datetime
    runs: Mapping[str, Run | None] = field(default_factory=dict)
    is_wanted: bool = False

    def holds(self, published: Published, now: datetime) -> bool:
        """Whether it is still what would be answered at the real instant `now`."""
        is_shown = self.published is published or self._is_alike(published)
        return is_shown and self.made <= now < self.until

    def _is_alike(self, published: Published) -> bool:
        """Whether what has changed of the summit is nothing that this answer shows."""
        before = self.published
        if (
            before is None
            or before.release is not published.release
            or before.rehearsal != published.rehearsal
            or before.declared is not published.declared
            or any(published.runs.get(code) is not run for code, run in self.runs.items())
        ):
            return False
        self.published = published
        return True


@dataclass(slots=True)
class _Making:
    """The turn to make an answer, and how many threads wait for it or have it."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


class Ready:
    """Keeps answers of at most `room` octets in all, those that are asked for.

    Who only asks waits for no lock, since that would cost more than the answer. So their order
    is that of their making, and whichever is wanted gets a second chance at its end.
    """

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.octets = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._making: dict[Hashable, _Making] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer that is kept under `key`, whether it still holds or not."""
        answer = self._answers.get(key)
        if answer is not None:
            answer.is_wanted = True
        return answer

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Keep `answer`, and let go of others where there is no room for all."""
        with self._lock:
            if (old := self._answers.pop(key, None)) is not None:
                self.octets -= _size(old)
            self._answers[key] = answer
            self.octets += _size(answer)
            while self.octets > self.room:
                first, oldest = self._answers.popitem(last=False)
                if oldest.is_wanted:
                    oldest.is_wanted = False
                    self._answers[first] = oldest
                else:
                    self.octets -= _size(oldest)

    def forget(self) -> None:
        """Let everything go."""
        with self._lock:
            self._answers.clear()
            self.octets = 0

    @contextmanager
    def making(self, key: Hashable) -> Iterator[None]:
        """Let one thread at a time make the answer of `key`: the others find it made."""
        with self._lock:
            one = self._making.setdefault(key, _Making())
            one.waiting += 1
        try:
            with one.turn:
                yield
        finally:
            with self._lock:
                one.waiting -= 1
                if not one.waiting:
                    del self._making[key]


def _size(answer: Answer) -> int:
    """Return the octets that an answer takes, with some for its headers and its key."""
    return len(answer.body) + 4096


def until(published: Published, real: datetime, every: timedelta) -> datetime:
    """Return the real instant before which what is written at `real` stays true.

    `every` is how often its clock is read; in a rehearsal that is each minute, because a
    banner shows it.
    """
    moment = published.now(real)
    every = MINUTE if published.rehearsal else every
    seconds = int(every.total_seconds())
    turn = moment.replace(microsecond=0)
    turn += timedelta(seconds=seconds - int(turn.timestamp()) % seconds)
    instants = published.release.instants
    at = bisect_right(instants, moment)
    if at < len(instants):
        turn = min(turn, instants[at])
    return real + (turn - moment)
