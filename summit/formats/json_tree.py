"""JSON from strangers: bounded in size and depth, and asked for its values without trust."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from summit.core.errors import Invalid
from summit.core.exchange import DEEPEST, MOST_PARTS, MOST_PROBLEMS, Problem
from summit.formats import encoding, language_word
from summit.formats.phrase import Words

Table = dict[str, Any]
"""A JSON object, whose values may be anything."""

_MOST_COMMAS = 5_000_000


def parse(octets: bytes, problems: list[Problem]) -> Any:
    """Return the value that a JSON document holds; add to `problems` what was mended in it.

    Of a key that is given twice the last value counts, except that lists are joined: no
    session is lost. Numbers that JSON does not know are null. Raise `Invalid` for what is
    no JSON (RFC 8259), nested too deep, or too large.
    """
    if octets.count(b"[") + octets.count(b"{") > 2 * MOST_PARTS or (
        octets.count(b",") > _MOST_COMMAS
    ):
        raise Invalid("This file holds more values than a programme can have.")
    words, found = encoding.decode(octets)
    problems.extend(found)

    def table(pairs: list[tuple[str, Any]]) -> Table:
        known = dict(pairs)
        if len(known) < len(pairs):
            known = {}
            for key, value in pairs:
                if key in known:
                    _note(problems, "gives the key “%(key)s” twice", key=key[:60])
                    if isinstance(value, list) and isinstance(known[key], list):
                        known[key] = known[key] + value
                        continue
                known[key] = value
        return known

    def unknown(name: str) -> None:
        _note(problems, "%(name)s is no number of JSON; taken as nothing", name=name)

    try:
        value = json.loads(words, object_pairs_hook=table, parse_constant=unknown, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Invalid("this is not JSON: %(msg)s", where, msg=error.msg) from None
    except (RecursionError, ValueError):
        raise Invalid("This file nests its values too deep, or holds a number too long.") from None
    _bounded(value)
    return value


def _note(problems: list[Problem], wording: str, **values: str) -> None:
    """Add a problem of the file once, however often it comes."""
    one = Problem("file", wording, values=values)
    if len(problems) < MOST_PROBLEMS and (not problems or problems[-1] != one):
        problems.append(one)


def _bounded(value: Any) -> None:
    """Raise `Invalid` where a value is nested deeper than it may be."""
    level = [value]
    for _ in range(DEEPEST):
        level = (
            [
                inner
                for one in level
                for inner in (one.values() if isinstance(one, dict) else one)
                if isinstance(inner, (dict, list))
            ]
            if isinstance(value, (dict, list))
            else []
        )
        if not level:
            return
    raise Invalid("This file nests its values deeper than %(most)s.", most=DEEPEST)


def words(value: Any) -> str:
    """Return a value as words: text and numbers are, everything else says nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    if isinstance(value, float) and abs(value) < 10**15:
        return f"{value:g}"
    return ""


def wording(value: Any) -> Words:
    """Return words, or the wordings of an object whose keys are languages."""
    if not isinstance(value, dict):
        return words(value)
    said = {language_word.tag(key) or "": words(one) for key, one in value.items()}
    return {tag: one for tag, one in said.items() if one}


def either(*said: Words) -> Words:
    """Return the first that says anything."""
    for one in said:
        if one:
            return one
    return ""


def table(value: Any) -> Table:
    """Return an object; what is none is an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return a list; what is none is an empty one."""
    return value if isinstance(value, list) else []


def tables(value: Any) -> Iterator[Table]:
    """Yield the objects of a list, or of the values of an object."""
    for one in value.values() if isinstance(value, dict) else items(value):
        if isinstance(one, dict):
            yield one


def first(table: Table, *keys: str) -> str:
    """Return the words of the first of `keys` that says anything."""
    return next(filter(None, (words(table.get(key)) for key in keys)), "")
