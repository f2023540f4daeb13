"""The commands for the installation."""

from __future__ import annotations

import socket

import pytest

from summit.cli.installation import _free
from summit.core.errors import Invalid


def test_two_servers_do_not_share_a_port() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Invalid, match=f"Nothing can listen on 127.0.0.1, port {port}"):
            _free("127.0.0.1", port)
    assert _free("127.0.0.1", port) == "127.0.0.1"
