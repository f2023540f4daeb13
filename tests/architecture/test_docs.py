"""Documents that fail a test when they lie: settings, commands, addresses, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from summit.cli import commands
from summit.settings import VARIABLES

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATOR = ROOT / "docs" / "operator.md"
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def names(group: click.Group, before: str = "summit") -> Iterator[str]:
    """Yield every command as it is typed."""
    for name, command in group.commands.items():
        whole = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from names(command, whole)
        else:
            yield whole


def test_the_operators_page_names_every_setting() -> None:
    words = OPERATOR.read_text(encoding="utf-8")
    found = set(re.findall(r"\bSUMMIT_[A-Z_]+", words))
    assert found == set(VARIABLES)


@pytest.mark.parametrize("command", sorted(names(commands)))
def test_the_operators_page_names_every_command(command: str) -> None:
    assert re.search(rf"\b{command}\b", OPERATOR.read_text(encoding="utf-8"))


def test_no_document_names_a_command_that_is_not_there() -> None:
    known = {one.split()[1] for one in names(commands)}
    for file in DOCUMENTS:
        words = file.read_text(encoding="utf-8")
        # A command stands in code: after `…`, at the start of a line, or after .venv/bin/.
        for name in re.findall(r"(?:^|`|bin/)summit ([a-z]+)\b", words, re.MULTILINE):
            assert name in known, (file.name, name)


def anchors(file: Path) -> set[str]:
    """Return the anchors that a page of Markdown has, by its headings."""
    headings = re.findall(r"^#+ +(.+?) *$", file.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", one.lower()) for one in headings)
    return {one.replace(" ", "-") for one in plain}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda one: one.name)
def test_links_lead_somewhere(file: Path) -> None:
    for address in _LINK.findall(file.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", address):
            continue
        path, _, anchor = address.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), address
        assert not anchor or anchor in anchors(target), address


def test_the_code_names_documents_that_are_there() -> None:
    for folder, pattern in (("summit", "*.py"), ("templates", "*"), ("static/src", "*")):
        for file in (ROOT / folder).rglob(pattern):
            if file.is_file() and "__pycache__" not in file.parts:
                for name in re.findall(r"docs/[\w./-]+\.md", file.read_text(errors="replace")):
                    assert (ROOT / name).exists(), (file, name)


def test_there_is_a_readme_and_a_page_for_each_reader() -> None:
    for name in ("README.md", "docs/operator.md", "docs/user.md", "docs/developer.md"):
        assert (ROOT / name).is_file()
