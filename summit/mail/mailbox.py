"""Reading mail: from a mailbox on a server (IMAP, RFC 9051), a file, a folder, or a pipe.

Nothing is ever deleted. On a server what was read gets a keyword of ours, so that it is not read
again and people see it as they left it; files are left as they are.
"""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from binascii import b2a_base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from summit.mail.smtp import Away
from summit.settings import LOOPBACK

KEYWORD = "SummitRead"
"""The keyword of what was read."""

MOST = 200
"""Messages that are read at once; what is left waits for the next time."""

SECONDS = 10.0
"""How long a server may take to answer a command."""

_Part = tuple[bytes, bytes]


def take(url: str, largest: int, handle: Callable[[bytes], None], seconds: float = SECONDS) -> int:
    """Give each message that was not read yet to `handle`; return how many there were.

    No more than `largest` octets and one are fetched of any. Raise `Away` where the server
    does not answer, or lets nobody in. Should `handle` raise, that message is read again.
    """
    count = 0
    with _opened(url, seconds) as server:
        mark = _mark(server)
        wanted = f"UNKEYWORD {KEYWORD}" if mark == KEYWORD else "UNSEEN"
        found = _said(server.uid("SEARCH", wanted))
        numbers = b" ".join(one for one in found if isinstance(one, bytes)).split()
        for number in numbers[:MOST]:
            name = number.decode("ascii", errors="replace")
            octets = _octets(server.uid("FETCH", name, f"(BODY.PEEK[]<0.{largest + 1}>)"))
            if octets is not None:
                handle(octets)
                count += 1
            _said(server.uid("STORE", name, "+FLAGS.SILENT", f"({mark})"))
    return count


def messages(source: Path, largest: int) -> Iterator[bytes]:
    """Yield the messages in a folder (Maildir), in a file of many (mbox), or in a file of one.

    Raise `OSError` where there is none.
    """
    if source.is_dir():
        folder = mailbox.Maildir(source, create=False)
        for name in sorted(folder.keys())[:MOST]:
            with folder.get_file(name) as file:
                yield file.read(largest + 1)
        return
    with source.open("rb") as file:
        is_one = file.read(5) != b"From "
        file.seek(0)
        if is_one:
            yield file.read(largest + 1)
            return
    many = mailbox.mbox(source, create=False)
    try:
        for name in many.keys()[:MOST]:
            with many.get_file(name) as part:
                yield part.read(largest + 1)
    finally:
        many.close()


@contextmanager
def _opened(url: str, seconds: float) -> Iterator[imaplib.IMAP4]:
    """Give a connection with the mailbox of `url` selected; raise `Away`.

    With `imap:` TLS is demanded, but for a server on this machine; `?starttls=never` does
    without, and then no password is said to another machine.
    """
    parts = urlsplit(url)
    wish = parse_qs(parts.query).get("starttls", ["offered"])[0]
    host = parts.hostname or ""
    context = ssl.create_default_context()
    server: imaplib.IMAP4 | None = None
    try:
        if parts.scheme == "imaps":
            server = imaplib.IMAP4_SSL(
                host, parts.port or 993, ssl_context=context, timeout=seconds
            )
        else:
            server = imaplib.IMAP4(host, parts.port or 143, timeout=seconds)
            if wish != "never" and "STARTTLS" in server.capabilities:
                server.starttls(context)
            elif wish == "required" or host not in LOOPBACK:
                raise Away("the mailbox's server offers no TLS")
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        name = unquote(parts.path).strip("/") or "INBOX"
        _said(server.select(_quoted(name)))
        yield server
        server.logout()
    except (OSError, imaplib.IMAP4.error) as error:
        raise Away(_words(error)) from error
    finally:
        if server is not None:
            with suppress(OSError):
                server.shutdown()


def _mark(server: imaplib.IMAP4) -> str:
    """Return how to mark what was read: by our keyword, where the mailbox keeps keywords."""
    _, found = server.response("PERMANENTFLAGS")
    flags = found[-1] if found else None
    keeps = isinstance(flags, bytes) and (rb"\*" in flags or KEYWORD.encode() in flags)
    return KEYWORD if keeps else r"\Seen"


def _said(
    answer: tuple[str, list[bytes | None] | list[bytes | _Part]],
) -> list[bytes | _Part | None]:
    """Return what a server said; raise where it refused."""
    kind, said = answer
    if kind != "OK":
        words = said[0] if said and isinstance(said[0], bytes) else b""
        raise imaplib.IMAP4.error(words.decode(errors="replace"))
    return list(said)


def _octets(answer: tuple[str, list[Any]]) -> bytes | None:
    """Return the message in an answer, or None where it has gone meanwhile."""
    parts = (one[1] for one in _said(answer) if isinstance(one, tuple))
    return next(parts, None)


def _quoted(name: str) -> str:
    """Return the name of a mailbox as commands take it (modified UTF-7, RFC 3501 §5.1.3)."""
    coded = "".join(_coded(piece) for piece in re.split(r"([^\x20-\x7e]+|&)", name))
    return '"' + coded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _coded(piece: str) -> str:
    if piece == "&":
        return "&-"
    if piece.isascii():
        return piece
    octets = b2a_base64(piece.encode("utf-16-be"), newline=False)
    return f"&{octets.decode('ascii').rstrip('=').replace('/', ',')}-"


def _words(error: Exception) -> str:
    """Return what went wrong, in a line for the log."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the mailbox's server is not trusted: {error.verify_message}"
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
