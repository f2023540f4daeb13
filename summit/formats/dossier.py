"""A dossier as files: JSON for programs, and a ZIP of one CSV for each sheet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from summit.core.dossier import Dossier, Sheet, Value
from summit.formats import cell


def as_json(dossier: Dossier) -> bytes:
    """Return the dossier as JSON (RFC 8259): a list of objects by the name of each sheet."""
    held: dict[str, Any] = {"account": dossier.account, "made": _iso(dossier.made)}
    held["sheets"] = {
        sheet.name: [dict(zip(sheet.columns, map(_plain, row), strict=True)) for row in sheet.rows]
        for sheet in dossier.sheets
    }
    return f"{json.dumps(held, ensure_ascii=False, indent=2)}\n".encode()


def as_zip(dossier: Dossier) -> bytes:
    """Return the dossier as a ZIP of CSV files (RFC 4180), whose cells no program runs."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in dossier.sheets:
            entry = zipfile.ZipInfo(f"{sheet.name}.csv", dossier.made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _csv(sheet))
    return octets.getvalue()


def _csv(sheet: Sheet) -> bytes:
    words = io.StringIO()
    writer = csv.writer(words)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow([_cell(value) for value in row])
    return words.getvalue().encode("utf-8-sig")  # without the mark, Excel takes it for Latin-1


def _cell(value: Value) -> str:
    plain = _plain(value)
    return cell.inert("" if plain is None else str(plain))


def _plain(value: Value) -> str | int | bool | None:
    return _iso(value) if isinstance(value, datetime) else value


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
