"""What shrinking does with Pillow: upright, scaled, few colours, encoded.

As in :mod:`docbuild.images.decode`, any function here may raise anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TypeAlias, cast

from PIL import Image, ImageChops
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from docbuild.images.metadata import ORIENTATION

_Colour: TypeAlias = tuple[int, int, int, int]

_TURNS: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ROWS = 256  # that are copied out of a picture at a time
_MANY_COLOURS = 1 << 16  # a drawing or a screenshot has fewer


def orientation_of(image: Image.Image) -> int:
    """How a picture is to be turned, 1 if not; as Exif data count."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except Exception:  # Exif data that nobody can read turn nothing
        return 1
    return found if found in _TURNS else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it is to be seen, the same object if nothing is to be done."""
    return image if orientation == 1 else image.transpose(_TURNS[orientation])


def scaled(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    source = plain(image)
    if source.mode == "RGBA":
        source = source.convert("RGBa")  # a transparent pixel's colour must not show at edges
    if source.width >= 4 * width:  # averaging whole pixels first takes a tenth of the time
        source = source.reduce(source.width // (2 * width))
    small = source.resize((width, height), Image.Resampling.LANCZOS)
    return small.convert("RGBA") if small.mode == "RGBa" else small


def plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that scales and can be written: L, RGB, RGBA or CMYK."""
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        is_opaque = rgba.getchannel("A").getextrema() == (255, 255)
        return rgba.convert("RGB") if is_opaque else rgba
    if image.mode == "I" or image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256)
    if image.mode in ("1", "L", "I") or image.mode.startswith("I;16"):
        return image.convert("L")
    return image if image.mode in ("RGB", "CMYK") else image.convert("RGB")


def is_photo(image: Image.Image) -> bool:
    """Whether it has no transparency and more colours than anything drawn."""
    picture = plain(image)
    return picture.mode != "RGBA" and picture.getcolors(_MANY_COLOURS) is None


def simplest(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The same pixels in the mode that takes the least; one that ``profile`` is for."""
    is_grey_profile = profile is not None and profile[16:20] == b"GRAY"
    picture = plain(image)
    if is_grey_profile:
        return picture if picture.mode == "L" else picture.convert("LA")
    rgba = (picture.convert("RGB") if picture.mode == "CMYK" else picture).convert("RGBA")
    colours = cast("list[tuple[int, _Colour]] | None", rgba.getcolors(256))
    if colours is None:
        return _without_colour(rgba) if picture.mode == "RGBA" else rgba.convert("RGB")
    entries = [value for _, value in sorted(colours, key=_palette_order)]
    grey = all(red == green == blue and alpha == 255 for red, green, blue, alpha in entries)
    if grey and len(entries) > 16 and profile is None:
        return rgba.convert("RGB").convert("L")
    return _with_palette(rgba, entries)


def png(image: Image.Image, profile: bytes | None, *, thorough: bool) -> bytes:
    sink = BytesIO()
    level = 9 if thorough else 6
    image.save(sink, "PNG", icc_profile=profile, exif=b"", compress_level=level)
    return sink.getvalue()


def jpeg(
    image: Image.Image, profile: bytes | None, quality: int, sampling: int | None = None
) -> bytes:
    """``sampling`` is how colours are: 0 at each pixel, 2 at every other in both directions."""
    picture = plain(image)
    picture = picture.convert("RGB") if picture.mode == "RGBA" else picture
    more = {} if sampling is None or picture.mode == "L" else {"subsampling": sampling}
    return _jpeg(picture, profile, quality=quality, **more)


def with_colours(image: Image.Image, colours: int, *, is_spread: bool) -> Image.Image:
    """The picture in so many colours, its errors spread to neighbours or not."""
    picture = plain(image)
    if picture.mode == "RGBA":  # the only method that knows of transparency
        return picture.quantize(colours, Image.Quantize.FASTOCTREE)
    rgb = picture.convert("RGB")
    indexed = rgb.quantize(colours, Image.Quantize.MEDIANCUT)
    if not is_spread:
        return indexed
    return rgb.quantize(palette=indexed, dither=Image.Dither.FLOYDSTEINBERG)


def gif(image: Image.Image) -> bytes:
    sink = BytesIO()
    image.save(sink, "GIF", optimize=True)
    return sink.getvalue()


def jpeg_like(image: Image.Image, profile: bytes | None, original: ImageFile) -> bytes:
    """A JPEG of the quality of ``original``, from which only the order of pixels differs."""
    assert isinstance(original, JpegImageFile)
    sampling = get_sampling(original)
    more = {} if sampling < 0 else {"subsampling": sampling}
    return _jpeg(image, profile, qtables=original.quantization, **more)


def _jpeg(image: Image.Image, profile: bytes | None, **options: object) -> bytes:
    image.info = {}  # of which Pillow would write a comment
    try:
        return _saved_jpeg(image, profile, optimize=True, progressive=True, **options)
    except OSError:  # noise, that takes more than Pillow's buffer, which one pass alone may empty
        return _saved_jpeg(image, profile, **options)


def _saved_jpeg(image: Image.Image, profile: bytes | None, **options: object) -> bytes:
    sink = BytesIO()
    image.save(sink, "JPEG", icc_profile=profile, **options)
    return sink.getvalue()


def _without_colour(rgba: Image.Image) -> Image.Image:
    """The picture as LA if it is grey."""
    red, green, blue, _ = rgba.split()
    others = (ImageChops.difference(red, other) for other in (green, blue))
    is_grey = all(difference.getextrema() == (0, 0) for difference in others)
    return rgba.convert("LA") if is_grey else rgba


def _palette_order(colour: tuple[int, _Colour]) -> tuple[bool, int]:
    """Transparent ones first, as only those are listed with their transparency."""
    count, (_, _, _, alpha) = colour
    return alpha == 255, -count


def _with_palette(rgba: Image.Image, entries: list[_Colour]) -> Image.Image:
    numbers = {int.from_bytes(bytes(each), sys.byteorder): at for at, each in enumerate(entries)}
    pixels = b"".join(bytes(map(numbers.__getitem__, rows.cast("I"))) for rows in _rows(rgba))
    image = Image.frombytes("P", rgba.size, pixels)
    image.putpalette(b"".join(bytes(each[:3]) for each in entries))
    alphas = bytes(alpha for *_, alpha in entries if alpha < 255)
    if alphas:
        image.info["transparency"] = alphas
    return image


def _rows(image: Image.Image) -> Iterator[memoryview]:
    for top in range(0, image.height, _ROWS):
        bottom = min(top + _ROWS, image.height)
        yield memoryview(image.crop((0, top, image.width, bottom)).tobytes())
