"""What the summit's enumerations are called, in the languages of the interface."""

from __future__ import annotations

from collections.abc import Iterable

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
from summit.language import translations


def labelled(label: str, words: Iterable[str], language: str) -> str:
    """Return words in a row after what they are, such as "Spoken: Korean, English"."""
    gettext = translations(language).gettext
    return gettext("%(label)s: %(words)s") % {"label": label, "words": gettext(", ").join(words)}


def role_name(role: Role, language: str) -> str:
    """Return what a part is called, such as "Moderator"."""
    gettext = translations(language).gettext
    return {
        Role.HOST: gettext("Host"),
        Role.MODERATOR: gettext("Moderator"),
        Role.KEYNOTE: gettext("Keynote"),
        Role.PRESENTER: gettext("Presenter"),
        Role.SPEAKER: gettext("Speaker"),
        Role.INTERVIEWER: gettext("Interviewer"),
        Role.GUEST: gettext("Guest"),
        Role.DISCUSSANT: gettext("Discussant"),
        Role.PANELLIST: gettext("Panellist"),
        Role.PERFORMER: gettext("Performer"),
        Role.ATTENDEE: gettext("Taking part"),
    }[role]


def kind_name(kind: SessionKind, language: str) -> str:
    """Return what a form of session is called, such as "Panel"."""
    gettext = translations(language).gettext
    return {
        SessionKind.MEETING: gettext("Meeting"),
        SessionKind.CONVERSATION: gettext("Conversation"),
        SessionKind.TALK: gettext("Talk"),
        SessionKind.TALK_SHOW: gettext("Talk show"),
        SessionKind.PANEL: gettext("Panel"),
        SessionKind.PITCHES: gettext("Company presentations"),
        SessionKind.CEREMONY: gettext("Ceremony"),
        SessionKind.BREAK: gettext("Break"),
    }[kind]


def mode_name(mode: Mode, language: str) -> str:
    """Return how a contribution comes, "live" or "recorded"."""
    gettext = translations(language).gettext
    return {Mode.LIVE: gettext("live"), Mode.RECORDED: gettext("recorded")}[mode]


def government_kind_name(kind: GovernmentKind, language: str) -> str:
    """Return what is governed, such as "City"."""
    gettext = translations(language).gettext
    return {
        GovernmentKind.CITY: gettext("City"),
        GovernmentKind.STATE: gettext("State"),
        GovernmentKind.PROVINCE: gettext("Province"),
        GovernmentKind.DISTRICT: gettext("District"),
    }[kind]


def aspect_name(aspect: Aspect, language: str) -> str:
    """Return what of a session is illustrative, such as "the start time"."""
    gettext = translations(language).gettext
    return {
        Aspect.DAY: gettext("the day"),
        Aspect.START: gettext("the start time"),
        Aspect.LENGTH: gettext("the length"),
        Aspect.TURNS: gettext("the running order"),
        Aspect.PEOPLE: gettext("some of the people"),
        Aspect.TEXT: gettext("the text"),
    }[aspect]


def change_name(what: What, language: str) -> str:
    """Return in which respect something changed, such as "Moved"."""
    gettext = translations(language).gettext
    return {
        What.ADDED: gettext("New"),
        What.REMOVED: gettext("Removed"),
        What.CANCELLED: gettext("Cancelled"),
        What.RESTORED: gettext("Takes place after all"),
        What.MOVED: gettext("Moved"),
        What.LENGTH: gettext("New length"),
        What.STAGE: gettext("New stage"),
        What.RENAMED: gettext("Renamed"),
        What.TEXT: gettext("New text"),
        What.AREA: gettext("New area"),
        What.PEOPLE: gettext("New people"),
        What.TURNS: gettext("New running order"),
        What.STANDING: gettext("New standing of the running order"),
        What.LANGUAGES: gettext("New languages"),
        What.STREAMS: gettext("New streams"),
        What.DETAILS: gettext("New details"),
    }[what]


def level_name(level: Level, language: str) -> str:
    """Return how grave a finding is, such as "Warning"."""
    gettext = translations(language).gettext
    return {
        Level.FORBIDDEN: gettext("Impossible"),
        Level.BLOCKS: gettext("Blocks publishing"),
        Level.WARNS: gettext("Warning"),
    }[level]


