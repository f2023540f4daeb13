"""Private feeds over HTTP: every rule of profile P, and that nobody else learns of one."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from summit.core.role import Actor
from summit.core.seat import SeatState
from summit.db.base import db
from summit.db.seat import SeatRow
from summit.services import agenda, programme, release, seat, subscription
from tests.conftest import ACTOR, NOW, SetClock, browser
from tests.formats.ical_rules import (
    Profile,
    check_answer,
    check_octets,
    check_refusals,
    check_update,
    events,
)
from tests.participants import enter, person, rearrange
from tests.web.public.test_calendar import answered

PICKS = ("mayoral-meeting", "diamond", "climate", "culture")


@pytest.fixture
def mina(app: Flask) -> Actor:
    actor = person(app)
    with app.app_context():
        for code in PICKS:
            agenda.pick(actor, "cac2020", code, NOW)
    return actor


def subscribed(app: Flask, actor: Actor, moment: datetime = NOW, **choices: object) -> str:
    with app.app_context():
        options = {"zone": "Europe/Budapest", "language": "en"} | choices
        _, token = subscription.subscribe(actor, "cac2020", "Phone", moment, **options)  # type: ignore[arg-type]
    return f"/feeds/{token}.ics"


@pytest.mark.parametrize(
    "choices", [{}, {"alarm_minutes": 15}, {"language": "ko"}, {"language": "zh-Hant"}]
)
def test_it_keeps_the_rules(
    app: Flask, mina: Actor, clock: SetClock, choices: dict[str, object]
) -> None:
    address, client = subscribed(app, mina, **choices), browser(app)
    clock.moment += timedelta(seconds=1)
    first = answered(client.get(address))
    found = check_answer(
        *first,
        Profile.PRIVATE,
        again=answered(client.get(address)),
        head=answered(client.head(address)),
    )
    assert found == []
    assert check_octets(first.octets, Profile.PRIVATE) == []
    assert len(events(first.octets)) == len(PICKS)


def test_conditional_requests(app: Flask, mina: Actor, clock: SetClock) -> None:
    address, client = subscribed(app, mina), browser(app)
    clock.moment += timedelta(seconds=1)
    first = client.get(address)
    for asked in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        answer = client.get(address, headers=asked)
        assert answer.status_code == 304
        assert check_answer(*answered(answer), Profile.PRIVATE) == []
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


def test_whoever_asks_gets_the_same_octets(app: Flask, mina: Actor) -> None:
    address = subscribed(app, mina)
    first = browser(app).get(address)
    for headers in (
        {"User-Agent": "Google-Calendar-Importer", "Accept-Language": "ko"},
        {"Cookie": "tz=Asia/Kabul; locale=ko"},
        {"Accept-Encoding": "br, gzip"},
    ):
        assert browser(app).get(address, headers=headers).data == first.data
    assert enter(app, mina).get(address).data == first.data
    assert "Set-Cookie" not in first.headers


def test_other_readers_read_it(app: Flask, mina: Actor) -> None:
    octets = browser(app).get(subscribed(app, mina, alarm_minutes=30)).data
    starts = {datetime(2020, 6, 2, 13, tzinfo=UTC), datetime(2020, 6, 3, 23, tzinfo=UTC)}
    calendar = icalendar.Calendar.from_ical(octets)
    assert starts < {one.decoded("DTSTART") for one in calendar.walk("VEVENT")}
    assert {one.decoded("TRIGGER") for one in calendar.walk("VALARM")} == {-timedelta(minutes=30)}
    other = vobject.readOne(octets.decode())
    assert len(other.vevent_list) == len(PICKS)
    assert all(one.valarm.action.value == "DISPLAY" for one in other.vevent_list)


def test_readers_agree_on_all_that_can_be_in_it(app: Flask, mina: Actor, clock: SetClock) -> None:
    """Picks, a seat, a place in a queue; moved, cancelled, withdrawn and taken out."""
    for code, capacity in (("sports", 1), ("welfare", 5)):
        rearrange(app, code, capacity=capacity)
    address, client = subscribed(app, mina, language="ko"), browser(app)
    clock.moment += timedelta(hours=1)
    client.get(address)
    other = person(app, "first@people.example")
    with app.app_context():
        seat.take(mina, "cac2020", "welfare", clock.moment)
        seat.take(other, "cac2020", "sports", clock.moment)
        seat.take(mina, "cac2020", "sports", clock.moment)
        agenda.unpick(mina, "cac2020", "mayoral-meeting", clock.moment)
        programme.move(ACTOR, "cac2020", "diamond", clock.moment, minutes=100)
        programme.cancel(ACTOR, "cac2020", "climate", clock.moment)
        programme.remove(ACTOR, "cac2020", "culture", clock.moment)
        release.publish(ACTOR, "cac2020", "Three changes", clock.moment)
    octets = client.get(address).data
    ours = sorted((one.uid, one.starts, one.ends, one.status) for one in events(octets).values())
    states = Counter(status for *_, status in ours)
    assert states == {"CANCELLED": 3, "CONFIRMED": 2, "TENTATIVE": 1}
    assert ours == sorted(
        (str(one["UID"]), one.decoded("DTSTART"), one.decoded("DTEND"), str(one["STATUS"]))
        for one in icalendar.Calendar.from_ical(octets).walk("VEVENT")
    )
    assert ours == sorted(
        (one.uid.value, one.dtstart.value, one.dtend.value, one.status.value)
        for one in vobject.readOne(octets.decode()).vevent_list
    )


def test_the_text_opens_with_the_hosts_time_and_then_mine(app: Flask, mina: Actor) -> None:
    octets = browser(app).get(subscribed(app, mina)).data
    calendar = icalendar.Calendar.from_ical(octets)
    (text,) = [
        str(one["DESCRIPTION"])
        for one in calendar.walk("VEVENT")
        if "mayoral-meeting" in str(one["URL"])
    ]
    assert text.split("\n")[:2] == [
        "Tue 2 June 2020, 22:00–23:30 Seoul (UTC+9)",
        "Tue 2 June 2020, 15:00–16:30 Budapest (UTC+2)",
    ]
    assert text.endswith("/cac2020/me/sessions/mayoral-meeting/join?locale=en")


def test_what_changes_changes_by_itself(app: Flask, mina: Actor) -> None:
    address, client = subscribed(app, mina), browser(app)
    before = client.get(address)
    later = NOW + timedelta(hours=1)
    with app.app_context():
        programme.move(ACTOR, "cac2020", "diamond", later, minutes=100)
        programme.cancel(ACTOR, "cac2020", "climate", later)
        programme.remove(ACTOR, "cac2020", "culture", later)
        release.publish(ACTOR, "cac2020", "Three changes", later)
    after = client.get(address)
    assert check_update(before.data, after.data, Profile.PRIVATE) == []
    assert check_octets(after.data, Profile.PRIVATE) == []
    states = sorted(one.status for one in events(after.data).values())
    assert states == ["CANCELLED", "CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_what_i_take_out_is_cancelled_in_mine_alone(
    app: Flask, client: FlaskClient, mina: Actor, clock: SetClock
) -> None:
    address = subscribed(app, mina)
    clock.moment += timedelta(seconds=1)
    versions = [client.get(address)]
    public = client.get("/cac2020/agenda.ics").data
    moment = NOW + timedelta(minutes=5)
    for act in (agenda.unpick, agenda.pick, agenda.unpick, agenda.pick):
        with app.app_context():
            # The same moment for all: no two of them count as one.
            assert act(mina, "cac2020", "diamond", moment) is True
        clock.moment += timedelta(minutes=10)
        versions.append(client.get(address))
    for old, new in itertools.pairwise(versions):
        assert check_update(old.data, new.data, Profile.PRIVATE) == []
        assert old.headers["ETag"] != new.headers["ETag"]
        since = {"If-Modified-Since": old.headers["Last-Modified"]}
        assert since["If-Modified-Since"] != new.headers["Last-Modified"]
    gone = [one for one in events(versions[1].data).values() if one.status == "CANCELLED"]
    assert [one.summary.startswith("CANCELLED: ") for one in gone] == [True]
    assert client.get("/cac2020/agenda.ics").data == public


def test_what_was_taken_out_before_is_not_told(app: Flask, mina: Actor) -> None:
    with app.app_context():
        agenda.unpick(mina, "cac2020", "diamond", NOW + timedelta(minutes=1))
    octets = browser(app).get(subscribed(app, mina, NOW + timedelta(minutes=2))).data
    assert len(events(octets)) == len(PICKS) - 1


def test_a_seat_is_in_it_while_it_is_mine(app: Flask, mina: Actor, clock: SetClock) -> None:
    rearrange(app, "sports", capacity=1)
    address, client = subscribed(app, mina), browser(app)
    other = person(app, "first@people.example")
    versions = [client.get(address).data]
    moment = NOW + timedelta(hours=1)
    with app.app_context():
        seat.take(other, "cac2020", "sports", moment)
    for state in (None, SeatState.OFFERED, SeatState.CONFIRMED, SeatState.GIVEN_BACK):
        moment += timedelta(minutes=5)
        clock.moment = moment
        with app.app_context():
            if state is None:
                assert seat.take(mina, "cac2020", "sports", moment).state is SeatState.WAITING
            else:
                row = db.session.query(SeatRow).filter_by(ticket=2).one()
                row.state, row.changed_at = state, moment
                db.session.commit()
        versions.append(client.get(address).data)
    for old, new in itertools.pairwise(versions):
        assert check_update(old, new, Profile.PRIVATE) == []
        assert check_octets(new, Profile.PRIVATE) == []

    def status(octets: bytes) -> list[str]:
        return [one.status for one in events(octets).values() if "/sports" in one.url]

    assert [status(one) for one in versions] == [
        [],
        ["TENTATIVE"],
        ["TENTATIVE"],
        ["CONFIRMED"],
        ["CANCELLED"],
    ]


@pytest.mark.parametrize("is_picked", [False, True])
def test_all_that_happens_within_a_second_is_told(
    app: Flask, mina: Actor, clock: SetClock, is_picked: bool
) -> None:
    """By the stamps of the entry and the ETag; who asks by time alone hears of it afterwards."""
    code = "diamond" if is_picked else "welfare"
    rearrange(app, code, capacity=5)
    address, client = subscribed(app, mina), browser(app)
    second = NOW + timedelta(hours=1)
    acts = [seat.take, seat.give_back, agenda.pick, agenda.unpick, seat.take, seat.give_back]
    clock.moment = second
    versions = [client.get(address)]
    for number, act in enumerate(acts):
        if is_picked and act in (agenda.pick, agenda.unpick):
            act = {agenda.pick: agenda.unpick, agenda.unpick: agenda.pick}[act]
        clock.moment = second + timedelta(milliseconds=10 * number + 5)
        with app.app_context():
            act(mina, "cac2020", code, clock.moment)
        versions.append(client.get(address))
    clock.moment = second + timedelta(minutes=1)
    last = client.get(address)
    for old, new in itertools.pairwise(versions):
        assert check_update(old.data, new.data, Profile.PRIVATE) == []
        assert old.headers["ETag"] != new.headers["ETag"]
    assert ["Last-Modified" in one.headers for one in (*versions, last)] == [
        True,
        *[False] * 6,
        True,
    ]
    since = {"If-Modified-Since": versions[0].headers["Last-Modified"]}
    assert client.get(address, headers=since).data == last.data
    stamps = [stamped(one.data, code) for one in versions if stamped(one.data, code)]
    for earlier, later in itertools.pairwise(stamps):
        assert [one < two for one, two in zip(earlier, later, strict=True)] == [True, True]


def stamped(octets: bytes, code: str) -> tuple[int, datetime] | None:
    """Return SEQUENCE and LAST-MODIFIED of a session in a feed."""
    for one in icalendar.Calendar.from_ical(octets).walk("VEVENT"):
        if f"/sessions/{code}?" in str(one["URL"]):
            return one["SEQUENCE"], one.decoded("LAST-MODIFIED")
    return None


@pytest.mark.parametrize("was_picked", [False, True])
def test_a_pick_changes_nothing_while_there_is_a_seat(
    app: Flask, mina: Actor, clock: SetClock, was_picked: bool
) -> None:
    """Rule U5: what says the same keeps its octets. What was picked counts when the seat ends."""
    code = "diamond" if was_picked else "welfare"
    rearrange(app, code, capacity=5)
    address, client = subscribed(app, mina), browser(app)
    clock.moment += timedelta(hours=1)

    def act(what: Callable[..., object]) -> bytes:
        clock.moment += timedelta(minutes=5)
        with app.app_context():
            what(mina, "cac2020", code, clock.moment)
        return client.get(address).data

    seated = act(seat.take)
    moves = [agenda.pick, agenda.unpick] * 2
    for move in moves[1:] + moves[:1] if was_picked else moves:
        assert act(move) == seated
    picked = act(agenda.pick)
    assert picked == seated
    ended = act(seat.give_back)
    out = act(agenda.unpick)
    for old, new in itertools.pairwise((seated, ended, out, act(agenda.pick))):
        assert check_update(old, new, Profile.PRIVATE) == []
        before, after = stamped(old, code), stamped(new, code)
        assert before is not None
        assert after is not None
        assert (before[0] < after[0], before[1] < after[1]) == (True, True)


def test_what_its_owner_chooses_moves_its_validators(
    app: Flask, mina: Actor, clock: SetClock
) -> None:
    address, client = subscribed(app, mina), browser(app)
    clock.moment = NOW + timedelta(minutes=1)
    before = client.get(address)
    clock.moment = NOW + timedelta(minutes=3)
    choices = {"label": "Phone", "zone": "Asia/Kabul", "language": "en", "alarm_minutes": 10}
    with app.app_context():
        (one,) = subscription.mine(mina, "cac2020")
        subscription.change(mina, "cac2020", one.id, clock.moment, **choices)  # type: ignore[arg-type]
    since = {"If-Modified-Since": before.headers["Last-Modified"]}
    after = client.get(address, headers=since)
    assert after.status_code == 200
    assert b"17:30" in after.data  # the golden fact of Kabul
    assert check_update(before.data, after.data, Profile.PRIVATE) == []


def test_wrong_revoked_and_replaced_answer_alike(app: Flask, mina: Actor) -> None:
    revoked, replaced = subscribed(app, mina), subscribed(app, mina)
    client = browser(app)
    assert [client.get(one).status_code for one in (revoked, replaced)] == [200, 200]
    with app.app_context():
        first, second = subscription.mine(mina, "cac2020")
        subscription.revoke(mina, "cac2020", first.id, NOW)
        _, token = subscription.rotate(mina, "cac2020", second.id, NOW)
    refused = [
        answered(client.get(one))
        for one in (revoked, replaced, f"/feeds/{'x' * 43}.ics", "/feeds/%2e.ics", "/feeds/ä.ics")
    ]
    assert check_refusals(*refused) == []
    assert client.get(f"/feeds/{token}.ics").status_code == 200


def test_it_ends_with_the_account(app: Flask, mina: Actor) -> None:
    address = subscribed(app, mina)
    with app.app_context():
        db.session.execute(db.text("UPDATE account SET disabled_at = created_at"))
        db.session.commit()
    assert browser(app).get(address).status_code == 404


def test_summit_week_is_looked_at_more_often(app: Flask, mina: Actor, clock: SetClock) -> None:
    address, client = subscribed(app, mina), browser(app)

    def every() -> str:
        return re.findall(r"X-PUBLISHED-TTL:(\S+)", client.get(address).text)[0]

    assert every() == "PT1H"
    clock.moment = datetime(2020, 6, 1, tzinfo=UTC)
    assert every() == "PT15M"


def test_the_download(app: Flask, mina: Actor) -> None:
    client = enter(app, mina)
    answer = client.get("/cac2020/me/agenda.ics")
    assert answer.headers["Content-Disposition"] == "attachment; filename=cac2020-my-agenda.ics"
    assert answer.headers["Cache-Control"] == "no-store"
    assert check_octets(answer.data, Profile.DOWNLOAD) == []
    public = events(client.get("/cac2020/agenda.ics").data)
    for uid, event in events(answer.data).items():
        assert (event.sequence, event.starts) == (public[uid].sequence, public[uid].starts)
    assert browser(app).get("/cac2020/me/agenda.ics").status_code == 303
    empty = enter(app, person(app, "empty@people.example"))
    assert empty.get("/cac2020/me/agenda.ics").status_code == 404
