"""Pictures handed over by the author: fewer bytes, the same pixels, nothing that is not seen."""

from __future__ import annotations

import random
import struct
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from itertools import islice

import bombs
import pytest
from bombs import BOMBS
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import damaged
from pictures import apng, encoded, gif, gradient, inspected_one, jpeg, png, svg
from PIL import Image, ImageChops, ImageCms, ImageStat, features
from PIL.PngImagePlugin import PngInfo

from docbuild.images.limits import WIDE
from docbuild.images.outline import RefusedError
from docbuild.images.shrink import Smaller, shrink
from docbuild.images.shrinking import NotShrunk, Shrinker, Shrunk

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
AVIF = pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")


def shrunk(data: bytes) -> Smaller:
    """The last and best result."""
    return list(shrink(data))[-1]


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def pixels(image: Image.Image) -> bytes:
    return image.convert("RGBA").tobytes()


def brightness(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("RGBA").convert("L")).mean[0]


def drawing(width: int, height: int, mode: str, colours: int, seed: int = 1) -> Image.Image:
    """Like a screenshot: few colours, in areas."""
    chance = random.Random(seed)
    image = Image.new("RGBA", (width, height), "white")
    for _ in range(colours):
        left, top = chance.randrange(width), chance.randrange(height)
        box = (left, top, left + chance.randrange(1, 40), top + chance.randrange(1, 40))
        alpha = chance.choice((255, 255, 0, 100)) if mode in ("RGBA", "LA", "PA") else 255
        image.paste((*chance.randbytes(3), alpha), box)
    return image.convert(mode)


@pytest.mark.parametrize("colours", [1, 2, 3, 15, 200, 2000])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_keeps_its_pixels(mode: str, colours: int) -> None:
    data = encoded(drawing(300, 200, mode, colours), "PNG", compress_level=1)
    found = shrunk(data)
    assert found.format == "png"
    assert len(found.data) < len(data)
    assert pixels(opened(found.data)) == pixels(opened(data))
    assert (found.width, found.height) == found.was == (300, 200)
    assert inspected_one(found.data).problem is None


@given(st.integers(0, 10**9), st.integers(1, 60), st.integers(1, 40), st.booleans())
@settings(max_examples=60)
def test_any_png_keeps_its_pixels(seed: int, width: int, height: int, indexed: bool) -> None:
    chance = random.Random(seed)
    colours = [chance.randbytes(4) for _ in range(chance.choice((1, 2, 4, 5, 16, 17, 256, 400)))]
    raw = b"".join(chance.choices(colours, k=width * height))
    image = Image.frombytes("RGBA", (width, height), raw)
    if indexed:
        image = image.quantize(64)
    data = encoded(image, "PNG", compress_level=0)
    found = shrunk(data)
    assert len(found.data) <= len(data)
    assert pixels(opened(found.data)) == pixels(opened(data))


