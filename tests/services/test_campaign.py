"""Mail to many: to whom it goes, what it says to each, that it can be stopped by either side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from summit.core.campaign import Campaign, Words
from summit.core.errors import Invalid, NotAllowed, NotFound, Problems, Stale
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.programme import Summit
from summit.core.registration import State
from summit.core.reminder import QUIET, Wish
from summit.core.role import Role, Verb, participant
from summit.core.selection import Place, Selection
from summit.core.text import Text
from summit.db.account import AccountRow
from summit.db.base import db
from summit.db.mail import MailRow
from summit.mail import read
from summit.mail.compose import compose
from summit.services import campaign, console, deed, mail, reminder, seat
from summit.services.campaign import Counts
from summit.settings import Settings
from tests.conftest import ACTOR, NOW, URL
from tests.seats import CAC, SESSION, crowd, joined, opened

SENDER = participant(0, frozenset({(CAC, Role.MAIL)}))
LATER = NOW + timedelta(hours=3)
CHOSEN = Settings(url=URL, database_url="", secret_key="k" * 32, uid_domain="summit.example")
WORDS = {
    "en": Words("To {name}", "{title:welfare}: {when:welfare}\n{agenda}"),
    "ko": Words("{summit}", "{when:welfare}"),
}
ALL = Campaign("All", Selection(states=(State.CONFIRMED,)), WORDS)


@pytest.fixture
def ready(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        opened(welfare=1)
        yield app


def outbox() -> list[MailRow]:
    found = list(
        db.session.scalars(
            select(MailRow).where(MailRow.occasion == Occasion.BROADCAST).order_by(MailRow.id)
        )
    )
    db.session.expunge_all()
    db.session.rollback()
    return found


def sent(draft: Campaign = ALL, due: object = None) -> int:
    number = campaign.keep(SENDER, CAC, draft, NOW)
    count = campaign.preview(SENDER, CAC, draft, NOW, CHOSEN).recipients
    campaign.send(SENDER, CAC, number, count, due, NOW)  # type: ignore[arg-type]
    return number


@pytest.mark.usefixtures("ready")
class TestADraft:
    def test_is_kept_and_read_back(self) -> None:
        number = campaign.keep(SENDER, CAC, ALL, NOW)
        kept = campaign.one(SENDER, CAC, number)
        assert (kept.campaign, kept.sent, kept.counts, kept.version) == (ALL, None, Counts(), 1)
        other = Campaign("Other", Selection(), WORDS)
        campaign.keep(SENDER, CAC, other, NOW, number, 1)
        with pytest.raises(Stale):
            campaign.keep(SENDER, CAC, ALL, NOW, number, 1)
        assert campaign.one(SENDER, CAC, number).campaign == other
        campaign.drop(SENDER, CAC, number, NOW)
        assert campaign.listing(SENDER, CAC) == ()

    def test_with_a_place_for_nothing_is_refused(self) -> None:
        words = {"en": Words("{when:gone}", "{name}")}
        with pytest.raises(Problems) as found:
            campaign.keep(SENDER, CAC, Campaign("x", Selection(), words), NOW)
        assert set(found.value.by_field) == {"subject.en"}

    def test_is_seen_as_three_readers_will_in_their_languages_and_zones(self) -> None:
        crowd(3)
        for one, zone, language in (
            ("1", "Europe/Budapest", "ko"),
            ("2", "America/Bogota", "en"),
            ("3", "Asia/Seoul", "zh-Hant"),
        ):
            joined(one, zone=zone, language=language)
        preview = campaign.preview(SENDER, CAC, ALL, NOW, CHOSEN)
        assert preview.recipients == 6
        assert [(one.name, one.language, one.zone, one.subject) for one in preview.samples] == [
            ("Crowd 0", "en", "Asia/Seoul", "To Crowd 0"),
            ("Person 1", "ko", "Europe/Budapest", "CAC 글로벌 서밋 2020"),
            ("Person 3", "zh-Hant", "Asia/Seoul", "To Person 3"),
        ]
        assert "(UTC+9)" in preview.samples[0].text
        assert "(UTC+2)" in preview.samples[1].text
        assert outbox() == []


@pytest.mark.usefixtures("ready")
class TestSending:
    def test_writes_to_those_selected_and_to_nobody_else(self) -> None:
        seated, waiting = crowd(2)
        joined("press", kind="press")
        for who in (seated, waiting):
            seat.take(who, CAC, SESSION, NOW)
        shut = joined("shut")
        db.session.execute(
            update(AccountRow).where(AccountRow.id == shut.account).values(disabled_at=NOW)
        )
        db.session.commit()
        for selection, to in (
            (Selection(states=(State.CONFIRMED,)), ["c0", "c1"]),
            (Selection(session=SESSION, place=Place.QUEUE), ["c1"]),
            (Selection(session=SESSION, place=Place.SEAT), ["c0"]),
            (Selection(kind="press"), ["ppress"]),
        ):
            before = len(outbox())
            sent(Campaign("x", selection, WORDS))
            assert [row.address.partition("@")[0] for row in outbox()[before:]] == to

    def test_goes_to_as_many_as_were_confirmed(self) -> None:
        crowd(2)
        number = campaign.keep(SENDER, CAC, ALL, NOW)
        for wrong in (1, 3, -1):
            with pytest.raises(Stale):
                campaign.send(SENDER, CAC, number, wrong, None, NOW)
        with pytest.raises(Stale):
            campaign.send(SENDER, CAC, number, 2, None, NOW, 9)
        assert outbox() == []
        assert campaign.send(SENDER, CAC, number, 2, None, NOW, 1) == 2
        with pytest.raises(Invalid):
            campaign.send(SENDER, CAC, number, 2, None, NOW)
        with pytest.raises(Invalid):
            campaign.keep(SENDER, CAC, ALL, NOW, number)
        assert len(outbox()) == 2

    def test_to_nobody_is_refused(self) -> None:
        number = campaign.keep(SENDER, CAC, ALL, NOW)
        with pytest.raises(Invalid):
            campaign.send(SENDER, CAC, number, 0, None, NOW)

    def test_says_to_each_what_it_said_in_the_preview(self) -> None:
        joined(1, zone="Europe/Budapest", language="ko")
        sent()
        (claimed,) = [
            one for one in mail.claim(ACTOR, NOW) if one.letter.occasion is Occasion.BROADCAST
        ]
        told = read.read(compose(claimed.letter, "one", NOW, CHOSEN).octets)
        (sample,) = campaign.preview(SENDER, CAC, ALL, NOW, CHOSEN).samples
        said, _, stop = told.text.partition(sample.text.rstrip())
        assert (told.subject, said) == (sample.subject, "")
        # The link that stops it is for its reader alone.
        assert f"{URL}/reminders/" in stop

    def test_is_followed_and_taken_back(self) -> None:
        crowd(3)
        number = sent()
        other = sent(due=LATER)
        assert {row.due_at for row in outbox()} == {NOW, LATER}
        first, second, third = (one for one in mail.claim(ACTOR, NOW))
        mail.finish(ACTOR, first, NOW)
        mail.give_up(ACTOR, second, NOW, "550 no such user")
        counts = {one.id: one.counts for one in campaign.listing(SENDER, CAC)}
        assert counts == {number: Counts(1, 1, 1), other: Counts(0, 3, 0)}
        # What a worker holds goes out; the rest does not.
        assert campaign.cancel(SENDER, CAC, number, NOW) == 0
        assert campaign.cancel(SENDER, CAC, other, NOW) == 3
        with pytest.raises(Invalid):
            campaign.cancel(SENDER, CAC, other, NOW)
        assert mail.finish(ACTOR, third, NOW)
        assert campaign.one(SENDER, CAC, number).counts == Counts(2, 0, 1)

    def test_in_the_past_is_refused(self) -> None:
        crowd(1)
        number = campaign.keep(SENDER, CAC, ALL, NOW)
        with pytest.raises(Invalid):
            campaign.send(SENDER, CAC, number, 1, NOW, NOW)

    def test_to_who_wants_none_is_not_done(self) -> None:
        quiet, other = crowd(2)
        assert quiet.account is not None
        reminder.hush(quiet, quiet.account, CAC, NOW)
        preview = campaign.preview(SENDER, CAC, ALL, NOW, CHOSEN)
        assert (preview.recipients, preview.quiet) == (1, 1)
        sent()
        assert [row.account_id for row in outbox()] == [other.account]
        # Choosing reminders changes nothing of it, saying so does.
        reminder.choose(quiet, CAC, [Wish.SOON], NOW)
        assert reminder.is_quiet(quiet, CAC)
        assert reminder.wishes(quiet, CAC) == (Wish.SOON,)
        reminder.choose(quiet, CAC, [], NOW, is_quiet=False)
        assert not reminder.is_quiet(quiet, CAC)
        assert QUIET not in set(Wish)


@pytest.mark.usefixtures("ready")
class TestOneSummitsMail:
    def test_is_no_other_ones(self) -> None:
        """A canary in another summit's mail is in no answer to this one's mail role."""
        other = Summit("other", Text({"en": "Other"}), "Asia/Seoul", ("en",))
        console.found(ACTOR, other, "summit.example", NOW)
        for summit in ("other", CAC, ""):
            to = Recipient(None, f"canary-{summit}@one.example", "Canary", "en", "UTC")
            with deed.begin(ACTOR, Verb.SEND, summit, NOW) as work:
                mail.post(work, Letter(Occasion.ENTER, to, summit, {"path": "/secret-canary"}))
        for claimed in mail.claim(ACTOR, NOW):
            mail.give_up(ACTOR, claimed, NOW, "550 away")
        (own,) = mail.troubles(SENDER, CAC)
        assert (own.address, own.error) == (f"canary-{CAC}@one.example", "550 away")
        assert "secret-canary" not in repr(own)
        everybody = {one.letter.summit: one.id for one in mail.dead(ACTOR)}
        for summit in ("other", ""):
            with pytest.raises(NotFound):
                mail.resend(SENDER, everybody[summit], NOW, CAC)
            with pytest.raises(NotAllowed):
                mail.resend(SENDER, everybody[summit], NOW, summit)
        for see in (mail.dead, mail.waiting, mail.outbox):
            with pytest.raises(NotAllowed):
                see(SENDER)
        mail.resend(SENDER, own.id, LATER, CAC)
        with pytest.raises(Invalid):
            mail.resend(SENDER, own.id, LATER, CAC)
        assert [one.letter.summit for one in mail.claim(ACTOR, LATER)] == [CAC]

    def test_is_for_who_may_send(self) -> None:
        for role in set(Role) - {Role.OWNER, Role.MAIL}:
            actor = participant(0, frozenset({(CAC, role)}))
            with pytest.raises(NotAllowed):
                campaign.listing(actor, CAC)
            with pytest.raises(NotAllowed):
                mail.troubles(actor, CAC)
