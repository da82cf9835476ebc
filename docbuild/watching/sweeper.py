"""A thread that compares everything now and then, and at once when it is asked to."""

import time
from collections.abc import Callable
from threading import Condition, Thread


class Sweeper:
    """Calls ``sweep``, which returns after how many seconds it is to be called again."""

    def __init__(self, sweep: Callable[[], float]) -> None:
        self._sweep = sweep
        self._due = time.monotonic() + 1.0
        self._earliest = 0.0
        self._stopped = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="docbuild-sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def soon(self, delay: float) -> None:
        """Sweep after ``delay`` seconds at the latest."""
        due = time.monotonic() + delay
        with self._changed:
            if due < self._due:
                self._due = due
                self._changed.notify()

    def stop(self) -> None:
        """Let no further sweep begin, and wait for the one that is under way."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while self._wait():
            before = time.monotonic()
            pause = self._sweep()
            now = time.monotonic()
            self._earliest = now + (now - before)  # at most half of the time, whoever asks
            self.soon(pause)

    def _wait(self) -> bool:
        with self._changed:
            while not self._stopped and (left := self._left()) > 0:
                self._changed.wait(left)
            self._due = float("inf")
            return not self._stopped

    def _left(self) -> float:
        return max(self._due, self._earliest) - time.monotonic()
