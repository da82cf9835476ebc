"""Whether two files show the same: every pixel of every composed frame, and for how long.

Whoever claims that nothing was lost asks here, whatever the encoder promises.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from PIL import Image
from PIL.ImageFile import ImageFile

from docbuild.images.decode import opened
from docbuild.images.deep_png import is_deep, planes

_TIMES = ("duration", "loop")


def show_the_same(one: bytes, other: bytes, format_name: str) -> bool:
    """Both are sound files of that format. May raise anything, as whatever decodes."""
    if format_name == "png" and is_deep(one):
        before, after = planes(one), planes(other)
        return before is not None and before == after and _colours(one) == _colours(other)
    first, second = opened(format_name, one), opened(format_name, other)
    if first.size != second.size or first.info.get("icc_profile") != second.info.get("icc_profile"):
        return False
    pairs = zip_longest(_frames(first), _frames(second))
    return all(mine == its for mine, its in pairs)


def _colours(data: bytes) -> object:
    return opened("png", data).info.get("icc_profile")


def _frames(image: ImageFile) -> Iterator[tuple[object, ...]]:
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        yield (*map(image.info.get, _TIMES), _shown(image))


def _shown(image: Image.Image) -> bytes:
    """The samples as they are to be seen: ink stays ink, all else becomes RGBA."""
    if image.mode == "CMYK":
        return image.tobytes()
    return image.convert("RGBA").tobytes()
