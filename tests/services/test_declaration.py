"""The declaration: who sees which version, what changes it, and that two release it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from summit.core.declaration import Paragraph, Step, Words
from summit.core.errors import Invalid, NotAllowed, NotFound, Stale
from summit.core.letter import Letter, Occasion
from summit.core.role import Actor, Role
from summit.core.text import Text
from summit.db.base import db
from summit.db.declaration import DeclarationRow
from summit.db.office import ContactRow
from summit.services import contact as contacts
from summit.services import declaration, mail, rehearsal
from tests.conftest import ACTOR, NOW
from tests.declarations import DEADLINE, WORDS, drafted, frozen, released, two
from tests.offices import contact
from tests.organizers import organizer

LATER = NOW + timedelta(hours=1)


def sealed(actor: Actor, number: int) -> str:
    return declaration.sealed(declaration.desk(actor, "cac2020").version(number))


def test_a_version_is_kept_with_signs_that_are_never_used_again(app: Flask) -> None:
    first, _ = two(app)
    with app.app_context():
        number = declaration.begin(first, "cac2020", NOW, WORDS)
        one, other = WORDS.paragraphs
        new = Paragraph("", Text({"en": "New."}))
        words = replace(WORDS, paragraphs=(new, other))
        declaration.keep(first, "cac2020", number, words, " A  note ", sealed(first, number), LATER)
        kept = declaration.desk(first, "cac2020").version(number)
        assert [one.key for one in kept.words.paragraphs] == ["p3", "p2"]
        assert (kept.note, kept.step) == ("A note", Step.WORKING)
        again = replace(WORDS, paragraphs=(other, Paragraph("", Text({"en": "Newer."}))))
        declaration.keep(first, "cac2020", number, again, "", sealed(first, number), LATER)
        kept = declaration.desk(first, "cac2020").version(number)
        assert [one.key for one in kept.words.paragraphs] == ["p2", "p4"]
        assert one.key == "p1"


def test_a_sign_of_an_earlier_version_is_not_used_again(app: Flask) -> None:
    first, _ = two(app)
    with app.app_context():
        begun = declaration.begin(first, "cac2020", NOW, WORDS)
        declaration.circulate(first, "cac2020", begun, NOW)
        number = declaration.begin(first, "cac2020", NOW, WORDS, source=begun)
        words = replace(WORDS, paragraphs=WORDS.paragraphs[:1])
        declaration.keep(first, "cac2020", number, words, "", sealed(first, number), LATER)
        words = replace(words, paragraphs=(*words.paragraphs, Paragraph("", Text({"en": "New"}))))
        declaration.keep(first, "cac2020", number, words, "", sealed(first, number), LATER)
        kept = declaration.desk(first, "cac2020").version(number)
        assert [one.key for one in kept.words.paragraphs] == ["p1", "p3"]


def test_a_second_writer_is_told_and_overwrites_nothing(app: Flask) -> None:
    first, second = two(app)
    number = drafted(app, first)
    with app.app_context():
        seal = sealed(first, number)
        theirs = replace(WORDS, title=Text({"en": "Theirs"}))
        declaration.keep(second, "cac2020", number, theirs, "", seal, NOW)
        with pytest.raises(Stale):
            declaration.keep(first, "cac2020", number, WORDS, "", seal, LATER)
        assert declaration.desk(first, "cac2020").version(number).words == theirs
        with pytest.raises(Stale):
            declaration.freeze(first, "cac2020", number, None, seal, LATER)


def test_one_version_is_worked_on_at_a_time(app: Flask) -> None:
    first, _ = two(app)
    number = drafted(app, first)
    with app.app_context():
        with pytest.raises(Invalid):
            declaration.begin(first, "cac2020", NOW, WORDS)
        declaration.circulate(first, "cac2020", number, NOW)
        with pytest.raises(NotFound):
            declaration.begin(first, "cac2020", NOW, WORDS, source=9)
        assert declaration.begin(first, "cac2020", NOW, WORDS, source=number) == 2


def test_what_is_circulated_or_frozen_changes_no_more(app: Flask) -> None:
    first, second = two(app)
    digest = released(app, first, second)
    with app.app_context():
        for act in (
            lambda: declaration.keep(
                second, "cac2020", 1, Words(Text({"en": "No"})), "", sealed(first, 1), LATER
            ),
            lambda: declaration.circulate(second, "cac2020", 1, LATER),
            lambda: declaration.freeze(second, "cac2020", 1, None, sealed(first, 1), LATER),
        ):
            with pytest.raises(Invalid):
                act()
        found = declaration.desk(first, "cac2020").version(1)
        assert (found.words, found.digest, found.step) == (WORDS, digest, Step.FROZEN)


def test_what_is_not_whole_is_not_frozen(app: Flask) -> None:
    first, _ = two(app)
    with app.app_context():
        words = replace(WORDS, paragraphs=())
        number = declaration.begin(first, "cac2020", NOW, words)
        for act in (declaration.circulate, _freeze):
            with pytest.raises(Invalid, match="paragraph"):
                act(first, "cac2020", number, NOW)
        half = replace(WORDS, paragraphs=(Paragraph("", Text({"en": "English alone"})),))
        declaration.keep(first, "cac2020", number, half, "", sealed(first, number), NOW)
        with pytest.raises(Invalid, match="language"):
            _freeze(first, "cac2020", number, NOW)


def _freeze(actor: Actor, code: str, number: int, now: object) -> None:
    declaration.freeze(actor, code, number, None, sealed(actor, number), NOW)


def test_it_takes_two_to_release_a_text(app: Flask) -> None:
    first, second = two(app)
    number = drafted(app, first)
    digest = frozen(app, first, number)
    with app.app_context():
        with pytest.raises(Invalid, match="another organizer"):
            declaration.release(first, "cac2020", number, digest, LATER)
        with pytest.raises(Stale):
            declaration.release(second, "cac2020", number, "0" * 64, LATER)
        assert declaration.desk(first, "cac2020").declared is None
        declaration.release(second, "cac2020", number, digest, LATER)
        declaration.release(second, "cac2020", number, digest, LATER)  # pressed twice
        declared = declaration.desk(first, "cac2020").declared
        assert declared is not None
        assert len(declared.links) == 1
        text = declared.newest
        assert (text.version, text.digest, text.at) == (number, digest, LATER)
        assert (text.deadline, declared.words[digest]) == (DEADLINE, WORDS)


def test_a_text_that_was_changed_in_the_database_is_not_released(app: Flask) -> None:
    first, second = two(app)
    number = drafted(app, first)
    digest = frozen(app, first, number)
    with app.app_context():
        db.session.execute(update(DeclarationRow).values(octets=b"{}"))
        db.session.commit()
        with pytest.raises(Invalid, match="frozen"):
            declaration.release(second, "cac2020", number, digest, LATER)


def test_a_deadline_is_changed_on_the_record(app: Flask) -> None:
    first, second = two(app)
    released(app, first, second)
    with app.app_context():
        later = DEADLINE + timedelta(minutes=12, seconds=3, microseconds=5)
        declaration.set_deadline(first, "cac2020", 1, later, LATER)
        declaration.set_deadline(first, "cac2020", 1, later, LATER)
        declared = declaration.desk(first, "cac2020").declared
        assert declared is not None
        assert declared.newest.deadline == later.replace(microsecond=0)
        assert len(declared.links) == 2
        with pytest.raises(NotFound):
            declaration.set_deadline(first, "cac2020", 2, None, LATER)


def test_a_later_text_takes_the_place_of_the_one_before(app: Flask) -> None:
    first, second = two(app)
    old = released(app, first, second)
    with app.app_context():
        number = declaration.begin(second, "cac2020", NOW, WORDS, source=1)
        digest = declaration.freeze(second, "cac2020", number, None, sealed(first, number), NOW)
        assert digest != old  # its number is part of it
        declaration.release(first, "cac2020", number, digest, LATER)
        declared = declaration.desk(first, "cac2020").declared
        assert declared is not None
        assert [one.digest for one in declared.texts] == [digest, old]


def test_what_a_rehearsal_released_is_gone_with_it_and_can_be_released_for_real(
    app: Flask,
) -> None:
    first, second = two(app)
    number = drafted(app, first)
    digest = frozen(app, first, number)
    with app.app_context():
        rehearsal.start(second, "cac2020", DEADLINE, NOW)
        declaration.release(second, "cac2020", number, digest, LATER)
        declared = declaration.desk(first, "cac2020").declared
        assert declared is not None
        assert declared.newest.at == DEADLINE + timedelta(hours=1)
        rehearsal.stop(second, "cac2020", LATER)
        assert declaration.desk(first, "cac2020").declared is None
        declaration.release(second, "cac2020", number, digest, LATER)
        declared = declaration.desk(first, "cac2020").declared
        assert declared is not None
        assert (declared.newest.at, len(declared.links)) == (LATER, 2)


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.OWNER, Role.PROTOCOL)])
def test_no_other_role_reads_or_changes_it(app: Flask, role: Role) -> None:
    first, _ = two(app)
    number = drafted(app, first)
    other = organizer(app, role, address=f"{role}@organizers.example")
    acts: tuple[Callable[[], object], ...] = (
        lambda: declaration.desk(other, "cac2020"),
        lambda: declaration.begin(other, "cac2020", NOW, WORDS),
        lambda: declaration.keep(other, "cac2020", number, WORDS, "", "", NOW),
        lambda: declaration.circulate(other, "cac2020", number, NOW),
        lambda: declaration.freeze(other, "cac2020", number, None, "", NOW),
        lambda: declaration.release(other, "cac2020", number, "", NOW),
        lambda: declaration.set_deadline(other, "cac2020", number, None, NOW),
        lambda: declaration.folder(other, "cac2020", "london"),
    )
    with app.app_context():
        for act in acts:
            with pytest.raises(NotAllowed):
                act()


def test_an_office_reads_what_was_circulated_and_no_more(app: Flask) -> None:
    first, _ = two(app)
    london = contact(app)
    number = drafted(app, first)
    with app.app_context():
        assert declaration.folder(london, "cac2020", "london").versions == ()
        declaration.circulate(first, "cac2020", number, NOW)
        declaration.begin(first, "cac2020", NOW, WORDS)
        found = declaration.folder(london, "cac2020", "london")
        assert [one.number for one in found.versions] == [number]
        assert found.declared is None
        for government in ("lima", "nowhere"):
            with pytest.raises(NotAllowed):
                declaration.folder(london, "cac2020", government)
        with pytest.raises(NotAllowed):
            declaration.desk(london, "cac2020")


def test_offices_are_told_of_a_draft_by_mail(app: Flask) -> None:
    """A letter to each contact who has entered, with no word of the text; counted before."""
    first, _ = two(app)
    contact(app)
    contact(app, "budapest", "office@budapest.example")
    gone = contact(app, "seoul", "office@seoul.example")
    with app.app_context():
        row = db.session.scalars(select(ContactRow).filter_by(account_id=gone.account)).one()
        number = row.id
        db.session.rollback()
        contacts.remove(ACTOR, "cac2020", number, NOW)
        drafted = declaration.begin(first, "cac2020", NOW, WORDS)
        assert declaration.reached(first, "cac2020") == 2
        with pytest.raises(Invalid, match="number of letters"):
            declaration.circulate(first, "cac2020", drafted, NOW, letters=3)
        assert told() == []
        declaration.circulate(first, "cac2020", drafted, NOW, letters=2)
        letters = told()
    assert [(one.to.address, one.data["path"]) for one in letters] == [
        ("office@budapest.example", "/cac2020/office/budapest/declaration/1"),
        ("office@london.example", "/cac2020/office/london/declaration/1"),
    ]
    assert all("We share" not in repr(one) for one in letters)
    assert {one.data["number"] for one in letters} == {1}


def test_a_rehearsal_holds_what_tells_of_a_draft(app: Flask) -> None:
    first, _ = two(app)
    contact(app)
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", LATER, NOW)
        drafted = declaration.begin(first, "cac2020", NOW, WORDS)
        declaration.circulate(first, "cac2020", drafted, NOW)
        assert rehearsal.held(ACTOR, "cac2020") == {Occasion.DRAFT: 1}


def told() -> list[Letter]:
    found = [one.letter for one in mail.waiting(ACTOR)]
    return sorted(
        (one for one in found if one.occasion is Occasion.DRAFT), key=lambda one: one.to.address
    )
