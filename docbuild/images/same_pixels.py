"""Whether two files show the same: every pixel of every composed frame, and for how long.

Whoever claims that nothing was lost asks here, whatever the encoder promises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest

from PIL import Image
from PIL.ImageFile import ImageFile

from docbuild.images.deep_png import is_deep, planes
from docbuild.images.opening import opened

_BAND = 256  # rows that are compared together


def show_the_same(one: bytes, other: bytes) -> bool:
    """Both are sound files, of any format. May raise anything, as whatever decodes."""
    if is_deep(one):
        before, after = planes(one), planes(other)
        return before is not None and before == after and _colours(one) == _colours(other)
    first, second = opened(one), opened(other)
    if first.size != second.size or first.info.get("icc_profile") != second.info.get("icc_profile"):
        return False
    if _loops(first) != _loops(second):
        return False
    return all(mine == its for mine, its in zip_longest(_shown(first), _shown(second)))


def _colours(data: bytes) -> object:
    return opened(data).info.get("icc_profile")


def _loops(image: ImageFile) -> object:
    """How often it is shown: 0 for without end, which an AVIF file need not say."""
    if getattr(image, "n_frames", 1) == 1:
        return None
    return image.info.get("loop", 0 if image.format == "AVIF" else None)


def _shown(image: ImageFile) -> Iterator[tuple[bytes, int]]:
    """What is to be seen, each for how many milliseconds: equal frames in a row are one."""
    before, time = None, 0
    frames = getattr(image, "n_frames", 1)
    for number in range(frames):
        image.seek(number)
        image.load()
        samples = _samples(image)
        if before is not None and samples != before:
            yield before, time
            time = 0
        lasts = round(image.info.get("duration", 0)) if frames > 1 else 0  # a still does not end
        before, time = samples, time + lasts
    if before is not None:
        yield before, time


def _samples(image: Image.Image) -> bytes:
    """The digest of all samples: ink stays ink, all else becomes RGBA.

    It is taken band by band, since forty million pixels leave no room for copies.
    """
    digest = hashlib.sha256(str(image.size).encode())
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        digest.update(band.tobytes() if band.mode == "CMYK" else band.convert("RGBA").tobytes())
    return digest.digest()
