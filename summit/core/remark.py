"""Remarks: what offices say of a draft of the declaration, and what organizers answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summit.core.errors import Invalid
from summit.core.text import clean

LONGEST = 2000


class Standing(StrEnum):
    """What became of a remark: OPEN until organizers have answered it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOTED = "noted"


ANSWERS = (Standing.ACCEPTED, Standing.DECLINED, Standing.NOTED)


@dataclass(frozen=True, slots=True)
class Remark:
    """What an office said of a paragraph of a version, or of all of it where `paragraph` is "".

    `is_shared` where all offices read it and its answer; otherwise organizers alone do, and
    the office itself.
    """

    id: int
    version: int
    paragraph: str
    government: str
    author: str
    words: str
    is_shared: bool
    written: datetime
    standing: Standing = Standing.OPEN
    answer: str = ""
    answered: datetime | None = None

    def is_seen_by(self, government: str) -> bool:
        """Whether the office of a government reads it."""
        return self.is_shared or self.government == government


def said(words: str, where: str) -> str:
    """Return what somebody wrote, cleaned; raise `Invalid`, at the field `where`."""
    found = clean(words)
    if not found:
        raise Invalid("Please fill this in.", where)
    if len(found) > LONGEST:
        raise Invalid("This is too long.", where)
    return found
