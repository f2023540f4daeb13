"""The rush over HTTP, while what serves it is killed: nobody acknowledged is lost, none has two.

python -m bench.chaos [--database sqlite|postgresql] [--calm] [--port PORT] [--people COUNT]

It starts the real server with two web workers, and a mail worker, on a folder of its own. While
people sign up, it kills (-9) a web worker every 3 s and the mail worker every 2 s, and once the
PostgreSQL that it has started itself, which it starts again. With --calm nothing is killed, and
then nobody may be refused or hung up on. It ends with 1 if a rule does not hold.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench.site import ACTOR, CODE, KEY, NOW, Site
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.registration import RegistrationRow
from summit.services import registration, rehearsal
from tests import seats
from tests.postgres import Postgres

AT_ONCE = 200
SEATS = 100
WISHED = "culture-0"
WEB_EVERY, MAIL_EVERY = 3.0, 2.0
PATIENCE = 90.0
"""For how many seconds a person tries again."""
_HIDDEN = re.compile(r'name="(csrf_token|stamp)" value="([^"]+)"')
_NETWORKS = int(IPv4Address("10.0.0.0"))
_COMMAND = (sys.executable, "-c", "from summit.command import main; main()")


@dataclass
class Browser:
    """One person at a browser of their own, behind a network of their own."""

    number: int
    port: int
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The person's address of mail."""
        return f"p{self.number}@rush.example"

    def open(self) -> None:
        """Open the page with the form, and keep what a browser keeps of it."""
        status, headers, body = self._ask("GET", "")
        assert status == 200, status
        self.cookie = (headers["Set-Cookie"] or "").partition(";")[0]
        self.form = dict(_HIDDEN.findall(body))

    def send(self) -> tuple[int, str]:
        """Send the form; return the status, and after how many seconds to try again, if said."""
        said = {
            **self.form,
            "address": self.address,
            "kind": "citizen",
            "name": f"Person {self.number}",
            "zone": "Europe/London",
            "language": "en",
            "consent": "yes",
            "sessions": WISHED,
        }
        status, headers, _ = self._ask("POST", urlencode(said))
        return status, headers["Retry-After"] or ""

    def _ask(self, method: str, body: str) -> tuple[int, http.client.HTTPMessage, str]:
        headers = {
            "Origin": f"http://127.0.0.1:{self.port}",
            "X-Forwarded-For": str(IPv4Address(_NETWORKS + self.number)),
        }
        if body:
            headers |= {
                "Cookie": self.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
            }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, f"/{CODE}/register", body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()


@dataclass
class Tally:
    """What people were answered, and by whom they were let in."""

    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    took: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: str, address: str = "", took: float = 0) -> None:
        """Count an answer; with an `address`, it was the one that tells somebody they are in."""
        with self._lock:
            self.answers[answer] += 1
            if address:
                self.acknowledged.add(address)
                self.took.append(took)


def sign_up(one: Browser, tally: Tally) -> None:
    """Send a form until it is taken: after 503, and after a connection that was cut."""
    begin = time.monotonic()
    while time.monotonic() < begin + PATIENCE:
        try:
            status, again = one.send()
        except (OSError, http.client.HTTPException):
            tally.note("cut off")
        else:
            if status == 303:
                tally.note("303", one.address, time.monotonic() - begin)
                return
            tally.note(f"{status}" if status != 503 or again else "503 without Retry-After")
        time.sleep(0.5)  # sooner than they are asked to: the harder for the server


