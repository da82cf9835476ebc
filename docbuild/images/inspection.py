"""Bytes → verdict. Runs inside the worker; the only place that may catch everything."""

from __future__ import annotations

from collections.abc import Iterator

from PIL.ImageFile import ImageFile

from docbuild.images import gif, jpeg, png, svg
from docbuild.images.decode import decode, decode_all, fitted_size
from docbuild.images.formats import format_of, why_unknown
from docbuild.images.limits import MEMORY_BYTES, WIDE
from docbuild.images.outline import Outline, RefusedError
from docbuild.images.verdict import Verdict, exhausted, failed, refused

OUTLINES = {"png": png.outline, "jpeg": jpeg.outline, "gif": gif.outline, "svg": svg.outline}


def inspect(data: bytes) -> Iterator[Verdict]:
    """One verdict, or two for a wide picture: the second knows its size after scaling.

    The first is given before the scaling begins, so that a worker which is ended for taking
    too long over that has still told whether the picture is sound.
    """
    format_name = format_of(data)
    if format_name is None:
        yield Verdict(None, frames=0, problem="unknown", detail=why_unknown(data))
    elif format_name not in OUTLINES:
        yield Verdict(format_name, frames=0)  # identified, but the upload takes none of them
    else:
        try:
            yield from _inspect_known(format_name, data)
        except MemoryError:
            yield exhausted(format_name, f"more than {MEMORY_BYTES >> 20} MiB of memory")


def _inspect_known(format_name: str, data: bytes) -> Iterator[Verdict]:
    try:
        outline = OUTLINES[format_name](data)
    except RefusedError as refusal:
        yield refused(format_name, refusal)
        return
    verdict = Verdict(format_name, *outline)
    if format_name == "svg":
        yield verdict
        return
    image = decoded(format_name, data, outline)
    if isinstance(image, Exception):
        yield failed(format_name, outline, image)
    elif outline.frames > 1 or image.width != outline.width or outline.width <= WIDE:
        yield verdict
    else:
        yield verdict._replace(lasting=False)
        yield verdict._replace(fitted_size=_fitted(image, format_name, len(data)))


def decoded(format_name: str, data: bytes, outline: Outline) -> ImageFile | Exception:
    """The last frame, or what Pillow raised for the bytes, whatever it was."""
    stills = list(gif.stills(data)) if format_name == "gif" else []
    try:
        if stills:
            return decode_all(format_name, stills)
        return decode(format_name, data, outline.frames)
    except MemoryError:
        raise
    except Exception as error:
        return error


def _fitted(image: ImageFile, format_name: str, size: int) -> int | None:
    """The size after scaling where that is smaller; ``None`` too where Pillow cannot scale it."""
    try:
        fitted = fitted_size(image, format_name, WIDE)
    except Exception:  # a picture that decodes but does not scale is no defect of the document
        return None
    return fitted if fitted is not None and fitted < size else None
