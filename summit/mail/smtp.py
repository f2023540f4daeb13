"""Handing messages over: to an SMTP server (RFC 5321), into a folder, or to nobody.

What goes wrong is told apart by what helps: waiting for the server, trying this message again
later, or giving it up.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from summit.mail.compose import Composed
from summit.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds a server may take to answer a command, and to say if it has a message."""

    command: float = 10.0
    body: float = 25.0


LIMITS = Limits()
"""Those of an installation: a message takes less than the lease of its letter."""


class Away(Exception):
    """The server cannot be reached or lets nobody in: no message is to blame."""


class Refused(Exception):
    """This message was not taken; it may be at another time."""


class Unanswered(Refused):
    """The message was handed over, and whether it was taken was not said."""


class Rejected(Exception):
    """This message will never be taken."""


class Hand(Protocol):
    """Gives one message after the other to whoever carries them."""

    def give(self, message: Composed) -> None:
        """Hand `message` over; raise `Refused`, `Unanswered` or `Rejected`."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether another message can be given."""
        ...


@dataclass(frozen=True, slots=True)
class Nobody:
    """Carries nothing: the demonstration's mail is read in its outbox."""

    is_open = True

    def give(self, message: Composed) -> None:
        """Do nothing: the caller keeps the message."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Writes each message into a file, which has its name when it is whole."""

    path: Path
    is_open = True

    def give(self, message: Composed) -> None:
        """Write a file called after its Message-ID; twice is the same as once. Raise `Refused`."""
        try:
            with NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
                file.write(message.octets)
            Path(file.name).replace(self.path / f"{message.name}.eml")
        except OSError as error:
            raise Refused(str(error)) from error


@dataclass
class Connection:
    """Gives messages to an SMTP server over one connection."""

    server: smtplib.SMTP
    limits: Limits
    _is_open: bool = field(default=True, init=False)

    @property
    def is_open(self) -> bool:
        """Whether the connection stands."""
        return self._is_open

    def give(self, message: Composed) -> None:
        """Hand a message over in one transaction."""
        options: tuple[str, ...] = ()
        if message.is_international:
            if not self.server.has_extn("smtputf8"):
                raise Rejected("the mail server takes no international addresses (SMTPUTF8)")
            options = ("SMTPUTF8", "BODY=8BITMIME")
        try:
            # A refused sender is a matter of settings, not of who is written to.
            self._say(self.server.mail(message.sender, options), 250, rejects=False)
            self._say(self.server.rcpt(message.recipient), 250, 251)
            self._say(self.server.docmd("DATA"), 354)
        except (OSError, smtplib.SMTPException) as error:
            self._is_open = False
            raise Refused(_words(error)) from error
        self._body(message.octets)

    def _body(self, octets: bytes) -> None:
        """Send what DATA announces; from its last line on the server may have the message."""
        whole = _stuffed(octets)
        try:
            self.server.send(whole)
            self.server.send(b".\r\n")
            if self.server.sock is not None:
                self.server.sock.settimeout(self.limits.body)
            answer = self.server.getreply()
            if self.server.sock is not None:
                self.server.sock.settimeout(self.limits.command)
        except (OSError, smtplib.SMTPException) as error:
            self._is_open = False
            raise Unanswered(_words(error)) from error
        self._say(answer, 250)

    def _say(self, answer: tuple[int, bytes], *good: int, rejects: bool = True) -> None:
        """Return if a server said what it should; raise for the message otherwise."""
        code, words = answer
        if code in good:
            return
        said = f"{code} {words.decode(errors='replace')}"
        if code == 421 or code < 400:
            self._is_open = False
            raise Refused(said)
        with suppress(OSError, smtplib.SMTPException):
            self.server.rset()
        if code >= 500 and rejects:
            raise Rejected(said)
        raise Refused(said)


@contextmanager
def opened(chosen: Settings, limits: Limits = LIMITS) -> Iterator[Hand]:
    """Give the hand that the settings name, for a while; raise `Away`.

    Only the demonstration has one without SUMMIT_MAIL_URL.
    """
    parts = urlsplit(chosen.mail_url)
    if not chosen.mail_url:
        if not chosen.demonstration:
            raise Away("SUMMIT_MAIL_URL is not set")
        yield Nobody()
    elif parts.scheme == "file":
        path = Path(unquote(parts.path))
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Away(_words(error)) from error
        yield Folder(path)
    else:
        server = _connect(chosen.mail_url, limits.command)
        try:
            yield Connection(server, limits)
        finally:
            _leave(server)


def _connect(url: str, seconds: float) -> smtplib.SMTP:
    """Return a connection that is ready for messages; raise `Away`.

    With `smtp:`, TLS is begun where the server offers it and demanded with
    `?starttls=required`; `?starttls=never` does without, and then no password is said.
    Certificates are checked against the authorities of the system, or those in the file that
    SSL_CERT_FILE names, which OpenSSL reads.
    """
    parts = urlsplit(url)
    wish = parse_qs(parts.query).get("starttls", ["offered"])[0]
    host = parts.hostname or ""
    context = ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=seconds, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=seconds)
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and wish != "never":
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif wish == "required" or parts.username:
                raise Away("the mail server offers no TLS")
        elif parts.scheme == "smtp" and parts.username:
            raise Away("a password is said over TLS only")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except Away:
        if server is not None:
            server.close()
        raise
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        raise Away(_words(error)) from error
    return server


def _leave(server: smtplib.SMTP) -> None:
    """End a connection; what was accepted is accepted, whatever happens now."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _stuffed(octets: bytes) -> bytes:
    """Return a message with a second dot before each line that begins with one (§4.5.2)."""
    stuffed = octets.replace(b"\r\n.", b"\r\n..")
    stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _words(error: Exception) -> str:
    """Return what went wrong, in a line for the log; an answer of a server as it was."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the mail server is not trusted: {error.verify_message}"
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {said}"
    return f"{type(error).__name__}: {error}"
