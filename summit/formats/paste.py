"""Cells as they are copied between spreadsheets: rows of words with tabs between them.

Excel, LibreOffice and Google Sheets put a cell that holds a tab, a line break or a quotation
mark into quotation marks, and double those in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from summit.core.errors import Invalid
from summit.core.exchange import MOST_COLUMNS
from summit.formats.cell import bare, inert

MOST_ROWS = 2_000


def read(words: str) -> list[list[str]]:
    """Return the cells row by row, without rows that are empty; a comma parts none.

    Raise `Invalid` for more than a programme has, and for a quotation that never ends.
    """
    lines = io.StringIO(words.replace("\0", ""), newline="")
    found: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter="\t", strict=True):
            if len(row) > MOST_COLUMNS:
                raise Invalid("There are more than %(most)s columns.", most=MOST_COLUMNS)
            if any(cell.strip() for cell in row):
                found.append([bare(cell) for cell in row])
            if len(found) > MOST_ROWS:
                raise Invalid("There are more than %(most)s rows.", most=MOST_ROWS)
    except csv.Error:
        raise Invalid("A cell begins with a quotation mark that is never closed.") from None
    return found


def write(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a spreadsheet takes them, in which no cell runs as a formula."""
    lines = io.StringIO(newline="")
    sheet = csv.writer(lines, delimiter="\t", lineterminator="\n")
    sheet.writerows([inert(cell) for cell in row] for row in rows)
    return lines.getvalue()
