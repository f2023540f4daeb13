"""The process in which a file from elsewhere is read: started by `summit.formats.apart` alone."""

from __future__ import annotations

import os
import resource
import sys

from summit.core.errors import Invalid
from summit.core.exchange import Format, ZoneNeeded
from summit.formats import read, release_json
from summit.formats.answer import NO_MEMORY, NO_ROOM, Answer, encode


def main(zone: str, memory: str, answer: str, work: str) -> None:
    """Answer for the file on the standard input, within limits and without writing a file.

    `memory` and `answer` are in octets, `work` is in seconds of the processor.
    """
    for what, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_FSIZE, int(answer)),
        (resource.RLIMIT_CPU, int(work)),
        (resource.RLIMIT_CORE, 0),
    ):
        # At the soft limit comes a signal that says why, at the hard one of the processor none.
        resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
    try:
        said = encode(_look(sys.stdin.buffer.read(), zone or None))
    except MemoryError:
        sys.exit(NO_MEMORY)
    try:
        while said:
            said = said[os.write(sys.stdout.fileno(), said) :]
    except OSError:
        sys.exit(NO_ROOM)


def _look(octets: bytes, zone: str | None) -> Answer:
    """Return what there is to say of a file."""
    try:
        if read.recognise(octets) is not Format.RELEASE:
            return Answer(read.read(octets, zone))
        release_json.read(octets)
    except Invalid as error:
        wants_zone = isinstance(error, ZoneNeeded)
        return Answer(None, error.wording, error.where, error.values, wants_zone)
    except ValueError as error:
        wording = "This is not a release as they are written here: %(error)s"
        return Answer(refusal=wording, values={"error": str(error)})
    return Answer()


if __name__ == "__main__":
    main(*sys.argv[1:])
