"""Replies to appointments, as they come by mail (REPLY and COUNTER, RFC 5546 §3.2.3, §3.2.7).

Mail proves nobody's hand, so a reply is shown to organizers and is never what an office says of
a slot: that is said on its page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summit.core.appointment import Answer, Span

LONGEST_COMMENT = 500
"""Characters of a comment that are kept."""

LARGEST = 512 * 1024
"""Octets of a message that is read; a calendar's answer has a few thousand."""

MOST = 50
"""Replies that are kept about one appointment, and those of strangers about one session."""


class Verdict(StrEnum):
    """What was made of a reply.

    COUNTED is the answer of the invited mailbox. EARLIER is to a time that is not any more, or
    overtaken by a later reply. OTHER_SENDER came from an address that was not invited; it counts
    for nothing. COUNTERED asks for another time.
    """

    COUNTED = "counted"
    EARLIER = "earlier"
    OTHER_SENDER = "other_sender"
    COUNTERED = "countered"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message says: of the entry `uid`, for the address `attendee`, from `sender`.

    `sequence` is that of the version it answers, `stamp` when it was said (DTSTAMP), `proposed`
    the time that is asked for instead, `delegates` the addresses that are to come instead.
    """

    uid: str
    attendee: str
    sender: str
    answer: Answer | None
    sequence: int
    stamp: datetime | None
    comment: str = ""
    proposed: Span | None = None
    delegates: tuple[str, ...] = ()
    is_counter: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says: that mail to `address` does not arrive, and why.

    `message_id` is the part before the @ of the letter's, where the report names it.
    """

    address: str
    reason: str
    message_id: str = ""
