"""Files that offices hand in: told by what is in them, never by their names, and kept harmless.

Nothing is unpacked but the few parts of an Office document that say what it is; how large an
archive would become is added up first (see `summit.formats.workbook`).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from summit.core.errors import Invalid
from summit.core.statement import LONGEST_TEXT, Material
from summit.core.text import clean

_PDF, _TXT = "application/pdf", "text/plain; charset=utf-8"
_OOXML = "application/vnd.openxmlformats-officedocument."
_DOCX = f"{_OOXML}wordprocessingml.document"
_PPTX = f"{_OOXML}presentationml.presentation"
_MOST_PARTS = 10_000
_LARGEST_UNPACKED = 600 * 2**20
_LARGEST_PART = 30 * 2**20
"""Octets of a part that is read; the text of a statement has some hundred thousand."""
_SMALL, _DENSEST = 2**20, 300
_PIECE = 2**16
_MOST_BOXES = 100_000
_BRANDS = frozenset(
    (
        *b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 mp71 avc1 hvc1 hev1".split(),
        *(b"dash", b"MSNV", b"M4V ", b"M4VP", b"3gp4", b"3gp5", b"3gp6"),
    )
)
"""What the file type box of a film may say (ISO/IEC 14496-12 §4.3); QuickTime is none of it."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # ways of packing that Python does not know
    RuntimeError,  # a password
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: the end of its name without the dot, and its media type."""

    extension: str
    media_type: str


PDF = Kind("pdf", _PDF)
DOCX = Kind("docx", _DOCX)
PPTX = Kind("pptx", _PPTX)
TXT = Kind("txt", _TXT)
MP4 = Kind("mp4", "video/mp4")
WEBM = Kind("webm", "video/webm")

TAKEN: Mapping[Material, tuple[Kind, ...]] = {
    Material.TEXT: (TXT, DOCX, PDF),
    Material.SLIDES: (PDF, PPTX),
    Material.RECORDING: (MP4, WEBM),
}
"""What each material can be."""


def inspect(file: BinaryIO, material: Material) -> Kind:
    """Return what a file is; raise `Invalid` where it is not taken, or could do harm.

    It is left at its start.
    """
    file.seek(0)
    start = file.read(4096)
    if not start:
        raise Invalid("This file is empty.", "file")
    found = _told(file, start)
    file.seek(0)
    if found is None or found not in TAKEN[material]:
        raise _other(material)
    return found


def _other(material: Material) -> Invalid:
    """Return what is said of a file that is none of those taken."""
    if material is Material.TEXT:
        return Invalid(
            "This is none of the files that are taken here: plain text, DOCX or PDF.", "file"
        )
    if material is Material.SLIDES:
        return Invalid("This is none of the files that are taken here: PDF or PPTX.", "file")
    return Invalid("This is none of the files that are taken here: MP4 or WebM.", "file")


def words(file: BinaryIO, kind: Kind) -> str | None:
    """Return the words of a plain text or a DOCX, None of what keeps them otherwise.

    The file has been inspected; it is left at its start.
    """
    file.seek(0)
    found = None
    if kind == TXT:
        found = clean(file.read().decode("utf-8-sig"))
    elif kind == DOCX:
        with _opened(file) as archive:
            found = _paragraphs(_tree(archive, "word/document.xml"))
    file.seek(0)
    return found


def _told(file: BinaryIO, start: bytes) -> Kind | None:
    if start.startswith(b"%PDF-"):
        return _pdf(file)
    if start.startswith(b"PK\x03\x04"):
        return _office(file)
    if start[4:8] == b"ftyp":
        return _mp4(file)
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return _webm(file, start)
    return _plain(file)


# --- text ------------------------------------------------------------------------------------


def _plain(file: BinaryIO) -> Kind | None:
    file.seek(0)
    octets = file.read(4 * LONGEST_TEXT + 4)
    if len(octets) > 4 * LONGEST_TEXT:
        return None
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    is_text = all(sign.isprintable() or sign.isspace() for sign in text)
    # What a browser or a shell takes for a program is no statement, whatever else it is.
    if not is_text or text.lstrip()[:2] in ("<!", "<?", "#!") or text.lstrip()[:1] in ("<", "{"):
        return None
    return TXT if len(text) <= LONGEST_TEXT and text.strip() else None


_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


def _pdf(file: BinaryIO) -> Kind:
    """Return that a file is a PDF, which is whole and names nothing that runs or is attached.

    What stands in a packed part of it is not seen: that is why nobody is ever shown one here.
    """
    file.seek(0)
    last = b""
    longest = max(map(len, _ACTIVE))
    while piece := file.read(_PIECE):
        last = last[-1024:] + piece
        seen = last[-(len(piece) + longest) :]
        if any(word in seen for word in _ACTIVE):
            raise Invalid(
                "This PDF holds scripts, forms or files of its own. Please print it into a "
                "new PDF, and hand that in.",
                "file",
            )
    if b"%%EOF" not in last[-1024:]:
        raise Invalid("This file ends too early. Please hand it in again.", "file")
    return PDF


# --- Office ----------------------------------------------------------------------------------

_MAINS = {
    "word/document.xml": (f"{_DOCX}.main+xml", DOCX),
    "ppt/presentation.xml": (f"{_PPTX}.main+xml", PPTX),
}
_TYPES = "[Content_Types].xml"
_RUNS = ("vbaproject", "vbadata", "/activex/", "/embeddings/oleobject", "/macros")


def _office(file: BinaryIO) -> Kind | None:
    """Return which Office document a file is, None where it is another archive."""
    with _opened(file) as archive:
        entries = archive.infolist()
        names = [one.filename for one in entries]
        _check_sizes(entries)
        if _TYPES not in names or len(set(names)) != len(names):
            return None
        main = next((one for one in _MAINS if one in names), None)
        if main is None:
            return None
        if any(one in f"/{name.lower()}" for name in names for one in _RUNS):
            raise _macros()
        wanted, kind = _MAINS[main]
        types = {
            one.get("PartName", "").lstrip("/"): one.get("ContentType", "")
            for one in _tree(archive, _TYPES)
        }
        if any("macroEnabled" in one for one in types.values()):
            raise _macros()
        if types.get(main) != wanted:
            return None
        for name in names:
            if name.endswith(".rels"):
                _check_relations(_tree(archive, name))
        return kind


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_PARTS:
        raise Invalid("This file has more parts than a document needs.", "file")
    if sum(one.file_size for one in entries) > _LARGEST_UNPACKED:
        raise Invalid("This file would unpack to more than any document needs.", "file")
    for one in entries:
        if one.file_size > _SMALL and one.file_size > _DENSEST * one.compress_size:
            raise Invalid("This file would unpack to more than any document needs.", "file")
        if one.flag_bits & 0x1:
            raise Invalid("This file is locked with a password. Please take that off.", "file")


def _check_relations(relations: Element) -> None:
    """Raise `Invalid` where a document fetches a template or an object from elsewhere."""
    for one in relations:
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode") == "External" and kind in (
            "attachedTemplate",
            "oleObject",
            "frame",
        ):
            raise Invalid(
                "This document would fetch a part of itself from elsewhere. Please save it as a "
                "new one, and hand that in.",
                "file",
            )


def _macros() -> Invalid:
    message = "This document holds macros. Please save it without them, as DOCX or PPTX."
    return Invalid(message, "file")


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _BROKEN:
        raise _broken() from None


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        with archive.open(name) as part:
            octets = part.read(_LARGEST_PART + 1)
        if len(octets) > _LARGEST_PART:
            raise Invalid("This file would unpack to more than any document needs.", "file")
        found: Element = fromstring(octets, forbid_dtd=True)
    except (*_BROKEN, KeyError, ParseError, DefusedXmlException):
        raise _broken() from None
    return found


def _broken() -> Invalid:
    return Invalid("This file is broken. Please save it anew, and hand that in.", "file")


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _paragraphs(document: Element) -> str:
    """Return the words of a document, a line for each paragraph, without notes and headers."""
    says: Mapping[str, Callable[[Element], str]] = {
        f"{_WORD}t": lambda one: one.text or "",
        f"{_WORD}tab": lambda _: " ",
        f"{_WORD}br": lambda _: "\n",
    }
    lines = (
        "".join(says[one.tag](one) for one in paragraph.iter() if one.tag in says)
        for paragraph in document.iter(f"{_WORD}p")
    )
    return clean("\n".join(lines))


# --- recordings ------------------------------------------------------------------------------


def _mp4(file: BinaryIO) -> Kind | None:
    """Return that a file is an MP4 (ISO/IEC 14496-12): its boxes fill it, and one is a film."""
    size = file.seek(0, 2)
    at, found = 0, set()
    for _ in range(_MOST_BOXES):
        if at >= size:
            break
        file.seek(at)
        head = file.read(16)
        length, name = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        elif length == 0:  # it goes to the end
            length = size - at
        if name == b"ftyp":
            file.seek(at + 8)
            brands = file.read(min(length, 512) - 8)
            if not {brands[:4], *(brands[n : n + 4] for n in range(8, len(brands), 4))} & _BRANDS:
                return None
        if len(head) < 8 or length < 8 or at + length > size:
            raise Invalid("This file ends too early. Please hand it in again.", "file")
        found.add(name)
        at += length
    if at < size or not {b"ftyp", b"moov"} <= found:
        raise _broken()
    return MP4


def _webm(file: BinaryIO, start: bytes) -> Kind | None:
    """Return that a file is a WebM: EBML whose DocType says so (RFC 8794 §11.2.6)."""
    file.seek(0)
    at = start.find(b"\x42\x82", 4, 80)
    if at < 0:
        return None
    length = start[at + 2] & 0x7F
    return WEBM if start[at + 3 : at + 3 + length].rstrip(b"\0") == b"webm" else None
