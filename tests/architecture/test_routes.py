"""Every route with its methods and who may use it: a new one fails until it is placed here."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Verb

EVERYBODY, OPERATORS = "everybody", "operators' machines"
ENTERED, HOLDERS = "who has entered, about themselves", "whoever has the address"
TERMINAL = "who reads the terminal of the demonstration"
MAILED = "who holds the mail"
ORGANIZERS = "who organizes a summit"
OFFICES = "who answers for a government, or looks after its office"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
POSTS = frozenset({"POST", "OPTIONS"})

ROUTES = {
    ("office.door", "/office/<secret>", READS, HOLDERS),
    ("office.enter", "/office/<secret>", POSTS, HOLDERS),
    ("office.overview", "/<summit>/office/<city>", READS, OFFICES),
    ("office.paper", "/<summit>/office/<city>/print", READS, OFFICES),
    ("office.log", "/<summit>/office/<city>/log", READS, OFFICES),
    ("office.people", "/<summit>/office/<city>/people", READS, OFFICES),
    ("office.confirm_zone", "/<summit>/office/<city>/zone", POSTS, OFFICES),
    ("office.reply", "/<summit>/office/<city>/sessions/<code>", POSTS, OFFICES),
    ("office.name", "/<summit>/office/<city>/people", POSTS, OFFICES),
    ("office.approve", "/<summit>/office/<city>/people/<int:number>/approve", POSTS, OFFICES),
    ("office.remove", "/<summit>/office/<city>/people/<int:number>/remove", POSTS, OFFICES),
    ("public.summits", "/", READS, EVERYBODY),
    ("public.front", "/<summit>/", READS, EVERYBODY),
    ("public.agenda", "/<summit>/agenda", READS, EVERYBODY),
    ("public.agenda_calendar", "/<summit>/agenda.ics", READS, EVERYBODY),
    ("public.session", "/<summit>/sessions/<code>", READS, EVERYBODY),
    ("public.session_calendar", "/<summit>/sessions/<code>.ics", READS, EVERYBODY),
    ("public.hour", "/<summit>/sessions/<code>/hours", READS, EVERYBODY),
    ("public.speakers", "/<summit>/speakers", READS, EVERYBODY),
    ("public.speaker", "/<summit>/speakers/<code>", READS, EVERYBODY),
    ("public.speaker_calendar", "/<summit>/speakers/<code>.ics", READS, EVERYBODY),
    ("public.cities", "/<summit>/cities", READS, EVERYBODY),
    ("public.city", "/<summit>/cities/<code>", READS, EVERYBODY),
    ("public.city_calendar", "/<summit>/cities/<code>.ics", READS, EVERYBODY),
    ("public.area", "/<summit>/areas/<code>", READS, EVERYBODY),
    ("public.area_calendar", "/<summit>/areas/<code>.ics", READS, EVERYBODY),
    ("public.stage", "/<summit>/stages/<code>", READS, EVERYBODY),
    ("public.stage_calendar", "/<summit>/stages/<code>.ics", READS, EVERYBODY),
    ("public.now", "/<summit>/now", READS, EVERYBODY),
    ("public.fairness", "/<summit>/fairness", READS, EVERYBODY),
    ("public.releases", "/<summit>/releases", READS, EVERYBODY),
    ("public.release", "/<summit>/releases/<int:number>", READS, EVERYBODY),
    ("public.releases_atom", "/<summit>/releases.atom", READS, EVERYBODY),
    ("public.exchange", "/<summit>/data", READS, EVERYBODY),
    ("public.agenda_jcal", "/<summit>/agenda.jcal", READS, EVERYBODY),
    ("public.session_jcal", "/<summit>/sessions/<code>.jcal", READS, EVERYBODY),
    ("public.area_jcal", "/<summit>/areas/<code>.jcal", READS, EVERYBODY),
    ("public.stage_jcal", "/<summit>/stages/<code>.jcal", READS, EVERYBODY),
    ("public.city_jcal", "/<summit>/cities/<code>.jcal", READS, EVERYBODY),
    ("public.speaker_jcal", "/<summit>/speakers/<code>.jcal", READS, EVERYBODY),
    ("public.schedule_xml", "/<summit>/schedule.xml", READS, EVERYBODY),
    ("public.schedule_json", "/<summit>/schedule.json", READS, EVERYBODY),
    ("public.schedule_v2", "/<summit>/schedule.v2.json", READS, EVERYBODY),
    ("public.sessions_csv", "/<summit>/sessions.csv", READS, EVERYBODY),
    ("public.sessions_xlsx", "/<summit>/sessions.xlsx", READS, EVERYBODY),
    ("public.picture", "/<summit>/pictures/<digest>/<int:size>.jpg", READS, EVERYBODY),
    ("public.newest_release_json", "/<summit>/release.json", READS, EVERYBODY),
    ("public.release_json", "/<summit>/releases/<int:number>.json", READS, EVERYBODY),
    ("public.preference", "/<summit>/reader", READS, EVERYBODY),
    ("public.choose", "/reader", POSTS, EVERYBODY),
    ("account.enter", "/account/enter", READS, EVERYBODY),
    ("account.ask", "/account/enter", POSTS, EVERYBODY),
    ("account.enter_by_password", "/account/enter/password", POSTS, EVERYBODY),
    ("account.asked", "/account/asked", READS, EVERYBODY),
    ("account.link", "/account/links/<secret>", READS, EVERYBODY),
    ("account.use_link", "/account/links/<secret>", POSTS, EVERYBODY),
    ("account.invitation", "/account/invitations/<secret>", READS, EVERYBODY),
    ("account.accept_invitation", "/account/invitations/<secret>", POSTS, EVERYBODY),
    ("account.leave", "/account/leave", POSTS, EVERYBODY),
    ("account.erased", "/account/erased", READS, EVERYBODY),
    ("account.register", "/<summit>/register", READS, EVERYBODY),
    ("account.registering", "/<summit>/register", POSTS, EVERYBODY),
    ("account.register_sent", "/<summit>/register/sent", READS, EVERYBODY),
    ("account.register_cancelled", "/<summit>/register/cancelled", READS, EVERYBODY),
    ("account.ask_certificate", "/<summit>/certificates", READS, EVERYBODY),
    ("account.verify", "/<summit>/certificates/<code>", READS, EVERYBODY),
    ("account.registration", "/<summit>/me/registration", READS, ENTERED),
    ("account.correct", "/<summit>/me/registration", POSTS, ENTERED),
    ("account.remind", "/<summit>/me/registration/reminders", POSTS, ENTERED),
    ("account.cancel", "/<summit>/me/registration/cancel", POSTS, ENTERED),
    ("account.certificate", "/<summit>/me/certificate", READS, ENTERED),
    ("account.take_certificate", "/<summit>/me/certificate", POSTS, ENTERED),
    ("account.profile", "/account/", READS, ENTERED),
    ("account.change", "/account/profile", POSTS, ENTERED),
    ("account.end_visit", "/account/visits", POSTS, ENTERED),
    ("account.choose_password", "/account/password", POSTS, ENTERED),
    ("account.remove_password", "/account/password/none", POSTS, ENTERED),
    ("account.prove", "/account/prove", READS, ENTERED),
    ("account.prove_by_code", "/account/prove", POSTS, ENTERED),
    ("account.ask_proof", "/account/prove/question", POSTS, ENTERED),
    ("account.prove_by_passkey", "/account/prove/passkey", POSTS, ENTERED),
    ("account.factors", "/account/factors", READS, ENTERED),
    ("account.authenticator", "/account/factors/authenticator", READS, ENTERED),
    ("account.begin_authenticator", "/account/factors/authenticator", POSTS, ENTERED),
    ("account.confirm_authenticator", "/account/factors/authenticator/code", POSTS, ENTERED),
    ("account.ask_passkey", "/account/factors/passkey/question", POSTS, ENTERED),
    ("account.add_passkey", "/account/factors/passkey", POSTS, ENTERED),
    ("account.rename_factor", "/account/factors/<int:number>/name", POSTS, ENTERED),
    ("account.remove_factor", "/account/factors/<int:number>/remove", POSTS, ENTERED),
    ("account.renew_codes", "/account/factors/codes", POSTS, ENTERED),
    ("account.data", "/account/data", READS, ENTERED),
    ("account.data_json", "/account/data.json", READS, ENTERED),
    ("account.data_zip", "/account/data.zip", READS, ENTERED),
    ("account.erase", "/account/erase", READS, ENTERED),
    ("account.erase_all", "/account/erase", POSTS, ENTERED),
    ("me.agenda", "/<summit>/me", READS, ENTERED),
    ("me.paper", "/<summit>/me/print", READS, ENTERED),
    ("me.download", "/<summit>/me/agenda.ics", READS, ENTERED),
    ("me.calendar", "/<summit>/me/calendar", READS, ENTERED),
    ("me.session", "/<summit>/me/sessions/<code>", READS, ENTERED),
    ("me.joining", "/<summit>/me/sessions/<code>/join", READS, ENTERED),
    ("me.join", "/<summit>/me/sessions/<code>/join/<int:number>", READS, ENTERED),
    ("me.pick", "/<summit>/me/sessions/<code>/pick", POSTS, ENTERED),
    ("me.unpick", "/<summit>/me/sessions/<code>/unpick", POSTS, ENTERED),
    ("me.take", "/<summit>/me/sessions/<code>/seat", POSTS, ENTERED),
    ("me.give_back", "/<summit>/me/sessions/<code>/seat/give-back", POSTS, ENTERED),
    ("me.accept", "/<summit>/me/sessions/<code>/seat/accept", POSTS, ENTERED),
    ("me.decline", "/<summit>/me/sessions/<code>/seat/decline", POSTS, ENTERED),
    ("me.make", "/<summit>/me/calendar/make", POSTS, ENTERED),
    ("me.change", "/<summit>/me/calendar/<int:number>", POSTS, ENTERED),
    ("me.rotate", "/<summit>/me/calendar/<int:number>/rotate", POSTS, ENTERED),
    ("me.revoke", "/<summit>/me/calendar/<int:number>/revoke", POSTS, ENTERED),
    ("feed.show", "/feeds/<token>.ics", READS, HOLDERS),
    ("organizer.mine", "/organize/", READS, ORGANIZERS),
    ("organizer.ask_new", "/organize/new", READS, ORGANIZERS),
    ("organizer.found", "/organize/new", POSTS, ORGANIZERS),
    ("organizer.overview", "/<summit>/organize/", READS, Verb.CHECK),
    ("organizer.offices", "/<summit>/organize/offices", READS, Verb.GREET),
    ("organizer.office", "/<summit>/organize/offices/<code>", READS, Verb.GREET),
    ("organizer.readiness", "/<summit>/organize/readiness.<kind>", READS, Verb.GREET),
    ("organizer.chase", "/<summit>/organize/offices/chase", POSTS, Verb.GREET),
    ("organizer.name_contact", "/<summit>/organize/offices/<code>", POSTS, Verb.GREET),
    (
        "organizer.approve_contact",
        "/<summit>/organize/offices/<code>/<int:number>/approve",
        POSTS,
        Verb.GREET,
    ),
    (
        "organizer.send_link",
        "/<summit>/organize/offices/<code>/<int:number>/link",
        POSTS,
        Verb.GREET,
    ),
    (
        "organizer.revoke_link",
        "/<summit>/organize/offices/<code>/<int:number>/revoke",
        POSTS,
        Verb.GREET,
    ),
    (
        "organizer.remove_contact",
        "/<summit>/organize/offices/<code>/<int:number>/remove",
        POSTS,
        Verb.GREET,
    ),
    ("organizer.hours", "/<summit>/organize/hours", READS, Verb.CHECK),
    ("organizer.alternatives", "/<summit>/organize/sessions/<code>/hours", READS, Verb.CHECK),
    ("organizer.move_to", "/<summit>/organize/sessions/<code>/hours", POSTS, Verb.EDIT),
    ("organizer.turn_order", "/<summit>/organize/sessions/<code>/order", READS, Verb.CHECK),
    ("organizer.keep_turn_order", "/<summit>/organize/sessions/<code>/order", POSTS, Verb.EDIT),
    ("organizer.fairness", "/<summit>/organize/fairness", READS, Verb.CHECK),
    ("organizer.organizers", "/<summit>/organize/organizers", READS, Verb.CHECK),
    ("organizer.choose_roles", "/<summit>/organize/organizers/<int:account>", POSTS, Verb.INVITE),
    ("organizer.need_factor", "/<summit>/organize/organizers/factor", POSTS, Verb.INVITE),
    ("organizer.invite", "/<summit>/organize/invitations", POSTS, Verb.INVITE),
    (
        "organizer.resend_invitation",
        "/<summit>/organize/invitations/<int:number>/resend",
        POSTS,
        Verb.INVITE,
    ),
    (
        "organizer.withdraw_invitation",
        "/<summit>/organize/invitations/<int:number>/withdraw",
        POSTS,
        Verb.INVITE,
    ),
    ("organizer.registrations", "/<summit>/organize/registrations", READS, Verb.ADMIT),
    ("organizer.ask_registration", "/<summit>/organize/registrations/new", READS, Verb.ADMIT),
    ("organizer.registration", "/<summit>/organize/registrations/<int:number>", READS, Verb.ADMIT),
    ("organizer.queues", "/<summit>/organize/queues", READS, Verb.ADMIT),
    ("organizer.queue", "/<summit>/organize/queues/<code>", READS, Verb.ADMIT),
    ("organizer.roll", "/<summit>/organize/rolls/<roll>.<kind>", READS, Verb.ADMIT),
    ("organizer.campaigns", "/<summit>/organize/mail", READS, Verb.SEND),
    ("organizer.ask_campaign", "/<summit>/organize/mail/new", READS, Verb.SEND),
    ("organizer.campaign", "/<summit>/organize/mail/<int:number>", READS, Verb.SEND),
    ("organizer.troubles", "/<summit>/organize/mail/letters", READS, Verb.SEND),
    ("organizer.make_campaign", "/<summit>/organize/mail/new", POSTS, Verb.SEND),
    ("organizer.keep_campaign", "/<summit>/organize/mail/<int:number>", POSTS, Verb.SEND),
    ("organizer.send_campaign", "/<summit>/organize/mail/<int:number>/send", POSTS, Verb.SEND),
    ("organizer.cancel_campaign", "/<summit>/organize/mail/<int:number>/cancel", POSTS, Verb.SEND),
    ("organizer.drop_campaign", "/<summit>/organize/mail/<int:number>/drop", POSTS, Verb.SEND),
    (
        "organizer.resend_letter",
        "/<summit>/organize/mail/letters/<int:number>/resend",
        POSTS,
        Verb.SEND,
    ),
    ("organizer.log", "/<summit>/organize/log", READS, Verb.AUDIT),
    ("organizer.log_csv", "/<summit>/organize/log.csv", READS, Verb.AUDIT),
    ("organizer.add_registration", "/<summit>/organize/registrations/new", POSTS, Verb.ADMIT),
    (
        "organizer.approve_registrations",
        "/<summit>/organize/registrations/approve",
        POSTS,
        Verb.ADMIT,
    ),
    (
        "organizer.approve",
        "/<summit>/organize/registrations/<int:number>/approve",
        POSTS,
        Verb.ADMIT,
    ),
    ("organizer.refuse", "/<summit>/organize/registrations/<int:number>/refuse", POSTS, Verb.ADMIT),
    ("organizer.cancel", "/<summit>/organize/registrations/<int:number>/cancel", POSTS, Verb.ADMIT),
    ("organizer.assign", "/<summit>/organize/registrations/<int:number>/kind", POSTS, Verb.ADMIT),
    (
        "organizer.correct",
        "/<summit>/organize/registrations/<int:number>/correct",
        POSTS,
        Verb.ADMIT,
    ),
    ("organizer.resend", "/<summit>/organize/registrations/<int:number>/resend", POSTS, Verb.ADMIT),
    ("organizer.shut", "/<summit>/organize/registrations/<int:number>/shut", POSTS, Verb.ADMIT),
    ("organizer.offer_seat", "/<summit>/organize/queues/<code>/offer", POSTS, Verb.ADMIT),
    ("organizer.give_seat_back", "/<summit>/organize/queues/<code>/give-back", POSTS, Verb.ADMIT),
    ("organizer.move_to_end", "/<summit>/organize/queues/<code>/to-end", POSTS, Verb.ADMIT),
    ("organizer.resize", "/<summit>/organize/queues/<code>/capacity", POSTS, Verb.ADMIT),
    ("organizer.grid", "/<summit>/organize/grid", READS, Verb.CHECK),
    ("organizer.slot", "/<summit>/organize/grid/sessions/<code>", READS, Verb.CHECK),
    ("organizer.move", "/<summit>/organize/grid/sessions/<code>", POSTS, Verb.EDIT),
    ("organizer.undo", "/<summit>/organize/grid/undo", POSTS, Verb.EDIT),
    ("organizer.redo", "/<summit>/organize/grid/redo", POSTS, Verb.EDIT),
    ("organizer.publish", "/<summit>/organize/publish", READS, Verb.CHECK),
    ("organizer.publish_now", "/<summit>/organize/publish", POSTS, Verb.PUBLISH),
    ("organizer.releases", "/<summit>/organize/releases", READS, Verb.CHECK),
    ("organizer.release", "/<summit>/organize/releases/<int:number>", READS, Verb.CHECK),
    (
        "organizer.ask_return",
        "/<summit>/organize/releases/<int:number>/return",
        READS,
        Verb.PUBLISH,
    ),
    ("organizer.go_back", "/<summit>/organize/releases/<int:number>/return", POSTS, Verb.PUBLISH),
    (
        "organizer.stop_letters",
        "/<summit>/organize/releases/<int:number>/stop",
        POSTS,
        Verb.PUBLISH,
    ),
    (
        "organizer.hasten_letters",
        "/<summit>/organize/releases/<int:number>/send",
        POSTS,
        Verb.PUBLISH,
    ),
    ("organizer.reviews", "/<summit>/organize/reviews", READS, Verb.PUBLISH),
    ("organizer.make_review", "/<summit>/organize/reviews", POSTS, Verb.PUBLISH),
    (
        "organizer.revoke_review",
        "/<summit>/organize/reviews/<int:number>/revoke",
        POSTS,
        Verb.PUBLISH,
    ),
    ("organizer.rehearsal", "/<summit>/organize/rehearsal", READS, Verb.REHEARSE),
    ("organizer.rehearse", "/<summit>/organize/rehearsal", POSTS, Verb.REHEARSE),
    ("organizer.end_rehearsal", "/<summit>/organize/rehearsal/stop", POSTS, Verb.REHEARSE),
    ("organizer.ask_import", "/<summit>/organize/import", READS, Verb.LOAD),
    ("organizer.send_file", "/<summit>/organize/import", POSTS, Verb.LOAD),
    ("organizer.look", "/<summit>/organize/import/<int:number>", READS, Verb.LOAD),
    ("organizer.take_file", "/<summit>/organize/import/<int:number>", POSTS, Verb.LOAD),
    ("organizer.exports", "/<summit>/organize/exports", READS, Verb.CHECK),
    ("organizer.export_draft", "/<summit>/organize/exports/draft/<kind>", READS, Verb.CHECK),
    ("organizer.export", "/<summit>/organize/exports/<int:number>/<kind>", READS, Verb.CHECK),
    ("review.show", "/review/<secret>", READS, HOLDERS),
    ("organizer.sessions", "/<summit>/organize/sessions", READS, Verb.CHECK),
    ("organizer.new_session", "/<summit>/organize/sessions/new", READS, Verb.EDIT),
    ("organizer.add_session", "/<summit>/organize/sessions/new", POSTS, Verb.EDIT),
    ("organizer.sessions_table", "/<summit>/organize/sessions/table", READS, Verb.EDIT),
    ("organizer.keep_sessions_table", "/<summit>/organize/sessions/table", POSTS, Verb.EDIT),
    ("organizer.session", "/<summit>/organize/sessions/<code>", READS, Verb.CHECK),
    ("organizer.keep_session", "/<summit>/organize/sessions/<code>", POSTS, Verb.EDIT),
    ("organizer.parts", "/<summit>/organize/sessions/<code>/parts", READS, Verb.CHECK),
    ("organizer.keep_parts", "/<summit>/organize/sessions/<code>/parts", POSTS, Verb.EDIT),
    ("organizer.turns", "/<summit>/organize/sessions/<code>/turns", READS, Verb.CHECK),
    ("organizer.keep_turns", "/<summit>/organize/sessions/<code>/turns", POSTS, Verb.EDIT),
    ("organizer.streams", "/<summit>/organize/sessions/<code>/streams", READS, Verb.EDIT),
    ("organizer.keep_streams", "/<summit>/organize/sessions/<code>/streams", POSTS, Verb.EDIT),
    ("organizer.stages", "/<summit>/organize/stages", READS, Verb.CHECK),
    ("organizer.areas", "/<summit>/organize/areas", READS, Verb.CHECK),
    ("organizer.days", "/<summit>/organize/days", READS, Verb.CHECK),
    ("organizer.people", "/<summit>/organize/people", READS, Verb.CHECK),
    ("organizer.people_table", "/<summit>/organize/people/table", READS, Verb.EDIT),
    ("organizer.keep_people_table", "/<summit>/organize/people/table", POSTS, Verb.EDIT),
    ("organizer.cities", "/<summit>/organize/cities", READS, Verb.CHECK),
    ("organizer.new_thing", "/<summit>/organize/things/<noun>/new", READS, Verb.EDIT),
    ("organizer.add_thing", "/<summit>/organize/things/<noun>/new", POSTS, Verb.EDIT),
    ("organizer.order", "/<summit>/organize/things/<noun>/order", POSTS, Verb.EDIT),
    ("organizer.thing", "/<summit>/organize/things/<noun>/<code>", READS, Verb.CHECK),
    ("organizer.keep_thing", "/<summit>/organize/things/<noun>/<code>", POSTS, Verb.EDIT),
    ("organizer.removal", "/<summit>/organize/things/<noun>/<code>/remove", READS, Verb.EDIT),
    ("organizer.remove", "/<summit>/organize/things/<noun>/<code>/remove", POSTS, Verb.EDIT),
    ("organizer.settings", "/<summit>/organize/settings", READS, Verb.CHECK),
    ("organizer.keep_settings", "/<summit>/organize/settings", POSTS, Verb.EDIT),
    ("organizer.scale", "/<summit>/organize/settings/scale", READS, Verb.CHECK),
    ("organizer.keep_scale", "/<summit>/organize/settings/scale", POSTS, Verb.EDIT),
    ("organizer.registration_rules", "/<summit>/organize/settings/registration", READS, Verb.CHECK),
    (
        "organizer.keep_registration_rules",
        "/<summit>/organize/settings/registration",
        POSTS,
        Verb.EDIT,
    ),
    ("organizer.search", "/<summit>/organize/search", READS, Verb.CHECK),
    (
        "organizer.availability",
        "/<summit>/organize/things/<noun>/<code>/availability",
        READS,
        Verb.CHECK,
    ),
    (
        "organizer.keep_availability",
        "/<summit>/organize/things/<noun>/<code>/availability",
        POSTS,
        Verb.EDIT,
    ),
    (
        "organizer.picture",
        "/<summit>/organize/pictures/<digest>/<int:size>.jpg",
        READS,
        Verb.CHECK,
    ),
    ("organizer.preview", "/<summit>/organize/preview", POSTS, Verb.CHECK),
    ("offline.worker", "/sw.js", READS, EVERYBODY),
    ("health.alive", "/healthz", READS, OPERATORS),
    ("health.ready", "/readyz", READS, OPERATORS),
    ("health.robots", "/robots.txt", READS, EVERYBODY),
    ("outbox.letters", "/outbox/<key>", READS, TERMINAL),
    ("outbox.letter", "/outbox/<key>/<int:number>", READS, TERMINAL),
    ("outbox.page", "/outbox/<key>/<int:number>.html", READS, TERMINAL),
    ("outbox.message", "/outbox/<key>/<int:number>.eml", READS, TERMINAL),
    ("reminders.ask", "/reminders/<int:account>/<summit>/<wish>/<seal>", READS, MAILED),
    ("reminders.turn_off", "/reminders/<int:account>/<summit>/<wish>/<seal>", POSTS, MAILED),
}


def test_every_route_is_placed(app: Flask) -> None:
    found = {
        (rule.endpoint, rule.rule, frozenset(rule.methods or ()))
        for rule in app.url_map.iter_rules()
    }
    assert found == {(endpoint, rule, methods) for endpoint, rule, methods, _ in ROUTES}


def test_no_endpoint_has_two_addresses(app: Flask) -> None:
    endpoints = [rule.endpoint for rule in app.url_map.iter_rules()]
    assert len(endpoints) == len(set(endpoints))


def test_an_address_belongs_to_its_audience(app: Flask) -> None:
    """What a blueprint is called says who it is for, and all of it has that one guard."""
    audiences = {
        "public": {EVERYBODY},
        "account": {EVERYBODY, ENTERED},
        "me": {ENTERED},
        "feed": {HOLDERS},
        "office": {HOLDERS, OFFICES},
        "organizer": {ORGANIZERS, *Verb},
        "review": {HOLDERS},
        "offline": {EVERYBODY},
        "health": {OPERATORS, EVERYBODY},
        "outbox": {TERMINAL},
        "reminders": {MAILED},
    }
    for endpoint, _, _, who in ROUTES:
        assert who in audiences[endpoint.partition(".")[0]], endpoint


def test_reading_changes_nothing(app: Flask) -> None:
    """No address both reads and changes, so that a link can never change anything."""
    for endpoint, _, methods, _ in ROUTES:
        assert methods in (READS, POSTS), endpoint


def test_what_is_ones_own_is_guarded(app: Flask) -> None:
    """The view itself says that one has to be in, whatever stands around it."""
    for endpoint, _, _, who in ROUTES:
        is_guarded = hasattr(app.view_functions[endpoint], "__wrapped__")
        assert is_guarded == (who in (ENTERED, OFFICES, ORGANIZERS, *Verb)), endpoint


def test_the_console_asks_for_the_verb_that_is_written_here(app: Flask) -> None:
    for endpoint, _, _, who in ROUTES:
        if isinstance(who, Verb):
            assert app.view_functions[endpoint].verb is who, endpoint  # type: ignore[attr-defined]


def test_what_is_ones_own_asks_who_it_is(client: FlaskClient) -> None:
    """Each page of a participant leads whoever has not entered to the entrance."""
    for endpoint, rule, methods, who in ROUTES:
        if who == ENTERED and methods == READS:
            path = rule.replace("<summit>", "cac2020").replace("<code>", "diamond")
            path = path.replace("<int:number>", "1")
            answer = client.get(path)
            assert (answer.status_code, answer.location) == (
                303,
                f"/account/enter?next={path}",
            ), endpoint
