"""Many sessions, or people, in one table: changed in place, or pasted from a spreadsheet.

Nothing is kept before it was looked at: the first press shows by cell what would change, the
second does all of it, or nothing, as one edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from summit.core import edit as edits
from summit.core.errors import Invalid, Stale, SummitError
from summit.formats import paste
from summit.formats import thing as things
from summit.language import marked as _
from summit.services import programme
from summit.web import reader
from summit.web.organizer import form, sheet
from summit.web.organizer.console import open_console
from summit.web.organizer.field import Ground, said
from summit.web.organizer.noun import NOUNS, Kind, code_of
from summit.web.organizer.sheet import CODE, Column, Plan
from summit.web.organizer.thing import Answer
from summit.web.page import render

PER_PAGE = 50
"""Rows of one page of the table."""


@dataclass(frozen=True, slots=True)
class View:
    """The page of a table: its rows from `first` on, of `whole`; or the `plan` of what was sent.

    `seen` names each thing that the plan changes, with its digest as its editor had it.
    """

    kind: Kind
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    whole: int
    sheet: str
    pasted: str = ""
    plan: Plan | None = None
    seen: tuple[str, ...] = ()
    problem: str = ""
    said: str = ""

    @property
    def pages(self) -> tuple[int, ...]:
        """Where each page of the table begins, from 0 on."""
        return tuple(range(0, self.whole, PER_PAGE))


def show(summit: str, noun: str) -> str:
    """Show a table."""
    frame = open_console(summit)
    word = request.args.get("said", "")
    view = _view(NOUNS[noun], form.ground(frame))
    return _page(replace(view, said=word if word == "kept" else ""))


def keep(summit: str, noun: str) -> Answer:
    """Show what a table would change, or change it."""
    frame, kind = open_console(summit), NOUNS[noun]
    ground = form.ground(frame)
    view = replace(_view(kind, ground), pasted=request.form.get("paste", ""))
    try:
        rows = paste.read(view.pasted) if view.pasted.strip() else _sent(kind, ground)
        view = replace(view, pasted=paste.write(rows))
        found = sheet.plan(kind, rows, ground)
    except Invalid as error:
        return _page(replace(view, problem=form.reason(error, ground.programme))), 400
    taken = programme.removed(frame.actor, summit)
    view = replace(view, plan=found, seen=_seen(kind, found, ground))
    if request.form.get("do") != "apply" or found.wrong or not found.things:
        return _page(view), 400 if found.wrong else 200
    if any(code_of(one) in taken for one in found.things):
        message = _("One of the new codes belonged to a session that was removed.")
        return _page(replace(view, problem=said(message))), 400
    known = dict(one.rsplit(" ", 1) for one in request.form.getlist("seen") if " " in one)
    wanted = [edits.key(kind.noun, one) for one in found.things]
    try:
        seen = {key: known.get(key, "") for key in wanted}
        done = form.send(
            frame, "table", lambda draft: sheet.put(draft, kind.noun, found.things), seen
        )
    except Stale:
        message = _("Somebody else has changed some of it meanwhile: look again at what changes.")
        fresh = form.ground(frame)
        again = sheet.plan(kind, rows, fresh)
        view = replace(view, plan=again, seen=_seen(kind, again, fresh), problem=said(message))
        return _page(view), 409
    except SummitError as error:
        return _page(replace(view, problem=form.reason(error, ground.programme))), 400
    return form.go_on(reader.link(f"organizer.{kind.list}_table", summit=summit), "kept", done)


def _view(kind: Kind, ground: Ground) -> View:
    shown = sheet.columns(kind, ground.programme)
    some = kind.things(ground.programme)
    asked = request.args.get("from", "0")
    first = int(asked[:6]) if asked.isascii() and asked.isdigit() else 0
    first = first if first < len(some) else 0
    rows = [tuple(sheet.cells(kind, one, shown, ground)) for one in some]
    copied = paste.write([[one.heading for one in shown], *rows])
    return View(kind, shown, tuple(rows[first : first + PER_PAGE]), first, len(some), copied)


def _sent(kind: Kind, ground: Ground) -> list[list[str]]:
    """Return the rows of the table that was sent, as a sheet: those that differ, with a heading."""
    shown = sheet.columns(kind, ground.programme)
    found: list[list[str]] = [[one.heading for one in shown]]
    for at, code in enumerate(request.form.getlist(CODE)):
        row = [code, *(_cell(one, at) for one in shown[1:])]
        old = kind.find(ground.programme, code)
        if old is None or row != _clean(sheet.cells(kind, old, shown, ground)):
            found.append(row)
    if len(found) == 1:
        raise Invalid("Nothing is different.")
    return found


def _cell(one: Column, at: int) -> str:
    return request.form.get(f"{at}.{one.control}", "").replace("\r\n", "\n")


def _clean(row: Sequence[str]) -> list[str]:
    return [cell.replace("\r\n", "\n") for cell in row]


def _seen(kind: Kind, plan: Plan, ground: Ground) -> tuple[str, ...]:
    held: dict[str, Any] = dict(edits.things(ground.programme))
    keys = [edits.key(kind.noun, one) for one in plan.things]
    return tuple(f"{key} {things.digest(held.get(key))}" for key in keys)


def _page(view: View) -> str:
    return render("organizer/table.html", view)
