"""What a parser knows of the text behind the place where it stands."""

from __future__ import annotations


class Lookahead:
    """How far a text was looked at, and what was looked for up to its end in vain.

    Apart from its own lines, all that was read so far depends only on the text before
    ``reach``, and on this: that nothing in ``missing`` follows what was read. Each entry is a
    piece of what was looked for, so a text without it cannot hold the whole.

    ``list_end`` is the last place where a list was seen to end, which depends on the line
    there; ``blank_lines`` is how many there are before it, in the list's eyes.
    """

    __slots__ = ("blank_lines", "list_end", "missing", "reach")

    def __init__(self) -> None:
        self.reach = 0
        self.missing: set[str] = set()
        self.list_end = 0
        self.blank_lines = 0

    def reached(self, index: int) -> None:
        """Note that the text before ``index`` was looked at."""
        self.reach = max(self.reach, index)

    def list_ended(self, index: int, blank_lines: int) -> None:
        """Note that a list ends at ``index``, where so many blank lines were seen before it."""
        self.reached(index)
        if index > self.list_end:
            self.list_end, self.blank_lines = index, blank_lines
        elif index == self.list_end:
            self.blank_lines = min(self.blank_lines, blank_lines)
