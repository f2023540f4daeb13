"""An installation of its own, with a generated summit, and servers on the loopback interface."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.generated import programme as generated
from bench.load import Server
from summit.app import create_app
from summit.core.release import Release
from summit.core.role import operator
from summit.core.text import Text
from summit.db.base import db
from summit.published.board import Board
from summit.services import programme, release, schema
from summit.settings import Settings

ACTOR = operator("bench")
NOW = datetime(2020, 5, 20, tzinfo=UTC)
CODE = "cac2020"
KEY = "measured in the open, so no secret"

Answers = Mapping[str, tuple[str, list[tuple[str, str]], bytes]]


@dataclass
class Running:
    """A server that was started here."""

    server: Server
    process: subprocess.Popen[bytes]
    seconds: float
    """From its start to its first answer."""

    def memory(self) -> float:
        """Return the largest resident size of a worker process so far, in MB."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = []
        for pid in [str(self.process.pid), *children.read_text().split()]:
            status = Path(f"/proc/{pid}/status").read_text()
            line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
            found.append(int(line.split()[1]) / 1024)
        return max(found)


@dataclass
class Site:
    """A summit of `sessions` sessions in the database at `url`."""

    sessions: int
    folder: Path
    url: str = ""
    first: timedelta = field(default_factory=timedelta)
    second: timedelta = field(default_factory=timedelta)

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.folder / 'bench.sqlite3'}"

    def prepare(self) -> None:
        """Load and publish it, twice; `first` and `second` say how long publishing took."""
        with self.opened():
            schema.upgrade()
            programme.load(ACTOR, generated(self.sessions), "summit.example", NOW)
            self.first = self.publish("first")
            programme.cancel(ACTOR, CODE, "welfare-0", NOW)
            self.second = self.publish("second")

    def republish(self) -> None:
        """Publish the next release, with one session renamed."""
        with self.opened():
            number = len(release.history(ACTOR, CODE)) + 1
            title = Text({"en": f"Welfare, release {number}"})
            programme.rename(ACTOR, CODE, "welfare-0", title, NOW)
            self.publish(f"release {number}")

    def shown(self) -> Release:
        """Return the release that is shown."""
        with self.opened():
            board = Board(db.engine)
            found = board.summit(CODE).release
            board.close()
            return found

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open its database for services."""
        app = create_app(Settings("http://127.0.0.1", self.url, KEY, log_level="error"))
        with app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def publish(self, note: str) -> timedelta:
        """Publish a release, and return how long that took."""
        begin = time.perf_counter()
        release.publish(ACTOR, CODE, note, NOW)
        return timedelta(seconds=time.perf_counter() - begin)

    @contextmanager
    def served(self) -> Iterator[Running]:
        """Serve it as `summit serve` does, with one process."""
        port = _free()
        settings = {
            "SUMMIT_URL": f"http://127.0.0.1:{port}",
            "SUMMIT_DATABASE_URL": self.url,
            "SUMMIT_SECRET_KEY": KEY,
        }
        command = [sys.executable, "-c", "from summit.command import main; main()", "serve"]
        with _running([*command, "--port", str(port), "--workers", "1"], port, settings) as one:
            yield one


@contextmanager
def bare(answers: Answers, folder: Path, app: str) -> Iterator[Running]:
    """Serve `answers` by one of the applications of `bench.bare`, on the same kind of server."""
    file = folder / "answers.pickle"
    file.write_bytes(pickle.dumps(dict(answers)))
    port = _free()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-log"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    with _running([*command, f"bench.bare:{app}"], port, {"BENCH_ANSWERS": str(file)}) as one:
        yield one


@contextmanager
def _running(command: list[str], port: int, settings: Mapping[str, str]) -> Iterator[Running]:
    begin = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    try:
        server = Server(port)
        while True:
            try:
                server.ask(server.request(f"/{CODE}/agenda"))
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - begin > 60:
                    raise
                time.sleep(0.02)
        yield Running(server, process, time.perf_counter() - begin)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
