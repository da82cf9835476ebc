"""What may be done to pictures that have to fit, step by step: what is seen least comes first."""

from __future__ import annotations

from collections.abc import Sequence

from docbuild.images.aim import Aim, Quality
from docbuild.images.limits import WIDE

NARROWEST = WIDE // 2
"""Pixels across that the page shows at single density: nothing is scaled below that."""

_NARROWER = (NARROWEST * 3 // 2, NARROWEST)  # than twice the density, when quality gave its all


def ladder(max_width: int | None) -> Sequence[Aim]:
    """The steps from lossless to the least, none of them wider than ``max_width``.

    Lossless; scaled to twice the page's density; every quality; then narrower and narrower.
    """
    wide = min(WIDE, max_width or WIDE)
    lossy = [Aim(wide, quality) for quality in Quality if quality is not Quality.LOSSLESS]
    narrower = [Aim(width, max(Quality)) for width in _NARROWER if width < wide]
    first = [] if max_width == wide else [Aim(max_width)]
    return (*first, Aim(wide), *lossy, *narrower)
