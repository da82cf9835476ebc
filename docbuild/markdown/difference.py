"""Where two texts differ: what stands before and behind that they have in common."""

from __future__ import annotations

from typing import NamedTuple

_STRIDE = 1 << 15


class Difference(NamedTuple):
    """``old[start:old_end]`` became ``new[start:new_end]``."""

    start: int
    old_end: int
    new_end: int


def difference(old: str, new: str) -> Difference:
    """The one range in which the texts differ, as short as can be."""
    most = min(len(old), len(new))
    start = _common_start(old, new, most)
    same = _common_end(old, new, most - start)
    return Difference(start, len(old) - same, len(new) - same)


def _common_start(a: str, b: str, most: int) -> int:
    """How many characters, ``most`` at most, are the same at the start."""
    same, stride = 0, _STRIDE
    while stride:
        if same + stride <= most and a.startswith(b[same : same + stride], same):
            same += stride
        else:
            stride //= 2
    return same


def _common_end(a: str, b: str, most: int) -> int:
    """How many characters, ``most`` at most, are the same at the end."""
    same, stride = 0, _STRIDE
    while stride:
        end = len(b) - same
        if same + stride <= most and a.endswith(b[end - stride : end], 0, len(a) - same):
            same += stride
        else:
            stride //= 2
    return same
