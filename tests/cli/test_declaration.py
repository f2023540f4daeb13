"""The record checked at a shell, and by the program of the documents that needs nothing of ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from summit.core import record as chain
from summit.services import declaration, record, rehearsal
from tests.cli.test_commands import Run, ready, run
from tests.conftest import ACTOR, NOW
from tests.declarations import DEADLINE, released, two
from tests.web.public.test_declaration import FILES, given

__all__ = ["ready", "run"]
DOCUMENT = Path(__file__).parents[2] / "docs" / "declaration.md"


def taken(app: Flask, client: FlaskClient, folder: Path) -> Path:
    """Return the file of a record, with a text that two governments endorse."""
    digest = released(app, *two(app))
    given(app, digest, "london")
    given(app, digest, "lima", "Ángel Sample")
    file = folder / "record.json"
    file.write_bytes(client.get(FILES[1]).data)
    return file


def check(program: str, file: Path) -> tuple[int, str]:
    """Return the exit code of the program, which sees no module of ours, and what it says."""
    command = [sys.executable, "-I", "-S", "-c", program, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_demonstration_has_a_text_whose_record_holds(ready: Run) -> None:
    said = ready("declaration", "verify", "--summit", "cac2020")
    assert said.code == 0
    assert said.words.splitlines()[0] == "1 entry, which holds."
    head = said.last.rpartition(" ")[2]
    again = ready("demonstration")
    assert again.code == 0
    assert ready("declaration", "verify", "--summit", "cac2020", "--head", head).code == 0
    wrong = ready("declaration", "verify", "--summit", "cac2020", "--head", "ab" * 32)
    assert (wrong.code, "was there, and is missing" in wrong.words) == (1, True)


def test_a_file_is_checked_without_an_installation(
    app: Flask, client: FlaskClient, run: Run, tmp_path: Path
) -> None:
    file = taken(app, client, tmp_path)
    said = run("declaration", "verify", str(file))
    assert (said.code, said.words.splitlines()[0]) == (0, "3 entries, all hold.")
    file.write_bytes(file.read_bytes().replace(b"A Person", b"B Person"))
    said = run("declaration", "verify", str(file))
    assert (said.code, said.last[:30]) == (1, "Error: Entry 2 does not hold: ")


def test_a_hostile_file_says_nothing_to_the_terminal(
    app: Flask, client: FlaskClient, run: Run, tmp_path: Path
) -> None:
    file = taken(app, client, tmp_path)
    whole = json.loads(file.read_bytes())
    whole["entries"].append(json.loads(json.dumps(whole["entries"][-1])))
    forged = rehashed(whole, 2, government="\x07\x9b2Jall hold")
    forged = rehashed(json.loads(forged), 3, government="\x07\x9b2Jall hold", number=4)
    file.write_bytes(forged)
    said = run("declaration", "verify", str(file))
    assert (said.code, "has endorsed this text already" in said.words) == (1, True)
    assert ("\x07" in said.words, "\x9b" in said.words) == (False, False)


def test_what_is_no_record_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    for octets in (b"", b"[]", b'{"format": "x"}', b"\xff", b'{"format":"summit-record/1"}'):
        file.write_bytes(octets)
        said = run("declaration", "verify", str(file))
        assert (said.code, "this is not a record of a declaration" in said.words) == (1, True)
    neither = run("declaration", "verify")
    both = run("declaration", "verify", str(file), "--summit", "cac2020")
    assert "Name a FILE or a --summit" in neither.words
    assert "Name a FILE or a --summit" in both.words


def test_two_dozen_lines_of_python_check_it_too(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    file = taken(app, client, tmp_path)
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for line in program.splitlines() if line.strip()]
    assert len(lines) <= 24
    code, said = check(program, file)
    assert (code, said.startswith("3 entries hold, the last is ")) == (0, True)
    assert said.splitlines()[1:] == [
        "london: A Person, Mayor, 2020-05-20T09:00:00Z",
        "lima: Ángel Sample, Mayor, 2020-05-20T09:00:00Z",
    ]
    whole = file.read_text(encoding="utf-8")
    for old, new, complaint in (
        ("A Person", "B Person", "entry 2 does not hold"),
        ("We share", "We spare", "entry 1: its text is missing or was changed"),
        ('"late": false', '"late": true', "entry 2 does not hold"),
    ):
        file.write_text(whole.replace(old, new, 1), encoding="utf-8")
        code, said = check(program, file)
        assert (code, said.strip()) == (1, complaint)


def test_the_two_checks_say_the_same_of_late_ones_and_rehearsed_ones(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    first, second = two(app)
    digest = released(app, first, second)
    later = DEADLINE + timedelta(seconds=1)
    given(app, digest, "london", at=DEADLINE)
    given(app, digest, "lima", at=later)
    with app.app_context():
        rehearsal.start(ACTOR, "cac2020", DEADLINE, NOW)
        declaration.set_deadline(first, "cac2020", 1, NOW, NOW)
    given(app, digest, "jakarta", at=NOW)
    with app.app_context():
        rehearsal.stop(ACTOR, "cac2020", NOW)
    given(app, digest, "seoul", at=DEADLINE)
    with app.app_context():
        declaration.set_deadline(first, "cac2020", 1, None, later)
    given(app, digest, "delhi", at=later)
    octets = client.get(FILES[1]).data
    file = tmp_path / "record.json"
    file.write_bytes(octets)
    code, said = check(program, file)
    assert (code, [one.partition(":")[0] for one in said.splitlines()[1:]]) == (
        0,
        ["london", "lima", "in a rehearsal, jakarta", "seoul", "delhi"],
    )
    assert record.check_file(octets).broken is None
    entries = json.loads(octets)["entries"]
    assert [one["entry"].get("late") for one in entries] == [
        *(None, False, True, None, True, False, None, False)
    ]
    for at, one in enumerate(entries):
        if "late" in one["entry"]:
            forged = rehashed(json.loads(octets), at, late=not one["entry"]["late"])
            file.write_bytes(forged)
            code, said = check(program, file)
            assert (code, said.strip()) == (1, f"entry {at + 1} does not hold")
            found = record.check_file(forged).broken
            assert found is not None
            assert (found.number, found.reason[:4]) == (at + 1, "late")


def rehashed(whole: dict[str, Any], at: int, **members: Any) -> bytes:
    """Return a record with other members in one entry, and all hashes as they have to be."""
    whole["entries"][at]["entry"].update(members)
    before = chain.FIRST
    for one in whole["entries"]:
        one["entry"]["previous"] = before
        before = one["digest"] = chain.digest(chain.canonical(one["entry"]))
    whole["head"] = before
    return json.dumps(whole).encode()
