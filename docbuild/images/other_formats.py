"""The formats that the upload does not take, but that something here reads, so that they can become
ones that it takes. Inside a worker; any function here may raise anything, as whatever decodes.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import features
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.TiffImagePlugin import TiffImageFile

from docbuild.images.limits import check_pixels

_STILL = ("tiff", "heic")  # further pictures in the file are pages, or shots beside the first


@cache
def reader(format_name: str) -> type[ImageFile] | None:
    """What opens pictures of a format, loaded as soon as there is one; ``None`` if nothing does."""
    if format_name in ("bmp", "tiff"):
        return BmpImageFile if format_name == "bmp" else TiffImageFile
    if format_name == "webp" and features.check("webp"):
        # Where Pillow was built without it, even this fails.
        from PIL.WebPImagePlugin import WebPImageFile  # noqa: PLC0415

        return WebPImageFile
    if format_name == "avif" and features.check("avif"):
        # Pillow has it since 11.3, and where it was built with it.
        from PIL.AvifImagePlugin import AvifImageFile  # noqa: PLC0415

        return AvifImageFile
    return _heif() if format_name == "heic" else None


def decode_other(format_name: str, data: bytes) -> tuple[ImageFile, int]:
    """The first frame, loaded, and how many there are; the pixels are counted before."""
    image = open_other(format_name, data)
    check_pixels(*image.size)
    image.load()
    return image, 1 if format_name in _STILL else getattr(image, "n_frames", 1)


def open_other(format_name: str, data: bytes) -> ImageFile:
    """The picture before any pixel of it was decoded."""
    found = reader(format_name)
    assert found is not None, f"somebody asked whether {format_name} is read"
    return found(BytesIO(data))


def _heif() -> type[ImageFile] | None:
    """The plug-in's reader, where it is installed."""
    try:
        from pillow_heif import options  # noqa: PLC0415 # 0.1 s that only such pictures cost
        from pillow_heif.as_plugin import HeifImageFile  # noqa: PLC0415
    except ImportError:
        return None
    options.DECODE_THREADS = 1  # pictures are what runs side by side
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False  # nobody looks at them
    return HeifImageFile
