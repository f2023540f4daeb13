"""The public file of a declaration's record: its texts and entries, for anybody to check.

docs/declaration.md describes it, with a program of two dozen lines that checks one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from summit.core import declaration, record
from summit.core.endorsement import Declared
from summit.core.errors import Invalid
from summit.core.record import Link

FORMAT = "summit-record/1"
LARGEST = 16 * 1024 * 1024
"""Octets of a file that is read."""


def write(summit: str, declared: Declared) -> bytes:
    """Return the record of a summit as a file, with its released texts, the oldest first."""
    octets = {
        one.digest: declaration.octets(summit, one.version, declared.words[one.digest])
        for one in reversed(declared.texts)
    }
    found = {
        "format": FORMAT,
        "summit": summit,
        "head": declared.head,
        "texts": [{"digest": digest, "text": json.loads(text)} for digest, text in octets.items()],
        "entries": [
            {"digest": one.digest, "entry": json.loads(one.octets)} for one in declared.links
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def read(octets: bytes) -> tuple[Mapping[str, bytes], tuple[Link, ...]]:
    """Return the texts by their digests, and the entries, of such a file.

    What the file says is not put right: strings and numbers stay as they are written. Raise
    `Invalid` where it is no such file.
    """
    try:
        found = json.loads(octets.decode(), object_pairs_hook=_once)
        if found["format"] != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        texts = {one["digest"]: _octets(one["text"]) for one in found["texts"]}
        links = tuple(Link(_octets(one["entry"]), str(one["digest"])) for one in found["entries"])
        head = links[-1].digest if links else record.FIRST
        if found["head"] != head:
            raise ValueError("its head is not the hash of its last entry")
        if any(one["entry"]["summit"] != found["summit"] for one in found["entries"]):
            raise ValueError("its entries are of another summit")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid(f"this is not a record of a declaration: {error}") from None
    return texts, links


def _octets(value: Any) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"“{name}” stands twice")
        found[name] = value
    return found
