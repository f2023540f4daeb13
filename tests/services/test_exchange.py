"""Taking files from elsewhere in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from summit.core.change import Noun, What
from summit.core.clash import Clash, Rule
from summit.core.errors import Invalid, NotAllowed
from summit.core.exchange import Outcome, ZoneNeeded
from summit.core.identity import guid
from summit.core.programme import Programme, Status, Stream
from summit.core.release import Release
from summit.core.report import Report
from summit.core.role import VISITOR
from summit.core.text import Text
from summit.db import release as table
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.release import ReleaseRow
from summit.formats import ical, release_json
from summit.formats.export import EXPORTS
from summit.formats.outlet import Outlet
from summit.services import edit, exchange, programme, release
from summit.services.exchange import Wishes
from tests.conftest import ACTOR, NOW, URL, Store
from tests.factories import (
    START,
    person,
    released,
    session,
    stage,
    stamp,
    text,
    wild_programmes,
)
from tests.factories import programme as made

LATER = NOW + timedelta(hours=1)
CAC = "cac2020"
DOMAIN = "summit.example"
SHARED = Path(__file__).parents[2] / "../shared/data"
HEAD = """<schedule><version>1</version><conference><title>Conference</title>
<time_zone_name>Asia/Seoul</time_zone_name></conference>
<day index="1" date="2020-06-02">"""
FOOT = "</day></schedule>"


def event_xml(number: int, title: str = "", start: str = "22:00", **fields: str) -> str:
    values = {"duration": "01:00", "room": "Hall", "person": "Ada"} | fields
    room = values["room"]
    return f"""<room name="{room}"><event id="{number}" guid="{guid(f"{number}")}">
    <date>2020-06-02T{start}:00+09:00</date><start>{start}</start><room>{room}</room>
    <duration>{values["duration"]}</duration><title>{title or f"Talk {number}"}</title>
    <persons><person>{values["person"]}</person></persons></event></room>"""


def xml(*events: str) -> bytes:
    return f"{HEAD}{''.join(events)}{FOOT}".encode()


TWO = xml(event_xml(1), event_xml(2, start="23:00", person="Bo"))


def take(octets: bytes, code: str = "conf", now: datetime = NOW, **wishes: object) -> Report:
    return exchange.take(ACTOR, code, octets, DOMAIN, now, Wishes(**wishes))  # type: ignore[arg-type]


def rows() -> dict[str, list[tuple[object, ...]]]:
    found = {
        one.name: [tuple(row) for row in db.session.execute(select(one).order_by(*one.primary_key))]
        for one in db.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def counts(report: Report, noun: Noun = Noun.SESSION) -> tuple[int, int, int, int]:
    (one,) = (one for one in report.counts if one.noun is noun)
    return (one.new, one.changed, one.same, one.absent)


def body(code: str, number: int | None = None) -> bytes:
    found = table.body(db.session(), code, number)
    db.session.rollback()
    assert found is not None
    return bytes(found)


# --- a draft --------------------------------------------------------------------------------


def test_a_file_founds_a_summit_that_nobody_sees_yet(empty: Flask) -> None:
    with empty.app_context():
        report = take(TWO)
        assert (report.format, report.is_new, report.has_changed) == ("schedule.xml", True, True)
        assert (report.release, report.is_dry) == (None, False)
        assert counts(report) == (2, 0, 0, 0)
        assert counts(report, Noun.SPEAKER) == (2, 0, 0, 0)
        draft = programme.draft(ACTOR, "conf")
        assert [(one.title, one.stage) for one in draft.sessions] == [
            (text("Talk 1"), "hall"),
            (text("Talk 2"), "hall"),
        ]
        assert {one.stamp and one.stamp.uid for one in draft.sessions} == {
            f"{guid('1')}@{DOMAIN}",
            f"{guid('2')}@{DOMAIN}",
        }
        (line,) = db.session.scalars(select(AuditRow))
        assert (line.verb, line.thing, line.at) == ("load", "summit/conf", NOW)
        assert line.after["format"] == "schedule.xml"
        assert "session/1" in line.after["changed"]


def test_the_same_file_again_changes_no_row(empty: Flask) -> None:
    with empty.app_context():
        take(TWO)
        before = rows()
        report = take(TWO, now=LATER)
        assert (report.has_changed, counts(report)) == (False, (0, 0, 2, 0))
        assert rows() == before


def test_a_dry_run_says_the_same_and_writes_nothing(empty: Flask) -> None:
    with empty.app_context():
        before = rows()
        dry = take(TWO, dry=True, publish=True)
        assert rows() == before
        done = take(TWO, publish=True)
        assert dry.release is not None
        assert done.release is not None
        assert dry.release.number == done.release.number == 1
        assert replace(dry, is_dry=False, release=done.release) == done
        before = rows()
        moved = take(xml(event_xml(1, start="20:00")), dry=True)
        assert [(one.code, one.what) for one in moved.changes] == [("1", (What.MOVED,))]
        assert [one.code for one in moved.absent] == ["2"]
        assert rows() == before


def test_the_zone_is_asked_for_once(empty: Flask) -> None:
    unzoned = TWO.replace(b"<time_zone_name>Asia/Seoul</time_zone_name>", b"").replace(
        b"+09:00", b""
    )
    with empty.app_context():
        with pytest.raises(ZoneNeeded, match="--timezone"):
            take(unzoned)
        assert programme.exists(ACTOR, "conf") is False
        take(unzoned, zone="Asia/Seoul")
        assert programme.draft(ACTOR, "conf").sessions[0].starts == START
        assert take(unzoned).has_changed is False


def test_only_offsets_name_no_zone(empty: Flask) -> None:
    unnamed = TWO.replace(b"<time_zone_name>Asia/Seoul</time_zone_name>", b"")
    with empty.app_context():
        with pytest.raises(ZoneNeeded, match="This file does not name a time zone"):
            take(unnamed)
        take(unnamed, zone="Asia/Tokyo")
        assert programme.draft(ACTOR, "conf").summit.zone == "Asia/Tokyo"


def test_what_cannot_be_taken_is_left_out_and_the_rest_is_taken(empty: Flask) -> None:
    with empty.app_context():
        report = take(xml(event_xml(1), event_xml(2, duration="00:00")))
        assert counts(report) == (1, 0, 0, 0)
        assert [one.outcome for one in report.problems] == [Outcome.LEFT_OUT]


def test_a_removed_session_stays_removed(empty: Flask) -> None:
    with empty.app_context():
        take(TWO)
        programme.remove(ACTOR, "conf", "2", LATER)
        report = take(TWO, now=LATER)
        assert report.has_changed is False
        assert [one.message for one in report.problems] == [
            "it was removed from the programme, and stays so until it is restored"
        ]
        programme.restore(ACTOR, "conf", "2", LATER)
        assert take(TWO).problems == ()


def test_what_the_file_cancels_is_cancelled(empty: Flask) -> None:
    with empty.app_context():
        take(TWO)
        report = take(xml(event_xml(1, title="CANCELLED: Talk 1"), event_xml(2, start="23:00")))
        assert next(one.what for one in report.changes) == (What.CANCELLED,)
        assert programme.draft(ACTOR, "conf").sessions[0].status is Status.CANCELLED


def test_one_file_goes_into_two_summits_of_an_installation(empty: Flask) -> None:
    with empty.app_context():
        take(TWO, "first", publish=True)
        take(TWO, "second", publish=True)
        uids = {
            code: {one.stamp.uid for one in programme.draft(ACTOR, code).sessions if one.stamp}
            for code in ("first", "second")
        }
        assert uids["first"].isdisjoint(uids["second"])
        before = rows()
        assert take(TWO, "first").has_changed is False
        assert take(TWO, "second").has_changed is False
        assert take(xml(event_xml(1), event_xml(2, "New", "23:00")), "second").has_changed is True
        assert len(rows()["session"]) == len(before["session"])


@pytest.mark.parametrize("code", ["Conf", "a b", "healthz", "", "x" * 65])
def test_a_summit_has_a_code_that_can_stand_in_an_address(empty: Flask, code: str) -> None:
    with empty.app_context(), pytest.raises(Invalid):
        take(TWO, code)


def test_only_operators_take_files_in(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotAllowed, match="visitor may not load cac2020"):
        exchange.take(VISITOR, CAC, TWO, DOMAIN, NOW, Wishes())


def test_a_file_may_not_be_larger_than_can_be_read(empty: Flask) -> None:
    with empty.app_context(), pytest.raises(Invalid, match="larger than 32 MB"):
        take(bytes(32 * 2**20 + 1))


# --- a release ------------------------------------------------------------------------------


def test_a_file_is_published_at_once(empty: Flask) -> None:
    with empty.app_context():
        report = take(TWO, publish=True, note="From elsewhere")
        assert report.release is not None
        assert (report.release.number, report.release.note) == (1, "From elsewhere")
        assert body("conf") == release_json.rewrite(report.release)
        deeds = [(verb, thing) for _, _, _, verb, _, thing, *_ in rows()["audit"]]
        assert deeds == [("load", "summit/conf"), ("publish", "release/1")]
        again = take(TWO, publish=True, now=LATER)
        assert (again.release, again.last) == (None, 1)
        moved = take(xml(event_xml(1, start="20:00")), publish=True, now=LATER)
        assert moved.release is not None
        assert moved.release.number == 2
        assert [one.code for one in moved.release.changes] == ["1"]
        assert moved.release.note == "Imported."


def test_what_was_only_drafted_before_is_published_with_the_same_file(empty: Flask) -> None:
    with empty.app_context():
        take(TWO)
        report = take(TWO, publish=True, now=LATER)
        assert report.has_changed is False
        assert report.release is not None
        assert report.release.number == 1


CLASHING = xml(event_xml(1), event_xml(2, start="22:30"))


def test_what_is_twice_in_the_file_is_published_and_blocks_no_later_release(empty: Flask) -> None:
    with empty.app_context():
        take(CLASHING)
        with pytest.raises(Clash, match="two sessions at once on the stage “Hall”"):
            release.publish(ACTOR, "conf", "", NOW)
        report = take(CLASHING, publish=True)
        twice = [Rule.STAGE_TWICE, Rule.PERSON_TWICE]
        assert [one.rule for one in report.findings if one.rule in twice] == twice
        assert report.release is not None
        programme.move(ACTOR, "conf", "1", LATER, minutes=50)
        assert release.preview(ACTOR, "conf").blockers == ()
        assert release.publish(ACTOR, "conf", "", LATER).number == 2
        take(xml(event_xml(3, start="18:00", person="Cy")))
        programme.move(ACTOR, "conf", "3", LATER, starts=START + timedelta(minutes=10))
        blocked = release.preview(ACTOR, "conf").blockers
        assert [one.sessions for one in blocked] == [("1", "3"), ("3", "2")]
        with pytest.raises(Clash):
            release.publish(ACTOR, "conf", "", LATER)


def test_a_clash_with_what_the_file_has_not_stops_it_all(empty: Flask) -> None:
    with empty.app_context():
        take(xml(event_xml(1)), publish=True)
        before = rows()
        with pytest.raises(Clash, match=r"two sessions at once on the stage “Hall” \(1, 2\)"):
            take(xml(event_xml(2, start="22:30", person="Bo")), publish=True)
        assert rows() == before
        report = take(xml(event_xml(2, start="22:30", person="Bo")))
        assert [one.code for one in report.absent] == ["1"]


@pytest.mark.parametrize("kind", [AuditRow, ReleaseRow])
def test_an_error_in_the_middle_leaves_nothing(empty: Flask, kind: type) -> None:
    def fail(*_: object) -> None:
        raise IntegrityError("forced", {}, Exception("forced"))

    with empty.app_context():
        before = rows()
        event.listen(kind, "before_insert", fail)
        try:
            with pytest.raises(IntegrityError):
                take(TWO, publish=True)
        finally:
            event.remove(kind, "before_insert", fail)
        assert rows() == before
        assert take(TWO, publish=True).release is not None


# --- our own files --------------------------------------------------------------------------


def outlet(code: str, language: str = "en") -> Outlet:
    return Outlet(f"{URL}/{code}", language)


def calendar(found: Release, where: Outlet) -> bytes:
    return ical.feed(found, ical.Scope.AGENDA, "", where, timedelta(hours=1))[0]


WRITERS: dict[str, Callable[[Release, Outlet], bytes]] = {
    **{name: one.write for name, one in EXPORTS.items()},
    "agenda.ics": calendar,
}


@pytest.mark.parametrize("language", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_our_own_files_change_nothing_in_their_summit(app: Flask, name: str, language: str) -> None:
    with app.app_context():
        programme.cancel(ACTOR, CAC, "sports", LATER)
        programme.remove(ACTOR, CAC, "welfare", LATER)
        done = release.publish(ACTOR, CAC, "", LATER)
        before = rows()
        report = take(WRITERS[name](done, outlet(CAC, language)), CAC, LATER)
        assert [str(one) for one in report.changes] == []
        assert (report.has_changed, rows()) == (False, before)


# --- releases that move ---------------------------------------------------------------------


@pytest.fixture
def fresh(empty: Flask, store: Store) -> Iterator[Callable[[], None]]:
    """Empties the database, within an application that is open."""

    def restore() -> None:
        db.session.remove()
        db.engine.dispose()
        store.restore("empty")

    with empty.app_context():
        yield restore


def grown() -> bytes:
    """A release with a history: moved, cancelled, withdrawn, hidden and restored sessions."""
    sessions = [
        session(code, starts=START + timedelta(hours=2 * n), stage="hall", area="culture")
        for n, code in enumerate(("stays", "moves", "goes", "falls"))
    ]
    programme.load(ACTOR, made(*sessions), DOMAIN, NOW)
    release.publish(ACTOR, "test", "First", NOW)
    programme.move(ACTOR, "test", "moves", LATER, minutes=30, stage="studio")
    programme.remove(ACTOR, "test", "goes", LATER)
    programme.cancel(ACTOR, "test", "falls", LATER)
    release.publish(ACTOR, "test", "Second", LATER)
    return body("test", 2)


def test_a_release_moves_to_another_installation_byte_for_byte(
    fresh: Callable[[], None],
) -> None:
    octets = grown()
    heads = release.history(ACTOR, "test")
    fresh()
    report = take(octets, "test", LATER + timedelta(days=1), publish=True)
    assert (report.is_moved, report.is_new, report.has_changed) == (True, True, True)
    assert counts(report) == (3, 0, 0, 0)
    assert body("test") == octets
    assert release.history(ACTOR, "test") == heads[:1]
    with pytest.raises(Invalid, match="Nothing has changed since release 2"):
        release.publish(ACTOR, "test", "", LATER + timedelta(days=2))
    programme.rename(ACTOR, "test", "stays", Text({"en": "New"}), LATER)
    third = release.publish(ACTOR, "test", "", LATER + timedelta(days=2))
    assert (third.number, [one.code for one in third.changes]) == (3, ["stays"])
    # Calendars are still told of the session that left before the move, and its code is taken.
    assert [one.code for one in third.programme.sessions if one.status is Status.WITHDRAWN] == [
        "goes"
    ]
    assert programme.load(ACTOR, made(session("goes")), DOMAIN, LATER) == ()


def test_the_demonstration_moves_byte_for_byte(
    fresh: Callable[[], None], cac2020: Programme
) -> None:
    programme.load(ACTOR, cac2020, DOMAIN, NOW)
    done = release.publish(ACTOR, CAC, "As first published", NOW)
    octets = release_json.rewrite(done)
    fresh()
    report = take(octets, CAC, LATER, publish=True)
    assert report.release is not None
    assert (report.is_moved, report.release.digest) == (True, done.digest)
    assert body(CAC) == octets


@settings(max_examples=8)
@given(whole=wild_programmes())
def test_any_release_moves_byte_for_byte(fresh: Callable[[], None], whole: Programme) -> None:
    fresh()
    octets = release_json.rewrite(released(whole, 7, NOW, "Wild"))
    report = take(octets, "wild", LATER, publish=True)
    assert (report.is_moved, body("wild")) == (True, octets)
    assert take(octets, "wild", LATER, publish=True).has_changed is False


def test_a_release_that_was_reformatted_is_the_same_release(fresh: Callable[[], None]) -> None:
    octets = grown()
    fresh()
    take(octets.replace(b",", b" ,\n "), "test", LATER, publish=True)
    assert body("test") == octets


@pytest.mark.parametrize(
    ("code", "wishes"), [("other", {}), ("test", {"title": "New title"}), ("test", {"zone": "UTC"})]
)
def test_a_release_under_other_terms_becomes_an_ordinary_first_release(
    fresh: Callable[[], None], code: str, wishes: dict[str, str]
) -> None:
    octets = grown()
    fresh()
    report = take(octets, code, LATER, publish=True, note="Moved", **wishes)
    assert report.release is not None
    assert (report.is_moved, report.release.number, report.release.note) == (False, 1, "Moved")
    uids = {one.stamp.uid for one in report.release.sessions if one.stamp}
    assert uids == {one.stamp.uid for one in release_json.read(octets).sessions if one.stamp}


def test_a_release_where_there_are_releases_becomes_the_draft(fresh: Callable[[], None]) -> None:
    octets = grown()
    programme.move(ACTOR, "test", "moves", LATER, minutes=90)
    release.publish(ACTOR, "test", "Third", LATER + timedelta(hours=1))
    report = take(octets, "test", LATER + timedelta(hours=2), publish=True)
    assert report.release is not None
    assert (report.is_moved, report.release.number) == (False, 4)
    assert [(one.code, one.what) for one in report.release.changes] == [("moves", (What.LENGTH,))]


def test_a_release_beside_its_own_summit_gets_uids_of_its_own(fresh: Callable[[], None]) -> None:
    octets = grown()
    report = take(octets, "copy", LATER, publish=True)
    assert report.release is not None
    assert report.is_moved is False
    uids = [
        {one.stamp.uid for one in found.sessions if one.stamp}
        for found in (report.release, release_json.read(octets))
    ]
    assert uids[0].isdisjoint(uids[1])
    assert take(octets, "copy", LATER).has_changed is False


def test_a_release_without_publishing_is_a_draft(fresh: Callable[[], None]) -> None:
    octets = grown()
    fresh()
    report = take(octets, "test", LATER)
    assert (report.release, release.history(ACTOR, "test")) == (None, ())
    assert counts(report) == (3, 0, 0, 0)


def _hostile(**fields: object) -> bytes:
    wrong = replace(session("one", stamp=stamp(1)), **fields)  # type: ignore[arg-type]
    return release_json.rewrite(released(made(wrong)))


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (_hostile(code="../x"), "a code is made of small letters"),
        (_hostile(streams=(Stream("en", text("W"), "javascript:alert(1)"),)), "is not an address"),
        (_hostile(stamp=None), "session one, stamp: this is missing"),
        (_hostile(starts=datetime(2020, 6, 2)), "names no time zone"),  # noqa: DTZ001
        (_hostile(minutes=0), "0 minutes is no length"),
        (_hostile(stage="nowhere"), "there is no stage “nowhere”"),
        (
            release_json.rewrite(released(made(people=(person(), person())))),
            "the code “ada” names more than one speaker",
        ),
        (release_json.rewrite(released(made(stages=(stage("x" * 65),)))), "a code is made of"),
    ],
)
def test_a_release_that_is_none_of_ours_is_refused(
    empty: Flask, octets: bytes, message: str
) -> None:
    with empty.app_context():
        before = rows()
        with pytest.raises((Invalid, Clash), match=message):
            take(octets, "test", publish=True)
        assert rows() == before


# --- real files -----------------------------------------------------------------------------

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files are not here")


@needs_shared
@pytest.mark.parametrize(
    ("file", "wishes", "known"),
    [
        ("fosdem-2021.pentabarf.xml", {"zone": "Europe/Brussels"}, (773, 684, 106, 2)),
        ("debconf23.schedule.xml", {}, (117, 87, 5, 8)),
        ("rc3-channels-2020.schedule.json", {"zone": "Europe/Berlin"}, (48, 56, 5, 4)),
        ("linux-conf-au-2020.ics", {"title": "LCA"}, (262, 0, 7, 6)),
    ],
)
def test_real_files_are_published_whole(
    empty: Flask, file: str, wishes: dict[str, str], known: tuple[int, int, int, int]
) -> None:
    """Counted are sessions, people, stages and days."""
    octets = (SHARED / file).read_bytes()
    with empty.app_context():
        found = take(octets, "real", publish=True, **wishes).release
        assert found is not None
        whole = found.programme
        counted = (found.sessions, whole.people, whole.stages, whole.days)
        assert tuple(map(len, counted)) == known
        before = rows()
        again = take(octets, "real", LATER, publish=True)
        assert (again.has_changed, again.release, rows()) == (False, None, before)


@needs_shared
def test_real_files_say_what_is_known_of_them(empty: Flask) -> None:
    with empty.app_context():
        with pytest.raises(ZoneNeeded):
            take((SHARED / "fosdem-2021.pentabarf.xml").read_bytes(), publish=True)
        octets = (SHARED / "fosdem-2021.pentabarf.xml").read_bytes()
        report = take(octets, "fosdem", publish=True, zone="Europe/Brussels")
        assert [one.rule for one in report.findings].count(Rule.STAGE_TWICE) == 1
        assert len(programme.draft(ACTOR, "fosdem").areas) == 109
        octets = (SHARED / "debconf23.schedule.xml").read_bytes()
        found = take(octets, "debconf", publish=True).release
        assert found is not None
        uids = {one.code: one.starts for one in found.sessions if "-35-" in one.code}
        assert list(uids.values()) == [datetime(2023, 9, 10, 5, tzinfo=UTC)]
        octets = (SHARED / "linux-conf-au-2020.ics").read_bytes()
        whole = take(octets, "lca", publish=True, title="LCA").release
        assert whole is not None
        dates = [one.date for one in whole.programme.days]
        assert dates == [date(2020, 1, 12) + timedelta(days=n) for n in range(6)]
        assert whole.summit.zone == "Australia/Brisbane"


# --- undone ---------------------------------------------------------------------------------


def sessions(code: str = "conf") -> list[str]:
    return [one.code for one in programme.draft(ACTOR, code).sessions]


def test_an_import_is_undone_and_done_again(empty: Flask) -> None:
    with empty.app_context():
        take(xml(event_xml(1)))
        before = programme.draft(ACTOR, "conf")
        take(xml(event_xml(1, start="20:00"), event_xml(2, room="Attic", person="Bo")), now=LATER)
        after = programme.draft(ACTOR, "conf")
        undoable, redoable = edit.reversible(ACTOR, "conf")
        assert (undoable and undoable.what, redoable) == ("import", None)
        edit.undo(ACTOR, "conf", LATER, DOMAIN)
        assert programme.draft(ACTOR, "conf") == before
        edit.redo(ACTOR, "conf", LATER, DOMAIN)
        assert programme.draft(ACTOR, "conf") == after


def test_a_dry_run_leaves_nothing_to_undo(empty: Flask) -> None:
    with empty.app_context():
        take(xml(event_xml(1)))
        before = rows()
        take(TWO, dry=True, now=LATER)
        assert rows() == before


def test_what_was_removed_comes_back_where_that_is_wished(empty: Flask) -> None:
    with empty.app_context():
        take(TWO)
        uids = {one.code: one.stamp for one in programme.draft(ACTOR, "conf").sessions}
        for code in ("1", "2"):
            programme.remove(ACTOR, "conf", code, LATER)
        one = xml(event_xml(1))
        assert [str(problem.outcome) for problem in take(one).problems] == ["left out"]
        assert sessions() == []
        report = take(one, restore=True)
        assert (counts(report), report.problems, sessions()) == ((1, 0, 0, 0), (), ["1"])
        assert programme.draft(ACTOR, "conf").sessions[0].stamp == uids["1"]
        edit.undo(ACTOR, "conf", LATER, DOMAIN)
        assert sessions() == []
        take(TWO, restore=True)
        assert sessions() == ["1", "2"]
