"""Reading in a process of its own, whatever the file does to it."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import time as clock
from pathlib import Path

import pytest
from hypothesis import given

from summit.core.errors import Invalid, Unavailable
from summit.core.exchange import DayRow, Schedule, ZoneNeeded
from summit.core.release import Release
from summit.formats import answer, apart, read, release_json
from summit.formats.answer import Answer
from summit.formats.apart import LIMITS
from tests.core.exchange import wild_schedules
from tests.factories import programme, released, session, stamp, text

DATA = Path(__file__).parents[1] / "data" / "schedules"
FILE = (DATA / "pretalx.json").read_bytes()


def child(code: str) -> list[str]:
    """Return a child that runs `code` in place of the reader."""
    return [sys.executable, "-c", code]


def test_a_child_says_what_the_reader_says() -> None:
    assert apart.read(FILE, "Europe/Berlin") == read.read(FILE, "Europe/Berlin")


def test_a_release_comes_back_whole() -> None:
    release = released(programme(session("one", stamp=stamp(1))))
    octets = release_json.rewrite(release)
    found = apart.read(octets, None)
    assert isinstance(found, Release)
    assert (found.digest, found.programme) == (release.digest, release.programme)


@given(wild_schedules())
def test_an_answer_is_understood_as_it_was_meant(schedule: Schedule) -> None:
    said = replace(
        schedule, days=(*schedule.days, *(DayRow(1, day.date, text("D")) for day in schedule.days))
    )
    said = replace(said, day_border=clock(4))
    assert answer.decode(answer.encode(Answer(said))) == Answer(said)


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "This file is empty."),
        (b"just words", "This looks like"),
        (b"<schedule><day></schedule>", "line 1, column"),
        (b'{"format": "summit-release/1"}', "This is not a release as they are written here:"),
        (b'{"format": "summit-release/1", "number": "x"}', "This is not a release as they are"),
        (b"\x00" * 1000, "This"),
        (b"[" * 100_000, "This"),
    ],
)
def test_what_the_reader_refuses_is_refused(octets: bytes, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        apart.read(octets, None)
    assert message in str(caught.value)


def test_the_question_for_a_zone_comes_through_as_one() -> None:
    with pytest.raises(ZoneNeeded, match="--timezone"):
        apart.read((DATA / "pentabarf.xml").read_bytes(), None)


def test_where_the_matter_is_comes_through_once() -> None:
    with pytest.raises(Invalid) as caught:
        apart.read(b"<schedule>\n<day></schedule>", None)
    assert caught.value.where.startswith("line 2, column")
    assert str(caught.value).count("line 2, column 8") == 1


def test_memory_is_limited() -> None:
    # More than it may take to read a file of many parts.
    large = b'{"schedule": {"conference": {"days": [' + b"[]," * 900_000 + b"{}]}}}"
    with pytest.raises(Invalid, match="needs more memory than 90 MB"):
        apart.read(large, "Asia/Seoul", replace(LIMITS, memory=90 * 2**20))


def test_work_is_limited() -> None:
    busy = child("import resource as r\nr.setrlimit(r.RLIMIT_CPU, (1, 2))\nwhile True: pass")
    with pytest.raises(Invalid, match="takes longer than 1 seconds"):
        apart.read(FILE, None, replace(LIMITS, work=1), command=busy)


def test_patience_is_limited_and_nothing_is_left_running(tmp_path: Path) -> None:
    sign = tmp_path / "pid"
    asleep = child(
        "import os, subprocess, sys, time\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(sign)!r}, 'w').write(f'{{os.getpid()}} {{other.pid}}')\n"
        "time.sleep(60)"
    )
    with pytest.raises(Invalid, match="takes longer than"):
        apart.read(FILE, None, replace(LIMITS, patience=2), command=asleep)
    for pid in sign.read_text().split():
        for _ in range(100):  # a killed process may take a moment to go
            if not is_running(pid):
                break
            time.sleep(0.05)
        assert not is_running(pid)


def is_running(pid: str) -> bool:
    """Whether a process is there that has not ended, whoever still has to take note of that."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os.abort()", "needs more memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", r"failed \(signal 11\)"),
        ("raise RuntimeError('lost')", r"failed \(RuntimeError: lost\)"),
        ("import sys; sys.exit(3)", "its reader failed"),
        ("import sys; sys.exit(71)", "says more than fits in 64 MB"),
    ],
)
def test_a_crash_is_told(code: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        apart.read(FILE, None, command=child(code))


def test_an_answer_that_is_too_large_is_told() -> None:
    with pytest.raises(Invalid, match="says more than fits"):
        apart.read(FILE, "Europe/Berlin", replace(LIMITS, answer=100))


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMIT_SECRET_KEY", "do not tell")
    spy = child("import os; raise SystemExit(repr(sorted(os.environ)))")
    with pytest.raises(Invalid) as caught:
        apart.read(FILE, None, command=spy)
    assert "PYTHONPATH" in str(caught.value)
    assert "SUMMIT" not in str(caught.value)


def test_a_child_is_found_where_python_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/sbin/some-server")
    assert apart.read(FILE, "Europe/Berlin") == read.read(FILE, "Europe/Berlin")


def test_a_child_that_cannot_be_started_is_told() -> None:
    with pytest.raises(Unavailable, match="No process could be started"):
        apart.read(FILE, None, command=["/nowhere/python"])


def test_a_child_loads_no_more_than_readers() -> None:
    listed = child(
        "import sys; from summit.formats import read_apart;"
        "raise SystemExit(' '.join(n for n in sys.modules if '.' not in n or 'summit' in n))"
    )
    with pytest.raises(Invalid) as caught:
        apart.read(FILE, None, command=listed)
    loaded = set(str(caught.value).split())
    assert "summit.formats.read" in loaded
    for kept_out in ("flask", "sqlalchemy", "alembic", "summit.db", "summit.services", "click"):
        assert kept_out not in loaded
