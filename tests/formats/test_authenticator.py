"""What an authenticator shares with us: its address, its picture, its codes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import pytest
import segno

from summit.formats import authenticator

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B
VECTORS = (
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_vectors_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert authenticator.step(SECRET, code, now, None) == seconds // 30


def test_an_address_is_read_back() -> None:
    address = authenticator.address(SECRET, "mina@organizers.example", "Summit")
    read = pyotp.parse_uri(address)
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.name, read.issuer) == (SECRET, "mina@organizers.example", "Summit")


def test_secrets_differ() -> None:
    made = {authenticator.secret() for _ in range(50)}
    assert (len(made), {len(one) for one in made}) == (50, {32})


def test_the_picture_is_the_qr_code() -> None:
    words = authenticator.address(SECRET, "mina@organizers.example", "Summit")
    picture = authenticator.picture(words)
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", picture.path):
        dark |= {(int(x) + at, int(y)) for at in range(int(length))}
    rows = list(segno.make(words, error="m", micro=False).matrix_iter(border=4))
    assert picture.size == len(rows)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one}
