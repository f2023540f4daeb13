"""All that is known of one person: whole, nobody else's, and gone when it is erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from summit.core.dossier import Dossier, Sheet
from summit.core.errors import Invalid, NotAllowed, NotFound
from summit.core.factor import Kind
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.role import VISITOR, Role, Verb, participant
from summit.core.seat import SeatState
from summit.db.account import AccountRow
from summit.db.agenda import AttendanceRow, PickRow, SubscriptionRow
from summit.db.audit import AuditRow
from summit.db.base import Base, db
from summit.db.factor import FactorRow, RecoveryRow
from summit.db.mail import MailRow
from summit.db.office import ContactRow
from summit.db.programme import SummitRow
from summit.db.role import InvitationRow, RoleRow
from summit.db.seat import SeatingRow, SeatRow
from summit.services import account, deed, dossier, mail, role
from tests.conftest import NOW
from tests.services.participant import registration
from tests.services.test_visit import begin


@dataclass(frozen=True)
class People:
    mine: int
    other: int
    seating: int


def belongings(summit: int, owner: int) -> list[Base]:
    """Return what an organizer has."""
    row = db.session.get_one(AccountRow, owner)
    return [
        RoleRow(
            account_id=owner, summit_id=summit, role=Role.OWNER, given_at=NOW, given_by="tests"
        ),
        InvitationRow(
            summit_id=summit,
            address=row.address,
            key=row.key,
            roles=("owner",),
            digest=account.digest(f"invitation {owner}"),
            invited_by="tests",
            created_at=NOW,
            expires_at=NOW,
            accepted_at=NOW,
        ),
        ContactRow(
            summit_id=summit,
            government="london",
            address=row.address,
            key=row.key,
            name=f"canary-{owner}",
            post="",
            account_id=owner,
            named_at=NOW,
            named_by="tests",
            cautions=(),
            note="",
            approved_by="",
        ),
        FactorRow(
            account_id=owner,
            kind=Kind.CODE,
            name=f"canary-{owner}",
            secret="SECRETSECRET",
            created_at=NOW,
            confirmed_at=NOW,
        ),
        RecoveryRow(account_id=owner, digest=account.digest(f"recovery {owner}")),
    ]


@pytest.fixture
def people(app: Flask) -> Iterator[People]:
    """Two people with something in every table, who sit in one session."""
    mine, _ = begin(app)
    other, _ = begin(app, "other@seoul.example")
    with app.app_context():
        with deed.begin(VISITOR, Verb.REGISTER, "cac2020", NOW) as work:
            summit = work.session.scalars(select(SummitRow)).one()
            seating = SeatingRow(
                summit_id=summit.id, session="welfare", capacity=9, taken=2, tickets=2
            )
            work.session.add(seating)
            for number, owner in enumerate((mine, other), start=1):
                entry = registration(summit.id, owner, name=f"canary-{owner}")
                work.session.add(entry)
                work.session.flush()
                seat = SeatRow(
                    seating_id=seating.id,
                    registration_id=entry.id,
                    state=SeatState.CONFIRMED,
                    ticket=number,
                    asked_at=NOW,
                    changed_at=NOW,
                )
                pick = PickRow(registration_id=entry.id, session="welfare", picked_at=NOW)
                feed = SubscriptionRow(
                    registration_id=entry.id,
                    digest=account.digest(f"token {owner}"),
                    label=f"canary-{owner}",
                    created_at=NOW,
                )
                joined = AttendanceRow(registration_id=entry.id, session="welfare", joined_at=NOW)
                work.session.add_all((seat, pick, feed, joined))
                work.session.add_all(belongings(summit.id, owner))
                to = Recipient(owner, f"canary-{owner}@seoul.example", "", "en", "UTC")
                for occasion in (Occasion.REGISTERED, Occasion.ENTER):
                    mail.post(work, Letter(occasion, to, "cac2020", {"path": f"/canary-{owner}"}))
            work.session.flush()
            for row in work.session.scalars(select(MailRow)):
                row.body = b"Subject: x\nContent-Type: text/plain\n\nWords for you.\n"
            number = seating.id
        account.change(participant(mine), account.Profile("Jin", "Asia/Seoul", "en"), NOW)
        yield People(mine, other, number)


def sheet(whole: Dossier, name: str) -> Sheet:
    (found,) = [one for one in whole.sheets if one.name == name]
    return found


def test_it_is_whole_and_nobody_elses(people: People) -> None:
    whole = dossier.read(participant(people.mine), NOW)
    assert {one.name: len(one.rows) for one in whole.sheets} == {
        "account": 1,
        "visits": 1,
        "roles": 1,
        "invitations": 1,
        "offices": 1,
        "factors": 1,
        "recovery": 1,
        "registrations": 1,
        "seats": 1,
        "picks": 1,
        "feeds": 1,
        "attendance": 1,
        "mail": 2,
        "deeds": 1,
    }
    said = str(whole)
    assert f"canary-{people.mine}" in said
    assert f"canary-{people.other}" not in said
    assert "other@seoul.example" not in said


def test_no_secret_and_no_digest_is_in_it(people: People) -> None:
    whole = dossier.read(participant(people.mine), NOW)
    said = str(whole)
    for secret in ("token", "invitation", "recovery"):
        assert account.digest(f"{secret} {people.mine}") not in said
    assert "SECRETSECRET" not in said
    assert not [one for part in whole.sheets for one in part.columns if "digest" in one]
    letters = sheet(whole, "mail")
    words = {row[0]: row[letters.columns.index("text")] for row in letters.rows}
    assert words == {"registered": "Words for you.\n", "enter": ""}


def test_a_registration_as_it_is_shown(people: People) -> None:
    part = sheet(dossier.read(participant(people.mine), NOW), "registrations")
    row = dict(zip(part.columns, part.rows[0], strict=True))
    assert row["summit"] == "cac2020"
    assert (row["state"], row["languages"], row["answers"]) == (
        "confirmed",
        "ko, en",
        '{"meal": "none"}',
    )
    assert row["registered_at"] == NOW


def test_only_ones_own_is_read(people: People) -> None:
    with pytest.raises(NotAllowed):
        dossier.read(VISITOR, NOW)
    with pytest.raises(NotAllowed):
        dossier.erase(VISITOR, NOW)


def test_erased_is_everything_but_the_log(people: People) -> None:
    engine = db.engine
    dossier.erase(participant(people.mine), NOW + timedelta(hours=1))
    with engine.connect() as connection:
        for name, table in Base.metadata.tables.items():
            if name == "audit":
                continue
            said = str(connection.execute(select(table)).all())
            assert f"canary-{people.mine}" not in said, name
            for key in inspect(connection).get_foreign_keys(name):
                if key["referred_table"] == "account":
                    column = table.c[key["constrained_columns"][0]]
                    owners = set(connection.execute(select(column)).scalars())
                    assert people.mine not in owners, name
    assert db.session.scalars(select(AccountRow.id)).all() == [people.other]
    assert db.session.scalars(select(SeatRow.ticket)).all() == [2]
    log = db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
    assert (log.actor, log.thing, log.after) == (
        f"account:{people.mine}",
        f"account/{people.mine}",
        {"erased": True},
    )


def test_the_seat_of_who_goes_is_free(people: People) -> None:
    dossier.erase(participant(people.mine), NOW)
    assert db.session.get_one(SeatingRow, people.seating).taken == 1


def test_the_last_owner_names_another_first(people: People) -> None:
    assert role.alone(participant(people.mine)) == ()
    dossier.erase(participant(people.mine), NOW)
    ((code, _),) = role.alone(participant(people.other))
    assert code == "cac2020"
    with pytest.raises(Invalid, match="Name another owner first: cac2020"):
        dossier.erase(participant(people.other), NOW)
    assert db.session.scalars(select(AccountRow.id)).all() == [people.other]


def test_twice_is_refused(people: People) -> None:
    dossier.erase(participant(people.mine), NOW)
    with pytest.raises(NotFound):
        dossier.erase(participant(people.mine), NOW)
