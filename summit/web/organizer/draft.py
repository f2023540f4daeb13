"""The form in which a version of the declaration is written: words by paragraph and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request

from summit.core.declaration import Paragraph, Version, Words
from summit.core.errors import Invalid
from summit.core.text import Text
from summit.core.zone import from_local
from summit.web import read
from summit.web.organizer.console import Console
from summit.web.read import Filled
from summit.web.reader import gettext as _
from summit.when import local

_SPARE = 2
"""Empty paragraphs at the end of the form; each time it is kept there are as many again."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the form: `name` is what its fields begin with, `key` its own or ""."""

    name: str
    key: str


def languages(frame: Console, words: Words) -> tuple[str, ...]:
    """Return the languages of the form: those of the summit, then others that are there."""
    return tuple(dict.fromkeys((*frame.desk.languages, *words.languages)))


def blocks(words: Words) -> tuple[Block, ...]:
    """Return the paragraphs of the form, with empty ones at its end."""
    spare = tuple(Block(f"new-{number}", "") for number in range(1, _SPARE + 1))
    return (*(Block(one.key, one.key) for one in words.paragraphs), *spare)


def written(tags: tuple[str, ...]) -> tuple[Words, tuple[Block, ...]]:
    """Return what the form of this request says, and its paragraphs in the order of the form."""
    form = request.form

    def text(name: str, *, lines: bool) -> Text:
        words = {tag: form.get(f"{name}-{tag}", "") for tag in tags}
        return Text({tag: read.clean(said, lines=lines) for tag, said in words.items()})

    found = tuple(
        Block(name, name if name.startswith("p") else "") for name in form.getlist("block")
    )
    order = sorted(
        enumerate(found), key=lambda one: (_place(form.get(f"place-{one[1].name}", "")), one[0])
    )
    paragraphs = tuple(
        Paragraph(block.key, text(f"text-{block.name}", lines=True)) for _, block in order
    )
    words = Words(text("title", lines=False), paragraphs, bool(form.get("illustrative")))
    return words, found


def deadline(frame: Console) -> datetime | None:
    """Return the instant that was typed as a date and a time at the host's, None for none."""
    typed = tuple(request.form.get(name, "").strip() for name in ("date", "time"))
    if not any(typed):
        return None
    try:
        return from_local(datetime.fromisoformat("T".join(typed)), frame.desk.zone)
    except (Invalid, ValueError):
        words = _("There is no such moment at the host's: write it as 2020-06-02 and 21:30.")
        raise Invalid(words) from None


def filled(frame: Console, found: Version, tags: tuple[str, ...], due: datetime | None) -> Filled:
    """Return the form as it is kept, with what was typed of a deadline that was not taken."""
    words = found.words
    values = {f"title-{tag}": words.title.get(tag, "") for tag in tags}
    for place, one in enumerate(words.paragraphs, start=1):
        values |= {f"text-{one.key}-{tag}": one.text.get(tag, "") for tag in tags}
        values[f"place-{one.key}"] = str(place)
    values |= {"note": found.note, "illustrative": "yes" if words.is_illustrative else ""}
    if due:
        there = local(due, due, frame.desk.zone, frame.reader.language)
        values |= {"date": there.date.isoformat(), "time": there.starts}
    values |= {name: request.form[name] for name in ("date", "time") if name in request.form}
    return read.filled(**values)


def _place(typed: str) -> float:
    try:
        return min(max(float(typed), 0.0), 1000.0)
    except ValueError:
        return 1000.0
