"""The server as somebody at a terminal has it: begun, and ended by Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

COMMAND = "from summit.command import main; main()"


def test_ctrl_c_ends_the_server_its_processes_and_its_worker(tmp_path: Path) -> None:
    """It reaches all of them at once, and the server tells its processes once more."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SUMMIT_")},
        "SUMMIT_DEMONSTRATION": "1",
        "SUMMIT_FOLDER": str(tmp_path),
        "SUMMIT_URL": url,
        "SUMMIT_LOG_LEVEL": "error",
    }
    run = [sys.executable, "-c", COMMAND]
    subprocess.run([*run, "demonstration"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*run, "serve", "--with-worker", "--port", str(port)],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        answer_of(f"{url}/cac2020/agenda")
        os.killpg(server.pid, signal.SIGINT)
        server.wait(30)
        last = time.monotonic() + 30
        while is_there(server.pid) and time.monotonic() < last:
            time.sleep(0.1)
        assert not is_there(server.pid)
    finally:
        if is_there(server.pid):
            os.killpg(server.pid, signal.SIGKILL)


def answer_of(address: str) -> bytes:
    """Return the answer of a server that may not be there yet."""
    last = time.monotonic() + 60
    while True:
        try:
            octets: bytes = urllib.request.urlopen(address, timeout=10).read()
            return octets
        except (URLError, OSError):
            assert time.monotonic() < last, "the server never answered"
            time.sleep(0.2)


def is_there(group: int) -> bool:
    """Whether any process of a group is still there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
