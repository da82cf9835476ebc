"""What may be done to a picture that is to take fewer bytes."""

from enum import IntEnum
from typing import NamedTuple


class Quality(IntEnum):
    """How much a picture may differ from what it was, from nothing at all to what one sees.

    Each step allows the :attr:`largest_difference` as :mod:`docbuild.images.similarity`
    measures it, and may take anything that an earlier one takes.
    """

    LOSSLESS = 0  # every pixel as shown
    INVISIBLE = 1  # typically nothing is seen when one picture replaces the other in place
    FINE = 2  # typically nothing is seen side by side
    GOOD = 3  # typically seen by who looks for it
    FAIR = 4  # typically seen, without being in the way
    COARSE = 5  # typically seen at first sight; text in a screenshot stays readable

    @property
    def largest_difference(self) -> float:
        return _LARGEST[self]


_LARGEST = (0.0, 0.015, 0.03, 0.06, 0.1, 0.2)


class Aim(NamedTuple):
    """The default: fewer bytes, and every pixel as it was.

    Pictures wider than ``max_width`` pixels are scaled down to it. ``format`` is ``"png"``,
    ``"jpeg"`` or ``"gif"``; ``None`` keeps the format, or chooses for one that does not go up:
    PNG with the same pixels, for photographs JPEG at :attr:`Quality.INVISIBLE`.

    With ``is_draft`` the result is any number of pictures, up to the quality and as PNG or JPEG:
    what each step comes to, sooner but in a few in a hundred more bytes than without.
    """

    max_width: int | None = None
    quality: Quality = Quality.LOSSLESS
    format: str | None = None
    is_draft: bool = False


class Task(NamedTuple):
    """A picture's bytes, and what may be done to them."""

    data: bytes
    aim: Aim = Aim()
