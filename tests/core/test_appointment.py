"""What calendars are owed: a walk at random, after which each shows what is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from summit.core.appointment import (
    Appointment,
    Key,
    Kind,
    Method,
    Sent,
    Share,
    known,
    owed,
    plain,
    wanted,
)
from summit.formats.appointment import Mailbox, write
from tests.appointments import CREATED, MINUTE, START, appointment, duty, message
from tests.calendar_client import Client

CITIES = ("london", "leeds")
BOXES = ("ana@a.example", "both@b.example")
UIDS = tuple(f"5a1d2f3e-0000-4000-8000-00000000000{n}@summit.example" for n in range(2))
cities, boxes, uids = (st.sampled_from(some) for some in (CITIES, BOXES, UIDS))


class Walk(RuleBasedStateMachine):
    """Sessions move and fall, offices say yes and no, contacts come and go; mail is mixed up."""

    @initialize()
    def begin(self) -> None:
        self.sessions = {uid: appointment(uid=uid, duties=()) for uid in UIDS}
        self.running = dict.fromkeys(UIDS, True)
        self.turns = dict.fromkeys(UIDS, 0)
        self.said: dict[tuple[str, str], str] = {}
        self.mailboxes: dict[str, frozenset[str]] = {BOXES[0]: frozenset(CITIES[:1])}
        self.sent: dict[Key, Sent] = {}
        self.transit: list[tuple[str, bytes]] = []
        self.clients = {one: Client(one) for one in BOXES}
        self.minutes = 0

    def truth(self) -> dict[Key, Appointment]:
        sessions = []
        for uid in UIDS:
            if self.running[uid]:
                shares = tuple(
                    Share(
                        duty(city, turns=(), person=str(self.turns[uid])),
                        is_sure=self.said.get((city, uid)) == "yes",
                        is_declined=self.said.get((city, uid)) == "no",
                    )
                    for city in CITIES
                )
                sessions.append((self.sessions[uid], shares))
        return wanted(sessions, self.mailboxes, frozenset(self.sent))

    def follow(self) -> None:
        self.minutes += 1
        for step in owed(self.truth(), self.sent, {}, START - timedelta(days=9)):
            last = self.sent.get(step.key)
            assert last is None or step.sequence > last.sequence
            self.sent[step.key] = Sent(step.method, step.sequence, step.appointment)
            about = message(
                step.method,
                step.sequence,
                uid=step.key[1],
                sent=CREATED + self.minutes * MINUTE,
                attendee=Mailbox("", step.key[0]),
            )
            self.transit.append((step.key[0], write(step.appointment, about)))

    @rule(uid=uids, minutes=st.integers(-5, 5))
    def move(self, uid: str, minutes: int) -> None:
        one, by = self.sessions[uid], minutes * MINUTE
        self.sessions[uid] = replace(one, starts=one.starts + by, ends=one.ends + by)
        self.follow()

    @rule(uid=uids)
    def cancel_or_restore(self, uid: str) -> None:
        self.running[uid] = not self.running[uid]
        self.follow()

    @rule(uid=uids, turn=st.integers(0, 3))
    def change_a_turn(self, uid: str, turn: int) -> None:
        self.turns[uid] = turn
        self.follow()

    @rule(city=cities, uid=uids, words=st.sampled_from(["yes", "no", ""]))
    def answer(self, city: str, uid: str, words: str) -> None:
        self.said[city, uid] = words
        self.follow()

    @rule(box=boxes, some=st.sets(cities))
    def come_and_go(self, box: str, some: set[str]) -> None:
        self.mailboxes.pop(box, None)
        if some:
            self.mailboxes[box] = frozenset(some)
        self.follow()

    @rule(order=st.randoms(use_true_random=False), twice=st.booleans())
    def deliver(self, order: object, twice: bool) -> None:
        order.shuffle(self.transit)  # type: ignore[attr-defined]
        for box, octets in (*self.transit, *(self.transit if twice else ())):
            self.clients[box].take(octets)
        self.transit.clear()
        self.agree()

    def agree(self) -> None:
        truth = self.truth()
        for box, client in self.clients.items():
            expected = {
                uid: (one.starts, one.ends) for (key, uid), one in truth.items() if key == box
            }
            assert client.shows == expected

    @invariant()
    def nothing_is_owed_twice(self) -> None:
        assert owed(self.truth(), self.sent, {}, START - timedelta(days=9)) == ()

    def teardown(self) -> None:
        for box, octets in reversed(self.transit):
            self.clients[box].take(octets)
        self.agree()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)

KEY = (BOXES[0], appointment().uid)
BEFORE = START - timedelta(days=1)


def test_it_is_kept_and_known_again() -> None:
    assert known(plain(appointment())) == appointment()


def test_a_code_that_changed_is_told_to_nobody() -> None:
    sent = {KEY: Sent(Method.REQUEST, 0, appointment())}
    assert owed({KEY: appointment(session="other")}, sent, {}, BEFORE) == ()


def test_no_version_is_below_what_feeds_have() -> None:
    (first,) = owed({KEY: appointment()}, {}, {KEY[1]: 4}, BEFORE)
    assert (first.kind, first.sequence) == (Kind.NEW, 4)
    sent = {KEY: Sent(Method.REQUEST, 7, appointment())}
    (last,) = owed({}, sent, {KEY[1]: 4}, BEFORE)
    assert (last.kind, last.sequence) == (Kind.WITHDRAWN, 8)


def test_what_is_over_is_left_as_it_stands() -> None:
    after = appointment().ends
    sent = {KEY: Sent(Method.REQUEST, 0, appointment())}
    assert owed({KEY: appointment()}, {}, {}, after) == ()
    assert owed({}, sent, {}, after) == ()
    later = appointment(starts=after, ends=after + MINUTE)
    assert [one.kind for one in owed({KEY: later}, sent, {}, after)] == [Kind.CHANGED]
