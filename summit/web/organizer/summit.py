"""The summits that somebody organizes, and the founding of a new one."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.errors import Invalid
from summit.core.programme import Summit
from summit.core.role import Verb, may
from summit.core.text import Text
from summit.core.zone import NAMES
from summit.language import NAMES as LANGUAGES
from summit.services import console
from summit.services.console import Desk
from summit.web import auth, read, reader
from summit.web.page import render, site
from summit.web.read import Filled
from summit.web.way import go
from summit.web.wording import say
from summit.web.zone import choices

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Mine:
    """The summits of an organizer; those in `closed` wait for a second factor."""

    desks: tuple[Desk, ...]
    closed: tuple[str, ...]
    may_found: bool


@dataclass(frozen=True, slots=True)
class New:
    """The form by which a summit is founded."""

    form: Filled
    zones: Choices
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    title: str = read.text(most=200)
    code: str = read.text(most=64)
    zone: str = read.choice(NAMES)
    languages: tuple[str, ...] = read.several(LANGUAGES)


def mine() -> str | Response:
    """List the summits of this organizer, or go on to the only one."""
    actor = auth.actor()
    may_found = may(actor, Verb.FOUND, "")
    desks = console.desks(actor)
    closed = tuple(code for code in auth.organized() if code not in actor.summits)
    if len(desks) == 1 and not may_found and not closed:
        return go(reader.link("organizer.overview", summit=desks[0].code))
    return render("organizer/summits.html", Mine(desks, closed, may_found))


def ask() -> str:
    """Show the form by which a summit is founded."""
    return _form(read.filled(languages=("en",), zone=reader.current().zone_name))


def found() -> Response | tuple[str, int]:
    """Found a summit, and go on to its console."""
    try:
        asked = read.form(_Asked)
        languages = asked.languages or ("en",)
        summit = Summit(asked.code, Text({languages[0]: asked.title}), asked.zone, languages)
        console.found(auth.actor(), summit, site().settings.uid_domain, site().clock.now())
    except read.Problems as problems:
        return _form(problems.filled), 400
    except Invalid as error:
        return _form(read.again({"code": say(error)})), 400
    return go(reader.link("organizer.overview", summit=asked.code))


def _form(form: Filled) -> str:
    zones = choices(reader.language(), site().clock.now(), form.value("zone"))
    return render("organizer/found.html", New(form, zones, tuple(LANGUAGES.items())))
