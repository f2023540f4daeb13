"""The plan and the presses of a run as plain JSON, as they are kept."""

from __future__ import annotations

from typing import Any

import msgspec

from summit.core.run import Act, Plan
from summit.core.text import Text


def _plain(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} has no place in a run")


def _core(kind: type, value: Any) -> Any:
    if kind is Text:
        return Text(value)
    raise NotImplementedError(f"{kind} has no place in a run")


def write(thing: Plan | Act) -> Any:
    """Return a plan or a press as plain JSON."""
    return msgspec.to_builtins(thing, enc_hook=_plain)


def read_plan(value: Any) -> Plan:
    """Return the plan that `write` made plain."""
    return msgspec.convert(value, Plan, dec_hook=_core)


def read_act(value: Any) -> Act:
    """Return the press that `write` made plain."""
    return msgspec.convert(value, Act, dec_hook=_core)
