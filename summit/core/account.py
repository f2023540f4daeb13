"""Accounts: people who can enter, and what a mailed link is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a mailed link does when it is used."""

    CONFIRM = "confirm"
    ENTER = "enter"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can enter. `zone` is an IANA name, `language` one of the interface."""

    id: int
    address: str
    name: str
    zone: str
    language: str
    is_confirmed: bool
    has_password: bool
