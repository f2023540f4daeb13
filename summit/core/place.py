"""Governments that take part in a summit, with their places and zones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.core.text import Text


class GovernmentKind(StrEnum):
    """What is governed."""

    CITY = "city"
    STATE = "state"
    PROVINCE = "province"
    DISTRICT = "district"


class Presence(StrEnum):
    """How sure it is that a government takes part, and in what."""

    HOST = "host"
    LISTED = "listed"
    ANNOUNCED = "announced"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Government:
    """A city, state, province or district with the clock of the place it governs from.

    `country` is an ISO 3166-1 alpha-2 code, `zone` an IANA name, `latitude` and
    `longitude` are degrees (WGS 84, north and east positive).
    """

    code: str
    name: Text
    kind: GovernmentKind
    country: str
    zone: str
    latitude: float
    longitude: float
    presence: Presence
    illustrative: bool = False
