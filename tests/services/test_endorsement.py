"""Endorsements: by whom they are entitled, once, on the record, and taken back on it too."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from summit.core.endorsement import Declared
from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.role import Actor, Role
from summit.db.base import db
from summit.db.declaration import RecordRow
from summit.db.office import ContactRow
from summit.services import declaration, endorsement, record, rehearsal
from tests.conftest import ACTOR, NOW
from tests.declarations import DEADLINE, WORDS, entitle, frozen, released, two
from tests.offices import contact
from tests.organizers import organizer

LATER = NOW + timedelta(hours=1)


def endorse(actor: Actor, digest: str, government: str = "london") -> None:
    endorsement.endorse(actor, "cac2020", government, digest, digest[:8].upper() + " ", LATER)


def public(actor: Actor) -> Declared:
    found = declaration.desk(actor, "cac2020").declared
    assert found is not None
    return found


def test_the_entitled_contact_endorses_once(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london = contact(app)
    entitle(app, first, london)
    with app.app_context():
        entitled = endorsement.own(london, "cac2020", "london")
        assert (entitled.is_mine, entitled.presses) == (True, "Mina")
        for _ in range(3):
            endorse(london, digest)
        (one,) = public(first).newest.endorsements
        assert (one.government, one.name, one.capacity) == ("london", "A Mayor", "Mayor")
        assert (one.place["en"], one.at, one.is_late, one.is_written) == (
            "London",
            LATER,
            False,
            False,
        )
        assert record.check(ACTOR, "cac2020").entries == 2
        assert record.check(ACTOR, "cac2020").broken is None


def test_twenty_presses_at_once_are_one_endorsement(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london, lima = contact(app), contact(app, "lima", "office@lima.example")
    entitle(app, first, london)
    entitle(app, first, lima, "lima")

    def press(number: int) -> None:
        with app.app_context():
            actor, government = ((london, "london"), (lima, "lima"))[number % 2]
            endorse(actor, digest, government)
            db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(press, range(20)))
    with app.app_context():
        assert {one.government for one in public(first).newest.endorsements} == {"london", "lima"}
        assert db.session.scalar(select(func.count()).select_from(RecordRow)) == 3
        db.session.rollback()
        assert record.check(ACTOR, "cac2020").broken is None


def test_nobody_else_endorses(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london = contact(app)
    colleague = contact(app, "london", "other@london.example")
    lima = contact(app, "lima", "office@lima.example")
    viewer = organizer(app, Role.VIEWER, address="viewer@organizers.example")
    with app.app_context(), pytest.raises(NotAllowed):
        endorse(london, digest)  # nobody was named yet
    entitle(app, first, london)
    with app.app_context():
        for other in (colleague, lima, first, second, viewer):
            with pytest.raises(NotAllowed):
                endorse(other, digest)
            with pytest.raises(NotAllowed):
                endorsement.withdraw(other, "cac2020", "london", digest, "No", LATER)
        assert endorsement.own(colleague, "cac2020", "london").is_mine is False
        db.session.execute(
            update(ContactRow).where(ContactRow.account_id == london.account).values(removed_at=NOW)
        )
        db.session.commit()
        with pytest.raises(NotAllowed):
            endorse(london, digest)
        assert public(first).newest.endorsements == ()


def test_another_text_or_a_wrong_word_endorses_nothing(app: Flask) -> None:
    first, second = two(app)
    london = contact(app)
    entitle(app, first, london)
    with app.app_context(), pytest.raises(NotFound):
        endorse(london, "ab" * 32)  # nothing is public
    digest = released(app, first, second)
    with app.app_context():
        for typed in ("", digest[:7], "00000000", digest):
            with pytest.raises(Invalid):
                endorsement.endorse(london, "cac2020", "london", digest, typed, LATER)
        with pytest.raises(Stale):
            endorse(london, "ab" * 32)
        with pytest.raises(Invalid):
            endorse(london, "")
        number = declaration.begin(first, "cac2020", NOW, WORDS, source=1)
    other = frozen(app, first, number)
    with app.app_context():
        declaration.release(second, "cac2020", number, other, LATER)
        with pytest.raises(Stale):
            endorse(london, digest)
        assert public(first).newest.endorsements == ()


def test_what_comes_after_the_deadline_is_marked(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london = contact(app)
    entitle(app, first, london)
    with app.app_context():
        late = DEADLINE + timedelta(seconds=1)
        endorsement.endorse(london, "cac2020", "london", digest, digest[:8], late)
        endorsement.record_written(
            first, "cac2020", "lima", digest, "B", "Mayor", "A letter", DEADLINE
        )
        found = public(first).newest.endorsements
        assert [(one.government, one.is_late, one.is_written) for one in found] == [
            ("london", True, False),
            ("lima", False, True),
        ]


def test_a_withdrawal_is_an_act_and_a_new_endorsement_follows_on_it(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london = contact(app)
    entitle(app, first, london)
    with app.app_context():
        with pytest.raises(NotFound):
            endorsement.withdraw(london, "cac2020", "london", digest, "None", LATER)
        endorse(london, digest)
        with pytest.raises(Invalid):
            endorsement.withdraw(london, "cac2020", "london", digest, "  ", LATER)
        endorsement.withdraw(london, "cac2020", "london", digest, "A mistake", LATER)
        text = public(first).newest
        assert text.endorsements == ()
        assert [(one.government, one.reason) for one in text.withdrawn] == [("london", "A mistake")]
        endorse(london, digest)
        assert [one.number for one in public(first).newest.endorsements] == [4]
        endorsement.withdraw_written(first, "cac2020", "london", digest, "A letter", LATER)
        assert len(public(first).newest.withdrawn) == 2
        assert record.check(ACTOR, "cac2020").broken is None


def test_what_came_in_writing_says_how_in_the_log_alone(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    with app.app_context():
        for name, capacity, note in (("", "Mayor", "x"), ("B", "", "x"), ("B", "Mayor", " ")):
            with pytest.raises(Invalid):
                endorsement.record_written(
                    first, "cac2020", "lima", digest, name, capacity, note, LATER
                )
        with pytest.raises(NotFound):
            endorsement.record_written(
                first, "cac2020", "nowhere", digest, "B", "Mayor", "x", LATER
            )
        endorsement.record_written(
            first, "cac2020", "lima", digest, "B", "Mayor", "secret-note", LATER
        )
        assert all(b"secret-note" not in one.octets for one in public(first).links)


def test_who_signs_is_named_and_taken_back(app: Flask) -> None:
    first, _ = two(app)
    london = contact(app)
    entitle(app, first, london)
    with app.app_context():
        (one,) = endorsement.signatories(first, "cac2020")
        assert (one.government, one.name, one.capacity) == ("london", "A Mayor", "Mayor")
        acts: tuple[Callable[[], object], ...] = (
            lambda: endorsement.name(first, "cac2020", "lima", "B", "", None, NOW),
            lambda: endorsement.name(first, "cac2020", "lima", "B", "Mayor", one.contact, NOW),
            lambda: endorsement.name(first, "cac2020", "lima", "B" * 201, "Mayor", None, NOW),
        )
        for act in acts:
            with pytest.raises(Invalid):
                act()
        endorsement.name(first, "cac2020", "london", " ", "", None, NOW)
        assert endorsement.signatories(first, "cac2020") == ()


def test_in_a_rehearsal_what_is_real_is_not_withdrawn(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    london, lima = contact(app), contact(app, "lima", "office@lima.example")
    entitle(app, first, london)
    entitle(app, first, lima, "lima")
    with app.app_context():
        endorse(london, digest)
        rehearsal.start(second, "cac2020", DEADLINE, LATER)
        endorse(lima, digest, "lima")
        with pytest.raises(Invalid, match="rehearsal"):
            endorsement.withdraw(london, "cac2020", "london", digest, "No", LATER)
        endorsement.withdraw(lima, "cac2020", "lima", digest, "No", LATER)
        endorse(lima, digest, "lima")
        assert len(public(first).newest.endorsements) == 2
        rehearsal.stop(second, "cac2020", LATER)
        assert [one.government for one in public(first).newest.endorsements] == ["london"]
        endorse(lima, digest, "lima")
        assert len(public(first).newest.endorsements) == 2
        assert record.check(ACTOR, "cac2020").broken is None
