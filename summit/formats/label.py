"""What the summit's enumerations are called, in the languages of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from summit.core import role, statement, tech_check
from summit.core.appointment import Answer
from summit.core.appointment_reply import Verdict
from summit.core.change import What
from summit.core.clash import Level, Rule
from summit.core.contact import Access, Caution
from summit.core.people import Mode, Role
from summit.core.place import GovernmentKind, Presence
from summit.core.programme import Aspect, SessionKind, Status, Visibility
from summit.core.readiness import Mark, Step
from summit.core.registration import QuestionKind
from summit.core.reply import Standing
from summit.core.turn import TurnKind
from summit.language import marked as _
from summit.language import translations


def labelled(label: str, words: Iterable[str], language: str) -> str:
    """Return words in a row after what they are, such as "Spoken: Korean, English"."""
    gettext = translations(language).gettext
    return gettext("%(label)s: %(words)s") % {"label": label, "words": gettext(", ").join(words)}


def name(one: StrEnum, language: str) -> str:
    """Return what a member of one of the summit's enumerations is called, such as "Moderator"."""
    return translations(language).gettext(NAMES[type(one)][one])


NAMES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Role: {
        Role.HOST: _("Host"),
        Role.MODERATOR: _("Moderator"),
        Role.KEYNOTE: _("Keynote"),
        Role.PRESENTER: _("Presenter"),
        Role.SPEAKER: _("Speaker"),
        Role.INTERVIEWER: _("Interviewer"),
        Role.GUEST: _("Guest"),
        Role.DISCUSSANT: _("Discussant"),
        Role.PANELLIST: _("Panellist"),
        Role.PERFORMER: _("Performer"),
        Role.ATTENDEE: _("Taking part"),
    },
    SessionKind: {
        SessionKind.MEETING: _("Meeting"),
        SessionKind.CONVERSATION: _("Conversation"),
        SessionKind.TALK: _("Talk"),
        SessionKind.TALK_SHOW: _("Talk show"),
        SessionKind.PANEL: _("Panel"),
        SessionKind.PITCHES: _("Company presentations"),
        SessionKind.CEREMONY: _("Ceremony"),
        SessionKind.BREAK: _("Break"),
    },
    Mode: {
        Mode.LIVE: _("live"),
        Mode.RECORDED: _("recorded"),
    },
    GovernmentKind: {
        GovernmentKind.CITY: _("City"),
        GovernmentKind.STATE: _("State"),
        GovernmentKind.PROVINCE: _("Province"),
        GovernmentKind.DISTRICT: _("District"),
    },
    Aspect: {
        Aspect.DAY: _("the day"),
        Aspect.START: _("the start time"),
        Aspect.LENGTH: _("the length"),
        Aspect.TURNS: _("the running order"),
        Aspect.PEOPLE: _("some of the people"),
        Aspect.TEXT: _("the text"),
    },
    What: {
        What.ADDED: _("New"),
        What.REMOVED: _("Removed"),
        What.CANCELLED: _("Cancelled"),
        What.RESTORED: _("Takes place after all"),
        What.MOVED: _("Moved"),
        What.LENGTH: _("New length"),
        What.STAGE: _("New stage"),
        What.RENAMED: _("Renamed"),
        What.TEXT: _("New text"),
        What.AREA: _("New area"),
        What.PEOPLE: _("New people"),
        What.TURNS: _("New running order"),
        What.STANDING: _("New standing of the running order"),
        What.LANGUAGES: _("New languages"),
        What.STREAMS: _("New streams"),
        What.DETAILS: _("New details"),
    },
    Level: {
        Level.FORBIDDEN: _("Impossible"),
        Level.BLOCKS: _("Blocks publishing"),
        Level.WARNS: _("Warning"),
    },
    Rule: {
        Rule.ZONE: _("Unknown time zone"),
        Rule.CODE: _("Code used twice"),
        Rule.LENGTH: _("Impossible length"),
        Rule.WHOLE_MINUTE: _("Starts within a minute"),
        Rule.REFERENCE: _("Names what is not there"),
        Rule.STAGE_TWICE: _("Stage taken twice"),
        Rule.PERSON_TWICE: _("Person needed twice"),
        Rule.OUTSIDE_DAYS: _("Outside the days"),
        Rule.NO_TITLE: _("No title"),
        Rule.TURNS_OVERRUN: _("Turns too long"),
        Rule.CITY_TWICE: _("Government needed twice"),
        Rule.PERSON_AWAY: _("Person not available"),
        Rule.CITY_AWAY: _("Government not available"),
        Rule.OVER_DAY_BORDER: _("Over the end of the day"),
        Rule.SHORT_BREAK: _("Too short a break"),
        Rule.NIGHT: _("In somebody's night"),
        Rule.NO_STREAM: _("No stream"),
        Rule.NO_INTERPRETATION: _("No interpreter"),
        Rule.NO_TRANSLATION: _("Title not translated"),
    },
    role.Role: {
        role.Role.OWNER: _("Owner"),
        role.Role.EDITOR: _("Programme editor"),
        role.Role.DESK: _("Registration desk"),
        role.Role.PROTOCOL: _("Protocol"),
        role.Role.INTERPRETER: _("Interpreter or control room"),
        role.Role.MAIL: _("Mail"),
        role.Role.VIEWER: _("Viewer"),
    },
    Access: {
        Access.WAITING: _("Waits for a yes"),
        Access.NAMED: _("Named, without a link"),
        Access.INVITED: _("Has a link, not used yet"),
        Access.ENTERED: _("Has entered"),
        Access.REMOVED: _("Out"),
    },
    Caution: {
        Caution.NEW_DOMAIN: _("Of another domain than your other addresses"),
        Caution.LOOKALIKE: _("Looks like an address that is known, and is another"),
    },
    Standing: {
        Standing.OPEN: _("No answer yet"),
        Standing.CONFIRMED: _("Coming"),
        Standing.SUBSTITUTED: _("Somebody else comes"),
        Standing.ANOTHER_TIME: _("Asks for another time"),
        Standing.DECLINED: _("Not coming"),
    },
    statement.Material: {
        statement.Material.TEXT: _("Text for the interpreters"),
        statement.Material.SLIDES: _("Slides"),
        statement.Material.RECORDING: _("Recording"),
    },
    statement.Standing: {
        statement.Standing.IN: _("In"),
        statement.Standing.LATE: _("In, but late"),
        statement.Standing.AWAITED: _("Awaited"),
        statement.Standing.OVERDUE: _("Missing"),
        statement.Standing.FREE: _("None asked for"),
    },
    tech_check.Outcome: {
        tech_check.Outcome.BOOKED: _("Booked"),
        tech_check.Outcome.GIVEN_BACK: _("Given back"),
        tech_check.Outcome.PASSED: _("Passed"),
        tech_check.Outcome.FAILED: _("Failed"),
        tech_check.Outcome.NO_SHOW: _("Nobody came"),
    },
    Step: {
        Step.NAMED: _("Office named"),
        Step.INVITED: _("Invited"),
        Step.ENTERED: _("Entered"),
        Step.ZONE: _("Zone confirmed"),
        Step.PRINCIPAL: _("Principal confirmed"),
        Step.LANGUAGE: _("Language said"),
        Step.CHECK: _("Tech check done"),
        Step.STATEMENT: _("Statement in"),
        Step.CALENDAR: _("In their calendar"),
    },
    Mark: {
        Mark.DONE: _("Done"),
        Mark.PART: _("In part"),
        Mark.ASKED: _("Wants you"),
        Mark.MISSING: _("Missing"),
        Mark.NONE: _("Not needed"),
    },
    Status: {
        Status.SCHEDULED: _("Takes place"),
        Status.CANCELLED: _("Cancelled"),
        Status.UNSCHEDULED: _("Waits for a slot"),
        Status.WITHDRAWN: _("Withdrawn"),
    },
    Visibility: {
        Visibility.PUBLIC: _("Everybody"),
        Visibility.ORGANIZERS: _("Organizers only"),
    },
    Presence: {
        Presence.HOST: _("Host of the summit"),
        Presence.LISTED: _("Listed"),
        Presence.ANNOUNCED: _("Announced"),
        Presence.SESSION: _("Named in a session"),
    },
    TurnKind: {
        TurnKind.OPENING: _("Opening"),
        TurnKind.KEYNOTE: _("Keynote"),
        TurnKind.CASE: _("Case"),
        TurnKind.TALK: _("Talk"),
        TurnKind.PITCH: _("Pitch"),
        TurnKind.PANEL: _("Panel"),
        TurnKind.DISCUSSION: _("Discussion"),
        TurnKind.QUESTIONS: _("Questions"),
        TurnKind.ADOPTION: _("Adoption"),
        TurnKind.CLOSING: _("Closing"),
        TurnKind.BREAK: _("Break"),
    },
    QuestionKind: {
        QuestionKind.LINE: _("On one line"),
        QuestionKind.TEXT: _("In a text"),
        QuestionKind.CHOICE: _("By one of several answers"),
        QuestionKind.YES: _("By a tick"),
    },
    Answer: {
        Answer.ACCEPTED: _("Accepted"),
        Answer.TENTATIVE: _("Perhaps"),
        Answer.DECLINED: _("Declined"),
        Answer.DELEGATED: _("Somebody else comes"),
    },
    Verdict: {
        Verdict.COUNTED: _("Counts"),
        Verdict.EARLIER: _("To an earlier time"),
        Verdict.OTHER_SENDER: _("Not from the invited address"),
        Verdict.COUNTERED: _("Asks for another time"),
    },
}
"""By their kinds, since members of two kinds may be the same word."""
