"""The doors to oxipng and mozjpeg: the same pixels in fewer bytes.

Both are native code, so that they are imported by the worker alone. As in
:mod:`docbuild.images.decode`, any function here may raise anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import mozjpeg_lossless_optimization as mozjpeg  # type: ignore[import-untyped]  # has no types
import oxipng
from oxipng import Deflaters

from docbuild.images.metadata import bare_png
from docbuild.images.png import sample_bytes

_SMALL = 256 << 10  # bytes of samples up to which Zopfli takes less than about a second
_USUAL = 16 << 20  # up to which ten filters take seconds
_LARGE = 48 << 20  # up to which three do
_ROUNDS = 5  # of Zopfli: more of them gain less than a thousandth
_KEPT = oxipng.StripChunks.none()  # of what is bare; else oxipng replaces profiles of sRGB
_is_left_out = False


def leave_out() -> None:
    """From now on this process runs neither tool: nothing is found and nothing is lost."""
    global _is_left_out  # noqa: PLW0603 # a worker is started for it, and ends with it
    _is_left_out = True


def png(data: bytes) -> Iterator[bytes]:
    """A PNG without metadata, its colours' meaning kept, in ever fewer bytes.

    How much is tried follows from the number of samples, never from the clock, so that the
    same picture gives the same bytes everywhere.
    """
    if _is_left_out:
        return
    bare = bare_png(data)
    samples = sample_bytes(bare)
    if samples > _USUAL:
        level = 2 if samples <= _LARGE else 1
        bare = oxipng.optimize_from_memory(bare, level=level, strip=_KEPT)
        yield bare
        if sample_bytes(bare) > _USUAL:  # of as few bits as its colours need, as all is from here
            return
    # Filters are told apart by a quick compression, and the best alone is compressed well: a
    # fifth of the time that it takes to compress all of them well, for the same bytes but
    # in a few pictures.
    small = oxipng.optimize_from_memory(bare, level=6, fast_evaluation=True, strip=_KEPT)
    yield small
    if sample_bytes(small) <= _SMALL:
        zopfli = Deflaters.zopfli(_ROUNDS)
        yield oxipng.optimize_from_memory(
            bare, level=6, fast_evaluation=True, deflate=zopfli, strip=_KEPT
        )


def png_draft(data: bytes) -> bytes:
    """A PNG that :func:`png` makes smaller by a few in a hundred, in a tenth of its time."""
    return data if _is_left_out else oxipng.optimize_from_memory(data, level=1, strip=_KEPT)


def jpeg(data: bytes) -> Iterator[bytes]:
    """A progressive JPEG of the same coefficients, its colour profile kept."""
    if not _is_left_out:
        yield mozjpeg.optimize(data, mozjpeg.COPY_MARKERS.ICC)
