"""A picture in the fewest bytes that stay within a measured difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Generic, NamedTuple, TypeVar

from PIL import Image

from docbuild.images import pixels
from docbuild.images.decode import decode
from docbuild.images.similarity import Original

_COLOURS = (4, 8, 16, 32, 64, 128, 256)
_FEW_COLOURS = (32, 256)
_QUALITIES = range(20, 99, 3)  # of libjpeg: below, blocks show; above, only the size grows
_FEW_QUALITIES = (50, 75, 90, 98)
_HALVED, _SHARP = 2, 0  # colours sampled at every other pixel both ways, or at each
_MANY = 4_000_000  # pixels from which on few settings are tried: each takes a second or more
_MOST = 16_000_000  # and from which on colours are not reduced
_SEEN_SOONER = 0.82
"""The power of a measured difference that too few colours count as: ssimulacra2 finds flat areas
and hard edges where colours are missing worse than what JPEG loses at the same measure."""

Made = TypeVar("Made")


class Encoded(NamedTuple):
    """A file, and how different it looks from what it was made of."""

    format: str
    data: bytes
    difference: float


class Indexed(NamedTuple):
    """A picture with a palette, and how different it looks from what it was made of."""

    image: Image.Image
    difference: float


def jpegs(image: Image.Image, profile: bytes | None, steps: Sequence[float]) -> Iterator[Encoded]:
    """For each largest difference of ``steps`` a JPEG of ``image``, which has no transparency.

    Colours are sampled at every other pixel where that can be, else at each.
    """
    qualities = _FEW_QUALITIES if _pixels(image) > _MANY else _QUALITIES
    scales = [
        _Scale(image, qualities, partial(pixels.jpeg, image, profile, sampling=each), _read_jpeg)
        for each in (_HALVED, _SHARP)
    ]
    told: set[bytes] = set()
    for allowed in steps:
        found = next(filter(None, (scale.first_within(allowed) for scale in scales)), None)
        if found is not None and found[0] not in told:
            told.add(found[0])
            yield Encoded("jpeg", *found)


def palettes(image: Image.Image, steps: Sequence[float], *, is_spread: bool) -> Iterator[Indexed]:
    """For each largest difference of ``steps`` ``image`` in as few colours as will do.

    ``is_spread``: the errors of its colours are spread to neighbours.
    """
    if _pixels(image) > _MOST:
        return
    counts = _FEW_COLOURS if _pixels(image) > _MANY else _COLOURS
    reduced = partial(pixels.with_colours, image, is_spread=is_spread)
    scale = _Scale(image, counts, reduced, lambda indexed: indexed, _SEEN_SOONER)
    told: list[Image.Image] = []
    for allowed in steps:
        found = scale.first_within(allowed)
        if found is not None and not any(found[0] is each for each in told):
            told.append(found[0])
            yield Indexed(*found)


class _Scale(Generic[Made]):
    """Settings from coarse to fine, each made and measured once at most."""

    def __init__(
        self,
        image: Image.Image,
        settings: Sequence[int],
        make: Callable[[int], Made],
        show: Callable[[Made], Image.Image],
        power: float = 1.0,
    ) -> None:
        self._power = power
        self._settings = settings
        self._original = Original(image)
        self._show = show
        self._made = cache(make)
        self._measured = cache(self._measure)

    def first_within(self, allowed: float) -> tuple[Made, float] | None:
        """The coarsest that stays within the difference, and its own."""
        settings = self._settings
        if self._measured(settings[-1]) > allowed:
            return None
        start, end = 0, len(settings) - 1
        while start < end:
            middle = (start + end) // 2
            is_within = self._measured(settings[middle]) <= allowed
            start, end = (start, middle) if is_within else (middle + 1, end)
        return self._made(settings[start]), self._measured(settings[start])

    def _measure(self, setting: int) -> float:
        measured = self._original.difference(self._show(self._made(setting)))
        return math.pow(measured, self._power)


def _read_jpeg(data: bytes) -> Image.Image:
    return decode("jpeg", data)


def _pixels(image: Image.Image) -> int:
    return image.width * image.height
