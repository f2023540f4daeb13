"""What differs between two versions of the declaration."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from summit.core.declaration import Version
from summit.core.difference import Changed, compare
from summit.core.errors import NotFound
from summit.services import declaration
from summit.services.declaration import Desk
from summit.web.organizer.console import open_console
from summit.web.page import render


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, and between which one may choose."""

    before: Version
    after: Version
    numbers: tuple[int, ...]
    changes: tuple[Changed, ...]


def show(summit: str) -> str:
    """Show what differs between two versions, by default the last two."""
    frame = open_console(summit)
    desk = declaration.desk(frame.actor, summit)
    if len(desk.versions) < 2:
        raise NotFound("declaration", "")
    after = _asked(desk, "to", desk.versions[0])
    older = [one for one in desk.versions if one.number < after.number] or [desk.versions[-1]]
    before = _asked(desk, "from", older[0])
    numbers = tuple(one.number for one in desk.versions)
    changes = compare(before.words, after.words)
    return render("organizer/comparison.html", Comparison(before, after, numbers, changes))


def _asked(desk: Desk, name: str, default: Version) -> Version:
    value = request.args.get(name, "")
    found = [one for one in desk.versions if str(one.number) == value]
    return found[0] if found else default
