"""A picture that was handed over, decoded and turned as it is to be seen. Inside a worker."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image
from PIL.ImageFile import ImageFile

from docbuild.images import pixels
from docbuild.images.decode import decode
from docbuild.images.formats import format_of, why_unknown
from docbuild.images.inspection import OUTLINES, decoded
from docbuild.images.optimised import TAKEN
from docbuild.images.other_formats import decode_other, reader
from docbuild.images.outline import RefusedError
from docbuild.images.verdict import printable


class Picture(NamedTuple):
    """``image`` is upright, ``original`` as it was decoded; ``orientation`` is what led from
    one to the other, as Exif data count. Of several frames, both have the first."""

    format: str
    data: bytes
    original: ImageFile
    orientation: int
    image: Image.Image
    frames: int
    profile: bytes | None


def read_picture(data: bytes) -> Picture:
    """Raises :class:`RefusedError` for what is none to save."""
    format_name = format_of(data)
    if format_name is None:
        raise RefusedError("unknown", why_unknown(data))
    if format_name not in TAKEN and reader(format_name) is None:
        raise RefusedError("format", format_name)
    try:
        if format_name in TAKEN:
            image, frames = _decoded(format_name, data)
        else:
            image, frames = decode_other(format_name, data)
        orientation = pixels.orientation_of(image)
        upright = pixels.upright(image, orientation)
    except RefusedError:
        raise
    except Exception as error:
        raise refusal(error) from error
    profile = image.info.get("icc_profile")
    return Picture(format_name, data, image, orientation, upright, frames, profile)


def refusal(error: Exception) -> RefusedError:
    """What Pillow raised, as the reason to refuse a picture."""
    if isinstance(error, MemoryError):
        return RefusedError("bomb", "more memory than it may take")
    return RefusedError("corrupt", printable(f"{type(error).__name__}: {error}"))


def _decoded(format_name: str, data: bytes) -> tuple[ImageFile, int]:
    outline = OUTLINES[format_name](data)
    image = decoded(format_name, data, outline)
    if isinstance(image, Exception):
        raise image
    if outline.frames > 1 or format_name == "gif":
        # The last frame was decoded, of a GIF without the canvas around it.
        image = decode(format_name, data)
    return image, outline.frames
