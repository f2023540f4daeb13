"""Cells of a sheet that no program takes for a formula, and that come back as they were.

Spreadsheets run what begins with one of a few characters, also from a CSV file (OWASP, "CSV
Injection"; ASVS 5.0, 1.2.10). Such words get an apostrophe before them, and so do words that
would look like that after the apostrophes at their start: what is read back is what was there.
"""

from __future__ import annotations

import re

_RUNS = re.compile("'*(?:[\t\r\n\0]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def inert(words: str) -> str:
    """Return `words` as a cell may hold them."""
    return f"'{words}" if _RUNS.match(words) else words


def bare(cell: str) -> str:
    """Return the words that `inert` made `cell` of; any other cell is left as it is."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell
