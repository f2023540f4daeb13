"""The cells of XLSX files, which are archives: looked at before anything is unpacked for good.

A small archive can unpack to gigabytes, and one far cell can make a reader set aside room
for a million rows. So sizes are added up first, then every cell's place is read in a stream.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from defusedxml.ElementTree import ParseError as XmlError
from python_calamine import CalamineWorkbook, load_workbook

from summit.core.errors import Invalid
from summit.core.exchange import LARGEST_UNPACKED, MOST_COLUMNS, MOST_PARTS, MOST_SESSIONS
from summit.formats.sheet_date import Row

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # ways of packing that Python does not know
    RuntimeError,  # a password
    OSError,
    ValueError,
)
_MOST_FILES = 2_000
_DENSEST = 300
"""How many times smaller than its content a part of an archive may be."""
_SMALL = 2**20
_PIECE = 2**16
_MOST_ROWS = MOST_SESSIONS + 30
_MOST_SHEETS = 50
_OTHERS = frozenset(("xl/workbook.bin", "content.xml", "workbook"))
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def names(octets: bytes) -> list[str]:
    """Return the first names of an archive, to tell what it is."""
    with _opened(octets) as archive:
        return archive.namelist()


def sheets(octets: bytes) -> Iterator[list[Row]]:
    """Yield the cells of each sheet, row by row from the first row on.

    Raise `Invalid` for what is too large in any way, or broken.
    """
    _check(octets)
    book = _book(octets)
    for name in book.sheet_names[:_MOST_SHEETS]:
        yield _cells(book, name)


def _opened(octets: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(octets))
    except _BROKEN:
        raise Invalid("This archive is broken, or ends too early.") from None


def _check(octets: bytes) -> None:
    """Raise `Invalid` where the archive is too large unpacked, or a cell lies too far out."""
    with _opened(octets) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES:
            raise Invalid("This archive holds more than %(most)s files.", most=_MOST_FILES)
        total = sum(entry.file_size for entry in entries)
        if total > LARGEST_UNPACKED:
            raise Invalid(
                "This file unpacks to more than %(size)s MB.",
                size=LARGEST_UNPACKED // 2**20,
            )
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > _DENSEST * entry.compress_size:
                raise Invalid(
                    "This file is packed more than %(most)s times: a bomb, not a sheet.",
                    most=_DENSEST,
                )
        if any(entry.filename.lower() in _OTHERS for entry in entries):
            raise Invalid("This archive holds more than one kind of workbook.")
        left = LARGEST_UNPACKED
        for entry in entries:
            left = _scan(archive, entry, left)


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Read one part in pieces, with its cells if it is XML; return how much may follow.

    A sheet may lie under any name, so every part is looked at.
    """
    parser: DefusedXMLParser | None = None
    is_first = not entry.filename.lower().endswith(".vml")  # which never is proper XML
    try:
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                if is_first and piece.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<":
                    parser = DefusedXMLParser(target=_Places(), forbid_dtd=True)
                is_first = False
                left -= len(piece)
                if left < 0:
                    raise Invalid(
                        "This file unpacks to more than %(size)s MB.",
                        size=LARGEST_UNPACKED // 2**20,
                    )
                if parser is not None:
                    parser.feed(piece)
        if parser is not None:
            parser.close()
    except (XmlError, DefusedXmlException) as error:
        raise Invalid("A part of this workbook is no proper XML: %(error)s", error=error) from None
    except _BROKEN:
        raise Invalid("This archive is broken, packed in an unknown way, or protected.") from None
    return left


class _Places:
    """Follows the cells of a sheet, and objects to one that lies too far out."""

    def __init__(self) -> None:
        self._row = self._column = self._cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See an element begin."""
        name = tag.rpartition("}")[2]
        place = attributes.get("r", "")
        if name == "row":
            if place and not (place.isdecimal() and len(place) < 8):
                raise Invalid("A sheet of this workbook has a row %(place)s.", place=place[:20])
            self._row = int(place) if place else self._row + 1
            self._column = 0
        elif name == "c":
            self._cells += 1
            self._column += 1
            if place:
                found = _CELL.fullmatch(place)
                if found is None:
                    raise Invalid(
                        "A sheet of this workbook has a cell %(place)s.", place=place[:20]
                    )
                self._column, self._row = _number(found[1]), int(found[2])
            if self._cells > 2 * MOST_PARTS:
                raise Invalid("This workbook has more cells than a programme can have.")
        if self._column > MOST_COLUMNS or self._row > _MOST_ROWS:
            raise Invalid(
                "A cell lies too far out (%(place)s): a sheet may have %(rows)s rows and "
                "%(columns)s columns.",
                place=place[:20],
                rows=MOST_SESSIONS,
                columns=MOST_COLUMNS,
            )

    def end(self, tag: str) -> None:
        """See an element end."""

    def data(self, words: str) -> None:
        """See words."""

    def close(self) -> None:
        """See the end of the sheet."""


def _number(letters: str) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _book(octets: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(octets))
    except Exception as error:
        raise Invalid("This workbook cannot be read: %(error)s", error=error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how calamine's own language fails
            raise
        raise Invalid("This workbook cannot be read.") from None


def _cells(book: CalamineWorkbook, name: str) -> list[Row]:
    try:
        return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    except Exception as error:
        raise Invalid("This sheet cannot be read: %(error)s", name, error=error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Invalid("This sheet cannot be read.", name) from None
