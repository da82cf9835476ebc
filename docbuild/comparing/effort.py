"""How much work a comparison may still do, so that a hostile document cannot make it take hours."""

from __future__ import annotations


class Effort:
    """Steps left. What finds none left makes do with a coarser answer, the same on every machine.

    A step is about a tenth of a microsecond to a microsecond of processor time.
    """

    def __init__(self, steps: int) -> None:
        self._left = steps
        self.exhausted = False

    def spend(self, steps: int) -> bool:
        """Whether so many steps were left; they are gone then."""
        if steps > self._left:
            self.exhausted = True
            return False
        self._left -= steps
        return True
