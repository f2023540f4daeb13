"""What the core and the services refuse can be read in every language of the pages.

Their messages are found in the source; a new one fails until it stands in `summit.web.wording`,
or here among those that only operators and organizers read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from summit.web.wording import MESSAGES

ROOT = Path(__file__).parents[2] / "summit"
RAISED = frozenset({"Invalid", "Stale"})
"""What pages tell in its own words; `web.errors` has words for the others."""

OF_PROGRAMMES = frozenset(
    {
        "core/day.py",
        "core/intake.py",
        "core/shape.py",
        "services/exchange.py",
        "services/mail.py",
        "services/programme.py",
        "services/release.py",
    }
)
"""Whoever makes and publishes a programme is told by these, in a shell."""

OTHERS = frozenset(
    {
        "A registration that is * cannot become *.",
        "“*” are no hours of the day, such as 08-22.",
        "* names no time zone.",
        "* is not the year of a summit.",
        "* does not exist in *: clocks are put forward over it.",
        "Starts are tried in steps of quarters of an hour.",
        "There are fewer turns than speakers.",
        "a string is no Unicode text",
        "a member has a name that is not ASCII",
        "* has no place in a record",
        "No order keeps everybody at a turn that they may have.",
    }
)
"""What modules that participants use as well tell nobody but operators; * is what changes."""


def raised() -> Iterator[tuple[str, str]]:
    """Yield the file and the message of everything that is refused."""
    for layer in ("core", "services", "published"):
        for file in sorted((ROOT / layer).glob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for scope in ast.walk(tree):
                if isinstance(scope, ast.FunctionDef):
                    for call in ast.walk(scope):
                        if isinstance(call, ast.Call) and _name(call.func) in RAISED:
                            yield f"{layer}/{file.name}", _words(_given(call, scope))


def _given(call: ast.Call, scope: ast.FunctionDef) -> ast.expr:
    """Return the message of an error: where a name stands for it, what that was last given."""
    given = call.args[0]
    values = [
        one.value
        for one in ast.walk(scope)
        if isinstance(one, ast.Assign)
        and _name(one.targets[0]) == _name(given) != ""
        and one.lineno < call.lineno
    ]
    return max(values, key=lambda one: one.lineno, default=given)


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else ""


def _words(given: ast.expr) -> str:
    """Return a message as it stands in the source, with * for what is put into it."""
    if isinstance(given, ast.Constant):
        return str(given.value)
    if isinstance(given, ast.JoinedStr):
        return "".join(str(getattr(part, "value", "*")) for part in map(_part, given.values))
    return f"<{ast.unparse(given)}>"


def _part(one: ast.expr) -> ast.expr:
    return one if isinstance(one, ast.Constant) else ast.Constant("*")


def test_what_readers_are_refused_can_be_translated() -> None:
    said = {message for file, message in raised() if file not in OF_PROGRAMMES}
    assert said - OTHERS - MESSAGES == set()


def test_nothing_is_listed_that_nobody_says() -> None:
    found = list(raised())
    assert {message for _, message in found} >= OTHERS | MESSAGES
    assert {file for file, _ in found} >= OF_PROGRAMMES
