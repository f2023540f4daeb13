"""What the summit's enumerations are called, in the languages of the interface."""

from __future__ import annotations

from summit.core.change import What
from summit.core.people import Mode, Role
from summit.core.place import GovernmentKind
from summit.core.programme import Aspect, SessionKind
from summit.language import translations


def role_name(role: Role, language: str) -> str:
    """Return what a part is called, such as "Moderator"."""
    say = translations(language).gettext
    return {
        Role.HOST: say("Host"),
        Role.MODERATOR: say("Moderator"),
        Role.KEYNOTE: say("Keynote"),
        Role.PRESENTER: say("Presenter"),
        Role.SPEAKER: say("Speaker"),
        Role.INTERVIEWER: say("Interviewer"),
        Role.GUEST: say("Guest"),
        Role.DISCUSSANT: say("Discussant"),
        Role.PANELLIST: say("Panellist"),
        Role.PERFORMER: say("Performer"),
        Role.ATTENDEE: say("Taking part"),
    }[role]


def kind_name(kind: SessionKind, language: str) -> str:
    """Return what a form of session is called, such as "Panel"."""
    say = translations(language).gettext
    return {
        SessionKind.MEETING: say("Meeting"),
        SessionKind.CONVERSATION: say("Conversation"),
        SessionKind.TALK: say("Talk"),
        SessionKind.TALK_SHOW: say("Talk show"),
        SessionKind.PANEL: say("Panel"),
        SessionKind.PITCHES: say("Company presentations"),
        SessionKind.CEREMONY: say("Ceremony"),
        SessionKind.BREAK: say("Break"),
    }[kind]


def mode_name(mode: Mode, language: str) -> str:
    """Return how a contribution comes, "live" or "recorded"."""
    say = translations(language).gettext
    return {Mode.LIVE: say("live"), Mode.RECORDED: say("recorded")}[mode]


def government_kind_name(kind: GovernmentKind, language: str) -> str:
    """Return what is governed, such as "City"."""
    say = translations(language).gettext
    return {
        GovernmentKind.CITY: say("City"),
        GovernmentKind.STATE: say("State"),
        GovernmentKind.PROVINCE: say("Province"),
        GovernmentKind.DISTRICT: say("District"),
    }[kind]


def aspect_name(aspect: Aspect, language: str) -> str:
    """Return what of a session is illustrative, such as "the start time"."""
    say = translations(language).gettext
    return {
        Aspect.DAY: say("the day"),
        Aspect.START: say("the start time"),
        Aspect.LENGTH: say("the length"),
        Aspect.TURNS: say("the running order"),
        Aspect.PEOPLE: say("some of the people"),
        Aspect.TEXT: say("the text"),
    }[aspect]


def change_name(what: What, language: str) -> str:
    """Return in which respect something changed, such as "Moved"."""
    say = translations(language).gettext
    return {
        What.ADDED: say("New"),
        What.REMOVED: say("Removed"),
        What.CANCELLED: say("Cancelled"),
        What.RESTORED: say("Takes place after all"),
        What.MOVED: say("Moved"),
        What.LENGTH: say("New length"),
        What.STAGE: say("New stage"),
        What.RENAMED: say("Renamed"),
        What.TEXT: say("New text"),
        What.AREA: say("New area"),
        What.PEOPLE: say("New people"),
        What.TURNS: say("New running order"),
        What.LANGUAGES: say("New languages"),
        What.STREAMS: say("New streams"),
        What.DETAILS: say("New details"),
    }[what]
