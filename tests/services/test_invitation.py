"""Invitations: mailed, opened by whom they are for, good once and for a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core.errors import Invalid, NotAllowed, NotFound, TooMany
from summit.core.invitation import KEPT, LIFE
from summit.core.limit import RULES
from summit.core.role import GRANTS, VISITOR, Actor, Role, Verb, participant
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.audit import AuditRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.role import InvitationRow, RoleRow
from summit.services import account, dossier, invitation, role, visit
from summit.services.invitation import Counted
from tests.conftest import ACTOR, NOW
from tests.organizers import organizer
from tests.participants import person

CAC = "cac2020"
ADDRESS = "new@organizers.example"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def invite(
    actor: Actor, *roles: Role, address: str = ADDRESS, now: object = NOW, who: str = "owner"
) -> str:
    """Invite somebody, and return the secret of the link in their mail."""
    chosen = roles or (Role.EDITOR,)
    counted = Counted(who, f"to {address}")
    invitation.invite(actor, CAC, address, chosen, counted, now)  # type: ignore[arg-type]
    return secret()


def letter() -> MailRow:
    row = db.session.scalars(
        select(MailRow).where(MailRow.occasion == "invited").order_by(MailRow.id.desc()).limit(1)
    ).one()
    db.session.expunge(row)
    db.session.rollback()
    return row


def secret() -> str:
    return str(letter().data["path"]).removeprefix("/account/invitations/")


def roles(code: str = CAC) -> dict[str, tuple[Role, ...]]:
    return {one.address: one.roles for one in role.organizers(ACTOR, code)}


def test_who_never_came_accepts_by_the_link_alone(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        opened = invite(owner, Role.MAIL, Role.DESK)
        shown = invitation.read(opened, NOW)
        assert (shown.code, shown.address, shown.roles, shown.expires) == (
            CAC,
            ADDRESS,
            (Role.DESK, Role.MAIL),
            NOW + LIFE,
        )
        assert ADDRESS not in roles()  # to look changes nothing
        found = invitation.accept(VISITOR, opened, "Test", NOW)
        assert found.leads_to == "/cac2020/organize/"
        entered = visit.seen(found.secret, NOW)
        assert entered is not None
        assert (entered.account.address, entered.account.is_confirmed) == (ADDRESS, True)
        assert entered.roles == {(CAC, Role.DESK), (CAC, Role.MAIL)}
        row = db.session.scalars(
            select(RoleRow).where(RoleRow.account_id == entered.account.id)
        ).first()
        assert row is not None
        assert row.given_by == owner.name
        assert letter().account_id == entered.account.id
        log = [
            (one.actor, one.thing, one.after)
            for one in db.session.scalars(select(AuditRow).order_by(AuditRow.id))
            if one.thing.startswith(("invitation/", "role/"))
        ][-2:]
        number = entered.account.id
        assert log == [
            (owner.name, "invitation/1", {"roles": ["desk", "mail"]}),
            (
                f"account:{number}",
                f"role/{number}",
                {"accepted": ["desk", "mail"], "by": owner.name},
            ),
        ]


def test_who_is_in_goes_on_with_their_visit(app: Flask) -> None:
    owner, invited = organizer(app), person(app, ADDRESS)
    with app.app_context():
        opened = invite(owner, Role.VIEWER)
        found = invitation.accept(invited, opened, "Test", NOW)
        assert (found.secret, found.leads_to) == ("", "/cac2020/organize/")
        assert roles()[ADDRESS] == (Role.VIEWER,)


def test_another_account_cannot_accept(app: Flask) -> None:
    owner, other = organizer(app), person(app, "other@people.example")
    with app.app_context():
        opened = invite(owner, Role.OWNER)
        with pytest.raises(NotAllowed):
            invitation.accept(other, opened, "Test", NOW)
        assert list(roles()) == ["mina@organizers.example"]
        assert db.session.scalar(select(AccountRow.id).where(AccountRow.key == ADDRESS)) is None
        db.session.rollback()
        invitation.accept(VISITOR, opened, "Test", NOW)
        assert roles()[ADDRESS] == (Role.OWNER,)


def test_a_link_that_is_good_no_more(app: Flask) -> None:
    """Used, expired, withdrawn, sent anew, never made, or for somebody who was shut out."""
    owner = organizer(app)
    with app.app_context():
        used = invite(owner, address="used@organizers.example")
        invitation.accept(VISITOR, used, "Test", NOW)
        withdrawn = invite(owner, address="withdrawn@organizers.example")
        (waiting,) = invitation.pending(owner, CAC)
        invitation.withdraw(owner, CAC, waiting.id, NOW)
        assert invitation.pending(owner, CAC) == ()
        before = invite(owner, address="again@organizers.example")
        (waiting,) = invitation.pending(owner, CAC)
        later = NOW + DAY
        invitation.resend(owner, CAC, waiting.id, Counted("owner", "again"), later)
        again = secret()
        assert invitation.read(again, later + LIFE - SECOND).expires == later + LIFE
        shut = invite(owner, address="shut@organizers.example")
        role.add(ACTOR, "shut@organizers.example", CAC, (Role.VIEWER,), NOW)
        account.disable(ACTOR, "shut@organizers.example", NOW)
        for one, now in (
            (used, NOW),
            (withdrawn, NOW),
            (before, later),
            (again, later + LIFE),
            ("none", NOW),
            ("", NOW),
        ):
            with pytest.raises(NotFound):
                invitation.read(one, now)
            with pytest.raises(NotFound):
                invitation.accept(VISITOR, one, "Test", now)
        with pytest.raises(NotFound):
            invitation.accept(VISITOR, shut, "Test", NOW)
        for number in (waiting.id + 100, 1):
            with pytest.raises(NotFound):
                invitation.withdraw(owner, CAC, number, NOW)


def test_the_letter_says_nothing_that_anybody_typed(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        invite(owner, address="New@organizers.example")
        row = letter()
        assert (row.account_id, row.address, row.name) == (None, "New@organizers.example", "")
        assert set(row.data) == {"path", "summit", "until"}
        assert row.data["summit"]["title"]["en"] == "CAC Global Summit 2020"


@pytest.mark.parametrize(
    ("languages", "known", "language"),
    [(("ko", "en"), None, "ko"), (("fr",), None, "en"), (("en", "ko"), "zh-Hant", "zh-Hant")],
)
def test_the_letter_speaks_the_language_of_the_invited(
    app: Flask, languages: tuple[str, ...], known: str | None, language: str
) -> None:
    owner = organizer(app)
    invited = person(app, ADDRESS) if known else None
    with app.app_context():
        db.session.scalars(select(SummitRow)).one().languages = languages
        if invited:
            db.session.get_one(AccountRow, invited.account).language = known or ""
        db.session.commit()
        invite(owner)
        assert letter().language == language


def test_who_is_not_invited(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        for address, chosen, where in (
            ("nobody", (Role.MAIL,), "address"),
            (ADDRESS, (), "roles"),
            ("Mina@organizers.example", (Role.MAIL,), "address"),
        ):
            with pytest.raises(Invalid) as caught:
                invitation.invite(owner, CAC, address, chosen, Counted("a", "b"), NOW)
            assert caught.value.where == where
        invite(owner)
        with pytest.raises(Invalid, match="invited already"):
            invite(owner, address="NEW@organizers.example")
        assert len(db.session.scalars(select(InvitationRow)).all()) == 1


def test_only_who_may_invites(app: Flask) -> None:
    with app.app_context():
        for one in Role:
            if Verb.INVITE not in GRANTS[one]:
                actor = participant(1, frozenset({(CAC, one)}))
                for deed in (
                    lambda actor=actor: invite(actor),
                    lambda actor=actor: invitation.pending(actor, CAC),
                    lambda actor=actor: invitation.withdraw(actor, CAC, 1, NOW),
                    lambda actor=actor: role.need_factor(actor, CAC, True, NOW),
                ):
                    with pytest.raises(NotAllowed):
                        deed()
        elsewhere = participant(1, frozenset({("other", Role.OWNER)}))
        with pytest.raises(NotAllowed):
            invite(elsewhere)


def test_nobody_is_flooded(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        invite(owner)
        (waiting,) = invitation.pending(owner, CAC)
        counted = Counted("owner", f"to {ADDRESS}")
        for _ in range(RULES["invited"].count - 1):
            invitation.resend(owner, CAC, waiting.id, counted, NOW)
        last = secret()
        with pytest.raises(TooMany):
            invitation.resend(owner, CAC, waiting.id, counted, NOW)
        assert invitation.read(last, NOW).address == ADDRESS  # it is as it was
        for number in range(RULES["invite"].count):
            invite(owner, address=f"{number}@organizers.example", who="another")
        with pytest.raises(TooMany):
            invite(owner, address="one.more@organizers.example", who="another")


def test_roles_that_are_there_stay(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        opened = invite(owner, Role.VIEWER, Role.MAIL)
        role.add(ACTOR, ADDRESS, CAC, (Role.MAIL, Role.DESK), NOW)
        invitation.accept(VISITOR, opened, "Test", NOW)
        assert roles()[ADDRESS] == (Role.DESK, Role.MAIL, Role.VIEWER)


def test_what_is_kept_no_longer(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        invite(owner)
        for now, left in ((NOW + LIFE + KEPT - SECOND, 1), (NOW + LIFE + KEPT, 0)):
            invitation.retain(now)
            assert len(db.session.scalars(select(InvitationRow)).all()) == left
            mails = select(MailRow.id).where(MailRow.occasion == "invited")
            assert len(db.session.scalars(mails).all()) == left
            db.session.rollback()


def test_erased_with_the_account(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        found = invitation.accept(VISITOR, invite(owner), "Test", NOW)
        entered = visit.seen(found.secret, NOW)
        assert entered is not None
        dossier.erase(participant(entered.account.id), NOW)
        assert ADDRESS not in str(db.session.execute(select(InvitationRow.__table__)).all())
        assert ADDRESS not in str(db.session.execute(select(MailRow.__table__)).all())
        db.session.rollback()
        assert list(roles()) == ["mina@organizers.example"]


def test_the_title_as_it_is_now(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        opened = invite(owner)
        db.session.scalars(select(SummitRow)).one().title = Text({"en": "Renamed"})
        db.session.commit()
        assert invitation.read(opened, NOW).title == Text({"en": "Renamed"})


def test_of_many_that_accept_at_once_one_does(app: Flask) -> None:
    owner = organizer(app)
    with app.app_context():
        opened = invite(owner)
    told: list[bool] = []

    def attempt() -> None:
        with app.app_context():
            try:
                invitation.accept(VISITOR, opened, "Test", NOW)
                told.append(True)
            except NotFound:
                told.append(False)
            finally:
                db.session.remove()

    _at_once([attempt] * 6)
    assert (told.count(True), told.count(False)) == (1, 5)
    with app.app_context():
        assert roles()[ADDRESS] == (Role.EDITOR,)


def test_two_owners_who_go_at_once_leave_one(app: Flask) -> None:
    both = [organizer(app, address=f"{name}@organizers.example") for name in ("one", "two")]
    told: list[bool] = []

    def go(actor: Actor) -> None:
        with app.app_context():
            try:
                dossier.erase(actor, NOW)
                told.append(True)
            except Invalid:
                told.append(False)
            finally:
                db.session.remove()

    _at_once([partial(go, one) for one in both])
    assert sorted(told) == [False, True]
    with app.app_context():
        assert list(roles().values()) == [(Role.OWNER,)]


def _at_once(deeds: list[Callable[[], None]]) -> None:
    threads = [Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
