"""A mayor's office: everything that one government has at a summit, at a page of its own.

A private link lets somebody in, once; from then on they enter like everybody else, by their
address. What belongs to another government is not there.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from summit.web import caching
from summit.web.office import (
    calendar,
    contact,
    declaration,
    door,
    overview,
    reply,
    statement,
    tech_check,
)
from summit.web.office.frame import guarded

office = Blueprint("office", __name__)

_Rules = tuple[tuple[str, str, Callable[..., Any]], ...]

READS: _Rules = (
    ("", "overview", overview.show),
    ("/print", "paper", overview.paper),
    ("/log", "log", overview.log),
    ("/people", "people", contact.show),
    ("/statements", "statements", statement.show),
    ("/statements/<code>", "statement", statement.one),
    ("/statements/files/<int:number>", "statement_file", statement.file),
    ("/tech-check", "tech_check", tech_check.show),
    ("/tech-check.ics", "tech_check_calendar", tech_check.calendar),
    ("/calendar", "calendar", calendar.show),
    ("/declaration", "declaration", declaration.show),
    ("/declaration/<int:number>", "draft", declaration.one),
    ("/declaration/endorse", "confirm", declaration.ask),
)
"""What is read below /<summit>/office/<city>."""

CHANGES: _Rules = (
    ("/zone", "confirm_zone", overview.confirm_zone),
    ("/sessions/<code>", "reply", reply.give),
    ("/calendar", "make_calendar", calendar.make),
    ("/calendar/end", "end_calendar", calendar.end),
    ("/people", "name", contact.name),
    ("/people/<int:number>/approve", "approve", contact.approve),
    ("/people/<int:number>/remove", "remove", contact.remove),
    ("/statements/<code>", "hand_in", statement.hand_in),
    ("/statements/<code>/withdraw", "withdraw", statement.withdraw),
    ("/statements/<code>/permit", "permit", statement.permit),
    ("/tech-check", "book_check", tech_check.book),
    ("/tech-check/give-back", "give_check_back", tech_check.give_back),
    ("/declaration/<int:number>", "say", declaration.say),
    ("/declaration/endorse", "endorse", declaration.endorse),
    ("/declaration/withdraw", "withdraw_endorsement", declaration.withdraw),
)
"""What is changed there."""

for rule, endpoint, view in READS:
    office.add_url_rule(f"/<summit>/office/<city>{rule}", endpoint, guarded(view))
for rule, endpoint, view in CHANGES:
    office.add_url_rule(f"/<summit>/office/<city>{rule}", endpoint, guarded(view), methods=["POST"])
office.add_url_rule("/office/<secret>", "door", door.show)
office.add_url_rule("/office/<secret>", "enter", door.enter, methods=["POST"])


@office.after_request
def _private(response: Response) -> Response:
    return caching.private(response)
