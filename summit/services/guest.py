"""The guests of the demonstration: an invented participant, and who answers for an office."""

from __future__ import annotations

from datetime import datetime

from summit.core.account import Purpose
from summit.core.registration import Entry
from summit.core.role import VISITOR, Actor, Verb, participant
from summit.services import account, agenda, contact, deed, registration, seat

ADDRESS = "guest@summit.example"
NAME = "Guest of the demonstration"
OFFICE_ADDRESS = "office@summit.example"
OFFICE_NAME = "Office of the demonstration"
LINK_DAYS = 30
_PICKS = ("mayoral-meeting", "climate", "sharing")
_SEATS = ("diamond", "smart-city")


def invite(code: str, zone: str, now: datetime) -> str:
    """Return the path of a new link for the guest of the summit `code`.

    The first time, they are registered, pick some sessions and take seats; what they have done
    since stays. The link is good for a month, since it stands in a terminal and not in a mail.
    """
    with deed.begin(VISITOR, Verb.REGISTER, "", now) as work:
        row = account.find_or_make(work, ADDRESS, NAME, zone, "en")
        row.confirmed_at = row.confirmed_at or now
        work.session.flush()
        actor = participant(row.id)
        path = account.link(work, row, Purpose.ENTER, f"/{code}/me", LINK_DAYS * 24)
    rules = registration.rules(code)
    if rules.kinds and registration.of(actor, code) is None:
        kind = next((one for one in rules.kinds if not one.needs_approval), rules.kinds[0]).code
        said = Entry(kind=kind, name=NAME, zone=zone, languages=("en",), consent=True)
        registration.register(actor, code, said, now)
        for session in _PICKS:
            agenda.pick(actor, code, session, now)
        for session in _SEATS:
            seat.take(actor, code, session, now)
    return path


def answer(actor: Actor, code: str, government: str, zone: str, now: datetime) -> str:
    """Return the path of a new link for who answers for a government in the demonstration.

    The first time, they are let in; what they have answered since stays. The link is good for
    a month, as that of `invite` is.
    """
    with deed.begin(actor, Verb.ANSWER, code, now, office=government) as work:
        row = account.find_or_make(work, OFFICE_ADDRESS, OFFICE_NAME, zone, "en")
        row.confirmed_at = row.confirmed_at or now
        work.session.flush()
        summit = work.summit()
        contact.let_in(work, summit, government, row, OFFICE_NAME)
        leads_to = f"/{code}/office/{government}"
        return account.link(work, row, Purpose.ENTER, leads_to, LINK_DAYS * 24)
