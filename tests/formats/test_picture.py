"""Pictures from strangers: what is taken, what is refused, and that nothing of them is kept."""

from __future__ import annotations

import time
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from summit.core.errors import Invalid
from summit.core.picture import LARGEST, LEAST_SIDE, MOST_PIXELS, SIZES
from summit.formats import picture
from tests.pictures import bomb
from tests.pictures import picture as made

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PLACE = b"37.5665 N 126.9780 E"


def opened(octets: bytes) -> Image.Image:
    image = Image.open(BytesIO(octets))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_each_kind_becomes_square_jpegs_named_by_the_largest(kind: str, mode: str) -> None:
    image = Image.new("L", (400, 500), 128).convert("I;16") if mode == "I;16" else None
    octets = made(kind=kind, mode="RGB" if image else mode)
    if image:
        written = BytesIO()
        image.save(written, kind)
        octets = written.getvalue()
    found = picture.read(octets)
    assert [(size, opened(part).size) for size, part in found.sizes.items()] == [
        (size, (size, size)) for size in SIZES
    ]
    assert {(opened(part).format, opened(part).mode) for part in found.sizes.values()} == {
        ("JPEG", "RGB")
    }
    assert found.digest == sha256(found.sizes[max(SIZES)]).hexdigest()
    assert picture.read(octets) == found


def test_what_a_camera_writes_along_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0132] = "2020:06:02 13:00:00"
    octets = made(exif=exif, comment=PLACE, xmp=PLACE)
    assert octets.count(PLACE) == 3
    for part in picture.read(octets).sizes.values():
        image = opened(part)
        assert (PLACE in part, dict(image.getexif()), image.info.get("comment")) == (
            False,
            {},
            None,
        )
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()


def test_a_picture_that_was_taken_with_the_camera_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # its right side is up
    small = opened(picture.read(made(500, 500, exif=exif)).sizes[128])
    left, right = small.getpixel((20, 64)), small.getpixel((108, 64))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[2] > left[0], right[0] > right[2]) == (True, True)


def test_more_is_cut_off_below_a_face_than_above_it() -> None:
    small = opened(picture.read(made(400, 800)).sizes[128])
    red = sum(1 for row in range(128) if (small.getpixel((64, row)) or (0, 0, 0))[0] > 120)  # type: ignore[index]
    assert red == pytest.approx(128 * (400 - 0.3 * 400) / 400, abs=2)


def test_what_is_transparent_shows_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(written, "PNG")
    small = opened(picture.read(written.getvalue()).sizes[128])
    assert small.getpixel((64, 64)) == (255, 255, 255)


@pytest.mark.parametrize("profile", [b"no profile", SRGB])
def test_a_profile_of_colours_is_used_and_left_out(profile: bytes) -> None:
    small = opened(picture.read(made(icc_profile=profile)).sizes[128])
    top = small.getpixel((64, 10))
    assert isinstance(top, tuple)
    assert [abs(one - two) < 12 for one, two in zip(top, (200, 30, 40), strict=True)] == [True] * 3


@pytest.mark.parametrize(
    "octets",
    [
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"plain words",
        made()[:900],
        made(kind="PNG")[:-200],
        made(kind="WEBP")[:60],
        made(kind="GIF"),
        made(kind="TIFF"),
        bomb(300, 300),
    ],
)
def test_what_is_no_picture_of_the_kinds_that_are_taken_is_refused(octets: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        picture.read(octets)
    assert (refused.value.where, refused.value.message) == (
        "picture",
        "This is not a picture: send a JPEG, PNG or WebP file.",
    )


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "This file is empty."),
        (bytes(LARGEST + 1), "This file is larger than 10 MB."),
        (bomb(5_000, 4_001), "This picture has too many pixels: 20 million are the most."),
        (
            made(7_100, 7_100, quality=1),
            "This picture has too many pixels: 50 million are the most.",
        ),
        (bomb(12_000, 9_000), "This picture has too many pixels: 50 million are the most."),
        (bomb(60_000, 60_000), "This picture has too many pixels: 50 million are the most."),
        (
            made(LEAST_SIDE - 1, 900),
            "This picture is too small: 192 pixels on each side are the least.",
        ),
    ],
)
def test_what_is_too_large_or_too_small_is_refused_and_said(octets: bytes, message: str) -> None:
    began = time.perf_counter()
    with pytest.raises(Invalid) as refused:
        picture.read(octets)
    assert refused.value.message == message
    assert time.perf_counter() - began < 1  # none of it was unpacked


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "L", "P"])
def test_a_large_one_looks_as_a_small_one(mode: str) -> None:
    small, large = (
        opened(picture.read(made(side, side, kind="PNG", mode=mode)).sizes[384])
        for side in (400, 4_000)
    )
    for row in (20, 360):
        one, two = (found.getpixel((192, row)) for found in (small, large))
        assert isinstance(one, tuple)
        assert isinstance(two, tuple)
        # Of numbered colours there are few: neighbours are mixed for those between.
        assert max(abs(a - b) for a, b in zip(one, two, strict=True)) < (24 if mode == "P" else 8)


def test_as_many_pixels_as_a_telephone_makes_are_taken() -> None:
    assert MOST_PIXELS >= 8_000 * 6_000
    assert set(picture.read(made(4_000, 3_000)).sizes) == set(SIZES)
