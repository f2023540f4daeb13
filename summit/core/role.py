"""Who may do what: every permission, as plain functions.

An organizer has roles, each in one summit; a role stands for verbs. What belongs to one person
is theirs alone, whatever roles there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from summit.core.errors import NotAllowed


class Verb(StrEnum):
    """What can be done to a summit.

    To FOUND is to begin one, to LOAD to take a file into it, to CHECK to read its working
    programme, to ADMIT to look after registrations and queues, to SEND after its mail, to
    GREET after its governments and their offices, to ANSWER for one of them, to AUDIT to read
    who did what, to INVITE to give and take roles. To RUN is to run a session while it is on.

    To ENTER is to open a visit, to REGISTER to take part, to ATTEND to pick sessions, take
    seats, subscribe and join, to SEE and KEEP to read and to change what is known of oneself,
    to VERIFY to ask whether a certificate is ours.
    """

    FOUND = "found"
    LOAD = "load"
    EDIT = "edit"
    CHECK = "check"
    PUBLISH = "publish"
    REHEARSE = "rehearse"
    ADMIT = "admit"
    SEND = "send"
    GREET = "greet"
    ANSWER = "answer"
    RUN = "run"
    AUDIT = "audit"
    INVITE = "invite"
    ENTER = "enter"
    REGISTER = "register"
    ATTEND = "attend"
    SEE = "see"
    KEEP = "keep"
    VERIFY = "verify"


class Role(StrEnum):
    """What an organizer does in one summit."""

    OWNER = "owner"
    EDITOR = "editor"
    DESK = "desk"
    PROTOCOL = "protocol"
    MAIL = "mail"
    VIEWER = "viewer"


GRANTS: Mapping[Role, frozenset[Verb]] = {
    Role.OWNER: frozenset(
        {
            Verb.LOAD,
            Verb.EDIT,
            Verb.CHECK,
            Verb.PUBLISH,
            Verb.REHEARSE,
            Verb.ADMIT,
            Verb.SEND,
            Verb.GREET,
            Verb.ANSWER,
            Verb.RUN,
            Verb.AUDIT,
            Verb.INVITE,
        }
    ),
    Role.EDITOR: frozenset(
        {Verb.LOAD, Verb.EDIT, Verb.CHECK, Verb.PUBLISH, Verb.REHEARSE, Verb.RUN}
    ),
    Role.DESK: frozenset({Verb.CHECK, Verb.ADMIT}),
    Role.PROTOCOL: frozenset({Verb.CHECK, Verb.GREET, Verb.ANSWER, Verb.RUN}),
    Role.MAIL: frozenset({Verb.CHECK, Verb.SEND}),
    Role.VIEWER: frozenset({Verb.CHECK}),
}
"""What each role may do in its summit."""


class Office(StrEnum):
    """What an actor is to the installation."""

    OPERATOR = "operator"
    PARTICIPANT = "participant"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit log, an office, and the account of somebody who entered.

    `roles` are those of an organizer, each as the code of a summit and the role in it; the
    summit "" is the installation. `offices` are those of governments that they answer for, each
    as the codes of summit and government.
    """

    name: str
    office: Office
    account: int | None = None
    roles: frozenset[tuple[str, Role]] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()

    def roles_in(self, summit: str) -> tuple[Role, ...]:
        """Return the roles in a summit, in the order in which roles are listed."""
        return tuple(role for role in Role if (summit, role) in self.roles)

    @property
    def summits(self) -> tuple[str, ...]:
        """The codes of the summits in which there is a role, in order."""
        return tuple(sorted({code for code, _ in self.roles if code}))


VISITOR = Actor("visitor", Office.VISITOR)
_ANYBODY = frozenset({Verb.ENTER, Verb.REGISTER, Verb.VERIFY})
_OWN = frozenset({Verb.ATTEND, Verb.SEE, Verb.KEEP})


def operator(name: str) -> Actor:
    """Return the actor of a shell on the machine of the installation, who may do all."""
    return Actor(name, Office.OPERATOR)


def participant(
    account: int,
    roles: frozenset[tuple[str, Role]] = frozenset(),
    offices: frozenset[tuple[str, str]] = frozenset(),
) -> Actor:
    """Return the actor of somebody who has entered, called by number in the audit log."""
    return Actor(f"account:{account}", Office.PARTICIPANT, account, roles, offices)


def may(
    actor: Actor, verb: Verb, thing: str, owner: int | None = None, office: str | None = None
) -> bool:
    """Whether `actor` may do `verb` to `thing`, the code of a summit or "" for all of them.

    `owner` is the account that the thing belongs to, where it is somebody's own, and `office`
    the government that is answered for: who looks after the offices may do so on the phone.
    """
    if actor.office is Office.OPERATOR or verb in _ANYBODY:
        return True
    if verb in _OWN:
        is_own = owner is not None and actor.account == owner
        return is_own and actor.office is Office.PARTICIPANT
    if verb is Verb.ANSWER and (thing, office) in actor.offices:
        return True
    if verb is Verb.FOUND:
        return any(role is Role.OWNER for _, role in actor.roles)
    return any(verb in GRANTS[role] for role in actor.roles_in(thing))


def allow(
    actor: Actor, verb: Verb, thing: str, owner: int | None = None, office: str | None = None
) -> None:
    """Return if `actor` may do `verb` to `thing`, as `may` tells; raise `NotAllowed` otherwise."""
    if not may(actor, verb, thing, owner, office):
        raise NotAllowed(f"{actor.name} may not {verb} {thing}.")
