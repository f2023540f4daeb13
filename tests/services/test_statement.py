"""Statements: versions, deadlines, what is taken, and who reads them when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.role import VISITOR, Actor, Office, Role, participant
from summit.core.run import Act, Press
from summit.core.statement import MOST, Deadline, Delivery, Key, Material, Standing
from summit.db.attachment import AttachmentRow, PieceRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.edit import EditRow
from summit.db.statement import VersionRow
from summit.services import attachment, embargo, programme, rehearsal, release, run, statement
from summit.services.statement import Given
from tests import attachments
from tests.conftest import ACTOR, NOW
from tests.services.test_seat import at_once

CAC = "cac2020"
KEY = Key("mayoral-meeting", "london", "sadiq-khan")
OTHER = Key("mayoral-meeting", "jakarta", "anies-baswedan")
CANARY = "canary-2718281828"
TEXT = Given(Material.TEXT, "en", f"Dear mayors, {CANARY}")
LARGEST = 3 * 2**20


def organizer(role: Role) -> Actor:
    return participant(100 + list(Role).index(role), frozenset({(CAC, role)}))


LONDON = Actor("account:1", Office.PARTICIPANT, 1, frozenset(), frozenset({(CAC, "london")}))
JAKARTA = Actor("account:2", Office.PARTICIPANT, 2, frozenset(), frozenset({(CAC, "jakarta")}))
ELSEWHERE = Actor("account:3", Office.PARTICIPANT, 3, frozenset(), frozenset({("x", "london")}))
PROTOCOL, INTERPRETER = organizer(Role.PROTOCOL), organizer(Role.INTERPRETER)
ORGANIZERS = tuple(organizer(role) for role in Role)


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def hand_in(given: Given = TEXT, actor: Actor = LONDON, key: Key = KEY, **more: Any) -> int:
    return statement.hand_in(actor, CAC, key, given, more.pop("at", NOW), largest=LARGEST, **more)


def line(key: Key = KEY, at: Any = NOW) -> embargo.Line:
    found = {one.key: one for one in embargo.listing(PROTOCOL, CAC, at)}
    return found[key]


def last() -> int:
    """Return the number of the newest version."""
    found = db.session.scalar(select(func.max(VersionRow.id)))
    db.session.rollback()
    assert found is not None
    return int(found)


def noted() -> list[tuple[str, str, str, Any]]:
    """Return the log about statements: who did what to which, and what it was then."""
    rows = db.session.scalars(
        select(AuditRow).where(AuditRow.thing.startswith("statement")).order_by(AuditRow.id)
    )
    found = [(row.actor, row.verb, row.thing, row.after) for row in rows]
    db.session.rollback()
    return found


def after() -> Any:
    """Return when London has spoken."""
    found = line().speech
    assert found is not None
    return found.ends


@pytest.mark.usefixtures("ready")
class TestHandingIn:
    def test_each_is_a_version_and_the_last_counts(self) -> None:
        assert [hand_in(), hand_in(Given(Material.TEXT, "ko", "둘째")), hand_in()] == [1, 2, 3]
        assert hand_in(Given(Material.SLIDES, file=BytesIO(attachments.PDF), name="a.pdf")) == 1
        found = line().statement
        assert [(one.material.value, one.number) for one in found.versions] == [
            ("slides", 1),
            ("text", 3),
            ("text", 2),
            ("text", 1),
        ]
        assert [(one.material.value, one.number) for one in found.now] == [
            ("text", 3),
            ("slides", 1),
        ]
        assert found.versions[2].language == "ko"

    def test_a_withdrawal_is_one_more_version(self) -> None:
        hand_in()
        statement.withdraw(LONDON, CAC, KEY, Material.TEXT, NOW)
        found = line().statement
        assert [(one.number, one.is_withdrawal) for one in found.versions] == [
            (2, True),
            (1, False),
        ]
        assert found.now == ()
        with pytest.raises(Invalid, match="nothing to withdraw"):
            statement.withdraw(LONDON, CAC, KEY, Material.TEXT, NOW)
        assert hand_in() == 3

    def test_organizers_may_do_it_on_an_offices_behalf(self) -> None:
        hand_in(actor=PROTOCOL)
        hand_in()
        assert [one.on_behalf for one in line().statement.versions] == [False, True]

    def test_only_the_own_office_and_protocol(self) -> None:
        for actor in (JAKARTA, ELSEWHERE, VISITOR, *ORGANIZERS):
            if actor.roles_in(CAC) and actor.roles_in(CAC)[0] in (Role.OWNER, Role.PROTOCOL):
                continue
            for act in (
                lambda who=actor: hand_in(actor=who),
                lambda who=actor: statement.withdraw(who, CAC, KEY, Material.TEXT, NOW),
                lambda who=actor: statement.permit(who, CAC, KEY, True, NOW),
                lambda who=actor: embargo.office(who, CAC, "london", NOW),
            ):
                with pytest.raises(NotAllowed):
                    act()
        with pytest.raises(NotFound):
            hand_in(key=Key("mayoral-meeting", "london", "nobody"))
        with pytest.raises(NotFound):
            hand_in(key=Key("mayoral-meeting", "nowhere"), actor=PROTOCOL)

    def test_not_once_it_was_delivered(self) -> None:
        hand_in()
        for act in (
            lambda: hand_in(at=after()),
            lambda: statement.withdraw(LONDON, CAC, KEY, Material.TEXT, after()),
        ):
            with pytest.raises(Invalid, match="was delivered"):
                act()
        assert hand_in(at=after() - timedelta(seconds=1)) == 2
        statement.say(PROTOCOL, CAC, KEY, Delivery.HELD, after())
        assert hand_in(at=after()) == 3

    @pytest.mark.parametrize(
        ("given", "where"),
        [
            (Given(Material.TEXT), "file"),
            (Given(Material.TEXT, text="  \n "), "file"),
            (Given(Material.TEXT, text="x" * 100_001), "text"),
            (Given(Material.TEXT, "not a tag", text="x"), "language"),
            (Given(Material.SLIDES, text="x"), "file"),
            (Given(Material.TEXT, link="https://a.example/"), "file"),
            (Given(Material.RECORDING, link="http://a.example/"), "link"),
            (Given(Material.RECORDING, link="javascript:alert(1)"), "link"),
            (Given(Material.RECORDING, link="https://a.example/ b"), "link"),
            (Given(Material.TEXT, text="x", file=BytesIO(b"x")), "file"),
            (Given(Material.TEXT, file=BytesIO(b"")), "file"),
            (Given(Material.SLIDES, file=BytesIO(b"x")), "file"),
            (Given(Material.RECORDING, file=BytesIO(b"x" * (LARGEST + 1))), "file"),
        ],
    )
    def test_what_cannot_be_taken_leaves_nothing(self, given: Given, where: str) -> None:
        with pytest.raises(Invalid) as refused:
            hand_in(given)
        assert refused.value.where == where
        assert line().statement.versions == ()
        assert db.session.scalar(select(func.count()).select_from(AttachmentRow)) == 0

    def test_a_large_file_comes_back_as_it_was(self) -> None:
        octets = attachments.MP4 + b"\0\x28\0\0free" + bytes(range(256)) * 10_239 + b"\0" * 248
        hand_in(Given(Material.RECORDING, file=BytesIO(octets), name="../../etc/<b>\n.mp4"))
        pieces = db.session.scalar(select(func.count()).select_from(PieceRow))
        db.session.rollback()
        body = embargo.read(LONDON, CAC, last(), NOW)
        assert (pieces, b"".join(body.pieces)) == (3, octets)
        assert (body.name, body.media_type, body.size) == (
            "mayoral-meeting-london-sadiq-khan-recording-1.mp4",
            "video/mp4",
            len(octets),
        )
        assert line().statement.versions[0].name == "../../etc/<b> .mp4"

    def test_there_is_an_end_of_versions(self, ready: Flask) -> None:
        """Two at once that take the last place do not both get it; withdrawing goes on."""
        for _ in range(MOST - 1):
            hand_in()
        files = [BytesIO(attachments.docx("one")) for _ in range(4)]
        found = at_once(
            ready,
            [partial(hand_in, Given(Material.TEXT, file=one)) for one in files],
        )
        assert [one for one in found if isinstance(one, int)] == [MOST]
        assert [type(one) for one in found if not isinstance(one, int)] == [Invalid] * 3
        statement.withdraw(LONDON, CAC, KEY, Material.TEXT, NOW)
        with pytest.raises(Invalid, match="ask the organizers"):
            hand_in()
        assert hand_in(Given(Material.SLIDES, file=BytesIO(attachments.PDF))) == 1

    def test_words_are_measured(self) -> None:
        hand_in(Given(Material.TEXT, file=BytesIO(attachments.docx("one two", "three"))))
        hand_in(Given(Material.TEXT, text="word " * 684))
        found = [one.measure for one in line().statement.versions]
        assert [(one.words, one.seconds) for one in found if one] == [(684, 373), (3, 2)]

    def test_colleagues_at_once_get_numbers_of_their_own(self, ready: Flask) -> None:
        found = at_once(ready, [lambda: hand_in()] * 12)
        assert sorted(found) == list(range(1, 13))


@pytest.mark.usefixtures("ready")
class TestDeadline:
    def test_late_is_what_comes_after_it_by_the_clock_of_the_summit(self) -> None:
        assert line().standing is Standing.FREE
        statement.set_deadline(PROTOCOL, CAC, "", Deadline(NOW + timedelta(hours=1)), NOW)
        assert line().standing is Standing.AWAITED
        assert line(at=NOW + timedelta(hours=2)).standing is Standing.OVERDUE
        hand_in(at=NOW + timedelta(hours=1))
        assert line(at=NOW + timedelta(hours=2)).standing is Standing.IN
        hand_in(at=NOW + timedelta(hours=2))
        assert line(at=NOW + timedelta(hours=2)).standing is Standing.LATE

    def test_a_rehearsal_has_its_own_clock(self) -> None:
        statement.set_deadline(PROTOCOL, CAC, "", Deadline(NOW + timedelta(hours=1)), NOW)
        hand_in()
        spoken = after()
        rehearsal.start(ACTOR, CAC, spoken, NOW)
        assert line(OTHER).standing is Standing.OVERDUE
        rehearsal.stop(ACTOR, CAC, NOW)
        assert line(OTHER).standing is Standing.AWAITED

    def test_a_rehearsal_ahead_of_the_time_ends_no_embargo(self) -> None:
        """Whoever may set the clock is none of those who may read."""
        hand_in(may_publish=True)
        spoken = after()
        rehearsal.start(organizer(Role.EDITOR), CAC, spoken, NOW)
        assert line().is_delivered is False
        assert embargo.published(CAC, KEY.session, NOW) == ()
        assert {may_read(actor, last(), NOW) for actor in (VISITOR, PROTOCOL)} == {False}
        assert hand_in() == 2

    def test_a_rehearsal_of_what_is_over_goes_by_its_clock(self) -> None:
        hand_in()
        spoken = after()
        rehearsal.start(ACTOR, CAC, spoken - timedelta(minutes=1), spoken)
        assert line(at=spoken).is_delivered is False
        assert line(at=spoken + timedelta(minutes=1)).is_delivered is True

    def test_a_session_may_have_its_own_or_ask_for_none(self) -> None:
        due = NOW + timedelta(hours=1)
        statement.set_deadline(PROTOCOL, CAC, "", Deadline(due), NOW)
        statement.set_deadline(PROTOCOL, CAC, KEY.session, Deadline(None), NOW)
        assert (line().due, line().standing) == (None, Standing.FREE)
        assert embargo.readiness(PROTOCOL, CAC, NOW)["london"] is Standing.FREE
        statement.set_deadline(PROTOCOL, CAC, KEY.session, None, NOW)
        assert line().due == due
        with pytest.raises(NotFound):
            statement.set_deadline(PROTOCOL, CAC, "nothing", Deadline(due), NOW)
        with pytest.raises(NotAllowed):
            statement.set_deadline(INTERPRETER, CAC, "", None, NOW)

    def test_where_each_government_stands(self) -> None:
        statement.set_deadline(PROTOCOL, CAC, "", Deadline(NOW), NOW)
        hand_in()
        hand_in(actor=JAKARTA, key=OTHER, at=NOW + timedelta(hours=1))
        found = embargo.readiness(PROTOCOL, CAC, NOW + timedelta(hours=2))
        assert {key: found[key] for key in ("london", "jakarta", "seoul", "budapest")} == {
            "london": Standing.IN,
            "jakarta": Standing.LATE,
            "seoul": Standing.OVERDUE,
            "budapest": Standing.FREE,
        }


def may_read(actor: Actor, number: int, at: Any) -> bool:
    try:
        body = embargo.read(actor, CAC, number, at)
    except NotFound:
        return False
    assert CANARY.encode() in b"".join(body.pieces)
    return True


EVERYBODY = (LONDON, JAKARTA, ELSEWHERE, VISITOR, participant(9), *ORGANIZERS)
NEVER = frozenset({LONDON.name, INTERPRETER.name})
STAFF = frozenset(one.name for one in ORGANIZERS)


@pytest.mark.usefixtures("ready")
class TestEmbargo:
    @pytest.mark.parametrize("said", [None, *Delivery])
    @pytest.mark.parametrize("is_over", [False, True])
    @pytest.mark.parametrize("may_publish", [False, True])
    def test_who_reads_what_when(
        self, said: Delivery | None, is_over: bool, may_publish: bool
    ) -> None:
        hand_in()
        first = last()
        hand_in(may_publish=may_publish)
        if said:
            statement.say(PROTOCOL, CAC, KEY, said, NOW)
        at = after() if is_over else after() - timedelta(seconds=1)
        is_delivered = said is Delivery.DELIVERED or (is_over and said is None)
        expected = set(NEVER)
        if is_delivered:
            expected |= STAFF
        if is_delivered and may_publish:
            expected |= {one.name for one in EVERYBODY}
        assert {one.name for one in EVERYBODY if may_read(one, last(), at)} == expected
        assert {one.name for one in EVERYBODY if may_read(one, first, at)} == NEVER
        shown = [texts for _, texts in embargo.published(CAC, KEY.session, at)]
        assert bool(shown) is (is_delivered and may_publish)

    def test_every_reading_is_written_down_until_it_is_delivered(self) -> None:
        hand_in()
        before = len(noted())
        number, thing = last(), "statement/london/mayoral-meeting/sadiq-khan/text/1"
        embargo.read(INTERPRETER, CAC, number, NOW)
        embargo.read(LONDON, CAC, number, NOW)
        embargo.sheet(INTERPRETER, CAC, KEY.session, NOW)
        embargo.texts(LONDON, CAC, "london", NOW, (number,))
        assert noted()[before:] == [
            (INTERPRETER.name, "interpret", thing, {"read": "as a file"}),
            (LONDON.name, "answer", thing, {"read": "as a file"}),
            (INTERPRETER.name, "interpret", thing, {"read": "on the page of the session"}),
            (LONDON.name, "answer", thing, {"read": "on the page of the office"}),
        ]
        embargo.read(INTERPRETER, CAC, number, after())
        embargo.sheet(INTERPRETER, CAC, KEY.session, after())
        assert len(noted()) == before + 4

    def test_lists_say_that_there_is_one_and_no_word_of_it(self) -> None:
        hand_in()
        assert CANARY not in repr(embargo.listing(PROTOCOL, CAC, NOW))
        assert CANARY not in repr(embargo.office(PROTOCOL, CAC, "london", NOW))
        assert line().statement.versions[0].size == len(TEXT.text)
        sheet = embargo.sheet(INTERPRETER, CAC, KEY.session, NOW)
        assert list(sheet.texts.values()) == [TEXT.text]
        for actor in (*ORGANIZERS, JAKARTA, VISITOR):
            if actor != INTERPRETER:
                with pytest.raises(NotAllowed):
                    embargo.sheet(actor, CAC, KEY.session, NOW)
                with pytest.raises(NotAllowed):
                    embargo.texts(actor, CAC, "london", NOW, (last(),))

    def test_it_stands_in_no_log_and_no_history(self) -> None:
        hand_in()
        embargo.sheet(INTERPRETER, CAC, KEY.session, NOW)
        rows = db.session.execute(select(AuditRow.before, AuditRow.after)).all()
        assert CANARY not in repr(rows)
        assert CANARY not in repr(db.session.execute(select(EditRow.before, EditRow.after)).all())

    def test_who_speaks_late_is_read_late(self) -> None:
        """Where the session is run, the minute of the press counts, and not the published one."""
        hand_in()
        planned = after()
        starts = planned - timedelta(minutes=18)

        def press(minute: int, seen: int) -> None:
            at = starts + timedelta(minutes=minute)
            run.press(ACTOR, CAC, KEY.session, Act(Press.NEXT, at), at, seen)

        for seen, minute in enumerate((0, 3, 25)):  # the opening, Seoul, London
            press(minute, seen)
            assert line(at=planned + timedelta(hours=1)).is_delivered is False
        assert may_read(PROTOCOL, last(), planned + timedelta(hours=1)) is False
        press(31, 3)
        ended = starts + timedelta(minutes=31)
        assert line(at=ended - timedelta(seconds=1)).is_delivered is False
        assert line(at=ended).is_delivered is True
        assert line(OTHER, at=planned + timedelta(hours=9)).is_delivered is False
        for seen in range(4, 8):
            run.undo(ACTOR, CAC, KEY.session, ended, seen)
        assert line(at=planned).is_delivered is True

    def test_a_press_before_its_day_ends_no_embargo(self) -> None:
        """Neither now nor in a rehearsal of yesterday."""
        hand_in(may_publish=True)
        starts = after() - timedelta(minutes=18)
        for moment in (None, NOW - timedelta(days=1)):
            if moment:
                rehearsal.start(organizer(Role.EDITOR), CAC, moment, NOW)
            for seen in range(4):  # the opening, Seoul, London, and on
                run.press(organizer(Role.EDITOR), CAC, KEY.session, Act(Press.NEXT, NOW), NOW, seen)
            assert line().is_delivered is False
            assert embargo.published(CAC, KEY.session, NOW) == ()
        rehearsal.stop(ACTOR, CAC, NOW)
        assert line(at=starts).is_delivered is True

    def test_a_speech_that_is_gone_is_never_delivered_by_itself(self) -> None:
        hand_in()
        programme.cancel(ACTOR, CAC, KEY.session, NOW)
        release.publish(ACTOR, CAC, "Cancelled", NOW)
        found = line(at=NOW + timedelta(days=99))
        assert (found.speech, found.is_delivered, found.due) == (None, False, None)
        assert may_read(PROTOCOL, last(), NOW + timedelta(days=99)) is False
        with pytest.raises(NotFound):
            hand_in()
        statement.withdraw(LONDON, CAC, KEY, Material.TEXT, NOW)
        assert line().statement.now == ()


def test_what_never_became_whole_is_swept_away(ready: Flask) -> None:
    with pytest.raises(Invalid):
        # The check comes first, so that a refused file is never staged at all.
        hand_in(Given(Material.SLIDES, file=BytesIO(b"no slides")))
    from_office = (LONDON, statement.Verb.ANSWER, CAC, "london")
    staged = attachment.stage(*from_office, BytesIO(b"x" * 9), NOW)
    hand_in(Given(Material.SLIDES, file=BytesIO(attachments.PDF)))
    attachment.sweep(NOW + attachment.PATIENCE)
    assert db.session.get(AttachmentRow, staged.id) is not None
    db.session.rollback()
    attachment.sweep(NOW + attachment.PATIENCE + timedelta(seconds=1))
    rows = db.session.scalars(select(AttachmentRow)).all()
    assert [(row.size, row.kept_at) for row in rows] == [(len(attachments.PDF), NOW)]
    pieces = db.session.scalars(select(PieceRow.attachment_id)).all()
    assert pieces == [rows[0].id]
