"""Whether an address is known: what a stranger could read off the answers, and off their time.

python -m bench.silence [sqlite] [postgresql]    both if none is named

Strangers sign up, ask for a link and try a password, in turns for addresses that are unknown and
for such as are known. Status and bytes have to be the same. Of the times it is told how often a
known address takes longer than an unknown one: half of the time, where there is nothing to be
learnt. Two lots of unknown addresses against each other show what chance does.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from bench.rush import KINDS, database
from bench.site import ACTOR, CODE, KEY, NOW, Site
from summit.app import create_app
from summit.core.role import VISITOR, participant
from summit.db.base import db
from summit.services import password, registration
from summit.settings import Settings
from tests import seats

URL = "http://127.0.0.1"
TRIES = 200
WISHED = "culture-0"
TELLING = 0.15
"""How far from one half the share may be. Chance alone takes it to 0.09 (three deviations), and
whatever else a machine does to more; before the work was made equal it was 0.48."""
_OWN = re.compile(r'name="(csrf_token|stamp)" value="[^"]*"|(X-Request-Id|Content-Length): \S+')


@dataclass(frozen=True)
class Way:
    """A form that strangers send: where it is shown and sent to, and what is typed besides."""

    name: str
    shown: str
    path: str
    field: str
    typed: dict[str, str]
    status: int = 303


WAYS = (
    Way(
        "sign up",
        f"/{CODE}/register",
        f"/{CODE}/register",
        "address",
        {
            "kind": "citizen",
            "name": "Ada Example",
            "zone": "Europe/London",
            "language": "en",
            "consent": "yes",
            "sessions": WISHED,
        },
    ),
    Way("ask for a link", "/account/enter", "/account/enter", "address", {}),
    Way(
        "try a password",
        "/account/enter",
        "/account/enter/password",
        "login",
        {"password": "none that anybody has"},
        403,
    ),
)


class Stranger:
    """Somebody with one browser, who comes from another network each time."""

    def __init__(self, app: Flask, way: Way) -> None:
        self.way, self.tries = way, 0
        self.client: FlaskClient = app.test_client()
        page = self.client.get(way.shown, base_url=URL).text
        self.hidden = dict(re.findall(r'name="(csrf_token|stamp)" value="([^"]*)"', page))

    def send(self, address: str) -> tuple[float, str]:
        """Send the form for an address; return the seconds, and all that came back."""
        self.tries += 1
        network = {"REMOTE_ADDR": f"10.{self.tries >> 8}.{self.tries & 255}.1"}
        data = {**self.hidden, **self.way.typed, self.way.field: address}
        begin = time.perf_counter()
        answer = self.client.post(self.way.path, base_url=URL, data=data, environ_base=network)
        seconds = time.perf_counter() - begin
        assert answer.status_code == self.way.status, answer.text
        told = _OWN.sub("", f"{answer.status}\n{answer.headers}\n{answer.text}")
        return seconds, told.replace(address, "")


def share(known: list[float], unknown: list[float]) -> float:
    """Return how often one of `known` is longer than one of `unknown` (Mann and Whitney's U)."""
    longer = sum(one > other for one in known for other in unknown)
    return longer / (len(known) * len(unknown))


def lines(url: str) -> Iterator[str]:
    """Yield a line for each way and kind of address; raise where something can be learnt."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(15, Path(folder), url)
        site.prepare()
        with site.opened():
            registration.set_rules(ACTOR, CODE, seats.RULES, NOW)
            seats.seated({WISHED: 10 * TRIES})
        app = create_app(Settings(URL, site.url, KEY, log_level="error"))
        try:
            with app.app_context():
                kinds = _addresses()
            for way in WAYS:
                yield from _tried(app, way, kinds[way.name])
        finally:
            with app.app_context():
                db.engine.dispose()


def _addresses() -> dict[str, dict[str, list[str]]]:
    """Make the people who are known, and return addresses by way and kind."""
    now = datetime.now(UTC)
    people = seats.crowd(TRIES)
    here = [f"c{number}@one.example" for number in range(TRIES)]
    away = [f"left{number}@one.example" for number in range(TRIES)]
    fresh = [f"just{number}@one.example" for number in range(TRIES)]
    for number in range(TRIES):
        person = seats.joined(f"left{number}", now, address=away[number])
        registration.cancel(person, CODE, now)
        registration.register(VISITOR, CODE, seats.entry(number, address=fresh[number]), now)
    for person in people[: TRIES // 2]:
        password.choose(participant(person.account or 0), "four small words", "", now)
    strangers = {
        name: [f"{name}{number}@two.example" for number in range(TRIES)]
        for name in ("one", "other", "third", "fourth", "fifth", "sixth")
    }
    return {
        "sign up": {
            "unknown": strangers["one"],
            "unknown too": strangers["other"],
            "takes part": here,
            "has cancelled": away,
            "has just signed up": fresh,
        },
        "ask for a link": {
            "unknown": strangers["third"],
            "unknown too": strangers["fourth"],
            "takes part": here,
        },
        "try a password": {
            "unknown": strangers["fifth"],
            "unknown too": strangers["sixth"],
            "has no password": here[TRIES // 2 :],
            "has a password": here[: TRIES // 2],
        },
    }


def _tried(app: Flask, way: Way, kinds: dict[str, list[str]]) -> Iterator[str]:
    stranger = Stranger(app, way)
    time.sleep(2.1)  # nobody writes faster, and the form knows it
    for number in range(10):
        stranger.send(f"warm{number}@{way.field}.example")
    took: dict[str, list[float]] = {name: [] for name in kinds}
    told: dict[str, set[str]] = {name: set() for name in kinds}
    turns = [(name, one) for name, all_ in kinds.items() for one in all_]
    random.Random(5).shuffle(turns)
    for name, address in turns:
        seconds, said = stranger.send(address)
        took[name].append(seconds)
        told[name].add(said)
    answers = set().union(*told.values())
    assert len(answers) == 1, f"{way.name}: {len(answers)} answers, of which some tell"
    wrong = []
    for name, seconds in took.items():
        ratio = median(seconds) / median(took["unknown"])
        longer = share(seconds, took["unknown"]) if name != "unknown" else 0.5
        if abs(longer - 0.5) > TELLING:
            wrong.append(f"{way.name}, {name}: {longer:.2f}")
        yield (
            f"  {way.name:<16}{name:<20}{len(seconds):>4} tries  p50 {median(seconds) * 1000:>6.2f}"
            f" ms {ratio:>6.3f} of unknown  longer {longer:>5.2f} of the time"
        )
    assert wrong == [], wrong


def main(kinds: tuple[str, ...]) -> None:
    """Print what there is to be learnt."""
    for kind in kinds:
        with database(kind) as url:
            print(f"\nsilence on {kind}: one answer for all, and its time")
            for line in lines(url):
                print(line, flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or KINDS)
