"""Reading a file from elsewhere apart: in a process of its own, with limits of its own.

Whatever a file does to its reader, it cannot take the memory, the time or the secrets of the
process that asks: the child has an environment of its own, may write no file, and is ended
when it takes too long. It gets the octets on its standard input and gives back JSON.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import msgspec

from summit.core.errors import Invalid
from summit.core.exchange import Format, Schedule, ZoneNeeded
from summit.core.release import Release
from summit.core.text import Text
from summit.formats import read as reader
from summit.formats import release_json

_PACKAGE = Path(__file__).parents[2]
_NO_MEMORY = 70
_NO_ROOM = 71
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: octets of memory and of its answer, seconds of work and of waiting."""

    memory: int = 1536 * _MEGABYTE
    answer: int = 128 * _MEGABYTE
    work: int = 30
    patience: int = 45


LIMITS = Limits()


class _Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a child says: a schedule, or that it is a sound release, or why it is neither."""

    schedule: Schedule | None = None
    refusal: str = ""
    where: str = ""
    wants_zone: bool = False


def _encode_text(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in a schedule")


def _decode_text(kind: type, value: Any) -> Any:
    if kind is Text:
        return Text(value)
    raise NotImplementedError(f"{kind} has no place in a schedule")


_encoder = msgspec.json.Encoder(enc_hook=_encode_text)
_decoder = msgspec.json.Decoder(_Answer, dec_hook=_decode_text)


def read(
    octets: bytes,
    zone: str | None,
    limits: Limits = LIMITS,
    command: Sequence[str] | None = None,
) -> Schedule | Release:
    """Return what a file from elsewhere says; `zone` is that of times which name none.

    Raise `ZoneNeeded` where that is needed, and `Invalid` for a file that cannot be read or
    that takes more than `limits`. `command` runs another child than this module.
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
    """Return how this module is run: by the Python that runs us, even where we are embedded."""
    python = Path(sys.executable or "")
    if not python.name.startswith("python"):
        python = Path(sys.prefix, "bin", "python3")
    return [str(python), "-P", "-s", "-B", "-m", "summit.formats.apart"]


def _run(command: Sequence[str], files: Sequence[Any], limits: Limits) -> int:
    """Return the exit code of the child (a signal as its negative); end it with all it began."""
    given, answered, complained = files
    process = subprocess.Popen(  # noqa: S603 (nothing of the command comes from outside)
        command,
        stdin=given,
        stdout=answered,
        stderr=complained,
        env={"PYTHONPATH": str(_PACKAGE), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
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
        return Invalid(f"Reading this file takes longer than {limits.work} seconds.")
    if code in (_NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        megabytes = limits.memory // _MEGABYTE
        return Invalid(f"Reading this file needs more memory than {megabytes} MB.")
    if code == _NO_ROOM:
        return Invalid(f"This file says more than fits in {limits.answer // _MEGABYTE} MB.")
    cause = said or f"signal {-code}"
    return Invalid(f"This file cannot be read; its reader failed ({cause}).")


def _understood(answer: bytes, octets: bytes) -> Schedule | Release:
    """Return what a child answered; raise what it refused with."""
    found = _decoder.decode(answer)
    if found.wants_zone:
        raise ZoneNeeded(found.refusal, found.where)
    if found.refusal:
        raise Invalid(found.refusal, found.where)
    return found.schedule or release_json.read(octets)


def _look(octets: bytes, zone: str | None) -> _Answer:
    """Return what a child answers."""
    try:
        if reader.recognise(octets) is not Format.RELEASE:
            return _Answer(reader.read(octets, zone))
        release_json.read(octets)
    except Invalid as error:
        message = str(error).removeprefix(f"{error.where}: ")
        return _Answer(refusal=message, where=error.where, wants_zone=isinstance(error, ZoneNeeded))
    except ValueError as error:
        return _Answer(refusal=f"This is not a release as they are written here: {error}")
    return _Answer()


def main(zone: str, memory: str, answer: str, work: str) -> None:
    """Answer for the file on the standard input, within limits, and with no way to write one."""
    for what, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_FSIZE, int(answer)),
        (resource.RLIMIT_CPU, int(work)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    try:
        said = _encoder.encode(_look(sys.stdin.buffer.read(), zone or None))
    except MemoryError:
        sys.exit(_NO_MEMORY)
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
    except OSError:
        sys.exit(_NO_ROOM)


if __name__ == "__main__":
    main(*sys.argv[1:])
