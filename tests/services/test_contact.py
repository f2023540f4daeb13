"""Contacts of offices: named, waited for, let in by a link of their own, taken out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.contact import LINK_LIFE, Access, Caution, Contact
from summit.core.errors import Invalid, NotAllowed, NotFound, TooMany
from summit.core.limit import RULES
from summit.core.role import Actor, Role, Verb
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.office import ContactRow
from summit.services import contact, dossier, office, readiness, role
from summit.services.contact import Naming, Person
from summit.services.invitation import Counted
from tests.conftest import ACTOR, NOW
from tests.offices import contact as entered
from tests.organizers import organizer
from tests.participants import person

CAC = "cac2020"
SECOND = timedelta(seconds=1)


def name(
    actor: Actor,
    address: str = "new@london.example",
    government: str = "london",
    note: str = "",
) -> Contact:
    counted = Counted(actor.name, address)
    someone = Person("Ada", "Protocol", address)
    return contact.name(actor, CAC, government, someone, counted, NOW, note)


def letters(occasion: str) -> list[str]:
    rows = db.session.scalars(
        select(MailRow).where(MailRow.occasion == occasion).order_by(MailRow.id)
    ).all()
    found = [row.address for row in rows]
    db.session.rollback()
    return found


def states(actor: Actor) -> dict[str, Access]:
    found = contact.contacts(actor, CAC).get("london", ())
    return {one.address: one.access for one in found}


@pytest.fixture
def protocol(app: Flask) -> Actor:
    return organizer(app, Role.PROTOCOL)


def test_the_first_is_let_in_at_once(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        found = name(protocol)
        assert (found.access, found.cautions) == (Access.INVITED, ())
        assert found.expires_at == NOW + LINK_LIFE
        assert letters("office") == ["new@london.example"]


def test_another_waits_for_one_of_the_office(app: Flask, protocol: Actor) -> None:
    old = entered(app)
    with app.app_context():
        found = name(protocol)
        assert found.access is Access.WAITING
        assert (letters("office"), letters("office_changed")) == ([], ["office@london.example"])
        contact.approve(old, CAC, found.id, Counted("a", "b"), NOW)
        assert states(protocol)["new@london.example"] is Access.INVITED
        assert letters("office") == ["new@london.example"]


def test_an_organizer_who_called_back_says_how(app: Flask, protocol: Actor) -> None:
    entered(app)
    with app.app_context():
        found = name(protocol)
        with pytest.raises(Invalid, match="Say how you made sure"):
            contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW)
        note = "Called the switchboard of the city hall"
        contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW, note)
        (kept,) = [one for one in contact.contacts(protocol, CAC)["london"] if one.id == found.id]
        assert (kept.access, kept.note) == (Access.INVITED, note)
        with pytest.raises(Invalid, match="decided already"):
            contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW, note)
        assert name(protocol, "third@london.example", note=note).access is Access.INVITED


def test_a_colleague_of_the_same_domain_is_let_in(app: Flask, protocol: Actor) -> None:
    old = entered(app)
    with app.app_context():
        assert name(old, "colleague@london.example").access is Access.INVITED
        assert name(old, "press@press.london.example").access is Access.INVITED
        assert letters("office_changed") == ["office@london.example"] * 2
        told = select(MailRow.data).where(MailRow.occasion == "office_changed")
        paths = {one["path"] for one in db.session.scalars(told)}
        assert paths == {"/cac2020/office/london/people"}


def test_a_colleague_of_another_domain_waits_for_an_organizer(app: Flask, protocol: Actor) -> None:
    old = entered(app)
    with app.app_context():
        found = name(old, "office@l0ndon.example")
        assert found.access is Access.WAITING
        assert found.cautions == (Caution.NEW_DOMAIN, Caution.LOOKALIKE)
        with pytest.raises(Invalid, match="The organizers say yes"):
            contact.approve(old, CAC, found.id, Counted("a", "b"), NOW)
        assert letters("office") == []
        contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW, "Called back")
        assert letters("office") == ["office@l0ndon.example"]


def test_what_a_colleague_vouches_for_no_second_one_does(app: Flask, protocol: Actor) -> None:
    """Two addresses of one person are not the yes of an organizer."""
    old = entered(app)
    second = entered(app, address="office+two@london.example")
    with app.app_context():
        found = name(old, "helper@elsewhere.example")
        for one in (old, second):
            with pytest.raises(Invalid, match="The organizers say yes"):
                contact.approve(one, CAC, found.id, Counted("a", "b"), NOW)
        contact.remove(second, CAC, contact.contacts(protocol, CAC)["london"][0].id, NOW)
        with pytest.raises(Invalid, match="The organizers say yes"):
            contact.approve(second, CAC, found.id, Counted("a", "b"), NOW)
        assert letters("office") == []


def test_an_organizer_without_the_offices_no_more_named_nobody(app: Flask, protocol: Actor) -> None:
    old = entered(app)
    with app.app_context():
        found = name(protocol, "helper@elsewhere.example")
        role.add(ACTOR, "b@organizers.example", CAC, (Role.OWNER,), NOW)
        role.choose(ACTOR, CAC, protocol.account or 0, (Role.DESK,), NOW)
        with pytest.raises(Invalid, match="The organizers say yes"):
            contact.approve(old, CAC, found.id, Counted("a", "b"), NOW)


def test_to_take_all_out_lets_no_stranger_in(app: Flask, protocol: Actor) -> None:
    """Somebody on the telephone says: the old one has left, and I am the new one."""
    entered(app)
    with app.app_context():
        (old,) = contact.contacts(protocol, CAC)["london"]
        contact.remove(protocol, CAC, old.id, NOW)
        found = name(protocol, "office@elsewhere.example")
        assert (found.access, found.cautions) == (Access.WAITING, (Caution.NEW_DOMAIN,))
        assert name(protocol, "office@london.example").access is Access.WAITING
        assert letters("office") == []
        contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW, "Called back")
        assert letters("office") == ["office@elsewhere.example"]


def test_who_erases_all_leaves_a_place_without_a_name(app: Flask, protocol: Actor) -> None:
    """The next one waits as after anybody else, and has another number in the log."""
    old = entered(app)
    with app.app_context():
        (before,) = contact.contacts(protocol, CAC)["london"]
        dossier.erase(old, NOW)
        assert contact.contacts(protocol, CAC) == {}
        row = db.session.get_one(ContactRow, before.id)
        kept = (row.key, row.name, row.post, row.address, row.note, row.account_id)
        assert kept == (f"erased/{before.id}", "", "", "", "", None)
        found = name(protocol)
        assert (found.access, found.id > before.id) == (Access.WAITING, True)
        other = name(protocol, "office@budapest.example", "budapest")
        assert other.access is Access.INVITED
        assert f"contact/{before.id}" not in {
            line.thing for line in office.log(protocol, CAC, "budapest")
        }


def test_a_lookalike_of_another_office_waits_even_as_the_first(app: Flask, protocol: Actor) -> None:
    entered(app)
    with app.app_context():
        found = name(protocol, "office@londom.example", "budapest")
        assert (found.access, found.cautions) == (Access.WAITING, (Caution.LOOKALIKE,))


def test_a_likeness_is_seen_before_a_note_lets_it_in(app: Flask, protocol: Actor) -> None:
    entered(app)
    with app.app_context():
        found = name(protocol, "office@l0ndon.example", note="They called")
        assert (found.access, found.note) == (Access.WAITING, "They called")
        with pytest.raises(Invalid, match="Say how you made sure"):
            contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW)
        assert letters("office") == []
        contact.approve(protocol, CAC, found.id, Counted("a", "b"), NOW, "Called back")
        assert letters("office") == ["office@l0ndon.example"]


def test_nobody_writes_to_colleagues_without_end(app: Flask) -> None:
    old = entered(app)
    with app.app_context():
        for n in range(RULES["invite"].count):
            name(old, f"{n}@elsewhere.example")
        with pytest.raises(TooMany):
            name(old, "more@elsewhere.example")
        assert len(letters("office_changed")) == RULES["invite"].count


def test_nobody_is_named_twice_but_comes_back(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        first = name(protocol)
        with pytest.raises(Invalid, match="contact of this office already"):
            name(protocol, "NEW@london.example")
        contact.remove(protocol, CAC, first.id, NOW)
        assert states(protocol) == {"new@london.example": Access.REMOVED}
        assert name(protocol).id == first.id
        assert states(protocol) == {"new@london.example": Access.INVITED}


def test_one_may_answer_for_two(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        name(protocol, "agency@agency.example")
        name(protocol, "agency@agency.example", "budapest")
        found = contact.contacts(protocol, CAC)
        assert [one.address for one in found["london"] + found["budapest"]] == [
            "agency@agency.example"
        ] * 2


def test_a_link_is_rotated_and_revoked(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        found = name(protocol)
        contact.resend(protocol, CAC, found.id, Counted("a", "c"), NOW + SECOND)
        assert letters("office") == ["new@london.example"] * 2
        contact.revoke(protocol, CAC, found.id, NOW)
        assert states(protocol) == {"new@london.example": Access.NAMED}


def test_another_office_is_not_there(app: Flask, protocol: Actor) -> None:
    old = entered(app)
    budapest = entered(app, "budapest", "office@budapest.example")
    with app.app_context():
        (theirs,) = contact.contacts(protocol, CAC)["budapest"]
        with pytest.raises(NotFound):
            contact.remove(old, CAC, theirs.id, NOW)
        with pytest.raises(NotFound):
            contact.approve(old, CAC, theirs.id, Counted("a", "b"), NOW)
        with pytest.raises(NotAllowed):
            name(old, "x@budapest.example", "budapest")
        with pytest.raises(NotAllowed):
            contact.contacts(budapest, CAC)
        with pytest.raises(NotFound):
            name(protocol, government="atlantis")


def test_who_organizes_otherwise_does_not_name(app: Flask) -> None:
    someone = person(app)
    for one in (Role.EDITOR, Role.DESK, Role.MAIL, Role.VIEWER):
        actor = organizer(app, one, address=f"{one}@organizers.example")
        with app.app_context(), pytest.raises(NotAllowed):
            name(actor)
    with app.app_context(), pytest.raises(NotAllowed):
        name(someone)


def test_the_log_knows_who_let_whom_in(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        found = name(protocol)
        row = db.session.scalars(
            select(AuditRow).where(AuditRow.thing == f"contact/{found.id}")
        ).one()
        assert (row.actor, row.verb, row.after) == (
            protocol.name,
            Verb.ANSWER.value,
            {"domain": "london.example", "cautions": [], "is_sure": True},
        )


def naming(government: str, address: str, note: str = "") -> Naming:
    return Naming(government, Person("Ada", "", address), Counted("a", address), note)


def test_many_are_named_at_once(app: Flask, protocol: Actor) -> None:
    entered(app)
    many = [
        naming("london", "second@london.example"),
        naming("lima", "office@lima.example"),
        naming("budapest", "office@londom.example"),
        naming("tallinn", "office@lirna.example", "Called back"),
    ]
    with app.app_context():
        foreseen = contact.name_all(protocol, CAC, many, NOW, dry=True)
        assert (letters("office"), states(protocol).get("second@london.example")) == ([], None)
        found = contact.name_all(protocol, CAC, many, NOW)
        assert [one.contact and one.contact.access for one in found] == [
            Access.WAITING,
            Access.INVITED,
            Access.WAITING,
            Access.WAITING,
        ]
        assert [one.contact and one.contact.cautions for one in found] == [
            (),
            (),
            (Caution.LOOKALIKE,),
            (Caution.LOOKALIKE,),
        ]
        assert [one.contact and one.contact.access for one in foreseen] == [
            one.contact and one.contact.access for one in found
        ]
        assert letters("office") == ["office@lima.example"]


def test_all_are_named_or_nobody(app: Flask, protocol: Actor) -> None:
    many = [naming("lima", "a@lima.example"), naming("lima", "A@lima.example")]
    with app.app_context():
        first, second = contact.name_all(protocol, CAC, many, NOW, dry=True)
        assert (first.wrong, str(second.wrong)) == (
            None,
            "address: They are a contact of this office already.",
        )
        with pytest.raises(Invalid, match="already"):
            contact.name_all(protocol, CAC, many, NOW)
        assert (contact.contacts(protocol, CAC), letters("office")) == ({}, [])


def test_fifty_governments_are_named_in_an_hour_twice(app: Flask, protocol: Actor) -> None:
    with app.app_context():
        codes = [one.government.code for one in readiness.read(protocol, CAC, NOW)]
        for way in ("first", "second"):
            many = [naming(one, f"{way}@{one}.example", "Called back") for one in codes]
            contact.name_all(protocol, CAC, many, NOW)
        assert len(letters("office")) == 2 * len(codes)


def test_an_office_names_nobody_elsewhere(app: Flask) -> None:
    old = entered(app)
    with app.app_context(), pytest.raises(NotAllowed):
        contact.name_all(old, CAC, [naming("london", "b@london.example")], NOW)
