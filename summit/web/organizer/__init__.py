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
    admission,
    alternative,
    audit,
    availability,
    campaign,
    exchange,
    fairness,
    grid,
    hour,
    invitation,
    listing,
    move,
    office,
    overview,
    picture,
    preview,
    publish,
    queue,
    readiness,
    registration,
    registration_rule,
    rehearsal,
    release,
    removal,
    review,
    role,
    roll,
    roster,
    scale,
    search,
    session,
    setting,
    slot,
    summit,
    table,
    thing,
    turn_order,
)
from summit.web.organizer.console import entering, guarded

organizer = Blueprint("organizer", __name__)

_Rules = tuple[tuple[str, str, Callable[..., Any], Verb], ...]

READS: _Rules = (
    ("/", "overview", overview.show, Verb.CHECK),
    ("/hours", "hours", hour.show, Verb.CHECK),
    ("/offices", "offices", office.show, Verb.GREET),
    ("/offices/<code>", "office", office.one, Verb.GREET),
    ("/readiness.<kind>", "readiness", readiness.take, Verb.GREET),
    ("/fairness", "fairness", fairness.show, Verb.CHECK),
    ("/organizers", "organizers", role.show, Verb.CHECK),
    ("/registrations", "registrations", registration.show, Verb.ADMIT),
    ("/registrations/new", "ask_registration", admission.ask, Verb.ADMIT),
    ("/registrations/<int:number>", "registration", registration.one, Verb.ADMIT),
    ("/queues", "queues", queue.show, Verb.ADMIT),
    ("/queues/<code>", "queue", queue.one, Verb.ADMIT),
    ("/rolls/<roll>.<kind>", "roll", roll.show, Verb.ADMIT),
    ("/mail", "campaigns", campaign.show, Verb.SEND),
    ("/mail/new", "ask_campaign", campaign.ask, Verb.SEND),
    ("/mail/<int:number>", "campaign", campaign.one, Verb.SEND),
    ("/mail/letters", "troubles", campaign.troubles, Verb.SEND),
    ("/log", "log", audit.show, Verb.AUDIT),
    ("/log.csv", "log_csv", audit.take, Verb.AUDIT),
    ("/grid", "grid", grid.show, Verb.CHECK),
    ("/grid/sessions/<code>", "slot", slot.show, Verb.CHECK),
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
    ("/sessions/<code>/order", "turn_order", turn_order.show, Verb.CHECK),
    ("/sessions/<code>/hours", "alternatives", alternative.show, Verb.CHECK),
    ("/stages", "stages", partial(listing.show, noun="stage"), Verb.CHECK),
    ("/areas", "areas", partial(listing.show, noun="area"), Verb.CHECK),
    ("/days", "days", partial(listing.show, noun="day"), Verb.CHECK),
    ("/people", "people", partial(listing.show, noun="speaker"), Verb.CHECK),
    ("/people/table", "people_table", partial(table.show, noun="speaker"), Verb.EDIT),
    ("/cities", "cities", partial(listing.show, noun="city"), Verb.CHECK),
    ("/things/<noun>/new", "new_thing", thing.ask, Verb.EDIT),
    ("/things/<noun>/<code>", "thing", thing.show, Verb.CHECK),
    ("/things/<noun>/<code>/remove", "removal", removal.ask, Verb.EDIT),
    ("/things/<noun>/<code>/availability", "availability", availability.show, Verb.CHECK),
    ("/pictures/<digest>/<int:size>.jpg", "picture", picture.show, Verb.CHECK),
    ("/settings", "settings", setting.show, Verb.CHECK),
    ("/settings/scale", "scale", scale.show, Verb.CHECK),
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
    ("/offices/chase", "chase", readiness.chase, Verb.GREET),
    ("/offices/<code>", "name_contact", office.name, Verb.GREET),
    ("/offices/<code>/<int:number>/approve", "approve_contact", office.approve, Verb.GREET),
    ("/offices/<code>/<int:number>/link", "send_link", office.send, Verb.GREET),
    ("/offices/<code>/<int:number>/revoke", "revoke_link", office.revoke, Verb.GREET),
    ("/offices/<code>/<int:number>/remove", "remove_contact", office.remove, Verb.GREET),
    ("/organizers/<int:account>", "choose_roles", role.choose, Verb.INVITE),
    ("/organizers/factor", "need_factor", role.switch, Verb.INVITE),
    ("/invitations", "invite", invitation.invite, Verb.INVITE),
    ("/invitations/<int:number>/resend", "resend_invitation", invitation.resend, Verb.INVITE),
    ("/invitations/<int:number>/withdraw", "withdraw_invitation", invitation.withdraw, Verb.INVITE),
    ("/registrations/new", "add_registration", admission.add, Verb.ADMIT),
    ("/registrations/approve", "approve_registrations", admission.approve_all, Verb.ADMIT),
    ("/registrations/<int:number>/approve", "approve", admission.approve, Verb.ADMIT),
    ("/registrations/<int:number>/refuse", "refuse", admission.refuse, Verb.ADMIT),
    ("/registrations/<int:number>/cancel", "cancel", admission.cancel, Verb.ADMIT),
    ("/registrations/<int:number>/kind", "assign", admission.assign, Verb.ADMIT),
    ("/registrations/<int:number>/correct", "correct", admission.correct, Verb.ADMIT),
    ("/registrations/<int:number>/resend", "resend", admission.resend, Verb.ADMIT),
    ("/registrations/<int:number>/shut", "shut", admission.shut, Verb.ADMIT),
    ("/queues/<code>/offer", "offer_seat", queue.offer, Verb.ADMIT),
    ("/queues/<code>/give-back", "give_seat_back", queue.give_back, Verb.ADMIT),
    ("/queues/<code>/to-end", "move_to_end", queue.to_end, Verb.ADMIT),
    ("/queues/<code>/capacity", "resize", queue.resize, Verb.ADMIT),
    ("/mail/new", "make_campaign", campaign.make, Verb.SEND),
    ("/mail/<int:number>", "keep_campaign", campaign.keep, Verb.SEND),
    ("/mail/<int:number>/send", "send_campaign", campaign.send, Verb.SEND),
    ("/mail/<int:number>/cancel", "cancel_campaign", campaign.cancel, Verb.SEND),
    ("/mail/<int:number>/drop", "drop_campaign", campaign.drop, Verb.SEND),
    ("/mail/letters/<int:number>/resend", "resend_letter", campaign.resend, Verb.SEND),
    ("/grid/sessions/<code>", "move", move.change, Verb.EDIT),
    ("/grid/undo", "undo", move.undo, Verb.EDIT),
    ("/grid/redo", "redo", move.redo, Verb.EDIT),
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
    ("/sessions/<code>/order", "keep_turn_order", turn_order.keep, Verb.EDIT),
    ("/sessions/<code>/hours", "move_to", alternative.move, Verb.EDIT),
    ("/things/<noun>/new", "add_thing", thing.add, Verb.EDIT),
    ("/things/<noun>/order", "order", listing.order, Verb.EDIT),
    ("/things/<noun>/<code>", "keep_thing", thing.keep, Verb.EDIT),
    ("/things/<noun>/<code>/remove", "remove", removal.remove, Verb.EDIT),
    ("/things/<noun>/<code>/availability", "keep_availability", availability.keep, Verb.EDIT),
    ("/settings", "keep_settings", setting.keep, Verb.EDIT),
    ("/settings/scale", "keep_scale", scale.keep, Verb.EDIT),
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
