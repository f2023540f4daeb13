"""Load on a server of this machine: connections that ask ahead (RFC 9112 §9.3.2).

Asking many times in one write keeps the asker cheap, so that what is measured is the server.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 4
AHEAD = 20


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens on the loopback interface."""

    port: int
    host: str = "127.0.0.1"

    def request(self, path: str, headers: Sequence[tuple[str, str]] = ()) -> bytes:
        """Return the octets of a GET."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes, int]:
        """Return the status, headers and body of an answer, and its octets in all."""
        with socket.create_connection((self.host, self.port), timeout=30) as connection:
            connection.sendall(request)
            got = b""
            while b"\r\n\r\n" not in got:
                got += _some(connection)
            head, _, body = got.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines)
            status = int(first.split()[1])
            length = 0 if status == 304 else int(headers.get("content-length", "0"))
            while len(body) < length:
                body += _some(connection)
            return status, headers, body, len(head) + 4 + length

    def rate(self, requests: Sequence[bytes], seconds: float) -> float:
        """Return how many of `requests`, asked in turns, are answered in a second."""
        sizes = [self.ask(request)[3] for request in requests]
        turns = [(index * AHEAD) % len(requests) for index in range(len(requests))]
        batches = []
        for turn in turns:
            chosen = [(turn + index) % len(requests) for index in range(AHEAD)]
            batches.append(
                (b"".join(requests[one] for one in chosen), sum(sizes[one] for one in chosen))
            )
        waiting = selectors.DefaultSelector()
        at = 0
        for _ in range(CONNECTIONS):
            connection = socket.create_connection((self.host, self.port), timeout=30)
            batch, size = batches[at % len(batches)]
            at += 1
            connection.sendall(batch)
            waiting.register(connection, selectors.EVENT_READ, [size])
        space = bytearray(1 << 20)
        answered = 0
        begin = time.perf_counter()
        while (now := time.perf_counter()) < begin + seconds:
            for key, _ in waiting.select(1):
                connection = key.fileobj  # type: ignore[assignment]
                key.data[0] -= connection.recv_into(space)
                if key.data[0] <= 0:
                    answered += AHEAD
                    batch, size = batches[at % len(batches)]
                    at += 1
                    key.data[0] += size
                    connection.sendall(batch)
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        waiting.close()
        return answered / (now - begin)


def _some(connection: socket.socket) -> bytes:
    got = connection.recv(1 << 16)
    if not got:
        raise ConnectionError("the server hung up")
    return got
