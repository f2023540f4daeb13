"""Who may do what: every permission, as plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.core.errors import NotAllowed


class Verb(StrEnum):
    """What can be done to a summit."""

    LOAD = "load"
    EDIT = "edit"
    CHECK = "check"
    PUBLISH = "publish"
    REHEARSE = "rehearse"


class Office(StrEnum):
    """What an actor is to the summit."""

    OPERATOR = "operator"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a name for the audit log, and an office."""

    name: str
    office: Office


VISITOR = Actor("visitor", Office.VISITOR)


def operator(name: str) -> Actor:
    """Return the actor of a shell on the machine of the installation, who may do all."""
    return Actor(name, Office.OPERATOR)


def allow(actor: Actor, verb: Verb, thing: str) -> None:
    """Return if `actor` may do `verb` to `thing`; raise `NotAllowed` otherwise."""
    if actor.office is not Office.OPERATOR:
        raise NotAllowed(f"{actor.name} may not {verb} {thing}.")
