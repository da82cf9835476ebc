"""No events at all: where there are none, or none are wanted."""

from collections.abc import Iterable
from threading import Event as Flag

from docbuild.watching.source import Event


class Silence:
    """A source that only ever wakes who waits."""

    def __init__(self) -> None:
        self._woken = Flag()
        self._closed = False

    def arm(self, folder: str, identity: tuple[int, ...]) -> bool:
        return True  # until now nothing was heard of it

    def disarm_all_but(self, folders: Iterable[str]) -> None:
        pass

    def drain(self) -> list[Event]:
        return []

    def wait(self, timeout: float | None) -> None:
        self._woken.wait(timeout)
        if not self._closed:
            self._woken.clear()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        self._closed = True
        self._woken.set()
