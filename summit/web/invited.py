"""Inviting by mail, for every audience that may: the address, and how it is counted."""

from __future__ import annotations

from summit.core.errors import Invalid
from summit.language import translations
from summit.services import account
from summit.services.invitation import Counted
from summit.web import auth, reader, wording
from summit.web.read import Unfit


def address(words: str) -> str:
    """Return an address of mail as it is written to; raise `Unfit`."""
    try:
        return account.address(words)
    except Invalid as error:
        raise Unfit(wording.say(error)) from None


def counted(written: str) -> Counted:
    """Return by what a limit counts that this reader invites the holder of an address."""
    return Counted(
        auth.known_as("invite", auth.actor().name),
        auth.known_as("invited", account.key(written)),
    )


def enough() -> str:
    """Say that there were too many invitations."""
    return translations(reader.language()).gettext(
        "There were many invitations lately. Please wait some hours, and try again then."
    )
