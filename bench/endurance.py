"""What a server must stand: ten thousand values, five thousand calendars, a release under load."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bench.reading import BROTLI
from bench.site import CODE, Running, Site

VALUES = 10_000
CLIENTS = 5_000
RATE = 500
"""Requests in a second while a release is published."""


def values(site: Site, running: Running) -> str:
    """Ask for as many zones and words that nobody asked for before."""
    before, files, size = running.memory(), _files(site.folder), _size(site.folder)
    server = running.server
    failed = 0

    def ask(number: int) -> int:
        query = f"tz=Zone/{number}" if number % 2 else f"q=word{number}"
        return server.ask(server.request(f"/{CODE}/agenda?{query}", BROTLI))[0]

    begin = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        failed = sum(status != 200 for status in pool.map(ask, range(VALUES)))
    seconds = time.perf_counter() - begin
    grown = _size(site.folder) - size
    return (
        f"  {VALUES} values of tz and q: {failed} failed, {seconds:.0f} s, memory"
        f" {before:.0f} → {running.memory():.0f} MB, {_files(site.folder) - files} new files,"
        f" database {grown:+} octets"
    )


def clients(running: Running) -> str:
    """Let as many calendar clients ask, each on a connection of its own, with what they have."""
    server = running.server
    path = f"/{CODE}/agenda.ics"
    etag = server.ask(server.request(path))[1]["etag"]
    request = server.request(path, (("If-None-Match", etag),))

    def ask(_: int) -> tuple[int, float]:
        begin = time.perf_counter()
        status = server.ask(request)[0]
        return status, time.perf_counter() - begin

    begin = time.perf_counter()
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, range(CLIENTS)))
    seconds = time.perf_counter() - begin
    known = sum(status == 304 for status, _ in answers)
    times = sorted(took for _, took in answers)
    return (
        f"  {CLIENTS} calendar clients, a connection each: {known} times 304 in {seconds:.1f} s,"
        f" p50 {times[CLIENTS // 2] * 1000:.1f} ms, p99 {times[CLIENTS * 99 // 100] * 1000:.1f} ms"
    )


@dataclass
class Seen:
    """The answers to one address: when each came, and which it was."""

    answers: list[tuple[float, str, str]] = field(default_factory=list)
    wrong: int = 0


def publication(site: Site, running: Running) -> str:
    """Publish while others read; say whether each answer was wholly of one release."""
    server, stop, seen = running.server, threading.Event(), Seen()
    request = server.request(f"/{CODE}/agenda?tz=Europe/London", BROTLI)

    def read() -> None:
        due = time.perf_counter()
        while not stop.is_set():
            status, headers, body, _ = server.ask(request)
            now = time.perf_counter()
            if status != 200 or len(body) != int(headers["content-length"]):
                seen.wrong += 1
            seen.answers.append((now, headers["etag"], sha256(body).hexdigest()))
            due += 4 / RATE
            time.sleep(max(0.0, due - now))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    site.republish()
    published = time.perf_counter()
    time.sleep(2.5)
    stop.set()
    for thread in threads:
        thread.join()
    kinds = {(etag, digest) for _, etag, digest in seen.answers}
    first = min(seen.answers)[1]
    last_old = max(at for at, etag, _ in seen.answers if etag == first)
    span = max(seen.answers)[0] - min(seen.answers)[0]
    return (
        f"  a release at {len(seen.answers) / span:.0f} requests/s: {len(seen.answers)} answers,"
        f" {len(kinds)} kinds (the old and the new), {seen.wrong} broken; the last old one"
        f" {(last_old - published) * 1000:+.0f} ms after the end of publishing"
    )


def lines(site: Site) -> Iterator[str]:
    """Yield the lines of all of it."""
    with site.served() as running:
        yield clients(running)
        yield publication(site, running)
        yield values(site, running)


def _files(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*"))


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.sqlite3"))
