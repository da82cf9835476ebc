"""When what is waiting is told: a save at once, a thousand files together."""

from functools import lru_cache
from pathlib import Path

from docbuild.watching.change import NOTHING, Change

LATE = 0.02
"""Seconds that what may be half written waits for the news that it was closed."""

QUIET = 0.1
"""Seconds without news that end a burst; there may be pauses in one of more than ``MANY`` paths."""

VERY_QUIET = 0.25
MANY = 20

LONGEST = 2.0
"""Seconds that a burst may hold back what it began with."""

FEW = 2  # paths that are told one by one before a burst is taken for one


_path = lru_cache(maxsize=1024)(Path)  # the same few files again and again


class Coalescing:
    """What changed and is not yet told. The clock is the caller's, in seconds."""

    def __init__(self) -> None:
        self._waiting: dict[str, bool] = {}  # whether it is closed
        self._urgent = False
        self._first = 0.0  # when the oldest of them came
        self._last = 0.0
        self._burst: set[str] = set()

    def put(self, path: str, closed: bool, now: float) -> None:
        """``path`` changed; the last word on whether it is closed counts."""
        if now - self._last > self._quiet():
            self._burst.clear()
        if not self._waiting:
            self._first = now
        self._last = now
        self._burst.add(path)
        self._waiting[path] = closed
        self._urgent = self._urgent or closed

    def is_waiting(self, path: str) -> bool:
        return path in self._waiting

    def due(self) -> float | None:
        """When there will be something to take, ``None`` if nothing waits."""
        if not self._waiting:
            return None
        if len(self._burst) > FEW:
            return min(self._last + self._quiet(), self._first + LONGEST)
        return self._first if self._urgent else self._first + LATE

    def take(self, now: float) -> Change | None:
        """All that waits, in one, if it is due."""
        due = self.due()
        if due is None or now < due:
            return None
        paths = frozenset(map(_path, self._waiting))
        unclosed = [path for path, closed in self._waiting.items() if not closed]
        whole = len(unclosed) < len(paths)
        change = Change(paths, whole, frozenset(map(_path, unclosed)) if unclosed else NOTHING)
        self._waiting.clear()
        self._urgent = False
        return change

    def _quiet(self) -> float:
        return QUIET if len(self._burst) <= MANY else VERY_QUIET
