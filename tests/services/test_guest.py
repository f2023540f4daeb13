"""The guest of the demonstration: registered once, with a link that is new each time."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from summit.core.registration import State
from summit.core.role import participant
from summit.core.seat import SeatState
from summit.formats import registration_rules
from summit.services import agenda, guest, registration, seat, visit
from tests.conftest import ACTOR, NOW
from tests.seats import opened

MONTH = timedelta(days=30)


def test_the_guest_has_an_agenda_and_a_way_in(app: Flask) -> None:
    with app.app_context():
        opened()
        first = guest.invite("cac2020", "Europe/Budapest", NOW)
        again = guest.invite("cac2020", "Europe/Budapest", NOW)
        assert first != again
        for path in (first, again):
            secret = path.removeprefix("/account/links/")
            assert visit.is_usable(secret, NOW + MONTH - timedelta(seconds=1))
            assert not visit.is_usable(secret, NOW + MONTH)
        entrance = visit.enter(again.removeprefix("/account/links/"), "Test", NOW)
        assert entrance.leads_to == "/cac2020/me"
        entered = visit.seen(entrance.secret, NOW)
        assert entered is not None
        who = participant(entered.account.id)
        found = registration.of(who, "cac2020")
        assert found is not None
        assert (found.state, found.name) == (State.CONFIRMED, guest.NAME)
        own = agenda.mine(who, "cac2020")
        assert own is not None
        assert {one.session: one.state for one in seat.mine(who, "cac2020")} == {
            "diamond": SeatState.CONFIRMED,
            "smart-city": SeatState.CONFIRMED,
        }


def test_without_registration_there_is_a_way_in_all_the_same(app: Flask) -> None:
    with app.app_context():
        registration.set_rules(ACTOR, "cac2020", registration_rules.Rules(), NOW)
        path = guest.invite("cac2020", "Asia/Seoul", NOW)
        assert visit.is_usable(path.removeprefix("/account/links/"), NOW)
