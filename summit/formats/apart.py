"""Reading a file from elsewhere apart: in a process of its own, with limits of its own.

Whatever a file does to its reader, it cannot take the memory, the time or the secrets of the
process that asks: the child has an environment of its own, may write no file, and is ended
when it takes too long. It gets the octets on its standard input and gives back JSON.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from summit.core.errors import Invalid, Unavailable
from summit.core.exchange import Schedule, ZoneNeeded
from summit.core.release import Release
from summit.formats import answer, release_json
from summit.formats.answer import NO_MEMORY, NO_ROOM

_PACKAGE = Path(__file__).parents[2]
_MEGABYTE = 2**20
_INHERITED = ("LD_LIBRARY_PATH",)
"""What a child needs of our environment, where it is set: no secret, and no address."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: octets of memory and of its answer, seconds of work and of waiting."""

    memory: int = 1536 * _MEGABYTE
    answer: int = 64 * _MEGABYTE
    work: int = 30
    patience: int = 45


LIMITS = Limits()


def read(
    octets: bytes,
    zone: str | None,
    limits: Limits = LIMITS,
    command: Sequence[str] | None = None,
) -> Schedule | Release:
    """Return what a file from elsewhere says; `zone` is that of times which name none.

    Raise `ZoneNeeded` where that is needed, and `Invalid` for a file that cannot be read or
    that takes more than `limits`. `command` is another child than `summit.formats.read_apart`.
    """
    asked = [str(one) for one in (zone or "", limits.memory, limits.answer, limits.work)]
    child = [*(command or _command()), *asked]
    with TemporaryFile() as given, TemporaryFile() as answered, TemporaryFile() as complained:
        given.write(octets)
        given.seek(0)
        code = _run(child, (given, answered, complained), limits)
        answered.seek(0)
        if code == 0:
            return _understood(answered.read(limits.answer), octets)
        complained.seek(0)
        lines = complained.read(_MEGABYTE).decode("utf-8", "replace").strip().splitlines()
    raise _failure(code, limits, lines[-1] if lines else "")


def _command() -> list[str]:
    """Return how the child is run: by the Python that runs us, even where we are embedded."""
    python = Path(sys.executable or "")
    if not python.name.startswith("python"):
        python = Path(sys.prefix, "bin", "python3")
    return [str(python), "-P", "-s", "-B", "-m", "summit.formats.read_apart"]


def _run(command: Sequence[str], files: Sequence[Any], limits: Limits) -> int:
    """Return the exit code of the child (a signal as its negative); end it with all it began."""
    given, answered, complained = files
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 (nothing of the command comes from outside)
            command,
            stdin=given,
            stdout=answered,
            stderr=complained,
            env={**kept, "PYTHONPATH": str(_PACKAGE), "LANG": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable(f"No process could be started to read the file: {error}.") from error
    try:
        return process.wait(limits.patience)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _failure(code: int, limits: Limits, said: str) -> Invalid:
    """Return what to say of a child that ended without an answer."""
    if code == -signal.SIGXCPU:
        return Invalid(
            "Reading this file takes longer than %(seconds)s seconds.", seconds=limits.work
        )
    if code in (NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        megabytes = limits.memory // _MEGABYTE
        return Invalid("Reading this file needs more memory than %(size)s MB.", size=megabytes)
    if code == NO_ROOM:
        return Invalid(
            "This file says more than fits in %(size)s MB.", size=limits.answer // _MEGABYTE
        )
    cause = said or f"signal {-code}"
    return Invalid("This file cannot be read; its reader failed (%(cause)s).", cause=cause)


def _understood(said: bytes, octets: bytes) -> Schedule | Release:
    """Return what a child answered; raise what it refused with."""
    found = answer.decode(said)
    if found.wants_zone:
        raise ZoneNeeded(found.refusal, found.where, **found.values)
    if found.refusal:
        raise Invalid(found.refusal, found.where, **found.values)
    return found.schedule or release_json.read(octets)
