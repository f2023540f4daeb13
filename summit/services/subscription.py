"""Private feeds: an address that only its owner was shown, and what is read from it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from summit.core.agenda import MAY_PICK, Mark
from summit.core.errors import Invalid, NotFound, Unavailable
from summit.core.role import Actor, Verb, participant
from summit.core.subscription import ALARMS, MOST, USED_EVERY, Subscription
from summit.core.text import clean_line
from summit.core.zone import zone as known_zone
from summit.db.account import AccountRow
from summit.db.agenda import SubscriptionRow
from summit.db.base import db, reading
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.language import DEFAULT, NAMES
from summit.services import agenda, deed
from summit.services.account import digest
from summit.services.deed import Deed

_LONGEST = 100
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a private feed is to show: how each session of its summit stands in it."""

    subscription: Subscription
    summit: str
    marks: tuple[Mark, ...]


def subscribe(
    actor: Actor,
    code: str,
    label: str,
    now: datetime,
    *,
    zone: str = "",
    language: str = "",
    alarm_minutes: int | None = None,
) -> tuple[Subscription, str]:
    """Make a private feed of the agenda of `actor`; return it with the token of its address.

    The token is told this once. `zone` and `language` are those its entries are worded in, the
    host's and English if not given. Raise `Invalid` for what cannot be chosen, and where the
    agenda is empty: a calendar without an entry is refused by the programs that read it.
    """
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        entry = agenda.registered(work)
        summit = work.session.get_one(SummitRow, entry.summit_id)
        moment = now.replace(microsecond=0)
        if not agenda.marks(work.session, summit, entry.id, moment, now):
            raise Invalid("Pick a session first: a calendar needs one to begin with.")
        alive = select(func.count()).where(
            SubscriptionRow.registration_id == entry.id, SubscriptionRow.revoked_at.is_(None)
        )
        if (work.session.scalar(alive) or 0) >= MOST:
            raise Invalid("%(most)s calendars are the most that one person can have.", most=MOST)
        token = secrets.token_urlsafe(32)
        row = SubscriptionRow(
            registration_id=entry.id,
            digest=digest(token),
            label=_label(label),
            alarm_minutes=_alarm(alarm_minutes),
            zone=_zone(zone),
            language=_language(language),
            created_at=moment,
        )
        work.session.add(row)
        work.session.flush()
        work.note(f"subscription/{row.id}", after={"label": row.label})
        return _told(row, summit), token


def change(
    actor: Actor,
    code: str,
    number: int,
    now: datetime,
    *,
    label: str,
    zone: str,
    language: str,
    alarm_minutes: int | None,
) -> Subscription:
    """Call a feed of one's own otherwise, and choose what its entries are to say."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        row = _own(work, number)
        summit = _summit(work, row)
        before = _choices(row)
        row.label = _label(label)
        row.zone, row.language = _zone(zone), _language(language)
        row.alarm_minutes = _alarm(alarm_minutes)
        if _choices(row)[1:] != before[1:]:
            last = row.changed_at or row.created_at
            row.changed_at = max(now.replace(microsecond=0), last + _SECOND)
        if _choices(row) != before:
            work.note(f"subscription/{row.id}", before=before, after=_choices(row))
        return _told(row, summit)


def rotate(actor: Actor, code: str, number: int, now: datetime) -> tuple[Subscription, str]:
    """Give a feed of one's own a new address, told this once; the old one leads nowhere."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        row = _own(work, number)
        token = secrets.token_urlsafe(32)
        row.digest, row.used_at = digest(token), None
        work.note(f"subscription/{row.id}", after="rotated")
        return _told(row, _summit(work, row)), token


def revoke(actor: Actor, code: str, number: int, now: datetime) -> None:
    """End a feed of one's own for good."""
    with deed.begin(actor, Verb.ATTEND, code, now, owner=actor.account) as work:
        row = _own(work, number)
        row.revoked_at = now
        work.note(f"subscription/{row.id}", after="revoked")


