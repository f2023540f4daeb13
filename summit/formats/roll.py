"""A roll: people and what they have, as CSV (RFC 4180) or XLSX, for those who work with lists.

What people typed has been through `summit.formats.cell.inert`: no program takes it for a
formula. Instants stand as wall-clock times of the host's, whose zone the names of their
columns say.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

from summit.formats.cell import inert

Cell = str | int | datetime | None
_MARK = "\ufeff"
_LONGEST = 32_767
_WIDE = 18


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]], where: ZoneInfo) -> bytes:
    """Return a table in UTF-8 with a byte order mark; lines end in CRLF."""
    sheet = StringIO(newline="")
    table = csv.writer(sheet)
    table.writerow([inert(one) for one in heads])
    for row in rows:
        table.writerow([_written(one, where) for one in row])
    return (_MARK + sheet.getvalue()).encode("utf-8", "replace")


def write_xlsx(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], where: ZoneInfo
) -> bytes:
    """Return a workbook of one sheet; words are never looked at for formulas or links."""
    octets = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    # Loaded by the first who asks: it takes 12 MB, and few processes are asked for a workbook.
    workbook: Any = import_module("xlsxwriter").Workbook
    with workbook(octets, {"in_memory": True, **plain}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 1)
        for at, name in enumerate(heads):
            sheet.write_string(0, at, _fit(inert(name)), heading)
        sheet.set_column(0, max(0, len(heads) - 1), _WIDE)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                match value:
                    case str() if value:
                        sheet.write_string(last, at, _fit(inert(value)))
                    case int():
                        sheet.write_number(last, at, value)
                    case datetime():
                        sheet.write_datetime(last, at, _clock(value, where), moment)
        sheet.autofilter(0, 0, last, max(0, len(heads) - 1))
    return octets.getvalue()


def _written(value: Cell, where: ZoneInfo) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{_clock(value, where):%Y-%m-%d %H:%M}"
        case _:
            return inert(str(value))


def _clock(moment: datetime, where: ZoneInfo) -> datetime:
    return moment.astimezone(where).replace(tzinfo=None, second=0, microsecond=0)


def _fit(words: str) -> str:
    """Return `words` as far as a cell holds them, in units of UTF-16."""
    octets = words.encode("utf-16-le", "replace")
    return octets[: 2 * _LONGEST].decode("utf-16-le", errors="ignore")
