"""The organizers' console: everything that is done to a summit, at a page.

Each address names the verb that its reader's role must stand for; its service asks once more.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response

from summit.core.role import Verb
from summit.web import caching
from summit.web.organizer import (
    listing,
    overview,
    preview,
    registration_rule,
    removal,
    roster,
    search,
    session,
    setting,
    summit,
    table,
    thing,
)
from summit.web.organizer.console import entering, guarded

organizer = Blueprint("organizer", __name__)

_Rules = tuple[tuple[str, str, Callable[..., Any], Verb], ...]

READS: _Rules = (
    ("/", "overview", overview.show, Verb.CHECK),
    ("/sessions", "sessions", session.show, Verb.CHECK),
    ("/sessions/new", "new_session", partial(thing.ask, noun="session"), Verb.EDIT),
    (
        "/sessions/table",
        "sessions_table",
        partial(table.show, noun="session"),
        Verb.EDIT,
    ),
    ("/sessions/<code>", "session", partial(thing.show, noun="session"), Verb.CHECK),
    ("/sessions/<code>/parts", "parts", partial(roster.show, name="parts"), Verb.CHECK),
    ("/sessions/<code>/turns", "turns", partial(roster.show, name="turns"), Verb.CHECK),
    ("/sessions/<code>/streams", "streams", partial(roster.show, name="streams"), Verb.EDIT),
    ("/stages", "stages", partial(listing.show, noun="stage"), Verb.CHECK),
    ("/areas", "areas", partial(listing.show, noun="area"), Verb.CHECK),
    ("/days", "days", partial(listing.show, noun="day"), Verb.CHECK),
    ("/people", "people", partial(listing.show, noun="speaker"), Verb.CHECK),
    ("/people/table", "people_table", partial(table.show, noun="speaker"), Verb.EDIT),
    ("/cities", "cities", partial(listing.show, noun="city"), Verb.CHECK),
    ("/things/<noun>/new", "new_thing", thing.ask, Verb.EDIT),
    ("/things/<noun>/<code>", "thing", thing.show, Verb.CHECK),
    ("/things/<noun>/<code>/remove", "removal", removal.ask, Verb.EDIT),
    ("/settings", "settings", setting.show, Verb.CHECK),
    (
        "/settings/registration",
        "registration_rules",
        registration_rule.show,
        Verb.CHECK,
    ),
    ("/search", "search", search.show, Verb.CHECK),
)
"""What is read below /<summit>/organize."""

CHANGES: _Rules = (
    ("/sessions/new", "add_session", partial(thing.add, noun="session"), Verb.EDIT),
    (
        "/sessions/table",
        "keep_sessions_table",
        partial(table.keep, noun="session"),
        Verb.EDIT,
    ),
    ("/people/table", "keep_people_table", partial(table.keep, noun="speaker"), Verb.EDIT),
    ("/sessions/<code>", "keep_session", partial(thing.keep, noun="session"), Verb.EDIT),
    ("/sessions/<code>/parts", "keep_parts", partial(roster.keep, name="parts"), Verb.EDIT),
    ("/sessions/<code>/turns", "keep_turns", partial(roster.keep, name="turns"), Verb.EDIT),
    ("/sessions/<code>/streams", "keep_streams", partial(roster.keep, name="streams"), Verb.EDIT),
    ("/things/<noun>/new", "add_thing", thing.add, Verb.EDIT),
    ("/things/<noun>/order", "order", listing.order, Verb.EDIT),
    ("/things/<noun>/<code>", "keep_thing", thing.keep, Verb.EDIT),
    ("/things/<noun>/<code>/remove", "remove", removal.remove, Verb.EDIT),
    ("/settings", "keep_settings", setting.keep, Verb.EDIT),
    (
        "/settings/registration",
        "keep_registration_rules",
        registration_rule.keep,
        Verb.EDIT,
    ),
    ("/preview", "preview", preview.show, Verb.CHECK),
)
"""What is changed there, or answered to what is typed."""

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