@dataclass
class Installation:
    """The processes of an installation that was started here."""

    port: int
    settings: dict[str, str]
    postgres: Postgres | None
    server: subprocess.Popen[bytes] = field(init=False)
    mail: subprocess.Popen[bytes] = field(init=False)
    killed: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        """Start the server and the mail worker, and wait until it is ready."""
        self.server = self._run("serve", "--port", str(self.port), "--workers", "2")
        self.mail = self._run("worker")
        assert self.recovered(60), "the server does not start"
        time.sleep(2)  # the other process too

    def _run(self, *words: str) -> subprocess.Popen[bytes]:
        with Path(self.settings["SUMMIT_FOLDER"], "log").open("ab") as log:
            return subprocess.Popen(
                [*_COMMAND, *words], env={**os.environ, **self.settings}, stdout=log, stderr=log
            )

    def stop(self) -> None:
        """End what is left."""
        for one in (self.server, self.mail):
            one.terminate()
        for one in (self.server, self.mail):
            one.wait(timeout=30)

    def web_workers(self) -> list[int]:
        """Return the processes that answer."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_web(self) -> None:
        """Kill one web worker, the eldest."""
        if workers := self.web_workers():
            os.kill(min(workers), signal.SIGKILL)
            self.killed["web worker"] += 1

    def kill_mail(self) -> None:
        """Kill the mail worker, and start another, as a service manager does."""
        self.mail.kill()
        self.mail.wait()
        self.killed["mail worker"] += 1
        self.mail = self._run("worker")

    def kill_database(self) -> None:
        """Kill the PostgreSQL that was started here, and start it again two seconds later."""
        assert self.postgres is not None
        os.kill(self.postgres.server.get_pid(), signal.SIGKILL)
        self.killed["database"] += 1
        time.sleep(2)
        for _ in range(10):
            try:
                self.postgres.server.ensure_postgres_running()
                return
            except Exception:  # its old processes are still ending
                time.sleep(0.5)
        raise SystemExit("PostgreSQL does not start again")

    def recovered(self, seconds: float) -> bool:
        """Whether the server says that it is ready, ten times in a row, within some seconds."""
        until, row = time.monotonic() + seconds, 0
        while row < 10 and time.monotonic() < until:
            row = row + 1 if self._is_ready() else 0
            time.sleep(0.1)
        return row == 10

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def every(seconds: float, over: threading.Event, deed: Callable[[], None]) -> threading.Thread:
    """Do a deed again and again, until `over`."""

    def run() -> None:
        while not over.wait(seconds):
            deed()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def rush(site: Site, installation: Installation, people: int, *, calm: bool) -> bool:
    """Let people sign up, and print what came of it; return whether all rules hold."""
    browsers = [Browser(number, installation.port) for number in range(people)]
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(Browser.open, browsers))
    time.sleep(2.1)  # nobody fills in a form faster
    tally, over = Tally(), threading.Event()
    killers = []
    if not calm:
        killers.append(every(WEB_EVERY, over, installation.kill_web))
        killers.append(every(MAIL_EVERY, over, installation.kill_mail))
    begin = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(sign_up, one, tally) for one in browsers]
        if not calm and installation.postgres is not None:
            while len(tally.acknowledged) < people // 3 and not all(one.done() for one in asked):
                time.sleep(0.1)
            installation.kill_database()
    seconds = time.monotonic() - begin
    over.set()
    for thread in killers:
        thread.join()
    is_back = installation.recovered(30)
    return report(site, installation, tally, seconds, people, is_back=is_back, calm=calm)


def report(
    site: Site,
    installation: Installation,
    tally: Tally,
    seconds: float,
    people: int,
    *,
    is_back: bool,
    calm: bool,
) -> bool:
    """Print the figures and the rules; return whether all of them hold."""
    with site.opened():
        registered = set(
            db.session.scalars(
                select(AccountRow.address).join(
                    RegistrationRow, RegistrationRow.account_id == AccountRow.id
                )
            )
        )
        letters = dict(
            db.session.execute(
                select(MailRow.address, func.count()).group_by(MailRow.address)
            ).all()
        )
        db.session.rollback()
        states, tickets = seats.counted(WISHED), [one for one, _ in seats.states(WISHED)]
        whole = [one for one, _ in seats.states("")]
    slowest = max(tally.took, default=0)
    print(f"  {len(tally.acknowledged)} acknowledged in {seconds:.1f} s", end="")
    print(f", {len(tally.acknowledged) / seconds:.0f}/s, the slowest after {slowest:.1f} s")
    print(f"  answers: {dict(sorted(tally.answers.items()))}; killed: {dict(installation.killed)}")
    allowed = {"303"} if calm else {"303", "503", "cut off"}
    count = len(registered)
    rules = {
        "nothing answered but what may be": set(tally.answers) <= allowed,
        "everybody acknowledged in the end": len(tally.acknowledged) == people,
        "nobody lost who was acknowledged": tally.acknowledged <= registered,
        f"exactly {SEATS} seats given": states == {"held": SEATS, "waiting": count - SEATS},
        "places without gap or twin": tickets == whole == list(range(1, count + 1)),
        "one mail each": letters == dict.fromkeys(registered, 1),
        "ready again by itself": is_back and len(installation.web_workers()) == 2,
    }
    for rule, holds in rules.items():
        print(f"  {'holds' if holds else 'FAILS':<7}{rule}")
    return all(rules.values())


@contextmanager
def installed(kind: str, port: int) -> Iterator[tuple[Site, Installation]]:
    """Give a summit with `SEATS` seats to wish for, and its processes, running."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres, url = None, ""
        if kind == "postgresql":
            postgres = Postgres()
            postgres.create("summit_chaos")
            url = postgres.url("summit_chaos")
        site = Site(15, folder, url)
        site.prepare()
        with site.opened():
            registration.set_rules(ACTOR, CODE, seats.RULES, NOW)
            seats.seated({WISHED: SEATS})
            rehearsal.start(ACTOR, CODE, NOW, datetime.now(UTC))
        settings = {
            "SUMMIT_URL": f"http://127.0.0.1:{port}",
            "SUMMIT_DATABASE_URL": site.url,
            "SUMMIT_SECRET_KEY": KEY,
            "SUMMIT_FOLDER": str(folder),
            "SUMMIT_PROXIES": "1",
            "SUMMIT_LOG_LEVEL": "error",
            "SUMMIT_MAIL_URL": f"file://{folder / 'sent'}",
            "SUMMIT_MAIL_FROM": "summit@summit.example",
        }
        installation = Installation(port, settings, postgres)
        installation.start()
        stack.callback(installation.stop)
        yield site, installation


def main() -> None:
    """Run it as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--calm", action="store_true", help="kill nothing")
    parser.add_argument("--port", type=int, default=8119)
    parser.add_argument("--people", type=int, default=2000)
    chosen = parser.parse_args()
    print(f"\n{chosen.people} sign-ups over HTTP, {AT_ONCE} at once, on {chosen.database}")
    with installed(chosen.database, chosen.port) as (site, installation):
        holds = rush(site, installation, chosen.people, calm=chosen.calm)
        if not holds:
            print(f"  {Path(installation.settings['SUMMIT_FOLDER'], 'log').read_text()[-4000:]}")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
