"""Invitations: somebody is asked, by mail, to organize a summit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.core.role import Role
from summit.core.text import Text

LIFE = timedelta(days=7)
"""For how long the link of an invitation is good."""

KEPT = timedelta(days=30)
"""For how long an invitation is kept after that: its address is somebody's."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation that nobody has answered; whoever invited can send or withdraw it."""

    id: int
    address: str
    roles: tuple[Role, ...]
    made: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as the invited sees it: to what, as what, for whom."""

    code: str
    title: Text
    address: str
    roles: tuple[Role, ...]
    expires: datetime
