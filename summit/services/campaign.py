"""Campaigns: what organizers write to many, looked at before it is sent, and followed after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, func, or_, select
from sqlalchemy.orm import Session

from summit.core import campaign as core
from summit.core import selection
from summit.core.campaign import Campaign, Words
from summit.core.errors import Invalid, NotFound, Stale
from summit.core.letter import Letter, Occasion, Recipient
from summit.core.release import Release
from summit.core.reminder import QUIET
from summit.core.role import Actor, Verb
from summit.core.text import Text
from summit.db import selection as table
from summit.db.account import AccountRow
from summit.db.campaign import CampaignRow
from summit.db.mail import MailRow
from summit.db.programme import SummitRow
from summit.db.registration import RegistrationRow
from summit.mail import read
from summit.mail.compose import compose
from summit.services import audit, board, deed, mail, notice
from summit.services.deed import Deed
from summit.settings import Settings

_SAMPLES = 3
_LIST = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """How many letters of a campaign are sent, wait, and were given up."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A campaign as it is kept: a draft until `sent`; `due` is when its letters go out.

    `author` is a name, or what the log calls them. `version` rises with each change.
    """

    id: int
    campaign: Campaign
    version: int
    created: datetime
    author: str
    due: datetime | None
    sent: datetime | None
    cancelled: datetime | None
    letters: int | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter as one of those who are selected would read it."""

    name: str
    language: str
    zone: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Preview:
    """To how many a campaign would go, how many want no mail to many, and some letters."""

    recipients: int
    quiet: int
    samples: tuple[Sample, ...]


def listing(actor: Actor, code: str) -> tuple[Kept, ...]:
    """Return the campaigns of the summit `code`, the newest first."""
    with deed.look(actor, Verb.SEND, code) as (session, summit):
        rows = session.scalars(
            select(CampaignRow)
            .where(CampaignRow.summit_id == summit.id)
            .order_by(CampaignRow.id.desc())
            .limit(_LIST)
        ).all()
        return _told(session, rows)


def one(actor: Actor, code: str, number: int) -> Kept:
    """Return a campaign of the summit `code`; raise `NotFound`."""
    with deed.look(actor, Verb.SEND, code) as (session, summit):
        row = session.scalar(_query(summit, number))
        if row is None:
            raise NotFound("campaign", str(number))
        return _told(session, [row])[0]


def keep(
    actor: Actor,
    code: str,
    campaign: Campaign,
    now: datetime,
    number: int | None = None,
    version: int | None = None,
) -> int:
    """Keep a draft, a new one without a `number`; return its number.

    Raise `Problems` with all that is wrong, `Stale` where somebody else has changed the
    `version` that was read, and `Invalid` for one that is sent.
    """
    with deed.begin(actor, Verb.SEND, code, now) as work:
        summit = work.summit()
        known = {one.code for one in board.newest(work.session, code).sessions}
        campaign = core.check(campaign, summit.languages, known)
        if number is None:
            row = CampaignRow(
                summit_id=summit.id, created_at=now, created_by=actor.name, name="", wanted={}
            )
            work.session.add(row)
        else:
            row = _draft(work, summit, number, version)
        row.name = campaign.name
        row.wanted = selection.write(campaign.selection)
        row.words = {
            tag: {"subject": one.subject, "text": one.text} for tag, one in campaign.words.items()
        }
        work.session.flush()
        work.note(f"campaign/{row.id}", after={"kept": campaign.name})
        return row.id


def drop(actor: Actor, code: str, number: int, now: datetime) -> None:
    """Throw a draft away; raise `Invalid` for one that is sent."""
    with deed.begin(actor, Verb.SEND, code, now) as work:
        row = _draft(work, work.summit(), number, None)
        work.note(f"campaign/{row.id}", before={"kept": row.name})
        work.session.delete(row)


def preview(
    actor: Actor, code: str, campaign: Campaign, now: datetime, chosen: Settings
) -> Preview:
    """Return what a campaign would be for those whom it selects now.

    The samples are of different languages and zones as far as there are any.
    """
    with deed.look(actor, Verb.SEND, code) as (session, summit):
        people, quiet = _recipients(session, summit, campaign)
        release = board.newest(session, code)
        samples = []
        for row, account in _different(people):
            letter = _letter(release, campaign, row, account)
            # Without an account it holds no stop link, which serves whoever reads it.
            letter = replace(letter, to=replace(letter.to, account=None))
            told = read.read(compose(letter, "preview", now, chosen).octets)
            who = (row.name, account.language, account.zone)
            samples.append(Sample(*who, told.subject, told.text, told.html))
        return Preview(len(people), quiet, tuple(samples))


def send(
    actor: Actor,
    code: str,
    number: int,
    confirmed: int,
    due: datetime | None,
    now: datetime,
    version: int | None = None,
) -> int:
    """Write the letters of a draft, which go out from `due` on (UTC; at once if None).

    `confirmed` is to how many, as whoever sends it was told. Raise `Stale` where those are
    other many by now, or the draft is another.
    """
    with deed.begin(actor, Verb.SEND, code, now) as work:
        summit = work.summit()
        row = _draft(work, summit, number, version)
        if due is not None and due <= now:
            raise Invalid("This time is over.", "due")
        campaign = _campaign(row)
        people, _ = _recipients(work.session, summit, campaign)
        if not people:
            raise Invalid("Nobody is selected.")
        if len(people) != confirmed:
            raise Stale("These are not as many any more: look at them again.")
        release = board.newest(work.session, code)
        letters = [_letter(release, campaign, *one, number=row.id, due=due) for one in people]
        mail.post_all(work, letters)
        row.due_at, row.sent_at, row.letters = due, now, len(letters)
        work.note(
            f"campaign/{row.id}",
            after={"letters": len(letters), "due": notice.instant(due) if due else None},
        )
        return len(letters)


