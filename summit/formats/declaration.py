"""The declaration in files: read from TOML for a demonstration, written as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from summit.core.declaration import Paragraph, Words
from summit.core.endorsement import Declared, Endorsement, Released
from summit.core.record import written
from summit.formats.toml_table import load

FORMAT = "summit-declaration/1"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A text that a programme carries: what it says, and when endorsements come to be late."""

    words: Words
    deadline: datetime | None


def read(octets: bytes) -> Declaration | None:
    """Return the text in the table `declaration` of a TOML file, or None without one.

    Raise `Invalid`, with the table and key, for anything that cannot be taken.
    """
    table = load(octets).table("declaration")
    if table is None:
        return None
    paragraphs = tuple(
        Paragraph(f"p{number}", one.text("text", line=False))
        for number, one in enumerate(table.tables("paragraph"), start=1)
    )
    words = Words(table.text("title"), paragraphs, bool(table.get("illustrative", bool)))
    found = Declaration(words, table.moment("deadline"))
    table.end()
    return found


def write(summit: str, declared: Declared) -> bytes:
    """Return what is public of a declaration, its newest text and who endorses it, as JSON.

    Instants are RFC 3339 in UTC.
    """
    text = declared.newest
    words = declared.words[text.digest]
    found = {
        "format": FORMAT,
        "summit": summit,
        "version": text.version,
        "digest": text.digest,
        "illustrative": words.is_illustrative,
        "released": written(text.at),
        "deadline": written(text.deadline) if text.deadline else None,
        "title": dict(words.title),
        "paragraphs": [{"key": one.key, "text": dict(one.text)} for one in words.paragraphs],
        "endorsements": [_endorsement(one) for one in text.endorsements],
        "withdrawn": [_endorsement(one) for one in text.withdrawn],
        "versions": [_version(one) for one in declared.texts],
        "record": {"entries": len(declared.links), "head": declared.head},
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _version(one: Released) -> Mapping[str, Any]:
    return {
        "version": one.version,
        "digest": one.digest,
        "released": written(one.at),
        "endorsements": len(one.endorsements),
    }


def _endorsement(one: Endorsement) -> Mapping[str, Any]:
    found = {
        "entry": one.number,
        "government": one.government,
        "place": dict(one.place),
        "name": one.name,
        "capacity": one.capacity,
        "at": written(one.at),
        "late": one.is_late,
        "in_writing": one.is_written,
    }
    if one.withdrawn:
        found |= {"withdrawn": written(one.withdrawn), "reason": one.reason}
    return found
