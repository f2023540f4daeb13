"""Letters of every occasion, as the services write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from summit.core.appointment import plain
from summit.core.letter import APPOINTMENTS, Letter, Occasion, Recipient
from summit.services.letter import appointed
from summit.settings import Settings
from tests.appointments import CREATED, START, UID, appointment

MIN_JI = Recipient(7, "minji@seoul.example", "김민지", "en", "Europe/Budapest")
SUMMIT = {
    "title": {
        "en": "CAC Global Summit 2020",
        "ko": "CAC 글로벌 서밋 2020",
        "zh-Hant": "2020 CAC 全球峰會",
    },
    "zone": "Asia/Seoul",
}
MEETING = {
    "code": "mayoral-meeting",
    "title": {"en": "Mayoral Meeting", "ko": "시장 회의", "zh-Hant": "市長會議"},
    "starts": "2020-06-02T13:00:00+00:00",
    "ends": "2020-06-02T14:30:00+00:00",
}
WELFARE = {
    "code": "welfare",
    "title": {"en": "Welfare", "ko": "복지"},
    "starts": "2020-06-04T09:00:00+00:00",
    "ends": "2020-06-04T10:30:00+00:00",
}
ORGANIZER = Settings(
    url="https://summit.example",
    database_url="",
    secret_key="",
    invitations="Protocol <rsvp@summit.example>",
)
LINK = "/account/links/c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
INVITATION = "/account/invitations/c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
DOOR = "/office/c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
LONDON = {"en": "London", "ko": "런던", "zh-Hant": "倫敦"}
UNTIL = "2020-06-02T12:30:00+00:00"
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"
)
BEFORE = {"starts": "2020-06-02T12:00:00+00:00", "ends": "2020-06-02T13:30:00+00:00"}
CHANGES = [
    {"session": MEETING, "kind": "moved", "before": BEFORE},
    {"session": WELFARE, "kind": "cancelled", "before": None},
]
DATA: dict[Occasion, dict[str, Any]] = {
    Occasion.CONFIRM: {"path": LINK, "until": UNTIL},
    Occasion.ENTER: {"path": LINK, "until": UNTIL},
    Occasion.REGISTERED: {"path": "/cac2020/me", "sessions": [MEETING]},
    Occasion.PENDING: {"path": "/cac2020/me"},
    Occasion.REFUSED: {},
    Occasion.CANCELLED: {},
    Occasion.SEAT_CONFIRMED: {"session": MEETING},
    Occasion.SEAT_WAITING: {"session": MEETING, "place": 12},
    Occasion.SEAT_OFFERED: {
        "session": MEETING,
        "until": UNTIL,
        "path": "/cac2020/sessions/mayoral-meeting",
    },
    Occasion.SEAT_PASSED: {"session": MEETING},
    Occasion.SEAT_GIVEN_BACK: {"session": MEETING},
    Occasion.CHANGED: {"changes": CHANGES, "path": "/cac2020/me"},
    Occasion.TOMORROW: {"sessions": [MEETING, WELFARE], "path": "/cac2020/me"},
    Occasion.SOON: {"session": MEETING},
    Occasion.PASSWORD: {"done": "changed", "at": UNTIL, "path": "/account/"},
    Occasion.INVITED: {"path": INVITATION, "until": UNTIL},
    Occasion.OFFICE: {"path": DOOR, "until": UNTIL, "city": LONDON},
    Occasion.OFFICE_CHANGED: {
        "path": "/cac2020/office/london/people",
        "city": LONDON,
        "done": "waiting",
    },
    Occasion.CHASED: {"path": "/cac2020/office/london", "city": LONDON, "sessions": [MEETING]},
    Occasion.STATEMENT: {
        "path": "/cac2020/office/london/statements",
        "city": LONDON,
        "sessions": [MEETING],
        "until": UNTIL,
    },
    Occasion.DRAFT: {
        "path": "/cac2020/office/london/declaration/2",
        "city": LONDON,
        "number": 2,
        "at": UNTIL,
    },
    Occasion.CHECK_TOMORROW: {
        "path": "/cac2020/office/london/tech-check",
        "city": LONDON,
        "at": UNTIL,
    },
    Occasion.FACTOR_CHANGED: {"done": "added", "at": UNTIL, "path": "/account/factors"},
    **{
        one: {
            "appointment": plain(appointment()),
            "before": plain(appointment(starts=START - timedelta(hours=1)))
            if one is Occasion.APPOINTMENT_CHANGED
            else None,
            "message": {
                "uid": UID,
                "sequence": sequence,
                "created": CREATED.isoformat(),
                "sent": CREATED.isoformat(),
                "page": "/cac2020/office/london",
            },
            "path": "/cac2020/office/london",
        }
        for sequence, one in enumerate(sorted(APPOINTMENTS))
    },
    Occasion.BROADCAST: {
        "words": {
            "subject": "News of {summit}",
            "text": "**{title:mayoral-meeting}**: {when:mayoral-meeting}",
            "language": "en",
        },
        "named": [MEETING],
    },
}


def letter(occasion: Occasion, to: Recipient = MIN_JI, **changes: Any) -> Letter:
    """Return a letter of an occasion; `changes` are to its data."""
    calendar = CALENDAR if occasion is Occasion.SEAT_CONFIRMED else None
    data = {"summit": SUMMIT, **DATA[occasion], **changes}
    return appointed(Letter(occasion, to, "cac2020", data, calendar), ORGANIZER)


def reader(language: str, zone: str) -> Recipient:
    """Return Min-ji as a reader of a language, in a zone."""
    return replace(MIN_JI, language=language, zone=zone)
