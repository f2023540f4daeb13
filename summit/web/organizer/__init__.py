"""The organizers' console: everything that is done to a summit, at a page.

Each address names the verb that its reader's role must stand for; its service asks once more.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from summit.core.role import Verb
from summit.web import caching
from summit.web.organizer import (
    exchange,
    overview,
    publish,
    rehearsal,
    release,
    review,
    summit,
)
from summit.web.organizer.console import entering, guarded

organizer = Blueprint("organizer", __name__)

_Rules = tuple[tuple[str, str, Callable[..., Any], Verb], ...]

READS: _Rules = (
    ("/", "overview", overview.show, Verb.CHECK),
    ("/publish", "publish", publish.show, Verb.CHECK),
    ("/releases", "releases", release.every, Verb.CHECK),
    ("/releases/<int:number>", "release", release.show, Verb.CHECK),
    ("/releases/<int:number>/return", "ask_return", publish.ask_return, Verb.PUBLISH),
    ("/reviews", "reviews", review.every, Verb.PUBLISH),
    ("/rehearsal", "rehearsal", rehearsal.show, Verb.REHEARSE),
    ("/import", "ask_import", exchange.ask, Verb.LOAD),
    ("/import/<int:number>", "look", exchange.look, Verb.LOAD),
    ("/exports", "exports", exchange.exports, Verb.CHECK),
    ("/exports/draft/<kind>", "export_draft", exchange.draft, Verb.CHECK),
    ("/exports/<int:number>/<kind>", "export", exchange.released, Verb.CHECK),
)
"""What is read below /<summit>/organize."""

CHANGES: _Rules = (
    ("/publish", "publish_now", publish.publish, Verb.PUBLISH),
    ("/releases/<int:number>/return", "go_back", publish.go_back, Verb.PUBLISH),
    ("/releases/<int:number>/stop", "stop_letters", release.stop, Verb.PUBLISH),
    ("/releases/<int:number>/send", "hasten_letters", release.hasten, Verb.PUBLISH),
    ("/reviews", "make_review", review.make, Verb.PUBLISH),
    ("/reviews/<int:number>/revoke", "revoke_review", review.revoke, Verb.PUBLISH),
    ("/rehearsal", "rehearse", rehearsal.start, Verb.REHEARSE),
    ("/rehearsal/stop", "end_rehearsal", rehearsal.stop, Verb.REHEARSE),
    ("/import", "send_file", exchange.send, Verb.LOAD),
    ("/import/<int:number>", "take_file", exchange.take, Verb.LOAD),
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
