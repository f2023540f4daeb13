"""A form made of fields: filled in from a thing, read into values, compared with another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from summit.core.clash import Clash
from summit.core.errors import SummitError
from summit.core.programme import Programme
from summit.formats import finding
from summit.services import edit, programme
from summit.services.edit import Act, Done
from summit.web import reader
from summit.web.organizer.console import Console
from summit.web.organizer.field import Field, Ground, Typed
from summit.web.organizer.wording import said
from summit.web.page import site
from summit.web.read import Unfit
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class Apart:
    """A field in which two versions differ, each in lines of plain words."""

    name: str
    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def ground(frame: Console) -> Ground:
    """Return what the forms of a page stand on."""
    draft = programme.draft(frame.actor, frame.code)
    return Ground(draft, frame.reader.language, frame.now)


def typed() -> Typed:
    """Return what was typed into the form of this request."""
    return {name: tuple(values) for name, values in request.form.lists()}


def fill(fields: Iterable[Field], thing: Any, ground: Ground) -> dict[str, tuple[str, ...]]:
    """Return what stands in the controls of a form for a thing."""
    found: dict[str, tuple[str, ...]] = {}
    for field in fields:
        found |= field.fill(getattr(thing, field.name), ground)
    return found


def take(
    fields: Iterable[Field], typed: Typed, old: Any, ground: Ground
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of a form by the names of their fields, and the errors by theirs.

    `old` is the thing that is changed, or None for a new one.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in fields:
        try:
            values[field.name] = field.read(typed, getattr(old, field.name, None), ground)
        except Unfit as error:
            errors[field.name] = str(error)
    return values, errors


def apart(
    fields: Iterable[Field], theirs: Any, mine: Mapping[str, Any], ground: Ground
) -> tuple[Apart, ...]:
    """Return in which fields the version that is kept differs from the values of a form."""
    return tuple(
        Apart(
            one.name,
            one.words,
            one.say(getattr(theirs, one.name), ground),
            one.say(mine[one.name], ground),
        )
        for one in fields
        if one.name in mine and getattr(theirs, one.name) != mine[one.name]
    )


def send(frame: Console, what: str, act: Act, seen: Mapping[str, str]) -> Done:
    """Do an edit, called `what`, for the reader of a page; raise as `services.edit.apply` does."""
    here = site()
    uid_domain = here.settings.uid_domain
    return edit.apply(frame.actor, frame.code, what, act, here.clock.now(), uid_domain, seen)


def go_on(path: str, word: str, done: Done | None = None, anchor: str = "") -> Response:
    """Lead on to a page that says what was done, and offers to take that edit back."""
    mark = "&" if "?" in path else "?"
    edited = f"&edit={done.id}" if done and done.id else ""
    return go(f"{path}{mark}said={word}{edited}{anchor}")


def reason(error: SummitError, draft: Programme) -> str:
    """Return why an edit of `draft` was refused, in the reader's language."""
    if isinstance(error, Clash):
        tell = finding.teller(draft, reader.language())
        return " ".join(dict.fromkeys(map(tell.say, error.findings)))
    return said(error)
