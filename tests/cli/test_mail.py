"""The worker as a process: killed again and again, stopped, beside another, without a server."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from summit.core.letter import Occasion
from summit.db.base import db
from summit.db.mail import MailRow
from tests.cli.test_serve import is_there
from tests.conftest import URL
from tests.mail.letters import MIN_JI, letter
from tests.mail.server import Server, running
from tests.services.test_mail import post

SCRIPT = """
import os, signal, sys, time
from datetime import timedelta
from summit import settings
from summit.app import create_app
from summit.cli.mail import WORKER, End, Worker
from summit.services.letter import Office
from tests.conftest import NOW

class Fast:
    def now(self):
        return NOW + timedelta(seconds=(time.time() - float(sys.argv[1])) * 20)

over = End()
signal.signal(signal.SIGTERM, lambda *_: over.set())
app = create_app(settings.read(os.environ), Fast())
with app.app_context():
    office = Office(WORKER, Fast(), app.extensions["summit"].settings, over.is_set)
    Worker(office, Fast(), (), over).run()
"""
"""A worker whose clock runs twenty times as fast, so that a lease is over in three seconds."""


def begin(url: str, mail_url: str, began: float) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SUMMIT_DATABASE_URL": url,
        "SUMMIT_URL": URL,
        "SUMMIT_SECRET_KEY": "k" * 32,
        "SUMMIT_MAIL_URL": mail_url,
        "SUMMIT_MAIL_FROM": "post@summit.example",
        "SUMMIT_LOG_LEVEL": "error",
    }
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(began)], env=environment)


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as found:
        yield found


def fill(app: Flask, count: int) -> list[str]:
    """Write some letters; return their Message-IDs."""
    with app.app_context():
        to = [replace(MIN_JI, account=None, address=f"a{one}@b.example") for one in range(count)]
        post(*[letter(Occasion.SOON, one) for one in to])
        found = db.session.scalars(select(MailRow.message_id)).all()
        db.session.rollback()
        return [f"<{one}@summit.example>" for one in found]


def left(app: Flask) -> int:
    with app.app_context():
        count = db.session.scalar(select(func.count(MailRow.id)).where(MailRow.done_at.is_(None)))
        db.session.rollback()
        return count or 0


def wait_until_sent(app: Flask, seconds: float) -> None:
    until = time.monotonic() + seconds
    while left(app):
        assert time.monotonic() < until, f"{left(app)} letters are left"
        time.sleep(0.2)


def test_workers_that_are_killed_lose_no_letter(app: Flask, server: Server) -> None:
    written = fill(app, 200)
    url, began = app.config["SQLALCHEMY_DATABASE_URI"], time.time()
    server.seconds = 0.02
    workers = [begin(url, server.url, began) for _ in range(2)]
    kills, dice = 0, random.Random(4)
    try:
        while kills < 5 and left(app):
            seen = len(server.taken)
            until = time.monotonic() + 8
            while len(server.taken) < seen + dice.randint(5, 20) and time.monotonic() < until:
                time.sleep(0.01)
            number = kills % 2
            workers[number].kill()
            workers[number].wait(10)
            workers[number] = begin(url, server.url, began)
            kills += 1
        assert kills >= 4
        wait_until_sent(app, 60)
    finally:
        for worker in workers:
            worker.terminate()
        ends = [worker.wait(20) for worker in workers]
    times = Counter(server.taken)
    assert set(times) == set(written)
    assert sum(times.values()) - len(times) <= kills, "only the letter in hand goes out twice"
    assert max(times.values()) <= 2
    assert ends == [0, 0]


def test_two_workers_send_each_letter_once_and_end_when_told(app: Flask, server: Server) -> None:
    written = fill(app, 60)
    url, began = app.config["SQLALCHEMY_DATABASE_URI"], time.time()
    workers = [begin(url, server.url, began) for _ in range(2)]
    try:
        wait_until_sent(app, 40)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        ends = [worker.wait(20) for worker in workers]
    assert sorted(server.taken) == sorted(written)
    assert ends == [0, 0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_beside_a_process_ends_when_all_are_told(
    app: Flask, tmp_path: Path, number: signal.Signals
) -> None:
    """As by Ctrl-C, which reaches the server, its keeper and the worker at once, and again."""
    fill(app, 1)
    environment = {
        **os.environ,
        "SUMMIT_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SUMMIT_DEMONSTRATION": "1",
        "SUMMIT_FOLDER": str(tmp_path),
        "SUMMIT_URL": URL,
    }
    words = "from summit.command import main; main()"
    keeper = subprocess.Popen(
        [sys.executable, "-c", words, "worker", "--beside", str(os.getpid())],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        # Until it is at its work it may not hear: shells have what they run beside them ignore
        # SIGINT.
        wait_until_sent(app, 60)
        assert keeper.poll() is None
        for _ in range(20):
            os.killpg(keeper.pid, number)
            time.sleep(0.01)
            if keeper.poll() is not None:
                break
        assert keeper.wait(60) is not None
        for _ in range(200):
            if not is_there(keeper.pid):
                break
            time.sleep(0.05)
        assert not is_there(keeper.pid)
    finally:
        # One that is left would go on to work at the database of every later test.
        with suppress(ProcessLookupError):
            os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()
