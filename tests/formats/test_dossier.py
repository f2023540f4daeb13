"""A dossier as files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

from summit.core.dossier import Dossier, Sheet
from summit.formats import dossier

MADE = datetime(2020, 6, 2, 13, 0, tzinfo=UTC)
SHEETS = (
    Sheet(
        "account",
        ("id", "name", "has_password", "created_at", "confirmed_at"),
        ((7, '=HYPERLINK("https://evil.example")', True, MADE, None),),
    ),
    Sheet("visits", ("browser",), ()),
)
WHOLE = Dossier(7, MADE, SHEETS)


def test_json() -> None:
    assert json.loads(dossier.as_json(WHOLE)) == {
        "account": 7,
        "made": "2020-06-02T13:00:00Z",
        "sheets": {
            "account": [
                {
                    "id": 7,
                    "name": '=HYPERLINK("https://evil.example")',
                    "has_password": True,
                    "created_at": "2020-06-02T13:00:00Z",
                    "confirmed_at": None,
                }
            ],
            "visits": [],
        },
    }


def test_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(dossier.as_zip(WHOLE))) as archive:
        held = {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }
    assert held == {
        "account.csv": [
            ["id", "name", "has_password", "created_at", "confirmed_at"],
            ["7", '\'=HYPERLINK("https://evil.example")', "True", "2020-06-02T13:00:00Z", ""],
        ],
        "visits.csv": [["browser"]],
    }
