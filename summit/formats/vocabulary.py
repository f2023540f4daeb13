"""The words by which other programs and people call forms of session, roles and states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from summit.core.exchange import LONGEST_LINE
from summit.core.people import Role
from summit.core.programme import SessionKind, Status

_Meaning = TypeVar("_Meaning")

_KINDS = {
    SessionKind.TALK: "talk, lecture, presentation, keynote, speech, lightning talk, lightningtalk,"
    " vortrag, conférence, charla, 演講, 강연, 講演",
    SessionKind.PANEL: "panel, panel discussion, podium, podiumsdiskussion, roundtable,"
    " round table, forum, 論壇, 패널",
    SessionKind.MEETING: "meeting, workshop, tutorial, training, bof, birds of a feather, hands-on,"
    " meetup, assembly, 工作坊",
    SessionKind.CONVERSATION: "conversation, discussion, interview, fireside chat, diskussion, q&a",
    SessionKind.TALK_SHOW: "talk show, talk_show, talkshow",
    SessionKind.PITCHES: "pitches, pitch, pitch session, company presentations",
    SessionKind.CEREMONY: "ceremony, opening ceremony, closing ceremony, award ceremony",
    SessionKind.BREAK: "break, coffee break, tea break, lunch, lunch break, pause, 休息",
}
_ROLES = {
    Role.HOST: "host",
    Role.MODERATOR: "moderator, chair, session chair, facilitator",
    Role.KEYNOTE: "keynote, keynote speaker",
    Role.PRESENTER: "presenter, contributor",
    Role.SPEAKER: "speaker",
    Role.INTERVIEWER: "interviewer",
    Role.GUEST: "guest",
    Role.DISCUSSANT: "discussant",
    Role.PANELLIST: "panellist, panelist",
    Role.PERFORMER: "performer, artist",
    Role.ATTENDEE: "attendee, taking part",
}
_STATES = {
    Status.CANCELLED: "cancelled, canceled",
    Status.UNSCHEDULED: "unscheduled",
    Status.WITHDRAWN: "withdrawn, deleted",
    Status.SCHEDULED: "confirmed, scheduled, delayed, tentative, published, moved",
}
_UNPUBLISHED = frozenset(("draft", "submitted", "rejected", "declined", "private"))
_WORD_OF_CANCELLING = (
    r"(?:cancell?ed|cancelation|cancellation|abgesagt|annulée?|geannuleerd|cancelad[oa]|"
    r"annullat[oa]|취소됨|취소|已取消|取消)"
)
_CANCELLED = re.compile(
    rf"\s*(?:[\[(【*]+\s*{_WORD_OF_CANCELLING}\s*[\])】*]+\s*[:–—-]*|{_WORD_OF_CANCELLING}\s*[:：–—-])"
    r"\s*(?P<after>.+)"
    rf"|(?P<before>.+?)\s*(?:[\[(【]\s*{_WORD_OF_CANCELLING}\s*[\])】]|[-–—:]\s+{_WORD_OF_CANCELLING}"
    r"\s*!*)\s*",
    re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"\s*(?:CANCELL?ED|ABGESAGT|ANNULÉE?)\b[\s!]+(?P<after>\S.*)"
    r"|(?P<before>.+\S)\s+(?:CANCELL?ED|ABGESAGT|ANNULÉE?)\s*!*\s*"
)


def _phrases(table: Mapping[_Meaning, str]) -> dict[str, _Meaning]:
    """Return each phrase with its meaning, the longest first."""
    pairs = [
        (phrase.strip(), meaning) for meaning, words in table.items() for phrase in words.split(",")
    ]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


_KIND_PHRASES = _phrases(_KINDS)
_ROLE_PHRASES = _phrases(_ROLES)
_STATE_PHRASES = _phrases(_STATES)


def _said(words: str, phrase: str) -> bool:
    """Whether `phrase` stands in `words`, as whole words where its script parts words."""
    if not phrase.isascii():
        return phrase in words
    return re.search(rf"(?<![a-z]){re.escape(phrase)}s?(?![a-z])", words) is not None


@lru_cache(maxsize=256)
def kind(words: str) -> SessionKind | None:
    """Return the form of session that free words name ("Long talk (45 minutes)"), if any."""
    bare = re.sub(r"\([^()]*\)|（[^（）]*）", " ", words[:LONGEST_LINE]).casefold()
    found = (meaning for phrase, meaning in _KIND_PHRASES.items() if _said(bare, phrase))
    return next(found, None)


def role(words: str) -> Role | None:
    """Return the role that `words` name ("MODERATOR"), if any."""
    return _ROLE_PHRASES.get(_bare(words))


def status(words: str) -> Status | None:
    """Return the state that `words` name ("CANCELED", "confirmed"), if any."""
    return _STATE_PHRASES.get(_bare(words))


def is_unpublished(state: str) -> bool:
    """Whether a session in this state is no part of what the public may see."""
    return _bare(state) in _UNPUBLISHED


def _bare(words: str) -> str:
    return " ".join(words[:LONGEST_LINE].casefold().replace("_", " ").split())


def without_cancelling(title: str) -> str | None:
    """Return `title` without the word by which it says that it is cancelled.

    Return None where it says no such thing. A mere word counts only in capitals, since
    sessions about cancelled orders take place.
    """
    found = _SHOUTED.fullmatch(title) or _CANCELLED.fullmatch(title)
    if found is None:
        return None
    return str(found["after"] or found["before"]).strip()
