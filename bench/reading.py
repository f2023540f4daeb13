"""Reading: what a running server answers in a second, beside a bare one with the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.load import Server
from bench.site import CODE, Running, Site, bare
from summit.core.zone import NAMES

SECONDS = 0.6
ROUNDS = 3
BROTLI = (("Accept-Encoding", "br"),)
ZONES = sorted(name for name in NAMES if name.startswith(("Europe/", "Asia/", "America/")))


@dataclass(frozen=True, slots=True)
class Question:
    """Addresses that are asked in turns, with what is sent along."""

    name: str
    paths: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = BROTLI


@dataclass(frozen=True, slots=True)
class Rates:
    """Answers in a second: by Summit, by a bare WSGI callable, by a bare Flask route."""

    name: str
    octets: int
    ours: float
    callable_alone: float
    flask_alone: float

    def __str__(self) -> str:
        return (
            f"  {self.name:<34} {self.octets / 1000:>7.1f} kB {self.ours:>8.0f}/s"
            f" {self.ours / self.callable_alone:>7.2f} of a callable"
            f" {self.ours / self.flask_alone:>6.1f} times a Flask route"
        )


def questions(server: Server) -> Iterator[Question]:
    """Yield what is asked of a summit."""
    base = f"/{CODE}"
    for count in (1, 10, 100):
        zones = ZONES[:: len(ZONES) // count][:count]
        paths = tuple(f"{base}/agenda?tz={zone}" for zone in zones)
        yield Question(f"agenda, {count} zones in use", paths)
    yield Question("session page", (f"{base}/sessions/mayoral-meeting-0?tz=Europe/Budapest",))
    feed = f"{base}/agenda.ics"
    yield Question("feed", (feed,))
    etag = server.ask(server.request(feed))[1]["etag"]
    yield Question("feed, If-None-Match (304)", (feed,), (("If-None-Match", etag),))
    page = f"{base}/agenda?tz=Europe/London"
    etag = server.ask(server.request(page, BROTLI))[1]["etag"]
    yield Question("agenda, If-None-Match (304)", (page,), (*BROTLI, ("If-None-Match", etag)))
    yield Question("export, schedule.json", (f"{base}/schedule.json",))


def rates(running: Running, folder: Path) -> Iterator[Rates]:
    """Measure each question on all three servers, in turns, and yield the best of each."""
    server = running.server
    asked = list(questions(server))
    answers = {}
    sizes = []
    for index, question in enumerate(asked):
        status, headers, body, _ = server.ask(server.request(question.paths[0], question.headers))
        kept = [one for one in headers.items() if one[0] not in ("date", "server")]
        answers[f"/{index}"] = (f"{status} OK", kept, body)
        sizes.append(len(body))
    answers[f"/{CODE}/agenda"] = answers["/0"]  # by which it is seen that a server is up
    with (
        bare(answers, folder, "callable_alone") as first,
        bare(answers, folder, "flask_alone") as second,
    ):
        for index, question in enumerate(asked):
            ours = [server.request(path, question.headers) for path in question.paths]
            best = [0.0, 0.0, 0.0]
            for _ in range(ROUNDS):
                for at, (one, requests) in enumerate(
                    (
                        (server, ours),
                        (first.server, [_alike(first.server, index, question)]),
                        (second.server, [_alike(second.server, index, question)]),
                    )
                ):
                    best[at] = max(best[at], one.rate(requests, SECONDS))
            yield Rates(question.name, sizes[index], *best)


def _alike(server: Server, index: int, question: Question) -> bytes:
    """Return a request for the answer `index` of a bare server, with the same headers."""
    return server.request(f"/{index}?{question.paths[0].partition('?')[2]}", question.headers)


def lines(site: Site) -> Iterator[str]:
    """Yield the lines of reading, of memory and of a cold start."""
    with site.served() as running:
        for one in rates(running, site.folder):
            yield str(one)
        yield f"  first answer after a cold start  {running.seconds:>11.2f} s"
        yield f"  memory of the process at its highest {running.memory():>7.0f} MB"
