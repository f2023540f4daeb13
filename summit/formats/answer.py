"""What a process that reads a file apart answers to the one that asked, as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from summit.core.exchange import Schedule
from summit.core.text import Text

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


def _encode_text(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in a schedule")


def _decode_text(kind: type, value: Any) -> Any:
    if kind is Text:
        return Text.again(value)
    raise NotImplementedError(f"{kind} has no place in a schedule")


_encoder = msgspec.json.Encoder(enc_hook=_encode_text)
_decoder = msgspec.json.Decoder(Answer, dec_hook=_decode_text)


def encode(answer: Answer) -> bytes:
    """Return the octets of an answer."""
    return _encoder.encode(answer)


def decode(octets: bytes) -> Answer:
    """Return the answer that `encode` gave these octets of."""
    return _decoder.decode(octets)
