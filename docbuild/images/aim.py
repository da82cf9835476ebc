"""What may be done to a picture that is to take fewer bytes."""

from enum import IntEnum
from typing import NamedTuple


class Quality(IntEnum):
    """How much a picture may differ from what it was, from nothing at all to what one sees.

    Each step allows the :attr:`largest_difference` as :mod:`docbuild.images.similarity`
    measures it, and may take anything that an earlier one takes.
    """

    LOSSLESS = 0  # every pixel as shown
    INVISIBLE = 1  # nothing is seen even when one picture replaces the other in place
    FINE = 2  # nothing is seen side by side
    GOOD = 3  # seen by who looks for it
    FAIR = 4  # seen, without being in the way
    COARSE = 5  # seen at first sight; text in a screenshot stays readable

    @property
    def largest_difference(self) -> float:
        return _LARGEST[self]


_LARGEST = (0.0, 0.015, 0.03, 0.06, 0.1, 0.2)


class Aim(NamedTuple):
    """The default: fewer bytes, and nothing that anybody could see.

    Pictures wider than ``max_width`` pixels are scaled down to it. ``format`` is ``"png"``,
    ``"jpeg"`` or ``"gif"``; ``None`` keeps the format, or chooses for one that does not go up:
    PNG with the same pixels, for photographs JPEG at :attr:`Quality.INVISIBLE`.
    """

    max_width: int | None = None
    quality: Quality = Quality.LOSSLESS
    format: str | None = None


class Task(NamedTuple):
    """A picture's bytes, and what may be done to them."""

    data: bytes
    aim: Aim = Aim()
