"""Every route with its methods and who may use it: a new one fails until it is placed here."""

from __future__ import annotations

from flask import Flask

EVERYBODY, OPERATORS = "everybody", "operators' machines"
TERMINAL = "who reads the terminal of the demonstration"
MAILED = "who holds the mail"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
POSTS = frozenset({"POST", "OPTIONS"})

ROUTES = {
    ("public.summits", "/", READS, EVERYBODY),
    ("public.front", "/<summit>/", READS, EVERYBODY),
    ("public.agenda", "/<summit>/agenda", READS, EVERYBODY),
    ("public.agenda_calendar", "/<summit>/agenda.ics", READS, EVERYBODY),
    ("public.session", "/<summit>/sessions/<code>", READS, EVERYBODY),
    ("public.session_calendar", "/<summit>/sessions/<code>.ics", READS, EVERYBODY),
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
    ("public.newest_release_json", "/<summit>/release.json", READS, EVERYBODY),
    ("public.release_json", "/<summit>/releases/<int:number>.json", READS, EVERYBODY),
    ("public.preference", "/<summit>/reader", READS, EVERYBODY),
    ("public.choose", "/reader", POSTS, EVERYBODY),
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
    audiences = {"public": {EVERYBODY}, "health": {OPERATORS, EVERYBODY}}
    audiences |= {"outbox": {TERMINAL}, "reminders": {MAILED}}
    for endpoint, _, _, who in ROUTES:
        assert who in audiences[endpoint.partition(".")[0]], endpoint


def test_reading_changes_nothing(app: Flask) -> None:
    """No address both reads and changes, so that a link can never change anything."""
    for endpoint, _, methods, _ in ROUTES:
        assert methods in (READS, POSTS), endpoint
