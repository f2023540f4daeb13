"""People, and the part that somebody has in a session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.core.text import NOTHING, Text


class Role(StrEnum):
    """What somebody does in a session."""

    HOST = "host"
    MODERATOR = "moderator"
    KEYNOTE = "keynote"
    PRESENTER = "presenter"
    SPEAKER = "speaker"
    INTERVIEWER = "interviewer"
    GUEST = "guest"
    DISCUSSANT = "discussant"
    PANELLIST = "panellist"
    PERFORMER = "performer"
    ATTENDEE = "attendee"


class Mode(StrEnum):
    """How a contribution comes: spoken at that minute, or recorded before."""

    LIVE = "live"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the summit names.

    `name` holds the name in each script it is published in, `also` its other spellings,
    `sort` the form to order lists by (family name first), `government` a code, `picture` the
    digest of a portrait (`summit.core.picture`).
    """

    code: str
    name: Text
    sort: str
    office: Text = NOTHING
    also: tuple[str, ...] = ()
    government: str | None = None
    illustrative: bool = False
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one person, or one government, does in a session.

    Without a `person` and with a speaking role it stands for somebody whose name is not
    published; `office` then says what is known of them.
    """

    role: Role
    person: str | None = None
    government: str | None = None
    office: Text = NOTHING
    mode: Mode | None = None
    illustrative: bool = False

    @property
    def speaks(self) -> bool:
        """Whether the part is heard; an attending government only listens."""
        return self.role is not Role.ATTENDEE
