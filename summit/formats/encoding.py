"""From octets to words, where the octets may be in any encoding or in a broken one."""

from __future__ import annotations

import codecs

from summit.core.errors import Invalid
from summit.core.exchange import MOST_PARTS, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ODD = frozenset(
    (
        "idna",
        "mbcs",
        "oem",
        "punycode",
        "raw-unicode-escape",
        "undefined",
        "unicode-escape",
        "utf-7",
    )
)
_MOST = 1_000
"""Lines in another encoding that are told one by one."""


def marked(octets: bytes) -> tuple[str, bytes] | None:
    """Return the encoding that a byte order mark names, and what follows the mark."""
    for mark, encoding in _MARKS:
        if octets.startswith(mark):
            return encoding, octets.removeprefix(mark)
    return None


def decode(octets: bytes, declared: str | None = None) -> tuple[str, list[Problem]]:
    """Return the words of `octets`, with a problem where they are in a legacy encoding.

    The encoding is that of a byte order mark, else the `declared` one, else UTF-8, and
    where the octets are not in it Windows-1252, line by line: the other lines keep theirs.
    Raise `Invalid` for half a character at the end of UTF-16, and for too many lines.
    """
    if found := marked(octets):
        encoding, octets = found
    else:
        encoding = _usual(declared) or guess(octets)
    try:
        return octets.decode(encoding), []
    except UnicodeError as error:
        if encoding.startswith(("utf-16", "utf-32")):
            raise Invalid(
                "This is not %(encoding)s, as its first octets say.", encoding=encoding.upper()
            ) from error
    except LookupError:  # Python knows codecs that make no words, such as base64
        encoding = "utf-8"
    if octets.count(b"\n") > MOST_PARTS:
        raise Invalid("This file has more than %(most)s lines.", most=MOST_PARTS)
    numbers: list[int] = []
    lines = []
    for number, line in enumerate(octets.split(b"\n"), start=1):
        try:
            lines.append(line.decode(encoding))
        except UnicodeError:
            lines.append(legacy(line))
            numbers.append(number)
    places = [f"line {number}" for number in numbers[:_MOST]]
    if len(numbers) > _MOST:
        places.append(f"{len(numbers) - _MOST} further lines")
    message = "not in %(encoding)s; read as Windows-1252"
    problems = [Problem(place, message, values={"encoding": encoding.upper()}) for place in places]
    return "\n".join(lines), problems


def _usual(declared: str | None) -> str | None:
    """Return the encoding that a file declares, unless it is no encoding that files are in."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return None if name in _ODD else name


def legacy(octets: bytes) -> str:
    """Return `octets` read as Windows-1252, of which every octet is a character."""
    try:
        return octets.decode("cp1252")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def guess(octets: bytes) -> str:
    """Return UTF-16 for octets without a mark of which every other one is zero, else UTF-8."""
    head = octets[:400]
    if len(head) >= 4 and b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if odd > len(head) // 4 and not even:
            return "utf-16-le"
        if even > len(head) // 4 and not odd:
            return "utf-16-be"
    return "utf-8"
