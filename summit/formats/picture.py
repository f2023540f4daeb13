"""Pictures from strangers: looked at, turned upright, cut square, and written anew.

Nothing of the file that was sent in is kept. What is written has the picture's pixels alone: no
place where it was taken, no name, no comment, no colours that a browser would have to convert.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from summit.core.errors import Invalid
from summit.core.picture import LARGEST, LEAST_SIDE, MOST_PIXELS, MOST_UNPACKED, SIZES

_KINDS = ("JPEG", "PNG", "WEBP")
_QUALITY = 84
_FACE = (0.5, 0.3)
"""What stays in the middle where something is cut off: faces are above it."""
_ENOUGH = 2 * max(SIZES)
"""Pixels of the shorter side from which the largest size is made well."""
_PAPER = (255, 255, 255)
"""What is seen through a picture that is transparent."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to set a picture upright, by what the camera says of how it was held (Exif 2.32 §4.6.4)."""
_FAILURES = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    struct.error,
)
"""What the readers of damaged files raise."""
_OPAQUE = frozenset(("RGB", "L", "CMYK", "YCbCr"))
_MIXED = _OPAQUE | {"RGBA", "LA"}
"""The modes in which neighbours can be made one: not those of numbered colours."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the sizes that are kept, by their sides in pixels; all of them JPEG."""

    digest: str
    sizes: Mapping[int, bytes]


def read(octets: bytes) -> Picture:
    """Return the picture that a file holds, told by its content; its name does not matter.

    Raise `Invalid` for a file that is none of the kinds that are taken, too large in octets or
    in pixels, too small to be seen, or broken. How many pixels it has is known, and judged,
    before any of them is unpacked.
    """
    if not octets:
        raise Invalid("This file is empty.", "picture")
    if len(octets) > LARGEST:
        size = LARGEST // 2**20
        raise Invalid("This file is larger than %(size)s MB.", "picture", size=size)
    with _judged(), Image.open(BytesIO(octets), formats=_KINDS) as image:
        most = MOST_PIXELS if image.format == "JPEG" else MOST_UNPACKED
        if image.width * image.height > most:
            raise _too_many(most)
        if min(image.size) < LEAST_SIDE:
            message = "This picture is too small: %(least)s pixels on each side are the least."
            raise Invalid(message, "picture", least=LEAST_SIDE)
        # A JPEG is unpacked no larger than needed: a photograph in a tenth of the time.
        image.draft(None, (_ENOUGH, _ENOUGH))
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        plain = _plain(_smaller(image))
        upright = plain if turn is None else plain.transpose(turn)
    sizes = {size: _square(upright, size) for size in SIZES}
    return Picture(sha256(sizes[max(SIZES)]).hexdigest(), sizes)


@contextmanager
def _judged() -> Iterator[None]:
    """Say in our own words why a file cannot be read, whatever its reader fails with."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many(MOST_PIXELS) from None
    except _FAILURES as error:
        raise Invalid("This is not a picture: send a JPEG, PNG or WebP file.", "picture") from error


def _too_many(most: int) -> Invalid:
    message = "This picture has too many pixels: %(most)s million are the most."
    return Invalid(message, "picture", most=most // 1_000_000)


def _smaller(image: Image.Image) -> Image.Image:
    """Return `image` with no more pixels than are needed, before there are several of it."""
    factor = min(image.size) // _ENOUGH
    if factor < 2:
        return image
    plain = image if image.mode in _MIXED else image.convert("RGBA")
    small = plain.reduce(factor)
    small.info = image.info
    return small


def _plain(image: Image.Image) -> Image.Image:
    """Return the first picture of a file as plain RGB, as sRGB where it says what its colours are.

    It is a new one, so that it carries nothing else along.
    """
    profile = image.info.get("icc_profile")
    if image.mode not in _OPAQUE:
        seen = image.convert("RGBA")
        image = Image.new("RGB", seen.size, _PAPER)
        image.paste(seen, mask=seen.getchannel("A"))
    if profile:
        image = _in_srgb(image, profile)
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return `image` in the colours that every screen knows; as it is where that fails."""
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image


def _square(image: Image.Image, size: int) -> bytes:
    square = ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS, centering=_FACE)
    written = BytesIO()
    square.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()
