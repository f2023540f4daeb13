"""Availability: kept for organizers, told to those who check the programme, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from summit.core import edit as edits
from summit.core.availability import MOST, Window
from summit.core.change import Noun
from summit.core.clash import Finding, Rule
from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.role import GRANTS, Role, Verb, participant
from summit.formats import release_json
from summit.services import audit, availability, edit, exchange, overview, release
from summit.services.audit import Asked
from summit.services.exchange import Wishes
from tests.conftest import ACTOR, NOW
from tests.factories import person

CAC, DOMAIN, WHO = "cac2020", "summit.example", "jared-diamond"
DIAMOND = datetime(2020, 6, 3, 23, tzinfo=UTC)
BEFORE = Window(DIAMOND - timedelta(days=1), DIAMOND)
ALL = Window(DIAMOND, DIAMOND + timedelta(minutes=90))
NONE = availability.mark(())


def keep(*windows: Window, noun: Noun = Noun.SPEAKER, who: str = WHO, seen: str = NONE) -> None:
    availability.keep(ACTOR, CAC, noun, who, windows, NOW, seen)


def found() -> list[Finding]:
    rules = (Rule.PERSON_AWAY, Rule.CITY_AWAY)
    return [one for one in release.preview(ACTOR, CAC).findings if one.rule in rules]


def test_windows_are_kept_joined_and_taken_out(app: Flask) -> None:
    with app.app_context():
        assert availability.read(ACTOR, CAC) == {}
        keep(ALL, BEFORE)
        whole = (Window(BEFORE.begins, ALL.ends),)
        assert availability.read(ACTOR, CAC) == {("person", WHO): whole}
        keep(BEFORE, noun=Noun.CITY, who="london")
        keep(seen=availability.mark(whole))
        assert availability.read(ACTOR, CAC) == {("government", "london"): (BEFORE,)}


def test_a_session_outside_is_found_by_all_who_look(app: Flask) -> None:
    with app.app_context():
        before = overview.read(ACTOR, CAC, NOW).levels
        assert found() == []
        keep(BEFORE)
        assert [(one.rule, one.sessions, one.about) for one in found()] == [
            (Rule.PERSON_AWAY, ("diamond",), WHO)
        ]
        after = overview.read(ACTOR, CAC, NOW).levels
        assert after["warns"] == before["warns"] + 1
        prospect = release.prospect(ACTOR, CAC, NOW)
        assert set(found()) <= set(prospect.preview.findings)
        assert prospect.preview.blockers == ()


def test_nothing_of_it_is_published(app: Flask) -> None:
    with app.app_context():
        before = release_json.rewrite(release.draft(ACTOR, CAC, NOW))
        keep(BEFORE)
        assert release_json.rewrite(release.draft(ACTOR, CAC, NOW)) == before
        assert release.prospect(ACTOR, CAC, NOW).is_new is False
        with pytest.raises(Invalid):
            release.publish(ACTOR, CAC, "", NOW)


def test_the_log_says_what_it_was_and_is(app: Flask) -> None:
    with app.app_context():
        keep(BEFORE)
        keep(BEFORE, seen=availability.mark([BEFORE]))
        lines = [
            one for one in audit.log(ACTOR, CAC, Asked()).lines if one.thing == f"speaker/{WHO}"
        ]
        assert [(one.before, one.after) for one in lines] == [
            ({"available": []}, {"available": ["2020-06-02T23:00Z/2020-06-03T23:00Z"]})
        ]


def test_who_is_second_is_told(app: Flask) -> None:
    with app.app_context():
        keep(BEFORE)
        with pytest.raises(Stale):
            keep(ALL)
        assert availability.read(ACTOR, CAC) == {("person", WHO): (BEFORE,)}


@pytest.mark.parametrize(
    "windows",
    [
        (Window(DIAMOND, DIAMOND),),
        (Window(ALL.ends, ALL.begins),),
        tuple(
            Window(DIAMOND + timedelta(days=n), DIAMOND + timedelta(days=n, hours=1))
            for n in range(MOST + 1)
        ),
    ],
)
def test_what_is_no_window_is_refused(app: Flask, windows: tuple[Window, ...]) -> None:
    with app.app_context():
        with pytest.raises(Invalid):
            keep(*windows)
        assert availability.read(ACTOR, CAC) == {}


def test_who_is_not_there_has_none(app: Flask) -> None:
    with app.app_context():
        for noun, who in ((Noun.SPEAKER, "nobody"), (Noun.CITY, WHO)):
            with pytest.raises(NotFound):
                keep(BEFORE, noun=noun, who=who)


@pytest.mark.parametrize("role", Role)
def test_roles_read_and_change_it_as_the_programme(app: Flask, role: Role) -> None:
    actor = participant(1, frozenset({(CAC, role)}))
    with app.app_context():
        if Verb.CHECK in GRANTS[role]:
            assert availability.read(actor, CAC) == {}
        else:
            with pytest.raises(NotAllowed):
                availability.read(actor, CAC)
        if Verb.EDIT not in GRANTS[role]:
            with pytest.raises(NotAllowed):
                availability.keep(actor, CAC, Noun.SPEAKER, WHO, (BEFORE,), NOW, NONE)
    outsider = participant(2, frozenset({("other", Role.OWNER)}))
    with app.app_context(), pytest.raises(NotAllowed):
        availability.read(outsider, CAC)


def test_a_removal_that_is_taken_back_brings_it_back(app: Flask) -> None:
    with app.app_context():
        new = person("ada-sample")
        edit.apply(ACTOR, CAC, "add", lambda one: edits.put(one, Noun.SPEAKER, new), NOW, DOMAIN)
        keep(BEFORE, who=new.code)
        edit.apply(
            ACTOR, CAC, "remove", lambda one: edits.drop(one, Noun.SPEAKER, new.code), NOW, DOMAIN
        )
        assert found() == []
        edit.undo(ACTOR, CAC, NOW, DOMAIN)
        assert availability.read(ACTOR, CAC) == {("person", new.code): (BEFORE,)}


def test_the_look_at_a_file_tells_of_it(app: Flask) -> None:
    with app.app_context():
        keep(BEFORE)
        octets = release_json.rewrite(release.draft(ACTOR, CAC, NOW))
        report = exchange.take(ACTOR, CAC, octets, DOMAIN, NOW, Wishes(dry=True))
        rules = [one.rule for one in report.findings if one.about == WHO]
        assert rules == [Rule.PERSON_AWAY]