def test_fewer_colours_take_fewer_bits() -> None:
    for colours, mode in ((1, "P"), (200, "P"), (100_000, "RGB")):
        image = drawing(200, 200, "RGB", 0)
        chance = random.Random(2)
        for number in range(min(colours, 20_000)):
            image.putpixel((number % 200, number // 200), tuple(chance.randbytes(3)))
        found = shrunk(encoded(image, "PNG", compress_level=1))
        assert opened(found.data).mode == mode
        assert pixels(opened(found.data)) == pixels(image)


def test_a_colour_that_means_transparent_stays_transparent() -> None:
    image = drawing(60, 40, "RGB", 30)
    data = encoded(image, "PNG", transparency=(255, 255, 255), compress_level=0)
    assert pixels(opened(shrunk(data).data)) == pixels(opened(data))
    assert opened(shrunk(data).data).convert("RGBA").getchannel("A").getextrema() == (0, 255)


def _deep_png() -> bytes:
    """Sixteen bits a sample, which Pillow does not keep."""
    chance = random.Random(5)
    rows = b"".join(b"\0" + chance.randbytes(20 * 6) for _ in range(20))
    header = struct.pack(">IIBBBBB", 20, 20, 16, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            bombs.chunk(b"IHDR", header),
            bombs.chunk(b"tEXt", b"Comment\0private"),
            bombs.chunk(b"IDAT", zlib.compress(rows)),
            bombs.chunk(b"IEND"),
        )
    )


def test_sixteen_bits_stay_sixteen_bits() -> None:
    found = shrunk(_deep_png()).data
    assert found == _deep_png().replace(bombs.chunk(b"tEXt", b"Comment\0private"), b"")


def _with_metadata(format_name: str, image: Image.Image, orientation: int | None) -> bytes:
    exif = Image.Exif()
    exif[MAKER] = "private camera"
    exif.get_ifd(GPS)[1] = "private place"
    if orientation is not None:
        exif[ORIENTATION] = orientation
    text = PngInfo()
    text.add_text("Comment", "private text")
    text.add_text("XML:com.adobe.xmp", "private edits", zip=False)
    more = {"pnginfo": text} if format_name == "PNG" else {"comment": b"private text"}
    quality = {"JPEG": {"quality": 90}}.get(format_name, {})
    return encoded(image, format_name, exif=exif, icc_profile=PROFILE, **more, **quality)


@pytest.mark.parametrize("orientation", [None, 1, 2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_private_things_go_and_profile_and_orientation_stay(
    format_name: str, orientation: int | None
) -> None:
    image = gradient(120, 80)
    image.paste("red", (0, 0, 30, 10))  # a corner to tell
    data = _with_metadata(format_name, image, orientation)
    assert b"private" in data
    found = shrunk(data)
    result = opened(found.data)
    assert b"private" not in found.data
    assert not result.getexif()
    assert result.info["icc_profile"] == PROFILE
    lies = orientation is not None and orientation >= 5
    assert result.size == found.was == ((80, 120) if lies else (120, 80))
    corner = {2: (115, 5), 3: (115, 75), 4: (5, 75), 6: (75, 5), 7: (75, 115), 8: (5, 115)}
    place = corner.get(orientation or 1, (5, 5))
    red, green, blue = result.convert("RGB").getpixel(place)  # type: ignore[misc] # Pillow's union
    assert (red > 200, green < 90, blue < 90) == (True, True, True)


def test_a_jpeg_that_is_fine_keeps_its_very_pixels() -> None:
    data = _with_metadata("JPEG", gradient(120, 80), None) + b"a second picture behind the end"
    found = shrunk(data)
    assert found.format == "jpeg"
    assert len(found.data) < len(data)
    assert opened(found.data).tobytes() == opened(data).tobytes()
    assert found.data.endswith(b"\xff\xd9")


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("width", [50, WIDE + 500])
def test_kinds_of_jpegs(mode: str, width: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 3
    data = encoded(gradient(width, 20, mode), "JPEG", quality=92, exif=exif)
    found = shrunk(data)
    assert opened(found.data).mode == mode
    assert found.width == min(width, WIDE)


def test_how_colours_are_meant_is_kept_with_a_png() -> None:
    info = PngInfo()
    meant = {b"gAMA": struct.pack(">I", 100_000), b"cHRM": struct.pack(">8I", *range(1, 9))}
    for name, value in meant.items():
        info.add(name, value)
    image = drawing(300, 200, "RGB", 30)
    for width in (300, WIDE * 2):
        data = encoded(image.resize((width, 200)), "PNG", pnginfo=info, compress_level=1)
        found = shrunk(data).data
        assert len(found) < len(data)
        for name, value in meant.items():
            assert bombs.chunk(name, value) in found


@pytest.mark.parametrize("mode", ["L", "LA"])
@pytest.mark.parametrize("width", [300, WIDE * 2])
def test_grey_with_a_profile_for_grey_stays_grey(mode: str, width: int) -> None:
    profile = bytearray(PROFILE)
    profile[16:20] = b"GRAY"
    image = gradient(width, 50, mode)
    found = shrunk(encoded(image, "PNG", icc_profile=bytes(profile), compress_level=0))
    result = opened(found.data)
    assert (result.mode, result.info["icc_profile"]) == (mode, bytes(profile))


def test_grey_with_a_profile_for_colours_stays_coloured() -> None:
    image = gradient(300, 50, "L").convert("RGB")
    data = encoded(image, "PNG", icc_profile=PROFILE, compress_level=0)
    result = opened(shrunk(data).data)
    assert result.mode in ("P", "RGB")
    assert pixels(result) == pixels(image)


@pytest.mark.parametrize("data", [gif(), gif(frames=3), apng(), gif(2000, 30, frames=2)])
def test_what_moves_is_kept_as_it_is(data: bytes) -> None:
    found = shrunk(data)
    assert found.data == data
    assert found.frames == inspected_one(data).frames


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("width", [WIDE + 1, WIDE * 2, WIDE * 5])
def test_a_wide_picture_is_scaled(mode: str, width: int) -> None:
    image = gradient(width, 90, "L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 256).convert("I;16")
    data = encoded(image, "PNG", compress_level=0)
    found = shrunk(data)
    assert (found.width, found.height) == (WIDE, round(90 * WIDE / width))
    assert found.was == (width, 90)
    assert opened(found.data).size == (found.width, found.height)
    wanted = image.resize((WIDE, found.height)) if mode != "I;16" else gradient(WIDE, 90, "L")
    assert abs(brightness(opened(found.data)) - brightness(wanted)) < 3


def test_a_wide_picture_that_would_grow_by_scaling_is_not_scaled() -> None:
    image = Image.new("L", (WIDE + 2, 400))
    image.putdata([255 * (number % 2) for number in range(image.width * image.height)])
    data = encoded(image, "PNG", optimize=True)
    found = shrunk(data)
    assert found.width == image.width
    assert len(found.data) <= len(data)
    assert pixels(opened(found.data)) == pixels(image)


def test_the_edge_of_what_is_transparent_takes_no_colour_from_it() -> None:
    image = Image.new("RGBA", (WIDE * 2, 40), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (1001, 0, 2001, 40))
    result = opened(shrunk(encoded(image, "PNG", compress_level=0)).data).convert("RGBA")
    red, _, _, alpha = result.split()
    seen = alpha.point(lambda value: 255 if value > 8 else 0)
    assert seen.getextrema() == (0, 255)
    assert ImageChops.multiply(red, seen).getextrema()[1] < 30  # type: ignore[operator] # one band


@pytest.mark.parametrize(
    ("format_name", "more"),
    [
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WEBP", {"lossless": True}),
    ],
)
def test_what_the_upload_does_not_take_becomes_a_png(
    format_name: str, more: dict[str, object]
) -> None:
    image = drawing(300, 200, "RGB", 50)
    found = shrunk(encoded(image, format_name, **more))
    assert found.format == "png"
    assert pixels(opened(found.data)) == pixels(image)


def _photo(width: int = 400, height: int = 300) -> Image.Image:
    noise = [Image.effect_noise((width, height), 100 + each) for each in range(3)]
    return Image.merge("RGB", noise)


@pytest.mark.parametrize("format_name", ["BMP", "TIFF", "WEBP", pytest.param("AVIF", marks=AVIF)])
def test_a_photo_that_the_upload_does_not_take_becomes_a_jpeg(format_name: str) -> None:
    for width in (400, WIDE + 100):
        found = shrunk(encoded(_photo(width), format_name))
        assert (found.format, found.width) == ("jpeg", min(width, WIDE))
        assert inspected_one(found.data).problem is None


def test_transparency_survives_another_format() -> None:
    image = _photo()
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    found = shrunk(encoded(image, "WEBP", lossless=True, exact=True))
    assert found.format == "png"
    assert pixels(opened(found.data)) == pixels(image)


def test_an_animation_in_another_format_tells_what_is_lost() -> None:
    frames = [gradient(40, 30).rotate(90 * number) for number in range(3)]
    data = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    found = shrunk(data)
    assert (found.format, found.frames) == ("png", 3)


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as raised:
        list(shrink(data))
    return raised.value.problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "unknown"),
        (b"hello", "unknown"),
        (svg(), "format"),
        (b"\x00\x00\x01\x00" + bytes(50), "format"),
        (b"8BPS" + bytes(50), "format"),
        (b"BM", "corrupt"),
        (b"II*\x00", "corrupt"),
        (b"RIFF\x00\x00\x00\x00WEBP", "corrupt"),
        (png()[:-20], "corrupt"),
        (jpeg()[:-20], "corrupt"),
        (gif()[:-20], "corrupt"),
    ],
)
def test_what_is_no_picture_to_save_is_refused(data: bytes, problem: str) -> None:
    assert refusal(data) == problem


@pytest.mark.parametrize("bomb", [b for b in BOMBS if "svg" not in b.__name__])
def test_bombs_are_refused_before_they_are_decoded(bomb: Callable[[], bytes]) -> None:
    assert refusal(bomb()) == "bomb"


def _large(format_name: str) -> bytes:
    """A header that promises more pixels than there may be."""
    if format_name == "bmp":
        header = struct.pack("<IiiHHIIiiII", 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)
        return b"BM" + struct.pack("<IHHI", 54 + 100, 0, 0, 54) + header + bytes(100)
    if format_name == "webp":
        canvas = (16_382).to_bytes(3, "little") * 2
        body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x00" * 4 + canvas
        data = encoded(gradient(8, 8), "WEBP", lossless=True)[12:]
        return b"RIFF" + struct.pack("<I", len(body + data)) + body + data
    data = encoded(Image.new("L", (64, 64)), "TIFF")
    for tag in (256, 257):  # width and height
        start = struct.pack("<HHI", tag, 4, 1)
        assert start in data
        data = data.replace(start + struct.pack("<I", 64), start + struct.pack("<I", 30_000))
    return data


@pytest.mark.parametrize("format_name", ["bmp", "tiff", "webp"])
def test_other_formats_are_measured_before_they_are_decoded(format_name: str) -> None:
    assert refusal(_large(format_name)) in ("bomb", "corrupt")


def test_too_many_pixels_of_another_format_are_a_bomb() -> None:
    assert refusal(_large("bmp")) == refusal(_large("tiff")) == "bomb"


@pytest.mark.parametrize(
    "format_name", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", pytest.param("AVIF", marks=AVIF)]
)
def test_pictures_cut_off_anywhere(format_name: str) -> None:
    data = encoded(gradient(40, 30), format_name)
    for length in range(0, len(data) - 1, max(1, len(data) // 60)):
        try:
            found = shrunk(data[:length])
        except RefusedError:
            continue  # else the pixels were all there, or a decoder is content with less
        assert inspected_one(found.data).problem is None


def test_damaged_pictures_are_saved_soundly_or_not_at_all() -> None:
    saved = refused = 0
    for data in islice(damaged(3), 400):
        try:
            found = shrunk(data)
        except RefusedError:
            refused += 1
        else:
            saved += 1
            assert found.format in ("png", "jpeg", "gif")
            assert len(found.data) <= len(data)
    assert min(saved, refused) > 40


def test_by_a_process() -> None:
    data = encoded(drawing(200, 100, "RGB", 20), "PNG", compress_level=0)
    found = Shrinker().shrink(data)
    assert isinstance(found, Shrunk)
    assert (found.format, found.width, found.height, found.was) == ("png", 200, 100, (200, 100))
    assert len(found.data) < len(data) // 10
    assert Shrinker().shrink(svg()) == NotShrunk("format", "svg")


@pytest.mark.skipif(sys.platform == "win32", reason="has no clock for a process")
def test_a_process_that_is_ended_has_told_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docbuild.images.shrinking._PROGRAM", "endless_worker")
    found = Shrinker().shrink(png())
    assert isinstance(found, Shrunk)
    assert found.data == png()
    found = Shrinker().shrink(b"")
    assert isinstance(found, NotShrunk)
    assert found.problem == "bomb"
    assert "processor time" in found.detail


def test_a_killed_process_answers_at_once() -> None:
    shrinker = Shrinker()
    shrinker.kill()
    with pytest.raises(RuntimeError, match="did not start"):
        shrinker.shrink(png())
