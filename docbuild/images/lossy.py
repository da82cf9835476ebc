"""A picture in the fewest bytes that stay within a measured difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PIL import Image

from docbuild.images import pixels, recompress
from docbuild.images.decode import decode
from docbuild.images.similarity import difference

_COLOURS = (2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_QUALITIES = range(20, 99)  # of libjpeg: below, blocks show; above, only the size grows
_HALVED, _SHARP = 2, 0  # colours sampled at every other pixel both ways, or at each


class Encoded(NamedTuple):
    """A file, and how different it looks from what it was made of."""

    format: str
    data: bytes
    difference: float


def jpegs(image: Image.Image, profile: bytes | None, allowed: float) -> Iterator[Encoded]:
    """JPEGs of ``image``, which has no transparency."""
    for sampling in (_HALVED, _SHARP):
        encoded = partial(pixels.jpeg, image, profile, sampling=sampling)
        lossy = partial(_decoded, encoded)
        found = _first_within(image, allowed, _QUALITIES, lossy)
        if found is not None:
            data = encoded(found.setting)
            yield Encoded("jpeg", data, found.difference)
            for smaller in recompress.jpeg(data):
                yield Encoded("jpeg", smaller, found.difference)


def palettes(image: Image.Image, allowed: float) -> Iterator[tuple[Image.Image, float]]:
    """``image`` in as few colours as will do, plain and with its errors spread."""
    for is_spread in (False, True):
        reduced = partial(pixels.with_colours, image, is_spread=is_spread)
        found = _first_within(image, allowed, _COLOURS, reduced)
        if found is not None:
            yield reduced(found.setting), found.difference


class _Found(NamedTuple):
    setting: int
    difference: float


def _first_within(
    image: Image.Image,
    allowed: float,
    settings: Sequence[int],
    lossy: Callable[[int], Image.Image],
) -> _Found | None:
    """The first of ``settings``, from coarse to fine, that stays within the difference."""
    measured = difference(image, lossy(settings[-1]))
    if measured > allowed:
        return None
    best = _Found(settings[-1], measured)
    start, end = 0, len(settings) - 1
    while start < end:
        middle = (start + end) // 2
        measured = difference(image, lossy(settings[middle]))
        if measured <= allowed:
            best, end = _Found(settings[middle], measured), middle
        else:
            start = middle + 1
    return best


def _decoded(encoded: Callable[[int], bytes], quality: int) -> Image.Image:
    return decode("jpeg", encoded(quality))
