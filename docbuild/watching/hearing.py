"""What events mean: which files to look at now, and which are still being written."""

import math
import os
from collections.abc import Callable, Iterable

from docbuild.watching.inventory import Inventory
from docbuild.watching.source import Event, Kind
from docbuild.watching.writers import has_writer

SOON = 0.25  # seconds after which a file is looked at that was written and not closed


class Hearing:
    """To be used under the lock of the inventory.

    ``tell(path, closed)`` is called for what changed; ``sweep(0)`` asks for everything to be
    compared at once. The clock is the caller's, in seconds.
    """

    def __init__(
        self,
        inventory: Inventory,
        tell: Callable[[str, bool], None],
        sweep: Callable[[float], None],
    ) -> None:
        self._inventory = inventory
        self._tell = tell
        self._sweep = sweep
        self._written: dict[str, float] = {}  # and not closed; when to look at each
        self._moved_in: set[str] = set()  # folders
        self._moved_in_before: set[str] = set()
        self._told: set[str] = set()
        self._told_before: set[str] = set()

    def hear(self, events: Iterable[Event], now: float) -> None:
        """Take in events in their order, then look once at each file that they name."""
        closed: dict[str, bool] = {}
        for event in events:
            if event.kind in (Kind.FOLDER, Kind.FOLDER_MOVED_IN, Kind.LOST):
                self._hear_of_folder(event)
            elif self._inventory.cares(event.path):
                self._told.add(event.path)
                self._hear_of_file(event, closed, now)
        for path, is_closed in closed.items():
            changed = self._inventory.look(path)
            if changed and not is_closed and path not in self._written:
                is_closed = has_writer(path) is False  # it may have got its name when whole
            if changed or (is_closed and path in self._written):
                self._tell(path, is_closed)
            if is_closed:
                self._written.pop(path, None)

    def due(self) -> float | None:
        """When :meth:`look_at_written` has something to do."""
        return min(self._written.values(), default=None)

    def look_at_written(self, now: float) -> None:
        """Tell of files that were written a while ago and not closed since."""
        for path, due in self._written.items():
            if due <= now:
                self._written[path] = math.inf
                if self._inventory.look(path):
                    self._tell(path, False)

    def is_written(self, path: str) -> bool:
        """Whether somebody has written to ``path`` and not closed it since."""
        return path in self._written

    def was_told(self, path: str) -> bool:
        """Whether an event named ``path`` since the sweep before the last."""
        return path in self._told or path in self._told_before

    def was_moved_in(self, path: str) -> bool:
        """Whether ``path`` came whole, with a folder around it, since the sweep before the last."""
        folders = self._moved_in | self._moved_in_before
        return any(path.startswith(folder + os.sep) for folder in folders)

    def end_sweep(self) -> None:
        self._told_before, self._told = self._told, set()
        self._moved_in_before, self._moved_in = self._moved_in, set()

    def _hear_of_folder(self, event: Event) -> None:
        if event.kind is Kind.LOST:
            self._written.clear()  # their closing may have been lost as well
            self._sweep(0)
        elif self._inventory.cares_for_folder(event.path):
            if event.kind is Kind.FOLDER_MOVED_IN:
                self._moved_in.add(event.path)
            self._sweep(0)

    def _hear_of_file(self, event: Event, closed: dict[str, bool], now: float) -> None:
        path = event.path
        match event.kind:
            case Kind.FINISHED:
                closed[path] = True
            case Kind.CREATED:
                closed[path] = False
            case Kind.GONE:
                closed[path] = False
                self._written.pop(path, None)
            case Kind.WRITTEN:
                self._written[path] = now + SOON
                if path in closed:
                    closed[path] = False
