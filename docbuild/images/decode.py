"""The only door to Pillow: wholly decoding bytes, and scaling what was decoded.

Any function here may raise anything: Pillow lets ``struct.error``, ``SyntaxError``,
``OverflowError`` and more through from hostile bytes. Callers treat all of it as data.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, PngImagePlugin
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from docbuild.images.limits import MAX_INFLATED, MAX_PIXELS

# Pillow's own limits, behind ours: it warns at the first and raises at twice as much.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
PngImagePlugin.MAX_TEXT_CHUNK = MAX_INFLATED

# The classes are called directly: ``Image.open`` would load the plugins of other formats.
_DECODERS: dict[str, type[ImageFile]] = {
    "png": PngImageFile,
    "jpeg": JpegImageFile,
    "gif": GifImageFile,
}
_RESIZABLE = frozenset(("L", "LA", "RGB", "RGBA", "CMYK"))


def opened(format_name: str, data: bytes) -> ImageFile:
    """The picture before any pixel of it was decoded."""
    return _DECODERS[format_name](BytesIO(data))


def decode(format_name: str, data: bytes, frames: int = 1) -> ImageFile:
    """The picture with its last frame loaded, all earlier ones having been loaded before it."""
    image = opened(format_name, data)
    image.load()
    for number in range(1, frames):
        image.seek(number)
        image.load()
    return image


def decode_all(format_name: str, pictures: Sequence[bytes]) -> ImageFile:
    """Decodes pictures one after the other and gives the last."""
    for data in pictures[:-1]:
        decode(format_name, data)
    return decode(format_name, pictures[-1])


def fitted_size(image: ImageFile, format_name: str, width: int) -> int | None:
    """The size in bytes after scaling down to ``width`` pixels, in the same format.

    ``None`` for kinds of pixels that do not scale well, such as black and white.
    """
    palette = image.mode == "P"
    if not palette and image.mode not in _RESIZABLE:
        return None
    height = max(1, round(image.height * width / image.width))
    source: Image.Image = image
    if palette:
        source = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.width >= 4 * width:  # averaging whole pixels first takes a tenth of the time
        source = source.reduce(image.width // (2 * width))
    fitted = source.resize((width, height), Image.Resampling.BICUBIC)
    if palette:
        fitted = fitted.quantize(method=Image.Quantize.FASTOCTREE)
    sink = BytesIO()
    fitted.save(sink, format_name, quality=85, compress_level=6)
    return len(sink.getbuffer())
