"""A message read back, for those who look after the mail."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8


@dataclass(frozen=True, slots=True)
class Read:
    """What a message of ours says: its subject, and its words as text and as HTML."""

    subject: str
    text: str
    html: str


def read(octets: bytes) -> Read:
    """Return what the message in `octets` says."""
    if octets.isascii():
        message = message_from_bytes(octets, policy=SMTP)
    else:
        message = message_from_string(octets.decode(), policy=SMTPUTF8)
    return Read(str(message["Subject"]), _part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
