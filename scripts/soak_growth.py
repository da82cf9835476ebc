"""Whether a server grows: what it holds while it works and, exactly, when it is quiet."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from server_process import Figures

_WARM_UP = 0.2  # of the samples: until then caches fill, and the document reaches its length
_SLACK = 16 << 20
"""Bytes that memory may grow by: the allocator gives back pages only when all in them is free, and
how the largest of a thousand random documents scatter moves the median by a few megabytes. A
kilobyte lost with every edit is more than that after a quarter of an hour."""
_SHARE = 0.05  # of the memory, besides


class Growth:
    """Figures of one server, in the order in which they were taken."""

    def __init__(self) -> None:
        self.working: list[Figures] = []
        self.quiet: list[Figures] = []

    def problems(self) -> list[str]:
        """What has grown between the beginning and the end."""
        return [*self._memory_problems(), *self.quiet_problems()]

    def thirds(self) -> tuple[float, float]:
        """The median memory of the first and of the last third, without the warm-up, in MB."""
        warm = self.working[int(len(self.working) * _WARM_UP) :]
        third = max(1, len(warm) // 3)
        return _memory(warm[:third]), _memory(warm[-third:])

    def _memory_problems(self) -> list[str]:
        if not self.working:
            return ["there are no figures"]
        first, last = self.thirds()
        if last <= first * (1 + _SHARE) + _SLACK / 1e6:
            return []
        return [f"memory grew from {first:.1f} to {last:.1f} MB"]

    def quiet_problems(self) -> list[str]:
        """Quiet servers with as many pages have as many of each, whatever they did before."""
        if len(self.quiet) < 2:
            return ["there are too few figures of a quiet server"]
        first, last = self.quiet[0], self.quiet[-1]
        names = ("processes", "threads", "descriptors", "sockets")
        pairs = {name: (getattr(first, name), getattr(last, name)) for name in names}
        return [f"{name} grew from {a} to {b}" for name, (a, b) in pairs.items() if b > a]


def _memory(figures: Sequence[Figures]) -> float:
    return median(each.memory for each in figures) / 1e6