def rule_name(rule: Rule, language: str) -> str:
    """Return what the breach of a rule is called, such as "Stage taken twice"."""
    gettext = translations(language).gettext
    return {
        Rule.ZONE: gettext("Unknown time zone"),
        Rule.CODE: gettext("Code used twice"),
        Rule.LENGTH: gettext("Impossible length"),
        Rule.WHOLE_MINUTE: gettext("Starts within a minute"),
        Rule.REFERENCE: gettext("Names what is not there"),
        Rule.STAGE_TWICE: gettext("Stage taken twice"),
        Rule.PERSON_TWICE: gettext("Person needed twice"),
        Rule.OUTSIDE_DAYS: gettext("Outside the days"),
        Rule.NO_TITLE: gettext("No title"),
        Rule.TURNS_OVERRUN: gettext("Turns too long"),
        Rule.CITY_TWICE: gettext("Government needed twice"),
        Rule.PERSON_AWAY: gettext("Person not available"),
        Rule.CITY_AWAY: gettext("Government not available"),
        Rule.OVER_DAY_BORDER: gettext("Over the end of the day"),
        Rule.SHORT_BREAK: gettext("Too short a break"),
        Rule.NIGHT: gettext("In somebody's night"),
        Rule.NO_STREAM: gettext("No stream"),
        Rule.NO_INTERPRETATION: gettext("No interpreter"),
        Rule.NO_TRANSLATION: gettext("Title not translated"),
    }[rule]


def organizer_role_name(one: role.Role, language: str) -> str:
    """Return what an organizer is called, such as "Programme editor"."""
    gettext = translations(language).gettext
    return {
        role.Role.OWNER: gettext("Owner"),
        role.Role.EDITOR: gettext("Programme editor"),
        role.Role.DESK: gettext("Registration desk"),
        role.Role.PROTOCOL: gettext("Protocol"),
        role.Role.INTERPRETER: gettext("Interpreter or control room"),
        role.Role.MAIL: gettext("Mail"),
        role.Role.VIEWER: gettext("Viewer"),
    }[one]


def access_name(access: Access, language: str) -> str:
    """Return how far a contact of an office has come, such as "Has entered"."""
    gettext = translations(language).gettext
    return {
        Access.WAITING: gettext("Waits for a yes"),
        Access.NAMED: gettext("Named, without a link"),
        Access.INVITED: gettext("Has a link, not used yet"),
        Access.ENTERED: gettext("Has entered"),
        Access.REMOVED: gettext("Out"),
    }[access]


def caution_name(caution: Caution, language: str) -> str:
    """Return why an address wants a second look, such as "Another domain"."""
    gettext = translations(language).gettext
    return {
        Caution.NEW_DOMAIN: gettext("Of another domain than your other addresses"),
        Caution.LOOKALIKE: gettext("Looks like an address that is known, and is another"),
    }[caution]


def standing_name(standing: Standing, language: str) -> str:
    """Return what an office said to a slot, such as "Confirmed"."""
    gettext = translations(language).gettext
    return {
        Standing.OPEN: gettext("No answer yet"),
        Standing.CONFIRMED: gettext("Coming"),
        Standing.SUBSTITUTED: gettext("Somebody else comes"),
        Standing.ANOTHER_TIME: gettext("Asks for another time"),
        Standing.DECLINED: gettext("Not coming"),
    }[standing]


def material_name(material: statement.Material, language: str) -> str:
    """Return what is handed in, such as "Slides"."""
    gettext = translations(language).gettext
    return {
        statement.Material.TEXT: gettext("Text for the interpreters"),
        statement.Material.SLIDES: gettext("Slides"),
        statement.Material.RECORDING: gettext("Recording"),
    }[material]


def arrival_name(standing: statement.Standing, language: str) -> str:
    """Return where a statement stands, such as "Late"."""
    gettext = translations(language).gettext
    return {
        statement.Standing.IN: gettext("In"),
        statement.Standing.LATE: gettext("In, but late"),
        statement.Standing.AWAITED: gettext("Awaited"),
        statement.Standing.OVERDUE: gettext("Missing"),
        statement.Standing.FREE: gettext("None asked for"),
    }[standing]


def outcome_name(outcome: tech_check.Outcome, language: str) -> str:
    """Return what became of a tech check, such as "Passed"."""
    gettext = translations(language).gettext
    return {
        tech_check.Outcome.BOOKED: gettext("Booked"),
        tech_check.Outcome.GIVEN_BACK: gettext("Given back"),
        tech_check.Outcome.PASSED: gettext("Passed"),
        tech_check.Outcome.FAILED: gettext("Failed"),
        tech_check.Outcome.NO_SHOW: gettext("Nobody came"),
    }[outcome]


