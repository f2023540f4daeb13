"""Entries: people who register, strangers together with all who ask at the same moment."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from summit.core.account import Purpose
from summit.core.errors import Invalid, Problems, SummitError
from summit.core.letter import Letter, Occasion
from summit.core.registration import Entry, Rules, State
from summit.core.reminder import WISHES
from summit.core.role import VISITOR, Verb
from summit.db.account import AccountRow, LinkRow
from summit.db.base import db
from summit.db.registration import RegistrationRow
from summit.services import account, board, deed, mail, notice, seating, standing
from summit.services.account import Stranger
from summit.services.board import Shown
from summit.services.deed import Deed
from summit.services.seating import WHOLE
from summit.services.together import Together

AGAIN_AFTER = timedelta(minutes=10)
"""How long after one mail with a link somebody gets none for registering once more."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who registers, with their account locked and their entry checked.

    Where they are `new`, their registration is to be written, for the first time or once more.
    """

    person: AccountRow
    row: RegistrationRow
    entry: Entry
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    code: str
    entry: Entry
    now: datetime


# --- strangers, together ---------------------------------------------------------------------


def ask(code: str, entry: Entry, now: datetime) -> None:
    """Enter a visitor, and send them a link; what they see is the same whoever they are.

    Raise `Problems` with all that is wrong, and `Invalid` where the summit takes nobody.
    """
    _visitors.ask((db.engine, code), _Asked(code, entry, now))


def _ask_all(asked: Sequence[_Asked]) -> list[SummitError | None]:
    """Enter visitors of one summit in one transaction; return what is wrong with each entry."""
    code, now = asked[0].code, max(one.now for one in asked)
    with deed.begin(VISITOR, Verb.REGISTER, code, now) as work:
        shown = board.shown(work)
        rules = open_rules(work, shown)
        wrong: list[SummitError | None] = []
        entries: dict[str, Entry] = {}
        for one in asked:
            try:
                entry = addressed(shown, rules, one.entry)
                entries.setdefault(account.key(entry.address), entry)
                wrong.append(None)
            except Problems as problems:
                wrong.append(problems)
        if entries:
            newcomers = _newcomers(work, shown, entries)
            _pretend(work, shown, rules, newcomers)
            enter(work, shown, rules, newcomers)
        return wrong


_visitors = Together(_ask_all)


def addressed(shown: Shown, rules: Rules, entry: Entry, found: Iterable[Invalid] = ()) -> Entry:
    """Return an entry with its words cleaned, and its address as it is written to.

    Raise `Problems` with all that is wrong, after what was `found` before.
    """
    wrong = list(found)
    try:
        entry = replace(entry, address=account.address(entry.address))
    except Invalid as error:
        wrong.append(error)
    return checked(shown, rules, entry, wrong)


def _newcomers(work: Deed, shown: Shown, entries: Mapping[str, Entry]) -> list[Newcomer]:
    """Return who sends entries, which are by the keys of their addresses."""
    strangers = [
        Stranger(one.address, one.name, one.zone, one.language) for one in entries.values()
    ]
    people, made = account.find_or_make_all(work, strangers)
    known = [row.id for key, row in people.items() if key not in made]
    rows = standing.rows_of(work, shown, known)
    return [
        newcomer(shown, people[key], rows.get(people[key].id), entry)
        for key, entry in entries.items()
    ]


def _pretend(work: Deed, shown: Shown, rules: Rules, newcomers: Sequence[Newcomer]) -> None:
    """Write to those who register, and do for whoever is registered already what entering does.

    What there is no need to do is taken back, so that it takes as long whoever it is;
    `python -m bench.silence` measures it.
    """
    told = [one for one in newcomers if one.is_new or _may_write(work, one)]
    with work.session.begin_nested() as attempt:
        nobodies = [_nobody(work, one.entry) for one in newcomers]
        work.session.add_all(nobodies)
        work.session.flush()
        known = [
            newcomer(shown, nobody, None, one.entry)
            for nobody, one in zip(nobodies, newcomers, strict=True)
            if not one.is_new
        ]
        write_to(work, shown, [one for one in newcomers if one not in told])
        enter(work, shown, rules, known)
        work.session.flush()
        attempt.rollback()
    write_to(work, shown, told)


def _nobody(work: Deed, entry: Entry) -> AccountRow:
    address = secrets.token_urlsafe(24)
    return account.new(work, address, entry.name, entry.zone, entry.language)


def _may_write(work: Deed, one: Newcomer) -> bool:
    """Whether somebody who is registered already was sent no link just now."""
    query = select(LinkRow.id).where(
        LinkRow.account_id == one.person.id, LinkRow.created_at > work.now - AGAIN_AFTER
    )
    return work.session.scalar(query.limit(1)) is None


# --- one or many -----------------------------------------------------------------------------


def open_rules(work: Deed, shown: Shown) -> Rules:
    """Return how one registers for a summit; raise `Invalid` where nobody can now."""
    rules = standing.rules_of(work, shown.summit)
    if not rules.is_open(shown.present):
        raise Invalid("Registration is not open.")
    return rules


def checked(shown: Shown, rules: Rules, entry: Entry, found: Iterable[Invalid] = ()) -> Entry:
    """Return an entry with its words cleaned; raise `Problems`, with what was `found` before."""
    release = shown.release
    governments = {one.code for one in release.programme.governments}
    seats = {one.code for one in release.sessions if one.capacity is not None}
    return rules.check(entry, governments, seats, found)


def newcomer(
    shown: Shown, person: AccountRow, row: RegistrationRow | None, entry: Entry
) -> Newcomer:
    """Return somebody whose account is locked, and whose registration is `row` if there is one."""
    is_new = row is None or row.state in (State.CANCELLED, State.LAPSED)
    if row is None:
        row = RegistrationRow(
            summit_id=shown.summit.id,
            account_id=person.id,
            reminded=WISHES,
            state=State.UNCONFIRMED,
        )
    return Newcomer(person, row, entry, is_new)


def enter(work: Deed, shown: Shown, rules: Rules, newcomers: Collection[Newcomer]) -> None:
    """Write the registrations of those who are new, unconfirmed, with the seats they wish for.

    The seatings are locked last: nothing but the seats is written while others wait for them.
    """
    new = [one for one in newcomers if one.is_new]
    for one in new:
        _write(work, shown, rules, one)
    work.session.add_all(one.row for one in new)
    work.session.flush()
    work.note_all({f"registration/{one.row.id}": _after(one) for one in new})
    wished = {WHOLE: [one.row for one in new]}
    for one in new:
        for session in one.entry.sessions:
            wished.setdefault(session, []).append(one.row)
    if new:
        seatings = seating.lock_of(work, shown, wished).items()
        seating.give_all(work, shown, [(row, wished[session]) for session, row in seatings])


def _write(work: Deed, shown: Shown, rules: Rules, one: Newcomer) -> None:
    row, entry = one.row, one.entry
    row.state = State.UNCONFIRMED
    row.kind, row.answers = entry.kind, dict(entry.answers)
    standing.write(row, entry)
    row.registered_at, row.consented_at = shown.present, work.now
    row.confirmed_at = None
    row.held_until = shown.present + timedelta(minutes=rules.hold_minutes)


def _after(one: Newcomer) -> dict[str, object]:
    entry = one.entry
    return {"state": one.row.state.value, "kind": entry.kind, "sessions": list(entry.sessions)}


def ask_again(work: Deed, shown: Shown, person: AccountRow, row: RegistrationRow) -> None:
    """Send somebody who is registered their link once more."""
    purpose = Purpose.CONFIRM if _is_open(person, row) else Purpose.ENTER
    (path,) = account.links(work, [(person, purpose)], f"/{shown.summit.code}/me")
    mail.post(work, _letter(work, shown, person, purpose, path))


def write_to(work: Deed, shown: Shown, newcomers: Sequence[Newcomer]) -> None:
    """Send people a link: to confirm their address, or to enter where that is done."""
    purposes = [Purpose.CONFIRM if _has_to_confirm(one) else Purpose.ENTER for one in newcomers]
    people = [one.person for one in newcomers]
    asked = list(zip(people, purposes, strict=True))
    paths = account.links(work, asked, f"/{shown.summit.code}/me")
    mail.post_all(
        work,
        [
            _letter(work, shown, person, purpose, path)
            for (person, purpose), path in zip(asked, paths, strict=True)
        ],
    )


def _has_to_confirm(one: Newcomer) -> bool:
    return one.is_new or _is_open(one.person, one.row)


def _is_open(person: AccountRow, row: RegistrationRow) -> bool:
    return row.state is State.UNCONFIRMED or person.confirmed_at is None


def _letter(work: Deed, shown: Shown, person: AccountRow, purpose: Purpose, path: str) -> Letter:
    until = work.now + timedelta(hours=account.LINK_HOURS[purpose])
    occasion = Occasion.CONFIRM if purpose is Purpose.CONFIRM else Occasion.ENTER
    return notice.about_summit(occasion, shown, person, path=path, until=notice.instant(until))
