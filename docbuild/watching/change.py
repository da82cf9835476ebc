"""What is watched, and what happened to it: plain values."""

from pathlib import Path
from typing import NamedTuple

NOTHING: frozenset[Path] = frozenset()


class Watched(NamedTuple):
    """Absolute paths; each may be absent.

    ``files`` are looked at one by one; they may be folders, of which only going and coming
    counts. ``trees`` are folders with all that is below them, hidden folders and litter aside.
    What is at or below ``outputs`` we write ourselves, so that it is never a change.
    """

    files: frozenset[Path] = NOTHING
    trees: frozenset[Path] = NOTHING
    outputs: frozenset[Path] = NOTHING


class Change(NamedTuple):
    """``paths`` are those that changed, came or went; none of them: look at everything.

    ``closed``: whoever wrote them has closed them or moved them into place, but for those in
    ``unclosed``, which may be half written.
    """

    paths: frozenset[Path]
    closed: bool = False
    unclosed: frozenset[Path] = NOTHING

    def finished(self, path: Path) -> bool:
        """Whether ``path`` is among what changed and was seen to be whole."""
        return path not in self.unclosed and (path in self.paths if self.paths else self.closed)
