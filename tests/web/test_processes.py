"""What is published is the same bytes in every process, so that its ETag is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from flask import Flask

from tests.conftest import URL
from tests.web.addresses import EVERYTHING

SCRIPT = """
import hashlib, json, sys
from dataclasses import replace
from datetime import UTC, datetime
from tests.conftest import SetClock
from wsgi import app
moment = datetime(2020, 6, 4, 12, 0, int(sys.argv[3]), tzinfo=UTC)
app.extensions["summit"] = replace(app.extensions["summit"], clock=SetClock(moment))
found = {}
for address in json.loads(sys.argv[1]):
    answer = app.test_client().get(address, base_url=sys.argv[2])
    found[address] = [answer.status_code, hashlib.sha256(answer.data).hexdigest()]
print(json.dumps(found))
"""
ADDRESSES = tuple(one for one in EVERYTHING if one != "/")


def ask(url: str, seed: int) -> dict[str, list[object]]:
    """Ask a process for all that is public.

    Its sets have an order of their own, and it is asked in the second `seed` of a minute.
    """
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(ADDRESSES), URL, str(seed)],
        env={
            **os.environ,
            "PYTHONHASHSEED": str(seed),
            "SUMMIT_DATABASE_URL": url,
            "SUMMIT_URL": URL,
            "SUMMIT_DEMONSTRATION": "1",
            "SUMMIT_LOG_LEVEL": "error",
        },
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    found: dict[str, list[object]] = json.loads(run.stdout)
    return found


def test_every_process_answers_the_same_bytes(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    first = ask(url, 1)
    assert {address: status for address, (status, _) in first.items()} == dict.fromkeys(
        ADDRESSES, 200
    )
    for seed in (2, 3):
        assert ask(url, seed) == first
