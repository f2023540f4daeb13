"""Pictures, for tests: made here, of plain colours."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    width: int = 400, height: int = 500, kind: str = "JPEG", mode: str = "RGB", **saved: Any
) -> bytes:
    """Return a picture whose upper half is red and whose lower half is blue."""
    image = Image.new("RGB", (width, height), (200, 30, 40))
    image.paste((30, 60, 200), (0, height // 2, width, height))
    written = BytesIO()
    image.convert(mode).save(written, kind, **saved)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of some hundred octets that says it is `width` × `height` pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )
