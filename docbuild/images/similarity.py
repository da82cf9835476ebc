"""How different two pictures look: structural similarity of their worst places.

Wang, Bovik, Sheikh, Simoncelli: "Image quality assessment: from error visibility to structural
similarity", IEEE Transactions on Image Processing 13 (2004), with windows of 8 × 8 pixels at
every fourth pixel and that paper's constants. It is taken of the luma at full and at half
scale and of both chromas at half scale (ITU-R BT.601, as JPEG has them). Each of these four
differs as much as the worst twentieth of its windows do on average, since what is seen first is
the worst place; the picture differs as much as the four do on average.

On 130 pictures that it was not tuned on, what the first step takes (0.015) has an ssimulacra2 of
95 at the median; of photographs as JPEG none is below 86. Too few colours are seen sooner than it
says: :mod:`docbuild.images.lossy` counts them as more (``benchmarks/README.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from PIL import Image, ImageMath

_CELL = 4  # pixels across and down; a window is two by two of them
_BAND = 1024  # rows that are looked at together: memory follows the width, not the height
_WORST = 0.05
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_GROUNDS = ("white", "black")
_STEPS = 255  # of the histogram of differences, which is of their square roots


def difference(one: Image.Image, other: Image.Image) -> float:
    """0 for pictures that look the same, up to 1; symmetric.

    Both are of the same size. Transparent ones are looked at on white and on black.
    """
    return Original(one).difference(other)


class Original:
    """A picture that others are compared with: what is needed of it is calculated once."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._on = cache(self._bands)

    def difference(self, other: Image.Image) -> float:
        """That of the two pictures, as :func:`difference` says."""
        if self._image.size != other.size:
            raise ValueError(f"pictures of different sizes: {self._image.size}, {other.size}")
        is_opaque = not (self._image.has_transparency_data or other.has_transparency_data)
        grounds = (None,) if is_opaque else _GROUNDS
        return max(_compared(self._on(ground), _upon(other, ground)) for ground in grounds)

    def _bands(self, ground: str | None) -> tuple[_Band, ...]:
        image = _upon(self._image, ground)
        tops = range(0, image.height, _BAND)
        return tuple((top, tuple(map(_plane, _planes(image, top)))) for top in tops)


class _Plane(NamedTuple):
    """Samples of eight bits, and the means of them and of their squares in each window."""

    samples: Image.Image
    mean: Image.Image
    squares: Image.Image


_Band: TypeAlias = tuple[int, tuple[_Plane, ...]]  # with the first of its rows


def _upon(image: Image.Image, ground: str | None) -> Image.Image:
    if ground is None:
        return image.convert("RGB")
    below = Image.new("RGBA", image.size, ground)
    below.alpha_composite(image.convert("RGBA"))
    return below.convert("RGB")


def _compared(bands: Iterable[_Band], other: Image.Image) -> float:
    histograms = [[0] * (_STEPS + 1) for _ in range(4)]
    for top, mine in bands:
        for sums, plane, its in zip(histograms, mine, _planes(other, top), strict=True):
            for step, count in enumerate(_differences(plane, _plane(its)).histogram()):
                sums[step] += count
    return sum(map(_worst, histograms)) / len(histograms)


def _planes(image: Image.Image, top: int) -> Iterator[Image.Image]:
    """Of the band of rows that begins at ``top``."""
    band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
    luma, *chromas = band.convert("YCbCr").split()
    yield luma
    for each in (luma, *chromas):
        yield each.reduce(2)


def _plane(samples: Image.Image) -> _Plane:
    values = samples.convert("F")
    return _Plane(samples, _means(values), _means(_product(values, values)))


def _differences(one: _Plane, other: _Plane) -> Image.Image:
    """A pixel for each window: the square root of how dissimilar it is, 255 for wholly."""
    both = _means(_product(one.samples.convert("F"), other.samples.convert("F")))
    return _dissimilarity(one.mean, other.mean, one.squares, other.squares, both)


def _product(one: Image.Image, other: Image.Image) -> Image.Image:
    return _evaluated(lambda of: of["a"] * of["b"], {"a": one, "b": other})


def _means(values: Image.Image) -> Image.Image:
    return _windows(values.reduce(_CELL))


def _windows(cells: Image.Image) -> Image.Image:
    """The mean of every two by two cells."""
    width, height = max(cells.width - 1, 1), max(cells.height - 1, 1)
    right, below = cells.width - width, cells.height - height
    corners = [
        cells.crop((left, top, left + width, top + height))
        for left in (0, right)
        for top in (0, below)
    ]
    names = dict(zip("abcd", corners, strict=True))
    return _evaluated(lambda of: (of["a"] + of["b"] + of["c"] + of["d"]) / 4, names)


def _dissimilarity(*means: Image.Image) -> Image.Image:
    """Of the means of x, y, x², y² and xy in each window."""
    names = dict(zip(("x", "y", "xx", "yy", "xy"), means, strict=True))
    return _evaluated(_formula, names).convert("L")


def _evaluated(formula: Callable[[Any], Any], names: Mapping[str, Image.Image]) -> Image.Image:
    """What Pillow calculates of pictures that a formula names."""
    image: Image.Image = ImageMath.lambda_eval(formula, **names)
    return image


def _formula(of: dict[str, Any]) -> Any:
    x, y = of["x"], of["y"]
    both = x * y
    squares = x * x + y * y
    likeness = (2 * both + _C1) * (2 * (of["xy"] - both) + _C2)
    most = (squares + _C1) * (of["xx"] + of["yy"] - squares + _C2)
    apart = of["max"](1 - likeness / most, 0.0)
    return of["min"](apart, 1.0) ** 0.5 * _STEPS


def _worst(histogram: list[int]) -> float:
    """The mean of the worst windows."""
    wanted = left = max(1, round(sum(histogram) * _WORST))
    total = 0.0
    for step in range(_STEPS, 0, -1):
        taken = min(left, histogram[step])
        total += taken * (step / _STEPS) ** 2
        left -= taken
    return total / wanted
