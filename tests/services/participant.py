"""A participant's rows, as they stand after registering and taking a seat."""

from __future__ import annotations

from typing import Any

from summit.core.registration import State
from summit.db.registration import RegistrationRow
from tests.conftest import NOW


def registration(summit: int, account: int, **changes: Any) -> RegistrationRow:
    """Return a confirmed registration of an account to a summit, by their numbers."""
    values: dict[str, Any] = {
        "state": State.CONFIRMED,
        "kind": "press",
        "name": "Jin Park",
        "organization": "A newspaper",
        "government": "",
        "country": "KR",
        "languages": ("ko", "en"),
        "answers": {"meal": "none"},
        "registered_at": NOW,
        "confirmed_at": NOW,
        "held_until": None,
        "consented_at": NOW,
        "reminded": (),
        "certificate": None,
    }
    return RegistrationRow(summit_id=summit, account_id=account, **{**values, **changes})
