"""A small mailbox server: enough of IMAP (RFC 9051) for those who read, over real sockets."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.mail.authority import certificates

LOGIN = ("rsvp@summit.example", "p@ss word")


@dataclass
class Held:
    """A message with its flags."""

    octets: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Mailbox:
    """What a server holds, and how it behaves.

    It `keeps` keywords or not; it `hangs_at` a command, or refuses it with NO (`refuses`). With a
    `certificate` it speaks TLS: from the start, or as STARTTLS where it `offers`.
    """

    messages: list[Held] = field(default_factory=list)
    name: str = "INBOX"
    url_name: str = "INBOX"
    keeps: bool = True
    hangs_at: str = ""
    refuses: str = ""
    certificate: str = ""
    offers: bool = False
    port: int = 0
    said: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        user, password = (one.replace("@", "%40").replace(" ", "%20") for one in LOGIN)
        scheme = "imaps" if self.certificate and not self.offers else "imap"
        return f"{scheme}://{user}:{password}@localhost:{self.port}/{self.url_name}"

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates() / f"{self.certificate}.pem")
        return context


class _Conversation(socketserver.StreamRequestHandler):
    box: Mailbox

    def setup(self) -> None:
        if self.box.certificate and not self.box.offers:
            self.request = self.box.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            words = rest.split(" ")
            name = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
            self.box.said.append(name)
            if self.box.hangs_at == name:
                self.box.over.wait(30)
                return
            if self.box.refuses == name:
                self.say(f"{tag} NO not now")
                continue
            answer = getattr(self, name.lower().replace(" ", "_"))(rest)
            self.say(f"{tag} {answer or 'OK done'}")
            if name == "LOGOUT":
                return
            if name == "STARTTLS":
                self.request = self.box.context.wrap_socket(self.request, server_side=True)
                super().setup()

    def capability(self, rest: str) -> None:
        offers = " STARTTLS" if self.box.offers else ""
        self.say(f"* CAPABILITY IMAP4rev1{offers}")

    def starttls(self, rest: str) -> None:
        pass

    def logout(self, rest: str) -> None:
        self.say("* BYE")

    def login(self, rest: str) -> str | None:
        given = re.fullmatch(r'LOGIN (\S+) "(.*)"', rest)
        return None if given and given.groups() == LOGIN else "NO wrong password"

    def select(self, rest: str) -> str | None:
        if rest != f'SELECT "{self.box.name}"':
            return "NO no such mailbox"
        self.say(f"* {len(self.box.messages)} EXISTS")
        flags = r"\Seen \*" if self.box.keeps else r"\Seen"
        self.say(f"* OK [PERMANENTFLAGS ({flags})] limited")
        return "OK [READ-WRITE] done"

    def uid_search(self, rest: str) -> None:
        words = rest.split(" ")[2:]
        flag = words[1] if words[0] == "UNKEYWORD" else r"\Seen"
        found = [str(n) for n, one in enumerate(self.box.messages, 1) if flag not in one.flags]
        self.say(" ".join(("* SEARCH", *found)))

    def uid_fetch(self, rest: str) -> None:
        asked = re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest)
        assert asked, rest
        octets = self.box.messages[int(asked[1]) - 1].octets[: int(asked[2])]
        self.wfile.write(
            f"* {asked[1]} FETCH (UID {asked[1]} BODY[]<0> {{{len(octets)}}}\r\n".encode()
            + octets
            + b")\r\n"
        )

    def uid_store(self, rest: str) -> None:
        asked = re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \((.+)\)", rest)
        assert asked, rest
        self.box.messages[int(asked[1]) - 1].flags.add(asked[2])


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up: tests make them do so."""


@contextmanager
def serving(box: Mailbox) -> Iterator[Mailbox]:
    """Let a mailbox be read on the loopback."""
    handler = type("Conversation", (_Conversation,), {"box": box})
    with _Server(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield box
        finally:
            box.over.set()
            server.shutdown()
            thread.join()