def mine(actor: Actor, code: str) -> tuple[Subscription, ...]:
    """Return the feeds that `actor` has of the summit `code`, the oldest first."""
    with deed.look(actor, Verb.ATTEND, code, owner=actor.account) as (session, summit):
        query = (
            select(SubscriptionRow)
            .join(RegistrationRow, RegistrationRow.id == SubscriptionRow.registration_id)
            .where(
                RegistrationRow.summit_id == summit.id,
                RegistrationRow.account_id == actor.account,
                SubscriptionRow.revoked_at.is_(None),
            )
            .order_by(SubscriptionRow.id)
        )
        return tuple(_told(row, summit) for row in session.scalars(query))


def of_token(token: str, now: datetime) -> Feed | None:
    """Return the feed at the address with `token`, or None where there is none.

    One that never was, one that was revoked and one whose owner left are looked for alike:
    one digest, one query. When it was read is kept now and then, and never waited for.
    """
    query = (
        select(SubscriptionRow, RegistrationRow.account_id, SummitRow)
        .join(RegistrationRow, RegistrationRow.id == SubscriptionRow.registration_id)
        .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
        .join(SummitRow, SummitRow.id == RegistrationRow.summit_id)
        .where(
            SubscriptionRow.digest == digest(token),
            SubscriptionRow.revoked_at.is_(None),
            RegistrationRow.state.in_(MAY_PICK),
            AccountRow.disabled_at.is_(None),
        )
    )
    with reading(db.engine) as session:
        found = session.execute(query).one_or_none()
        if found is None:
            return None
        row, owner, summit = found
        marks = agenda.marks(session, summit, row.registration_id, row.created_at, now)
        feed = Feed(_told(row, summit), summit.code, marks)
    if feed.subscription.used is None or now - feed.subscription.used >= USED_EVERY:
        _use(participant(owner), feed, now)
    return feed


def _use(actor: Actor, feed: Feed, now: datetime) -> None:
    try:
        with deed.begin(actor, Verb.ATTEND, feed.summit, now, owner=actor.account) as work:
            _own(work, feed.subscription.id).used_at = now
    except (NotFound, Unavailable):
        pass  # a calendar is worth more than the note of its reading


def _own(work: Deed, number: int) -> SubscriptionRow:
    entry = agenda.registered(work)
    query = select(SubscriptionRow).where(
        SubscriptionRow.id == number,
        SubscriptionRow.registration_id == entry.id,
        SubscriptionRow.revoked_at.is_(None),
    )
    row = work.session.scalar(query)
    if row is None:
        raise NotFound("calendar", str(number))
    return row


def _summit(work: Deed, row: SubscriptionRow) -> SummitRow:
    query = (
        select(SummitRow)
        .join(RegistrationRow, RegistrationRow.summit_id == SummitRow.id)
        .where(RegistrationRow.id == row.registration_id)
    )
    return work.session.scalars(query).one()


def _choices(row: SubscriptionRow) -> list[str | int | None]:
    return [row.label, row.zone, row.language, row.alarm_minutes]


def _label(words: str) -> str:
    label = clean_line(words)
    if not label:
        raise Invalid("Give it a name, such as “My phone”.", "label")
    if len(label) > _LONGEST:
        raise Invalid("%(most)s characters are the most for a name.", "label", most=_LONGEST)
    return label


def _alarm(minutes: int | None) -> int | None:
    if minutes is not None and minutes not in ALARMS:
        raise Invalid("Choose one of the times that are offered.", "alarm")
    return minutes


def _zone(name: str) -> str | None:
    return known_zone(name).key if name else None


def _language(tag: str) -> str | None:
    if tag and tag not in NAMES:
        raise Invalid("“%(tag)s” is not a language of these pages.", "language", tag=tag)
    return tag or None


def _told(row: SubscriptionRow, summit: SummitRow) -> Subscription:
    return Subscription(
        id=row.id,
        label=row.label,
        alarm_minutes=row.alarm_minutes,
        zone=row.zone or summit.zone,
        language=row.language or DEFAULT,
        created=row.created_at,
        changed=row.changed_at or row.created_at,
        used=row.used_at,
    )
