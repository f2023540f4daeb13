"""From the press of a button to the calendar of a mayor: real services, a real mail server.

A walk at random through releases, answers and contacts; the programs of the offices know nothing
but the mail that arrives. In the end each shows what is published and confirmed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select

from summit.core import edit as programmes
from summit.core.clash import Clash
from summit.core.errors import Invalid
from summit.core.office import slots
from summit.core.programme import Programme, Status
from summit.core.reply import Reply, Standing
from summit.db.base import db
from summit.db.mail import MailRow
from summit.db.office import ContactRow, ReplyRow
from summit.services import board, change, contact, edit, office, release, reply
from tests.calendar_client import Client, calendar_of
from tests.conftest import ACTOR, SetClock
from tests.formats.ical_rules import Profile, check_octets
from tests.mail.server import Server, running
from tests.offices import contact as enter
from tests.services.test_letter import office as worker

CITIES = ("london", "budapest")
DOMAIN = "summit.example"


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as found:
        yield found


def published(app: Flask) -> Programme:
    found = board.newest(db.session(), "cac2020").programme
    db.session.rollback()
    return found


class Walk:
    """Does one thing after the other, chosen by `chance`; time goes on by two minutes."""

    def __init__(self, app: Flask, server: Server, chance: random.Random) -> None:
        self.app, self.server, self.chance = app, server, chance
        self.clock = SetClock()
        self.clients: dict[str, Client] = {}
        self.codes = sorted(
            {one.session.code for city in CITIES for one in slots(published(app), city)}
        )
        self.seen = 0

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def edit(self) -> None:
        code = self.chance.choice(self.codes)
        by = timedelta(minutes=self.chance.choice((-5, 5, 10)))
        kind = self.chance.choice(("move", "move", "cancel", "restore"))

        def act(draft: Programme) -> Programme:
            if kind == "move":
                starts = programmes.session(draft, code).starts + by
                return programmes.move(draft, code, starts=starts)
            return getattr(programmes, kind)(draft, code)  # type: ignore[no-any-return]

        with suppress(Invalid):
            edit.apply(ACTOR, "cac2020", kind, act, self.now, DOMAIN, {})

    def publish(self) -> None:
        with suppress(Invalid, Clash):
            found = release.publish(ACTOR, "cac2020", "", self.now)
            if self.chance.random() < 0.2:
                change.stop(ACTOR, "cac2020", found.number, self.now)

    def answer(self) -> None:
        city = self.chance.choice(CITIES)
        held = [one for one in office.show(ACTOR, "cac2020", city).slots if one.is_held]
        if held:
            one = self.chance.choice(held)
            said = self.chance.choice(
                (Standing.CONFIRMED, Standing.CONFIRMED, Standing.DECLINED, Standing.SUBSTITUTED)
            )
            words = Reply(said, one.session.starts, reason="no", substitute="Bo")
            reply.give(ACTOR, "cac2020", city, one.key, words, self.now)

    def come(self) -> None:
        address = f"c{self.chance.randrange(10_000)}@{self.chance.choice(CITIES)}.example"
        enter(self.app, self.chance.choice(CITIES), address)

    def go(self) -> None:
        numbers = db.session.scalars(
            select(ContactRow.id).where(ContactRow.removed_at.is_(None))
        ).all()
        db.session.rollback()
        if len(numbers) > 1:
            contact.remove(ACTOR, "cac2020", self.chance.choice(numbers), self.now)

    def send(self) -> None:
        """Let what is due leave, and let it arrive in whatever order."""
        while worker(self.app, self.server.url, self.clock).send():
            pass
        arrived = self.server.octets[self.seen :]
        self.seen = len(self.server.octets)
        self.chance.shuffle(arrived)
        for octets in arrived:
            if b"text/calendar" in octets:
                address = str(message_from_bytes(octets)["To"]).rpartition("<")[2].strip("> ")
                calendar = calendar_of(octets)
                over = b"METHOD:CANCEL" in calendar
                profile = Profile.CANCELLATION if over else Profile.INVITATION
                assert check_octets(calendar, profile) == []
                self.clients.setdefault(address, Client(address)).take(calendar)

    def step(self) -> None:
        act = self.chance.choices(
            (self.edit, self.publish, self.answer, self.come, self.go, self.send),
            (5, 3, 5, 1, 1, 3),
        )
        act[0]()
        self.clock.moment += timedelta(minutes=2)

    def truth(self) -> dict[str, dict[str, tuple[datetime, datetime]]]:
        """Return what each contact ever known ought to see; told by rows, not by our services."""
        programme = published(self.app)
        replies = {
            (one.government, one.session, one.person): one
            for one in db.session.scalars(select(ReplyRow))
        }
        found: dict[str, dict[str, tuple[datetime, datetime]]] = {}
        for row in db.session.scalars(select(ContactRow)):
            shown = found.setdefault(row.address, {})
            for slot in slots(programme, row.government):
                one, said = slot.session, replies.get((row.government, *slot.key))
                stands = said is not None and (
                    said.standing is not Standing.DECLINED
                    # What an office declined at another time is open again, if it was ever asked.
                    or said.starts != one.starts
                )
                is_sure = said is not None and said.starts == one.starts and stands
                asked = one.stamp is not None and one.stamp.uid in self.asked(row.address)
                is_on = row.removed_at is None and one.status is Status.SCHEDULED
                if one.stamp and is_on and (is_sure or (asked and (said is None or stands))):
                    shown[one.stamp.uid] = (one.starts, one.ends)
        db.session.rollback()
        return found

    def asked(self, address: str) -> set[str]:
        client = self.clients.get(address)
        return set(client.held) if client else set()


@pytest.mark.parametrize("seed", range(4))
def test_every_calendar_ends_with_what_is_published_and_confirmed(
    app: Flask, server: Server, seed: int
) -> None:
    with app.app_context():
        walk = Walk(app, server, random.Random(seed))
        for city in CITIES:
            enter(app, city, f"first@{city}.example")
        for _ in range(60):
            walk.step()
        for city in CITIES:  # what was stopped goes with the next cause
            who = enter(app, city, f"last@{city}.example")
            number = db.session.scalars(
                select(ContactRow.id).where(ContactRow.account_id == who.account)
            ).one()
            db.session.rollback()
            contact.remove(ACTOR, "cac2020", number, walk.now)
        walk.clock.moment += timedelta(hours=1)
        walk.send()
        expected = {one: shows for one, shows in walk.truth().items() if shows}
        assert {one.address: one.shows for one in walk.clients.values() if one.shows} == expected
        assert db.session.scalars(select(MailRow.id).where(MailRow.done_at.is_(None))).all() == []
        assert walk.seen > 5
