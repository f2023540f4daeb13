"""Files that offices hand in, for tests: whole ones and harmful ones, made here octet by octet."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OOXML = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0\0\0\x0cmoov1234" + b"\0\0\0\x10mdat12345678"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 40


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of parts by their names, the same at any time of day."""
    octets = BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return octets.getvalue()


def types(name: str, kind: str) -> str:
    """Return the part that says what kind another part is of."""
    return f'<Types xmlns="{_TYPES}"><Override PartName="/{name}" ContentType="{kind}"/></Types>'


def docx(
    *paragraphs: str,
    kind: str = f"{_OOXML}.wordprocessingml.document.main+xml",
    more: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """Return a document of some paragraphs, with more parts than it needs."""
    lines = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{lines}</w:body></w:document>'
    main = "word/document.xml"
    return archive({"[Content_Types].xml": types(main, kind), main: body, **more})


def pptx(
    kind: str = f"{_OOXML}.presentationml.presentation.main+xml",
    more: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """Return slides without a slide."""
    main = "ppt/presentation.xml"
    return archive({"[Content_Types].xml": types(main, kind), main: "<p/>", **more})


def relation(kind: str, target: str) -> str:
    """Return relations that lead to another place."""
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_KINDS}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


def bomb() -> bytes:
    """Return a document with a picture that unpacks to a thousand times its size."""
    return docx("x", more={"word/media/image1.png": b"\0" * (20 * 2**20)})


def swollen() -> bytes:
    """Return a document that says of a part that it has 700 MB: where the archive is listed."""
    octets = bytearray(docx("x", more={"word/media/image1.png": bytes(range(256))}))
    octets[(at := octets.rindex(b"PK\x01\x02") + 24) : at + 4] = (700 * 2**20).to_bytes(4, "little")
    return bytes(octets)
