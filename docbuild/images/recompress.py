"""The doors to oxipng and mozjpeg: the same pixels in fewer bytes.

Both are native code, so that they are imported by the worker alone. As in
:mod:`docbuild.images.decode`, any function here may raise anything.
"""

from __future__ import annotations

import mozjpeg_lossless_optimization as mozjpeg  # type: ignore[import-untyped]  # has no types
import oxipng

from docbuild.images.metadata import ANIMATION_CHUNKS, COLOUR_CHUNKS


def png(data: bytes, level: int) -> bytes:
    """A PNG without metadata, its colours' meaning kept. ``level`` is oxipng's, 0 to 6."""
    kept = oxipng.StripChunks.keep([*sorted(COLOUR_CHUNKS), *ANIMATION_CHUNKS])
    return oxipng.optimize_from_memory(data, level=level, strip=kept)


def jpeg(data: bytes) -> bytes:
    """A progressive JPEG of the same coefficients, its colour profile kept."""
    optimised: bytes = mozjpeg.optimize(data, mozjpeg.COPY_MARKERS.ICC)
    return optimised
