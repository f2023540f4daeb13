"""Mail in trouble: a server that is down, hangs, refuses or cuts, and workers that are killed.

python -m bench.post [sqlite] [postgresql] [1000]    both, and a thousand letters, if not named

Prints a line for each trouble, and ends with 1 where a rule does not hold: no letter is lost,
none goes out twice but one whose connection or worker broke after it was taken, under the same
Message-ID, and five minutes after the server is back all have gone. An hour passes by the
workers' clock, which this script sets.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from bench.rush import KINDS, database
from bench.site import ACTOR, KEY, NOW, Site
from summit import settings
from summit.app import create_app
from summit.cli.mail import LONGEST_PAUSE, WORKER, End, Worker
from summit.core.letter import Occasion
from summit.core.role import Verb
from summit.db.base import db
from summit.db.mail import MailRow
from summit.mail.smtp import Limits
from summit.services import deed, mail, schema
from summit.services.letter import Office
from tests.mail.letters import MIN_JI, letter
from tests.mail.server import Server, running

LETTERS = 1000
HOUR = timedelta(hours=1)
DRAINED = 300.0
"""Seconds after which all has gone, when the server is back."""

KILLED_EVERY = 2.0
"""Seconds that a worker lives, where it is killed."""

CUTS = 100
LIMITS = Limits(command=0.5, body=0.5)
"""Seconds for which a worker waits for a server that hangs: fewer than in an installation."""

_COMMAND = [sys.executable, "-m", "bench.post", "--work"]


@dataclass(frozen=True)
class FileClock:
    """A clock that is set by a file, in seconds ahead of the real one since `began`."""

    file: Path
    began: float

    def now(self) -> datetime:
        """Return the instant."""
        passed = time.time() - self.began + float(self.file.read_text())
        return NOW + timedelta(seconds=passed)

    def advance(self, span: timedelta) -> None:
        """Let some time pass at once; whoever reads meanwhile sees the time before or after."""
        other = self.file.with_suffix(".new")
        other.write_text(str(float(self.file.read_text()) + span.total_seconds()))
        other.replace(self.file)


@dataclass
class Post:
    """An outbox with letters, a clock and a server that takes them."""

    url: str
    clock: FileClock
    server: Server
    written: set[str]
    work: subprocess.Popen[bytes] | None = None
    kills: int = 0
    back: float = 0.0
    drained: float = 0.0

    def begin(self) -> None:
        """Begin a worker."""
        environment = {
            **os.environ,
            "SUMMIT_URL": "http://127.0.0.1",
            "SUMMIT_DATABASE_URL": self.url,
            "SUMMIT_SECRET_KEY": KEY,
            "SUMMIT_MAIL_URL": self.server.url,
            "SUMMIT_MAIL_FROM": "post@summit.example",
            "SUMMIT_LOG_LEVEL": "error",
        }
        command = [*_COMMAND, str(self.clock.file), str(self.clock.began)]
        self.work = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.work.stdout is not None
        assert self.work.stdout.readline() == b"ready\n", "the worker does not begin"

    def kill(self) -> None:
        """End the worker in the midst of it."""
        self.end(signal.SIGKILL)
        self.kills += 1

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the worker."""
        if self.work is not None:
            self.work.send_signal(number)
            self.work.communicate(timeout=60)
            self.work = None

    def left(self) -> int:
        """Return how many letters are still to go."""
        query = select(func.count(MailRow.id)).where(MailRow.done_at.is_(None))
        count = db.session.scalar(query) or 0
        db.session.rollback()
        return count


def killed(post: Post) -> int:
    """Kill the worker every two seconds."""
    post.server.seconds = 0.01
    with running(post.server, post.server.port):
        while post.left():
            post.begin()
            until = time.monotonic() + KILLED_EVERY
            while post.left() and time.monotonic() < until:
                time.sleep(0.05)
            if not post.left():
                break
            post.kill()
            post.clock.advance(mail.LEASE)  # what it held is free again
    return post.kills


def down(post: Post) -> int:
    """Reach no server for an hour."""
    post.begin()
    _pass_an_hour(post)
    return _come_back(post)


def hanging(post: Post) -> int:
    """Reach a server for an hour that says nothing when it gets a message."""
    post.server.hangs_at = "RCPT"
    with running(post.server, post.server.port):
        post.begin()
        _pass_an_hour(post)
    post.server.hangs_at = ""
    return _come_back(post)


def refusing(post: Post) -> int:
    """Reach a server for an hour that takes nothing for now."""
    post.server.refuses = "451 not now"
    with running(post.server, post.server.port):
        post.begin()
        _pass_an_hour(post)
    post.server.refuses = ""
    return _come_back(post)


