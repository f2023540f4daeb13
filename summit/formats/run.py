"""The plan and the presses of a run as plain JSON, as they are kept."""

from __future__ import annotations

from typing import Any

import msgspec

from summit.core.run import Act, Plan
from summit.formats import text


def write(thing: Plan | Act) -> Any:
    """Return a plan or a press as plain JSON."""
    return msgspec.to_builtins(thing, enc_hook=text.encode)


def read_plan(value: Any) -> Plan:
    """Return the plan that `write` made plain."""
    return msgspec.convert(value, Plan, dec_hook=text.again)


def read_act(value: Any) -> Act:
    """Return the press that `write` made plain."""
    return msgspec.convert(value, Act, dec_hook=text.again)
