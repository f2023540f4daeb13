"""A letter into a message of mail: text, HTML and a calendar (RFC 5322, 2045, 6047)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from email_validator import validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from summit import settings
from summit.core.letter import Letter, Occasion
from summit.core.text import clean_line
from summit.language import translations
from summit.mail import stop
from summit.mail.view import View, view
from summit.settings import Settings

STOPPABLE = frozenset({Occasion.TOMORROW, Occasion.SOON, Occasion.BROADCAST})
"""Letters that come because they were wished for or go to many, and can be turned off from within.

All others answer what somebody did themselves, or tell them of a session that they are part of.
"""

_METHOD = re.compile(rb"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
_ASKING = (b"REQUEST", b"CANCEL")
_BLANK = re.compile(r"\n{3,}")


class _Whole(UnstructuredHeader):
    """A header in ASCII that is not folded while it fits into a line (RFC 5322 §2.1.1).

    The standard library encodes an address that is too long for it, and leaves the first line
    empty before a subject that is.
    """

    def fold(self, *, policy: EmailPolicy) -> str:
        line = f"{self.name}: {self}"  # type: ignore[attr-defined]
        if line.isascii() and len(line) <= _LONGEST_LINE:
            return line + policy.linesep
        return str(super().fold(policy=policy))  # type: ignore[misc]


_LONGEST_LINE = 998
_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "subject"):
    _HEADERS.map_to_type(_name, _Whole)  # type: ignore[arg-type]
# Bodies are encoded, so that no server on the way needs 8BITMIME.
_PLAIN = SMTP.clone(header_factory=_HEADERS, cte_type="7bit")
_INTERNATIONAL = _PLAIN.clone(utf8=True)


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it is handed over: who sends it to whom, and its octets.

    `name` is its Message-ID before the @. `is_international` where the address itself needs
    SMTPUTF8 (RFC 6531).
    """

    name: str
    sender: str
    recipient: str
    octets: bytes
    is_international: bool


def compose(letter: Letter, message_id: str, written: datetime, chosen: Settings) -> Composed:
    """Return `letter` as a message, the same whenever it is composed; raise where it cannot be.

    `message_id` is the part before the @, `written` the instant at which the letter was.
    """
    seen = view(letter, chosen.url, _stop(letter, chosen))
    recipient, is_international = _deliverable(letter.to.address)
    message = EmailMessage(policy=_INTERNATIONAL if is_international else _PLAIN)
    message["Subject"] = _plain(_render(letter.occasion, "subject.txt", seen))
    message["From"] = _sender(chosen, seen.summit)
    message["To"] = _mailbox(seen.name, recipient)
    if chosen.mail_reply_to:
        message["Reply-To"] = _mailbox(*parseaddr(chosen.mail_reply_to))
    message["Date"] = format_datetime(written)
    message["Message-ID"] = f"<{message_id}@{chosen.uid_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if seen.stop:
        message["List-Unsubscribe"] = f"<{seen.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_text(letter.occasion, seen))
    message.add_alternative(_render(letter.occasion, "body.html", seen), subtype="html")
    if letter.calendar is not None:
        _attach(message, letter.calendar)
    # Set last: it would be moved into the first part with all that describes content.
    message["Content-Language"] = letter.to.language
    return Composed(
        name=message_id,
        sender=parseaddr(chosen.mail_from)[1],
        recipient=recipient,
        octets=message.as_bytes(),
        is_international=is_international,
    )


def _stop(letter: Letter, chosen: Settings) -> str:
    if letter.occasion not in STOPPABLE or letter.to.account is None:
        return ""
    path = stop.path(chosen.secret_key, letter.to.account, letter.summit, letter.occasion)
    return chosen.url + path


def _deliverable(address: str) -> tuple[str, bool]:
    """Return an address as servers take it, and whether they need SMTPUTF8 for it."""
    found = validate_email(
        address, check_deliverability=False, allow_smtputf8=True, test_environment=True
    )
    if found.ascii_email is not None:
        return found.ascii_email, False
    return f"{found.local_part}@{found.ascii_domain}", True


def _mailbox(name: str, address: str) -> Address:
    local_part, _, domain = address.rpartition("@")
    return Address(_plain(name), local_part, domain)


def _plain(words: str) -> str:
    """Return words as a header takes them: on one line, and with no encoded word (RFC 2047).

    The standard library would decode one that somebody typed, line breaks and all.
    """
    return clean_line(words).replace("=?", "= ?")


def _sender(chosen: Settings, summit: str) -> Address:
    """Return whom the message is from: by the name that was chosen, else by the summit's."""
    name, address = parseaddr(chosen.mail_from)
    return _mailbox(name or summit, address)


def _attach(message: EmailMessage, calendar: bytes) -> None:
    """Add a calendar file; one that asks for an answer also as another form of the letter.

    Programs look for a question to their calendar there, as the last of the alternatives
    (RFC 6047 §2.4), and some of them nowhere else; others take the file alone.
    """
    method = _METHOD.search(calendar)
    name = "summit.ics"
    if method and method[1] in _ASKING:
        name = "invite.ics"
        message.add_alternative(calendar, maintype="text", subtype="calendar")
        _describe(message.get_payload()[-1], method[1])  # type: ignore[arg-type, index]
    message.add_attachment(calendar, maintype="text", subtype="calendar", filename=name)
    _describe(message.get_payload()[-1], method[1] if method else b"")  # type: ignore[arg-type, index]


def _describe(part: EmailMessage, method: bytes) -> None:
    """Say what a calendar file is written in, and what it asks."""
    part.set_param("charset", "utf-8")
    if method:
        part.set_param("method", method.decode())


def _text(occasion: Occasion, seen: View) -> str:
    return _BLANK.sub("\n\n", _render(occasion, "body.txt", seen)).strip() + "\n"


def _render(occasion: Occasion, part: str, seen: View) -> str:
    template = environment(seen.language).get_template(f"mail/{occasion}/{part}")
    return template.render(mail=seen)


@lru_cache(maxsize=32)
def environment(language: str) -> Environment:
    """Return the environment in which the templates of mail speak `language`.

    In HTML all that comes from outside is escaped; text has nothing that could be.
    """
    found = Environment(
        loader=FileSystemLoader(settings.folder("templates")),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=("jinja2.ext.i18n",),
    )
    found.policies["ext.i18n.trimmed"] = True  # as babel.cfg extracts them
    catalogue = translations(language)
    found.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    return found
