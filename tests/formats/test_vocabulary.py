"""The words of other programs for forms, roles and states."""

from __future__ import annotations

import pytest

from summit.core.people import Role
from summit.core.programme import SessionKind, Status
from summit.formats import vocabulary


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *((kind.value, kind) for kind in SessionKind),
        ("lecture", SessionKind.TALK),
        ("Talk 30 min + 10min Q&A", SessionKind.TALK),
        ("Long talk (45 minutes)", SessionKind.TALK),
        ("LIGHTNING_TALK", SessionKind.TALK),
        ("Talk show", SessionKind.TALK_SHOW),
        ("Workshops", SessionKind.MEETING),
        ("Panel discussion", SessionKind.PANEL),
        ("Opening ceremony", SessionKind.CEREMONY),
        ("Coffee break", SessionKind.BREAK),
        ("主題演講", SessionKind.TALK),
        ("devroom", None),
        ("breakfast", None),
        ("stalking", None),
        ("", None),
    ],
)
def test_kinds(words: str, kind: SessionKind | None) -> None:
    assert vocabulary.kind(words) is kind


@pytest.mark.parametrize(
    ("words", "role"),
    [
        *((role.value, role) for role in Role),
        ("MODERATOR", Role.MODERATOR),
        ("Keynote speaker", Role.KEYNOTE),
        ("panelist", Role.PANELLIST),
        ("", None),
        ("cook", None),
    ],
)
def test_roles(words: str, role: Role | None) -> None:
    assert vocabulary.role(words) is role


@pytest.mark.parametrize(
    ("words", "status"),
    [
        *((status.value, status) for status in Status),
        ("CANCELED", Status.CANCELLED),
        ("Confirmed", Status.SCHEDULED),
        ("accepted", None),
        ("", None),
    ],
)
def test_states(words: str, status: Status | None) -> None:
    assert vocabulary.status(words) is status


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("CANCELLED Night watch", "Night watch"),
        ("CANCELED! Night watch", "Night watch"),
        ("Cancelled: Night watch", "Night watch"),
        ("[cancelled] Night watch", "Night watch"),
        ("(CANCELED) - Night watch", "Night watch"),
        ("Night watch [CANCELLED]", "Night watch"),
        ("Night watch - cancelled", "Night watch"),
        ("Night watch CANCELLED", "Night watch"),
        ("ABGESAGT: Nachtwache", "Nachtwache"),
        ("취소됨: 회의", "회의"),
        ("已取消：會議", "會議"),
    ],
)
def test_titles_that_say_that_they_are_cancelled(title: str, bare: str) -> None:
    assert vocabulary.without_cancelling(title) == bare


@pytest.mark.parametrize(
    "title",
    [
        "Cancelled orders and how to live with them",
        "Noise-cancelled rooms",
        "CANCELLED",
        "Can celled",
    ],
)
def test_titles_that_only_speak_of_it(title: str) -> None:
    assert vocabulary.without_cancelling(title) is None
