"""What changing costs: publishing a programme, and taking one in from a file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.site import ACTOR, NOW, Site
from summit.core.report import Report
from summit.formats.export import EXPORTS
from summit.formats.outlet import Outlet
from summit.services import exchange, schema
from summit.services.exchange import Wishes

OUTLET = Outlet("https://summit.example/cac2020", "en")
FILES = ("schedule.xml", "schedule.json", "schedule.v2.json", "sessions.csv", "sessions.xlsx")


def lines(site: Site) -> Iterator[str]:
    """Yield the lines of publishing and of importing."""
    yield (
        f"  publish, one change                {_seconds(site.second)}"
        f" {site.second / site.first:>7.2f} of the first release"
    )
    shown = site.shown()
    for name in FILES:
        octets = EXPORTS[name].write(shown, OUTLET)
        with tempfile.TemporaryDirectory() as folder:
            other = Site(0, Path(folder))
            with other.opened():
                schema.upgrade()
                wishes = Wishes(title="CAC", zone="Asia/Seoul", publish=True)
                took, report = _take(octets, wishes)
                again, _ = _take(octets, wishes)
            count = len(report.release.sessions) if report.release else 0
        yield (
            f"  import and publish {name:<16}{_seconds(took)}, {count} sessions;"
            f" the same again{_seconds(again)}"
        )


def _take(octets: bytes, wishes: Wishes) -> tuple[timedelta, Report]:
    begin = time.perf_counter()
    report = exchange.take(ACTOR, "copy", octets, "summit.example", NOW, wishes)
    return timedelta(seconds=time.perf_counter() - begin), report


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():>9.2f} s"