def step_name(step: Step, language: str) -> str:
    """Return what has to be done for a government, such as "Zone confirmed"."""
    gettext = translations(language).gettext
    return {
        Step.NAMED: gettext("Office named"),
        Step.INVITED: gettext("Invited"),
        Step.ENTERED: gettext("Entered"),
        Step.ZONE: gettext("Zone confirmed"),
        Step.PRINCIPAL: gettext("Principal confirmed"),
        Step.LANGUAGE: gettext("Language said"),
        Step.CHECK: gettext("Tech check done"),
        Step.STATEMENT: gettext("Statement in"),
        Step.CALENDAR: gettext("In their calendar"),
    }[step]


def mark_name(mark: Mark, language: str) -> str:
    """Return how a step stands, such as "Done"."""
    gettext = translations(language).gettext
    return {
        Mark.DONE: gettext("Done"),
        Mark.PART: gettext("In part"),
        Mark.ASKED: gettext("Wants you"),
        Mark.MISSING: gettext("Missing"),
        Mark.NONE: gettext("Not needed"),
    }[mark]


def status_name(status: Status, language: str) -> str:
    """Return whether a session takes place, as it is said, such as "Cancelled"."""
    gettext = translations(language).gettext
    return {
        Status.SCHEDULED: gettext("Takes place"),
        Status.CANCELLED: gettext("Cancelled"),
        Status.UNSCHEDULED: gettext("Waits for a slot"),
        Status.WITHDRAWN: gettext("Withdrawn"),
    }[status]


def visibility_name(visibility: Visibility, language: str) -> str:
    """Return who may know of a session."""
    gettext = translations(language).gettext
    return {
        Visibility.PUBLIC: gettext("Everybody"),
        Visibility.ORGANIZERS: gettext("Organizers only"),
    }[visibility]


def presence_name(presence: Presence, language: str) -> str:
    """Return how sure it is that a government takes part."""
    gettext = translations(language).gettext
    return {
        Presence.HOST: gettext("Host of the summit"),
        Presence.LISTED: gettext("Listed"),
        Presence.ANNOUNCED: gettext("Announced"),
        Presence.SESSION: gettext("Named in a session"),
    }[presence]


def turn_kind_name(kind: TurnKind, language: str) -> str:
    """Return what a turn is for, such as "Opening"."""
    gettext = translations(language).gettext
    return {
        TurnKind.OPENING: gettext("Opening"),
        TurnKind.KEYNOTE: gettext("Keynote"),
        TurnKind.CASE: gettext("Case"),
        TurnKind.TALK: gettext("Talk"),
        TurnKind.PITCH: gettext("Pitch"),
        TurnKind.PANEL: gettext("Panel"),
        TurnKind.DISCUSSION: gettext("Discussion"),
        TurnKind.QUESTIONS: gettext("Questions"),
        TurnKind.ADOPTION: gettext("Adoption"),
        TurnKind.CLOSING: gettext("Closing"),
        TurnKind.BREAK: gettext("Break"),
    }[kind]


def question_kind_name(kind: QuestionKind, language: str) -> str:
    """Return how a question is answered."""
    gettext = translations(language).gettext
    return {
        QuestionKind.LINE: gettext("On one line"),
        QuestionKind.TEXT: gettext("In a text"),
        QuestionKind.CHOICE: gettext("By one of several answers"),
        QuestionKind.YES: gettext("By a tick"),
    }[kind]


def answer_name(answer: Answer, language: str) -> str:
    """Return what a calendar answered, such as "Accepted"."""
    gettext = translations(language).gettext
    return {
        Answer.ACCEPTED: gettext("Accepted"),
        Answer.TENTATIVE: gettext("Perhaps"),
        Answer.DECLINED: gettext("Declined"),
        Answer.DELEGATED: gettext("Somebody else comes"),
    }[answer]


def verdict_name(verdict: Verdict, language: str) -> str:
    """Return what a reply of a calendar is worth, such as "Counts"."""
    gettext = translations(language).gettext
    return {
        Verdict.COUNTED: gettext("Counts"),
        Verdict.EARLIER: gettext("To an earlier time"),
        Verdict.OTHER_SENDER: gettext("Not from the invited address"),
        Verdict.COUNTERED: gettext("Asks for another time"),
    }[verdict]
