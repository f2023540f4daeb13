"""The rush for seats: many processes, one capacity, nobody let in twice and nobody lost.

python -m bench.rush [sqlite] [postgresql]    both if none is named
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from bench.site import ACTOR, CODE, KEY, NOW, Site
from summit.app import create_app
from summit.core.role import VISITOR, Actor
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.seat import SeatingRow
from summit.services import registration, seat
from summit.settings import Settings
from tests import seats
from tests.postgres import Postgres

KINDS = ("sqlite", "postgresql")
PEOPLE = 2000
AT_ONCE = 200
SEATS = 100
LEAVING = 500
WAITING = 1000
PROCESSES, THREADS = 2, 4
SESSION, WISHED, STORM, COUNTED = "climate-0", "culture-0", "transport-0", "sports-0"


@dataclass(frozen=True)
class Rush:
    """How long many deeds took together, and each of them, in seconds; and what went wrong."""

    seconds: float
    each: list[float]
    wrong: list[str]

    @property
    def rate(self) -> float:
        """Deeds in a second."""
        return len(self.each) / self.seconds


def take(person: Actor) -> None:
    """Take a seat."""
    seat.take(person, CODE, SESSION, NOW)


def leave(person: Actor) -> None:
    """Give it back."""
    seat.give_back(person, CODE, STORM, NOW)


def sign_up(person: Actor) -> None:
    """Register a stranger, who wishes for a seat."""
    said = seats.entry(f"s{person.account}", sessions=(WISHED,))
    registration.register(VISITOR, CODE, said, NOW)


def insert(person: Actor) -> None:
    """Insert one row, and nothing else: the baseline."""
    row = AuditRow(at=NOW, actor=person.name, verb="bare", summit=CODE, thing=str(uuid4()))
    db.session.add(row)
    db.session.commit()


def insert_counted(person: Actor) -> None:
    """Insert one row under one counter: the least that keeps count, one commit at a time."""
    counter = SeatingRow.session == COUNTED
    db.session.execute(update(SeatingRow).where(counter).values(tickets=SeatingRow.tickets + 1))
    insert(person)


def _work(
    url: str, deed: Callable[[Actor], None], people: list[Actor], gate: Any, out: Any
) -> None:
    """Do a deed for each of some people in a process of its own, as a worker of the server does.

    Its threads are those of `summit serve`; whoever else asks at once waits for one of them.
    """
    app = create_app(Settings("http://127.0.0.1", url, KEY, log_level="error"))

    def do(person: Actor) -> str:
        with app.app_context():
            try:
                deed(person)
            except Exception as error:
                return f"{type(error).__name__}: {error}"
            finally:
                db.session.remove()
        return ""

    def warm(_: int) -> None:
        with app.app_context():
            db.session.execute(select(1))
            db.session.remove()
        ready.wait()

    def ask(person: Actor) -> tuple[float, str]:
        begin = time.perf_counter()
        wrong = threads.submit(do, person).result()
        return time.perf_counter() - begin, wrong

    ready = threading.Barrier(THREADS)
    with (
        ThreadPoolExecutor(THREADS) as threads,
        ThreadPoolExecutor(AT_ONCE // PROCESSES) as askers,
    ):
        list(threads.map(warm, range(THREADS)))
        gate.wait()
        out.put(list(askers.map(ask, people)))
    with app.app_context():
        db.engine.dispose()


def rush(url: str, deed: Callable[[Actor], None], people: list[Actor]) -> Rush:
    """Let all `people` do a deed, `AT_ONCE` at once in `PROCESSES` processes."""
    context = multiprocessing.get_context("spawn")
    gate, out = context.Barrier(PROCESSES + 1), context.Queue()
    workers = [
        context.Process(target=_work, args=(url, deed, people[at::PROCESSES], gate, out))
        for at in range(PROCESSES)
    ]
    for one in workers:
        one.start()
    gate.wait()
    begin = time.perf_counter()
    done = [result for _ in workers for result in out.get()]
    seconds = time.perf_counter() - begin
    for one in workers:
        one.join()
    return Rush(seconds, [took for took, _ in done], [wrong for _, wrong in done if wrong])


def lines(url: str) -> Iterator[str]:
    """Yield the lines of a rush on the database at `url`; raise where it went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(15, Path(folder), url)
        site.prepare()
        with site.opened():
            registration.set_rules(ACTOR, CODE, seats.RULES, NOW)
            seats.seated({SESSION: SEATS, STORM: LEAVING, WISHED: SEATS, COUNTED: SEATS})
            people = seats.crowd(PEOPLE)
        bare = rush(site.url, insert, people)
        yield _line(f"bare insert, {PEOPLE} people", bare, bare)
        counted = rush(site.url, insert_counted, people)
        yield _line(f"the same under one counter, {PEOPLE} people", counted, bare)
        taken = rush(site.url, take, people)
        _expect(site, taken, SESSION, {"confirmed": SEATS, "waiting": PEOPLE - SEATS}, PEOPLE)
        yield _line(f"take one of {SEATS} seats, {PEOPLE} people", taken, bare)
        signed = rush(site.url, sign_up, people)
        _expect(site, signed, WISHED, {"held": SEATS, "waiting": PEOPLE - SEATS}, 2 * PEOPLE)
        yield _line(f"register and wish for one, {PEOPLE} people", signed, bare)
        storm = people[: LEAVING + WAITING]
        with site.opened():
            for person in storm:
                seat.take(person, CODE, STORM, NOW)
            before = len(seats.letters())
        left = rush(site.url, leave, storm[:LEAVING])
        tally = {"given_back": LEAVING, "offered": LEAVING, "waiting": WAITING - LEAVING}
        _expect(site, left, STORM, tally, before + 2 * LEAVING)
        with site.opened():
            promoted = [state for _, state in seats.states(STORM)[LEAVING : 2 * LEAVING]]
            assert promoted == ["offered"] * LEAVING, "not the first of the queue"
            offers = {address for _, address in seats.letters("seat_offered")}
            assert len(offers) == LEAVING, "not one mail each"
        yield _line(f"give back {LEAVING}, {WAITING} waiting", left, bare)


def _expect(site: Site, done: Rush, session: str, tally: dict[str, int], mails: int) -> None:
    """Raise where seats, tickets or mails are not exactly what they should be."""
    assert done.wrong == [], done.wrong[:3]
    with site.opened():
        seats.check(session)
        assert seats.counted(session) == tally, seats.counted(session)
        assert len(seats.letters()) == mails, len(seats.letters())


def _line(name: str, done: Rush, bare: Rush) -> str:
    slowest = max(done.each) * 1000
    middle = quantiles(done.each, n=100)[49] * 1000
    return (
        f"  {name:<42}{done.rate:>8.0f}/s {done.rate / bare.rate:>6.2f} of bare"
        f"  p50 {middle:>6.0f} ms, slowest {slowest:>6.0f} ms"
    )


def main(kinds: tuple[str, ...]) -> None:
    """Print the figures of a rush."""
    for kind in kinds:
        with database(kind) as url:
            print(
                f"\nrush on {kind}: {AT_ONCE} at once, {PROCESSES} processes of {THREADS} threads"
            )
            for line in lines(url):
                print(line, flush=True)


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Give the address of an empty database, "" for a file of the site's own."""
    if kind == "sqlite":
        yield ""
        return
    server = Postgres()
    server.create("summit_rush")
    yield server.url("summit_rush")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or KINDS)
