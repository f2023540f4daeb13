"""What fairness costs: forty cities, five days, every quarter of an hour; and the pages over it.

python -m bench.fairness [SESSIONS]    with the console's pages over so many sessions, 400 if none

What is reckoned stands beside one conversion of each start to each city's clock, without which
nobody could tell the hour; a page beside the console's page of stages, which reckons nothing.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from flask.testing import FlaskClient

from bench.generated import programme as generated
from bench.measure import Figure, measure
from bench.site import ACTOR, CODE, Site
from summit.core import fairness
from summit.core.alternative import alternatives
from summit.core.burden import ledger
from summit.core.fairness import Seat
from summit.core.programme import Programme
from summit.core.role import Role
from summit.core.zone import zone
from summit.services import role

FIRST = datetime(2020, 5, 31, 15, tzinfo=UTC)
LAST = FIRST + timedelta(days=5)
MEETING = "mayoral-meeting-0"
URL = "http://127.0.0.1"
_CITIES = 40
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def seats() -> tuple[Seat, ...]:
    """Return forty cities of the summit."""
    cities = generated(15).governments[:_CITIES]
    return tuple(Seat(one.code, one.zone) for one in cities)


def reckoned(sessions: int) -> Iterator[Figure]:
    """Measure what is reckoned, beside as many conversions to local time as it has to know."""
    forty, whole = seats(), generated(sessions)
    found = fairness.starts(forty, 90, FIRST, LAST)
    chance = random.Random(2020)
    costs = [[chance.choice((0, 1, 3, 4, 12, 24, 40)) for _ in forty] for _ in forty]
    clocks = [zone(one.zone) for one in forty]

    def converted() -> None:
        for one in found:
            for clock in clocks:
                one.starts.astimezone(clock)

    for name, act in (
        (f"{len(found)} starts, {len(forty)} cities", _starts(forty)),
        ("who decides", lambda: fairness.deciding(forty, found)),
        ("the best two sittings", lambda: fairness.sittings(forty, found)),
        ("the order of forty turns", lambda: fairness.order(costs)),
        ("every half hour of a session, five days", _alternatives(whole)),
        ("what the programme costs everybody", lambda: ledger(whole)),
    ):
        yield measure(name, act, converted, calls=3)


def _starts(forty: tuple[Seat, ...]) -> Callable[[], object]:
    return lambda: fairness.starts(forty, 90, FIRST, LAST)


def _alternatives(whole: Programme) -> Callable[[], object]:
    return lambda: alternatives(whole, MEETING, whole.days)


def pages(site: Site) -> Iterator[Figure]:
    """Measure the pages of an organizer, beside one that reckons nothing."""
    cities = "&".join(f"city={one.code}" for one in seats())
    with site.opened():
        client = current_app.test_client()
        _enter(client)
        home = f"/{CODE}/organize"
        for name, path in (
            ("page: kind hours, forty cities", f"{home}/hours?step=15&{cities}"),
            ("page: why this hour", f"{home}/sessions/{MEETING}/hours"),
            ("page: the order of turns", f"{home}/sessions/{MEETING}/order?rule=kindest"),
            ("page: what the hours cost", f"{home}/fairness"),
        ):
            yield measure(name, _asking(client, path), _asking(client, f"{home}/stages"), calls=3)


def _asking(client: FlaskClient, path: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(path, base_url=URL)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    return ask


def _enter(client: FlaskClient) -> None:
    link = role.add(ACTOR, "organizer@bench.example", CODE, (Role.OWNER,), datetime.now(UTC))
    found = _TOKEN.search(client.get(link, base_url=URL).text)
    client.post(link, base_url=URL, data={"csrf_token": found[1] if found else ""})


def main(sessions: int) -> None:
    """Print all figures."""
    print(f"\nfairness, {sessions} sessions: ms a call, and times the baseline")
    for figure in reckoned(sessions):
        print(f"  {figure}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(sessions, Path(folder))
        site.prepare()
        for figure in pages(site):
            print(f"  {figure}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 400)
