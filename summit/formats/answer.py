"""What a process that reads a file apart answers to the one that asked, as JSON."""

from __future__ import annotations

import msgspec

from summit.core.exchange import Schedule
from summit.formats import text

NO_MEMORY = 70
"""The exit code of a child that ran out of memory."""
NO_ROOM = 71
"""The exit code of a child whose answer is too large."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A schedule, or why there is none; neither, where the file is a sound release."""

    schedule: Schedule | None = None
    refusal: str = ""
    where: str = ""
    values: dict[str, str | int] = {}
    wants_zone: bool = False


_encoder = msgspec.json.Encoder(enc_hook=text.encode)
_decoder = msgspec.json.Decoder(Answer, dec_hook=text.again)


def encode(answer: Answer) -> bytes:
    """Return the octets of an answer."""
    return _encoder.encode(answer)


def decode(octets: bytes) -> Answer:
    """Return the answer that `encode` gave these octets of."""
    return _decoder.decode(octets)
