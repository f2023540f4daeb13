"""A real mail server that takes, refuses, hangs and cuts as it is told."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.mail.authority import certificates

LOGIN = ("user", "p@ss:word")


@dataclass
class Server:
    """What a server has taken, by Message-ID in the order of arrival, and how it behaves.

    `answers` are by recipient, given in place of the acceptance of RCPT or, with "DATA" before,
    of the message, which takes some `seconds`; `refuses` is said to all. `cuts` counts messages
    after whose acceptance the connection breaks. With a `certificate` it speaks TLS: from the
    start, or as STARTTLS where `offers`; it lets in by `LOGIN`.
    """

    taken: list[str] = field(default_factory=list)
    octets: list[bytes] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    refuses: str = ""
    hangs_at: str = ""
    seconds: float = 0
    cuts: int = 0
    connections: int = 0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    certificate: str = ""
    offers: bool = False
    ways: list[tuple[bool, bool]] = field(default_factory=list)
    """For each message, whether it came over TLS, and after a password."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=never"

    @property
    def context(self) -> ssl.SSLContext | None:
        """TLS with the certificate, if there is one."""
        if not self.certificate:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates() / f"{self.certificate}.pem")
        return context

    def protocol(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        """Begin a conversation."""
        return SMTP(
            self,
            enable_SMTPUTF8=True,
            loop=loop,
            tls_context=self.context if self.offers else None,
            # aiosmtpd knows of TLS only what STARTTLS began.
            auth_require_tls=self.offers,
            authenticator=self._authenticate,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any
    ) -> AuthResult:
        right = LoginPassword(*(one.encode() for one in LOGIN))
        return AuthResult(success=said == right, handled=False)

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        await self._hang("EHLO")
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._hang("RCPT")
        if answer := self.refuses or self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await self._hang("DATA")
        await asyncio.sleep(self.seconds)
        if answer := self.answers.get(f"DATA {envelope.rcpt_tos[0]}"):
            return answer
        octets = envelope.content
        assert isinstance(octets, bytes)
        with self.lock:
            self.octets.append(octets)
            self.taken.append(str(message_from_bytes(octets)["Message-ID"]))
            self.options.append(list(envelope.mail_options))
            is_tls = server.transport.get_extra_info("ssl_object") is not None
            self.ways.append((is_tls, bool(session.authenticated)))
            is_cut, self.cuts = self.cuts > 0, max(self.cuts - 1, 0)
        if is_cut:
            transport: Any = server.transport
            transport.abort()
        return "250 OK"

    async def _hang(self, where: str) -> None:
        if self.hangs_at == where:
            await asyncio.sleep(60)


@contextmanager
def running(server: Server, port: int = 0) -> Iterator[Server]:
    """Let a server take mail on the loopback, on a port of its own unless one is given."""
    loop = asyncio.new_event_loop()
    context = None if server.offers else server.context
    listening = loop.run_until_complete(
        loop.create_server(lambda: server.protocol(loop), "127.0.0.1", port, ssl=context)
    )
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_end(loop))
        loop.close()


async def _end(loop: asyncio.AbstractEventLoop) -> None:
    """End all conversations."""
    others = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
