"""Templates: each is shown by a page or taken in by one that is, and each compiles."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from summit.core.letter import Occasion
from summit.mail import compose

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
MARKDOWN = ROOT / "summit" / "formats" / "markdown.py"
NAMES = sorted(
    file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*") if file.is_file()
)


def environment(app: Flask, name: str) -> Environment:
    """Return the environment that shows a template: mail has one of its own."""
    return compose.environment("en") if name.startswith("mail/") else app.jinja_env


def rendered() -> set[str]:
    """Return the templates that the code names, and those that mail makes for each occasion."""
    parts = ("subject.txt", "body.txt", "body.html")
    found = {f"mail/{one}/{part}" for one in Occasion for part in parts}
    for file in (ROOT / "summit").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                if name in ("render", "render_template", "Door"):
                    words = [one.value for one in node.args if isinstance(one, ast.Constant)]
                    found |= {one for one in words if isinstance(one, str) and "." in one}
    return found


def taken_in(app: Flask, name: str) -> set[str]:
    """Return the templates that one extends, includes or imports."""
    tree = environment(app, name).parse((TEMPLATES / name).read_text(encoding="utf-8"))
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found = set()
    for node in tree.find_all(kinds):
        assert isinstance(node.template, nodes.Const), f"{name} takes in what it computes"
        found.add(node.template.value)
    return found


def imported(app: Flask, name: str) -> set[tuple[str, str]]:
    """Return the macros that a template takes from others, as (template, macro)."""
    tree = environment(app, name).parse((TEMPLATES / name).read_text(encoding="utf-8"))
    return {
        (node.template.value, macro if isinstance(macro, str) else macro[0])
        for node in tree.find_all(nodes.FromImport)
        if isinstance(node.template, nodes.Const)
        for macro in node.names
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(app: Flask, name: str) -> None:
    environment(app, name).compile((TEMPLATES / name).read_text(encoding="utf-8"), name, name)


def test_no_template_is_dead_and_none_is_missing(app: Flask) -> None:
    used, waiting = set(), list(rendered())
    while waiting:
        if (name := waiting.pop()) not in used:
            used.add(name)
            waiting += taken_in(app, name)
    assert used == set(NAMES)


def test_no_macro_is_dead_and_none_is_missing(app: Flask) -> None:
    defined, asked = set(), set()
    for name in NAMES:
        asked |= imported(app, name)
        if name.startswith(("part/", "mail/part.")):
            tree = environment(app, name).parse((TEMPLATES / name).read_text(encoding="utf-8"))
            macros = [node.name for node in tree.find_all(nodes.Macro)]
            called = {
                node.node.name
                for node in tree.find_all(nodes.Call)
                if isinstance(node.node, nodes.Name)
            }
            defined |= {(name, macro) for macro in macros}
            asked |= {(name, macro) for macro in macros if macro in called}
    assert asked == defined


@pytest.mark.parametrize("name", NAMES)
def test_every_import_is_used(app: Flask, name: str) -> None:
    tree = environment(app, name).parse((TEMPLATES / name).read_text(encoding="utf-8"))
    taken = {macro for _, macro in imported(app, name)}
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert taken - used == set()


def test_nothing_turns_escaping_off() -> None:
    for name in NAMES:
        words = (TEMPLATES / name).read_text(encoding="utf-8")
        for off in ("|safe", "| safe", "autoescape", "Markup("):
            assert off not in words, name
    for file in (ROOT / "summit").rglob("*.py"):
        words = file.read_text(encoding="utf-8")
        if file != MARKDOWN:
            assert "Markup(" not in words, file
            assert "__html__" not in words, file


def test_what_is_shown_as_it_is_was_cleaned() -> None:
    """The one place that makes HTML of what people type escapes it, or lets nh3 clean it."""
    words = MARKDOWN.read_text(encoding="utf-8")
    made = re.findall(r"Markup\((?!str\))\s*(.+)", words)
    assert made == ['"\\n".join(f"<p>{escape(line)}</p>" for line in lines if line))', "nh3.clean("]
