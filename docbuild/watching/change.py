"""What is watched, and what happened to it: plain values."""

from pathlib import Path
from typing import NamedTuple

_NOTHING: frozenset[Path] = frozenset()


class Watched(NamedTuple):
    """Absolute paths; each may be absent.

    ``files`` are looked at one by one; they may be folders, of which only going and coming
    counts. ``trees`` are folders with all that is below them, hidden folders and litter aside.
    What is at or below ``outputs`` we write ourselves, so that it is never a change.
    """

    files: frozenset[Path] = _NOTHING
    trees: frozenset[Path] = _NOTHING
    outputs: frozenset[Path] = _NOTHING


class Change(NamedTuple):
    """``paths`` are those that changed, came or went; none of them: look at everything.

    ``closed``: whoever wrote them has closed them or moved them into place, but for those in
    ``unclosed``, which may be half written.
    """

    paths: frozenset[Path]
    closed: bool = False
    unclosed: frozenset[Path] = _NOTHING

    def finished(self, path: Path) -> bool:
        """Whether ``path`` was seen to be closed, or did not change at all."""
        if path in self.unclosed:
            return False
        return self.closed or (bool(self.paths) and path not in self.paths)
