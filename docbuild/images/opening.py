"""Any picture that Pillow reads for us, opened by the decoder of the format it is in."""

from __future__ import annotations

from io import BytesIO

from PIL.ImageFile import ImageFile

from docbuild.images import decode, pixels
from docbuild.images.formats import format_of


def opened(data: bytes) -> ImageFile:
    """Before any pixel was decoded. May raise anything, as whatever decodes."""
    format_name = str(format_of(data))
    if format_name in pixels.OTHERS:
        return pixels.OTHERS[format_name](BytesIO(data))
    return decode.opened(format_name, data)
