"""Any picture that Pillow reads for us, opened by the decoder of the format it is in."""

from __future__ import annotations

from PIL.ImageFile import ImageFile

from docbuild.images import decode
from docbuild.images.formats import format_of
from docbuild.images.optimised import TAKEN
from docbuild.images.other_formats import open_other


def opened(data: bytes) -> ImageFile:
    """Before any pixel was decoded. May raise anything, as whatever decodes."""
    format_name = str(format_of(data))
    if format_name in TAKEN:
        return decode.opened(format_name, data)
    return open_other(format_name, data)
