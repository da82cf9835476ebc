"""What a picture may cost. Change a number, and raise ``VERSION``: remembered facts follow it.

A doc folder may hold 2 MiB, so these limits are far above any honest picture: a photograph of
6000 × 4000 pixels passes. What lies beyond them is refused from the header, before decoding.
"""

from __future__ import annotations

from typing import NoReturn

from docbuild.images.outline import RefusedError

VERSION = 1

MAX_BYTES = 32 << 20
MAX_PIXELS = 40_000_000  # 160 MB once decoded, and twice that inside a progressive JPEG
MAX_FRAMES = 2_000
MAX_FRAME_PIXELS = 150_000_000  # all frames of an animation together
MAX_SCANS = 100  # a progressive JPEG commonly has 10
MAX_SCAN_PIXELS = 400_000_000  # every scan of a JPEG visits all of its pixels again
MAX_PARTS = 20_000  # chunks of a PNG, segments of a JPEG
MAX_INFLATED = 4 << 20  # the texts and the colour profile of a PNG
MAX_SVG_BYTES = 4 << 20
MAX_SVG_USES = 20_000
MAX_SVG_ELEMENTS = 100_000  # counted with what <use> repeats
MAX_SVG_DEPTH = 200

CPU_SECONDS = 1.5  # per picture; counted by the system, so a busy machine changes no verdict
SHRINKING_CPU_SECONDS = 6.0  # for one picture that its author waits for
OPTIMISING_CPU_SECONDS = 60.0  # for one picture that is packed: what takes longer stays larger
MEMORY_BYTES = 448 << 20  # above what the worker takes before its first picture
OPTIMISING_MEMORY_BYTES = 3 << 29  # the same, for a worker that compresses

WIDE = 1500
"""Pixels across that the page can show at twice the density.

The platform's real page width is unverified: 750 CSS pixels are this project's assumption.
"""


def check_pixels(width: int, height: int) -> None:
    """Refuses a canvas that is too large; called before anything is decoded."""
    if width * height > MAX_PIXELS:
        refuse_pixels(f"{width} x {height} pixels", MAX_PIXELS, width, height)


def check_frames(width: int, height: int, frames: int, pixels: int) -> None:
    """Refuses an animation of too many frames, or of too many ``pixels`` in all of them."""
    if frames > MAX_FRAMES:
        detail = f"more than {MAX_FRAMES} frames"
        raise RefusedError("bomb", detail, width, height, frames)
    if pixels > MAX_FRAME_PIXELS:
        refuse_pixels(f"{pixels} pixels in all frames", MAX_FRAME_PIXELS, width, height, frames)


def refuse_pixels(what: str, limit: int, width: int, height: int, frames: int = 1) -> NoReturn:
    detail = f"{what}, more than {limit // 1_000_000} million"
    raise RefusedError("bomb", detail, width, height, frames)
