"""Invitations to organize: sent, sent again, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from summit.core.errors import Invalid, NotFound, TooMany
from summit.core.role import Role
from summit.services import invitation
from summit.web import auth, invited, read, reader, wording
from summit.web.organizer import role
from summit.web.page import site
from summit.web.read import Problems
from summit.web.way import go


@dataclass(frozen=True, slots=True)
class _Invited:
    """Whom somebody invites, and as what."""

    address: str = read.text(most=320, then=invited.address)
    roles: tuple[str, ...] = read.several(tuple(Role))


def invite(summit: str) -> Response | tuple[str, int]:
    """Invite the holder of an address, by mail."""
    try:
        typed = read.form(_Invited)
        roles = tuple(map(Role, typed.roles))
        actor, now = auth.actor(), site().clock.now()
        invitation.invite(actor, summit, typed.address, roles, invited.counted(typed.address), now)
    except Problems as problems:
        return role.page(summit, form=problems.filled), 400
    except Invalid as error:
        return _refused(summit, error.where, wording.say(error)), 400
    except TooMany:
        return _refused(summit, "address", invited.enough()), 429
    return _back(summit, "invited")


def resend(summit: str, number: int) -> Response | tuple[str, int]:
    """Send an invitation once more."""
    actor, now = auth.actor(), site().clock.now()
    found = [one for one in invitation.pending(actor, summit) if one.id == number]
    if not found:
        raise NotFound("invitation", str(number))
    try:
        invitation.resend(actor, summit, number, invited.counted(found[0].address), now)
    except TooMany:
        return _refused(summit, "address", invited.enough()), 429
    return _back(summit, "sent")


def withdraw(summit: str, number: int) -> Response:
    """Take an invitation back."""
    invitation.withdraw(auth.actor(), summit, number, site().clock.now())
    return _back(summit, "withdrawn")


def _refused(summit: str, where: str, message: str) -> str:
    return role.page(summit, form=read.again({where: message}))


def _back(summit: str, said: str) -> Response:
    return go(f"{reader.link('organizer.organizers', summit=summit)}?said={said}#invitations")
