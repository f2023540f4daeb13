"""What the core and the services refuse can be read in every language of the pages.

Their messages are found in the source; a new one fails until it stands in `summit.web.wording`,
in `summit.web.organizer`, or here among those that only operators read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from summit.formats.read import _PICTURES, READABLE
from summit.web.organizer import problem, wording
from summit.web.wording import MESSAGES

ROOT = Path(__file__).parents[2] / "summit"
RAISED = frozenset({"Invalid", "Stale", "TooMuch", "ZoneNeeded"})
"""What pages tell in its own words; `web.errors` has words for the others."""
NOTED = frozenset({"Problem", "note", "_note"})
"""What makes a problem of a file: the second argument is its message."""
PASSED_ON = frozenset(
    {"", "<error.wording>", "<found.refusal>", "<message % >", "<problem.message>"}
)
"""Messages that another function was given, or a process."""

OF_SHELLS = frozenset(
    {
        "formats/appointment_reply.py",
        "formats/passkey.py",
        "formats/read_programme.py",
        "formats/toml_table.py",
    }
)
"""Whoever loads a programme is told by these, in a shell; a refused passkey is told by its page.

Nobody is told of mail that cannot be read but the log.
"""

TOLD = MESSAGES | problem.MESSAGES | wording.MESSAGES
"""What can be said in every language of the pages."""

ELSEWHERE = frozenset(
    {
        "the file has no stage “%(key)s”",
        "the file has no area “%(key)s”",
        "it is withdrawn in the release; here it stays until it is removed",
    }
)
"""Messages that stand at the head of their module, or are one of two."""

OTHERS = frozenset(
    {
        "A registration that is * cannot become *.",
        "“%(words)s” are no hours of the day, such as 08-22.",
        "Starts are tried in steps of quarters of an hour.",
        "There are fewer turns than speakers.",
        "a string is no Unicode text",
        "this is not a record of a declaration: *",
        "a member has a name that is not ASCII",
        "* has no place in a record",
        "No order keeps everybody at a turn that they may have.",
    }
)
"""What modules that participants use as well tell nobody but operators; * is what changes."""


def raised() -> Iterator[tuple[str, str]]:
    """Yield the file and the message of everything that is refused or noted."""
    for layer in ("core", "services", "published", "formats", "web/organizer"):
        for file in sorted((ROOT / layer).glob("*.py")):
            for name, message in said_in(file):
                if name in RAISED or (layer in ("core", "formats") and message[0] != "<"):
                    yield f"{layer}/{file.name}", message


def said_in(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the messages of a module, each after the name of what is called with it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call):
                continue
            name = _name(call.func) or getattr(call.func, "attr", "")
            place = 1 if name in NOTED else 0
            if name in RAISED | NOTED and len(call.args) > place:
                for words in _wordings(_given(call.args[place], call, scope)):
                    yield name, words


def _wordings(given: ast.expr) -> Iterator[str]:
    """Yield what a message may be; what stands in `_()` is for translators already."""
    if isinstance(given, ast.IfExp):
        yield from _wordings(given.body)
        yield from _wordings(given.orelse)
    elif not (isinstance(given, ast.Call) and _name(given.func) == "_"):
        yield _words(given)


def _given(given: ast.expr, call: ast.Call, scope: ast.FunctionDef) -> ast.expr:
    """Return the message of an error: where a name stands for it, what that was last given."""
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
    return f"<{ast.unparse(given).partition('{')[0]}>"


def _part(one: ast.expr) -> ast.expr:
    return one if isinstance(one, ast.Constant) else ast.Constant("*")


def test_what_readers_are_refused_can_be_translated() -> None:
    said = {message for file, message in raised() if file not in OF_SHELLS}
    assert said - OTHERS - PASSED_ON - TOLD == set()


def test_nothing_is_listed_that_nobody_says() -> None:
    found = list(raised())
    assert {message for _, message in found} >= (OTHERS | PASSED_ON | TOLD) - ELSEWHERE
    assert {file for file, _ in found} >= OF_SHELLS


def test_what_a_file_looks_like_can_be_translated() -> None:
    tree = ast.parse((ROOT / "formats/read.py").read_text(encoding="utf-8"))
    said = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and _name(call.func) == "_unknown"
        and isinstance(call.args[0], ast.Constant)
    }
    pictures = {name for _, name in _PICTURES}
    assert said | pictures | {READABLE} == problem.WORDS
