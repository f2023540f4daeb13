"""The organizers' console: everything that is done to a summit, at a page.

Each address names the verb that its reader's role must stand for; its service asks once more.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from summit.core.role import Verb
from summit.web import caching
from summit.web.organizer import grid, move, overview, slot, summit
from summit.web.organizer.console import entering, guarded

organizer = Blueprint("organizer", __name__)

_Rules = tuple[tuple[str, str, Callable[..., Any], Verb], ...]

READS: _Rules = (
    ("/", "overview", overview.show, Verb.CHECK),
    ("/grid", "grid", grid.show, Verb.CHECK),
    ("/grid/sessions/<code>", "slot", slot.show, Verb.CHECK),
)
"""What is read below /<summit>/organize."""

CHANGES: _Rules = (
    ("/grid/sessions/<code>", "move", move.change, Verb.EDIT),
    ("/grid/undo", "undo", move.undo, Verb.EDIT),
    ("/grid/redo", "redo", move.redo, Verb.EDIT),
)
"""What is changed there."""

for rule, endpoint, view, verb in READS:
    organizer.add_url_rule(f"/<summit>/organize{rule}", endpoint, guarded(view, verb))
for rule, endpoint, view, verb in CHANGES:
    organizer.add_url_rule(
        f"/<summit>/organize{rule}", endpoint, guarded(view, verb), methods=["POST"]
    )

organizer.add_url_rule("/organize/", "mine", entering(summit.mine))
organizer.add_url_rule("/organize/new", "ask_new", entering(summit.ask))
organizer.add_url_rule("/organize/new", "found", entering(summit.found), methods=["POST"])


@organizer.after_request
def _private(response: Response) -> Response:
    return caching.private(response)
