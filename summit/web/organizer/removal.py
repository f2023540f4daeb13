"""Removing a thing of a programme, where nobody needs it any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from summit.core import edit as edits
from summit.core.change import Noun
from summit.core.errors import NotFound, Stale, SummitError
from summit.core.programme import day_of
from summit.language import marked as _
from summit.web import reader
from summit.web.organizer import form
from summit.web.organizer.console import Console, open_console
from summit.web.organizer.field import Ground, said
from summit.web.organizer.noun import PERSON, SESSION, Kind
from summit.web.organizer.thing import Answer, address, digest, kind_of
from summit.web.page import render


@dataclass(frozen=True, slots=True)
class Needed:
    """What would be removed, and who needs it still: each by name and address.

    `inside` counts the sessions on a day, which are on none without it.
    """

    kind: Kind
    code: str
    title: str
    address: str
    seen: str
    users: tuple[tuple[str, str], ...]
    inside: int
    problem: str = ""


def ask(summit: str, noun: str, code: str) -> str:
    """Ask whether a thing is to be removed, or say who needs it still."""
    return _page(open_console(summit), kind_of(noun), code)


def remove(summit: str, noun: str, code: str) -> Answer:
    """Remove a thing that nobody needs."""
    frame, kind = open_console(summit), kind_of(noun)
    draft = form.ground(frame).programme
    if kind.find(draft, code) is None:
        raise NotFound(noun, code)
    seen = {f"{kind.noun}/{code}": request.form.get("seen", "")}
    try:
        done = form.send(frame, "remove", lambda held: edits.drop(held, kind.noun, code), seen)
    except Stale:
        changed = _("Somebody else has changed it since you looked. Here it is as it is now.")
        return _page(frame, kind, code, said(changed)), 409
    except SummitError as error:
        return _page(frame, kind, code, form.reason(error, draft)), 400
    path = reader.link(f"organizer.{kind.list}", summit=summit)
    return form.go_on(path, "removed", done)


def _page(frame: Console, kind: Kind, code: str, problem: str = "") -> str:
    ground = form.ground(frame)
    draft = ground.programme
    found = kind.find(draft, code)
    if found is None:
        raise NotFound(kind.noun, code)
    inside = 0
    if kind.noun is Noun.DAY:
        inside = sum(day_of(draft, one.starts) == found for one in draft.sessions)
    view = Needed(
        kind,
        code,
        kind.called(found, ground.language),
        address(kind, code),
        digest(kind, draft, found),
        tuple(_users(kind, code, ground)),
        inside,
        problem,
    )
    return render("organizer/remove.html", view)


def _users(kind: Kind, code: str, ground: Ground) -> Iterator[tuple[str, str]]:
    """Yield the sessions and people that name a thing."""
    users = set(edits.users(ground.programme, kind.noun, code))
    for one in ground.programme.sessions:
        if one.code in users and code in (one.stage, one.area, *one.people, *one.governments):
            yield SESSION.called(one, ground.language), address(SESSION, one.code)
    for person in ground.programme.people:
        if kind.noun is Noun.CITY and person.government == code:
            yield PERSON.called(person, ground.language), address(PERSON, person.code)
