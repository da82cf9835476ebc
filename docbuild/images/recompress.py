"""The doors to oxipng and mozjpeg: the same pixels in fewer bytes.

Both are native code, so that they are imported by the worker alone. As in
:mod:`docbuild.images.decode`, any function here may raise anything.
"""

from __future__ import annotations

from collections.abc import Iterator

import mozjpeg_lossless_optimization as mozjpeg  # type: ignore[import-untyped]  # has no types
import oxipng
from oxipng import Deflaters, RowFilter

from docbuild.images.metadata import bare_png
from docbuild.images.png import sample_bytes

_THOROUGH = 256 << 10  # bytes of samples from which on Zopfli takes seconds
_QUICK = 4 << 20  # and from which on every filter does
_KEPT = oxipng.StripChunks.none()  # of what is bare; else oxipng replaces profiles of sRGB
_FILTERS = (
    RowFilter.NoOp,
    RowFilter.Sub,
    RowFilter.Up,
    RowFilter.Average,
    RowFilter.Paeth,
    RowFilter.MinSum,
    RowFilter.Entropy,
    RowFilter.Bigrams,
    RowFilter.BigEnt,
    RowFilter.Brute,
)


def png(data: bytes) -> Iterator[bytes]:
    """A PNG without metadata, its colours' meaning kept, in ever fewer bytes.

    How much is tried follows from the number of samples, never from the clock, so that the
    same picture gives the same bytes everywhere.
    """
    bare = bare_png(data)
    quick = oxipng.optimize_from_memory(bare, level=2, strip=_KEPT)
    yield quick
    samples = sample_bytes(quick)
    if samples > _QUICK:
        return
    if samples > _THOROUGH:
        yield oxipng.optimize_from_memory(bare, level=6, strip=_KEPT)
        return
    tried = [(_filtered(bare, each), each) for each in _FILTERS]
    best, row_filter = min(tried, key=lambda found: len(found[0]))
    yield best
    zopfli = Deflaters.zopfli(15)
    yield oxipng.optimize_from_memory(
        bare, level=4, filter=[row_filter], deflate=zopfli, strip=_KEPT
    )


def _filtered(data: bytes, row_filter: RowFilter) -> bytes:
    return oxipng.optimize_from_memory(
        data, level=6, filter=[row_filter], deflate=Deflaters.libdeflater(12), strip=_KEPT
    )


def jpeg(data: bytes) -> Iterator[bytes]:
    """A progressive JPEG of the same coefficients, its colour profile kept."""
    yield mozjpeg.optimize(data, mozjpeg.COPY_MARKERS.ICC)
