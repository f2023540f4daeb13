"""Who may do what: every permission, as plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.core.errors import NotAllowed


class Verb(StrEnum):
    """What can be done to a summit.

    To ENTER is to open a visit, to REGISTER to take part, to ATTEND to pick sessions, take
    seats, subscribe and join, to SEE and KEEP to read and to change what is known of oneself,
    to VERIFY to ask whether a certificate is ours.
    """

    LOAD = "load"
    EDIT = "edit"
    CHECK = "check"
    PUBLISH = "publish"
    REHEARSE = "rehearse"
    ENTER = "enter"
    REGISTER = "register"
    ATTEND = "attend"
    SEE = "see"
    KEEP = "keep"
    VERIFY = "verify"


class Office(StrEnum):
    """What an actor is to the summit."""

    OPERATOR = "operator"
    PARTICIPANT = "participant"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit log, an office, and the account of somebody who entered."""

    name: str
    office: Office
    account: int | None = None


VISITOR = Actor("visitor", Office.VISITOR)
_ANYBODY = frozenset({Verb.ENTER, Verb.REGISTER, Verb.VERIFY})
_OWN = frozenset({Verb.ATTEND, Verb.SEE, Verb.KEEP})


def operator(name: str) -> Actor:
    """Return the actor of a shell on the machine of the installation, who may do all."""
    return Actor(name, Office.OPERATOR)


def participant(account: int) -> Actor:
    """Return the actor of somebody who has entered, called by number in the audit log."""
    return Actor(f"account:{account}", Office.PARTICIPANT, account)


def allow(actor: Actor, verb: Verb, thing: str, owner: int | None = None) -> None:
    """Return if `actor` may do `verb` to `thing`; raise `NotAllowed` otherwise.

    `owner` is the account that the thing belongs to, where it is somebody's own.
    """
    is_own = owner is not None and actor.account == owner
    if (
        actor.office is Office.OPERATOR
        or verb in _ANYBODY
        or (verb in _OWN and is_own and actor.office is Office.PARTICIPANT)
    ):
        return
    raise NotAllowed(f"{actor.name} may not {verb} {thing}.")