def cutting(post: Post) -> int:
    """Reach a server that breaks the connection after it took each of the first hundred."""
    post.server.cuts = CUTS
    with running(post.server, post.server.port):
        post.begin()
        while post.server.cuts:
            time.sleep(0.05)
    post.clock.advance(timedelta(minutes=1))
    _come_back(post)
    return CUTS


TROUBLES: dict[str, Callable[[Post], int]] = {
    "worker killed every 2 s": killed,
    "server down for an hour": down,
    "server hangs for an hour": hanging,
    "server says 451 for an hour": refusing,
    f"{CUTS} cut after acceptance": cutting,
}
"""What is tried; each returns how many letters may have been taken without our knowing."""


def _pass_an_hour(post: Post) -> None:
    """Let an hour pass in sixty steps, in which the worker tries again and again."""
    for _ in range(60):
        post.clock.advance(HOUR / 60)
        time.sleep(0.25)


def _come_back(post: Post) -> int:
    """Let the server be there again until all has gone; the clock now goes as the real one."""
    post.back = time.monotonic()
    with running(post.server, post.server.port):
        while post.left() and time.monotonic() < post.back + DRAINED:
            time.sleep(0.1)
        post.drained = time.monotonic() - post.back
        post.end()
    return 0


def lines(url: str, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield a line for each trouble on the database at `url`, with the rules that do not hold."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(0, Path(folder), url)
        with site.opened():
            schema.upgrade()
            for name, trouble in TROUBLES.items():
                post = _post(site.url, Path(folder), count)
                try:
                    unsure = trouble(post)
                finally:
                    post.end(signal.SIGKILL)
                yield _judge(name, post, unsure)


def _post(url: str, folder: Path, count: int) -> Post:
    """Write letters into an empty outbox, and choose a port for the server."""
    db.session.execute(delete(MailRow))
    db.session.commit()
    to = [replace(MIN_JI, account=None, address=f"a{one}@b.example") for one in range(count)]
    with deed.begin(ACTOR, Verb.REGISTER, "", NOW) as work:
        mail.post_all(work, [letter(Occasion.SOON, one) for one in to])
    written = {f"<{one}@127.0.0.1>" for one in db.session.scalars(select(MailRow.message_id))}
    db.session.rollback()
    file = folder / "clock"
    file.write_text("0")
    with running(Server()) as found:
        port = found.port
    return Post(url, FileClock(file, time.time()), Server(port=port), written)


def _judge(name: str, post: Post, unsure: int) -> tuple[str, list[str]]:
    times = Counter(post.server.taken)
    lost = len(post.written - set(times))
    twice = sum(times.values()) - len(times)
    wrong = []
    if lost or post.left():
        wrong.append(f"{lost} lost, {post.left()} left")
    if set(times) - post.written:
        wrong.append("other Message-IDs")
    if twice > unsure or max(times.values(), default=0) > 2:
        wrong.append(f"{twice} twice, {unsure} may be")
    if post.drained + LONGEST_PAUSE > DRAINED:
        wrong.append("not drained in five minutes")
    drained = f"{post.drained:>5.0f} s after" if post.back else ""
    line = f"  {name:<30}{len(times):>6} of {len(post.written)}, {lost} lost, {twice:>3} twice"
    return f"{line} ({unsure} may be), {post.kills} kills {drained}", wrong


def main(kinds: tuple[str, ...], count: int) -> int:
    """Print the figures of mail in trouble; return 1 where a rule does not hold."""
    failed = 0
    for kind in kinds:
        with database(kind) as url:
            print(f"\nmail in trouble on {kind}: {count} letters, one worker", flush=True)
            for line, wrong in lines(url, count):
                print(line, *(f"\n    WRONG: {one}" for one in wrong), flush=True)
                failed |= bool(wrong)
    return failed


def work(file: str, began: str) -> None:
    """Be a worker by the clock in `file`."""
    clock, over = FileClock(Path(file), float(began)), End()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    app = create_app(settings.read(os.environ), clock)
    with app.app_context():
        chosen = app.extensions["summit"].settings
        office = Office(WORKER, clock, chosen, over.is_set, LIMITS)
        print("ready", flush=True)
        Worker(office, clock, (), over).run()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(*sys.argv[2:])
    else:
        asked = [int(one) for one in sys.argv[1:] if one.isdecimal()]
        named = tuple(one for one in sys.argv[1:] if one in KINDS)
        sys.exit(main(named or KINDS, asked[0] if asked else LETTERS))
