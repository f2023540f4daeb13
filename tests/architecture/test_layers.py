"""The shape of the code, where import-linter does not hold it: names, sizes, what is loaded."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(file for file in (ROOT / "summit").rglob("*.py") if file.name != "__init__.py")
WRITTEN = [file for file in MODULES if "versions" not in file.parts]
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "tools"}
LONGEST = 450
PARTS = {
    "app",
    "cli",
    "clock",
    "command",
    "core",
    "db",
    "formats",
    "language",
    "mail",
    "planner",
    "programmes",
    "published",
    "services",
    "settings",
    "translations",
    "web",
    "when",
}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", WRITTEN, ids=name)
def test_a_module_is_called_after_what_it_holds(file: Path) -> None:
    assert not DRAWERS & set(file.stem.split("_")), file
    assert not file.stem.endswith("ies"), "a noun in the singular"


@pytest.mark.parametrize("file", WRITTEN, ids=name)
def test_a_module_is_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_imports_stand_at_the_top(file: Path) -> None:
    """One hidden in a function hides a cycle."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            hidden = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            assert hidden == [], f"line {node.lineno}"


def test_every_part_has_its_place() -> None:
    found = {
        one.stem
        for one in (ROOT / "summit").iterdir()
        if one.suffix == ".py" or (one.is_dir() and one.name != "__pycache__")
    }
    assert found - PARTS - {"__init__"} == set()


def test_rows_are_called_rows() -> None:
    """A table's class ends in Row, so that nobody takes it for a released thing."""
    for file in (ROOT / "summit" / "db").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                fields = {
                    target.id
                    for one in node.body
                    if isinstance(one, ast.Assign)
                    for target in one.targets
                    if isinstance(target, ast.Name)
                }
                assert ("__tablename__" in fields) == node.name.endswith("Row"), node.name


def test_what_is_the_same_noun_has_the_same_name() -> None:
    """A service is called after the thing that it changes, and so is its table or its object."""
    nouns = {
        file.stem
        for layer in ("core", "db", "formats")
        for file in (ROOT / "summit" / layer).glob("*.py")
    } | {"clock", "settings"}
    own = {
        "admission",
        "notice",
        "board",
        "console",
        "deed",
        "embargo",
        "guest",
        "installation",
        "overview",
        "queue",
        "rehearsal",
        "seating",
        "standing",
        "entry",
        "together",
        "stream",
    }  # of the services alone
    for file in (ROOT / "summit" / "services").glob("*.py"):
        assert file.stem in nouns | own | {"__init__"}, file
    services = {file.stem for file in (ROOT / "summit" / "services").glob("*.py")}
    for file in (ROOT / "summit" / "cli").glob("*.py"):
        assert file.stem in services | {"__init__", "shell"}, file


def test_the_web_process_loads_no_solver(tmp_path: Path) -> None:
    """Nor anything else that only the worker and developers need."""
    code = (
        "import sys; from summit.app import from_environment; app = from_environment();"
        "client = app.test_client(); client.get('/healthz');"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " | {name for name in sys.modules if name.startswith('summit.')}))"
    )
    environment = {**os.environ, "SUMMIT_DEMONSTRATION": "1", "SUMMIT_FOLDER": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "summit.web.public" in loaded
    for kept_out in (
        "ortools",
        "pulp",
        "highspy",
        "scipy",
        "numpy",
        "pandas",
        "openpyxl",
        "pytest",
        "hypothesis",
        "playwright",
        "summit.planner",
        "summit.cli",
        "alembic",
    ):
        assert kept_out not in loaded