def cancel(actor: Actor, code: str, number: int, now: datetime) -> int:
    """Take back the letters of a campaign that are not sent; return how many those were.

    What a worker holds in its hand at this moment goes out.
    """
    with deed.begin(actor, Verb.SEND, code, now) as work:
        summit = work.summit()
        row = work.session.scalar(_query(summit, number).with_for_update())
        if row is None:
            raise NotFound("campaign", str(number))
        if row.sent_at is None or row.cancelled_at is not None:
            raise Invalid("There is nothing to take back.")
        taken = work.session.execute(
            delete(MailRow)
            .where(MailRow.batch == _batch(row.id), MailRow.summit == code)
            .where(MailRow.done_at.is_(None), MailRow.failed_at.is_(None))
            .where(or_(MailRow.leased_until.is_(None), MailRow.leased_until < now))
            .returning(MailRow.id)
            .execution_options(synchronize_session=False)
        ).all()
        row.cancelled_at = now
        work.note(f"campaign/{row.id}", after={"taken back": len(taken)})
        return len(taken)


# --- letters ---------------------------------------------------------------------------------


def _recipients(
    session: Session, summit: SummitRow, campaign: Campaign
) -> tuple[list[tuple[RegistrationRow, AccountRow]], int]:
    """Return who is written to, and how many are not because they want no mail to many."""
    rows = session.execute(
        select(RegistrationRow, AccountRow)
        .join(AccountRow, AccountRow.id == RegistrationRow.account_id)
        .where(*table.conditions(summit.id, campaign.selection), AccountRow.disabled_at.is_(None))
        .order_by(RegistrationRow.id)
    ).all()
    found = [(row, account) for row, account in rows if QUIET not in row.reminded]
    return found, len(rows) - len(found)


def _different(
    people: Iterable[tuple[RegistrationRow, AccountRow]],
) -> list[tuple[RegistrationRow, AccountRow]]:
    """Return people, first those whose language is new, then whose zone is, then the rest."""
    languages: dict[str, tuple[RegistrationRow, AccountRow]] = {}
    zones: dict[str, tuple[RegistrationRow, AccountRow]] = {}
    rest = []
    for one in people:
        if one[1].language not in languages:
            languages[one[1].language] = one
        elif one[1].zone not in zones:
            zones[one[1].zone] = one
        else:
            rest.append(one)
    return [*languages.values(), *zones.values(), *rest][:_SAMPLES]


def _letter(
    release: Release,
    campaign: Campaign,
    row: RegistrationRow,
    account: AccountRow,
    number: int | None = None,
    due: datetime | None = None,
) -> Letter:
    wording = Text({tag: one.text for tag, one in campaign.words.items()}).best(account.language)
    words = campaign.words[wording.language]
    wanted = set(campaign.sessions)
    return Letter(
        occasion=Occasion.BROADCAST,
        to=Recipient(
            account.id,
            account.address,
            row.name if account.confirmed_at else "",
            account.language,
            account.zone,
        ),
        summit=release.summit.code,
        data={
            "summit": {"title": dict(release.summit.title), "zone": release.summit.zone},
            "words": {"subject": words.subject, "text": words.text, "language": wording.language},
            "named": [notice.told(one) for one in release.sessions if one.code in wanted],
        },
        due=due,
        once=f"{_batch(number)}/{row.id}" if number else None,
        batch=_batch(number) if number else None,
    )


def _batch(number: int) -> str:
    return f"campaign:{number}"


# --- rows ------------------------------------------------------------------------------------


def _query(summit: SummitRow, number: int) -> Select[CampaignRow]:
    return select(CampaignRow).where(CampaignRow.id == number, CampaignRow.summit_id == summit.id)


def _draft(work: Deed, summit: SummitRow, number: int, version: int | None) -> CampaignRow:
    """Return the row of a draft, locked; raise as `keep` does."""
    row = work.session.scalar(_query(summit, number).with_for_update())
    if row is None:
        raise NotFound("campaign", str(number))
    if row.sent_at is not None:
        raise Invalid("This is sent already.")
    if version is not None and version != row.version:
        raise Stale("Somebody else has changed this draft since: look at it again.")
    return row


def _campaign(row: CampaignRow) -> Campaign:
    words = {tag: Words(one["subject"], one["text"]) for tag, one in row.words.items()}
    return Campaign(row.name, selection.read(row.wanted), words)


def _told(session: Session, rows: Iterable[CampaignRow]) -> tuple[Kept, ...]:
    rows = tuple(rows)
    counts = _counts(session, [row.id for row in rows])
    who = audit.names(session, {row.created_by for row in rows})
    return tuple(
        Kept(
            id=row.id,
            campaign=_campaign(row),
            version=row.version,
            created=row.created_at,
            author=who.get(row.created_by, row.created_by),
            due=row.due_at,
            sent=row.sent_at,
            cancelled=row.cancelled_at,
            letters=row.letters,
            counts=counts.get(_batch(row.id), Counts()),
        )
        for row in rows
    )


def _counts(session: Session, numbers: Iterable[int]) -> Mapping[str, Counts]:
    def many(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    is_sent, is_dead = MailRow.done_at.is_not(None), MailRow.failed_at.is_not(None)
    rows = session.execute(
        select(MailRow.batch, many(is_sent), many(~is_sent & ~is_dead), many(is_dead))
        .where(MailRow.batch.in_([_batch(one) for one in numbers]))
        .group_by(MailRow.batch)
    )
    return {batch: Counts(int(sent), int(wait), int(dead)) for batch, sent, wait, dead in rows}
