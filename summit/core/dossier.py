"""A dossier: all that is known of one person, to be read and taken away by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Value = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of one kind: each row has a value for each of the columns, instants in UTC."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All sheets about the person of an account, as they were at the instant `made` (UTC)."""

    account: int
    made: datetime
    sheets: tuple[Sheet, ...]
