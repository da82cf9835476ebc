"""Unknown pictures → facts, by one worker or two side by side."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from queue import SimpleQueue
from typing import TypeAlias

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.images.formats import format_of
from docbuild.images.limits import MAX_BYTES
from docbuild.images.process import Worker

Loader: TypeAlias = Callable[[], bytes]
Inspected: TypeAlias = tuple[str, ImageFacts, bool]
"""A digest, the facts about it, and whether they may be remembered."""

_MANY = 8  # pictures from which on a second worker earns back its own start
_MAX_DEATHS = 10  # pictures that end a worker before the others are no longer tried


def inspect_all(pictures: Sequence[tuple[str, Loader]]) -> Generator[Inspected]:
    """Inspects each picture, in any order. Loaders are called by other threads, side by side.

    Whatever a loader raises is raised here. Ending the iteration early ends the workers.
    """
    shared = _Shared(pictures)
    count = 2 if len(pictures) > _MANY and _cpu_count() > 1 else 1
    lanes = [_Lane(shared) for _ in range(count)]
    for lane in lanes:
        lane.thread.start()
    try:
        for _ in pictures:
            result = shared.results.get()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        shared.stopped.set()
        for lane in lanes:
            lane.end()


class _Shared:
    """What the lanes have in common: the pictures still to do, and the results so far."""

    def __init__(self, pictures: Sequence[tuple[str, Loader]]) -> None:
        self.todo = deque(pictures)
        self.results: SimpleQueue[Inspected | BaseException] = SimpleQueue()
        self.deaths = 0
        self.stopped = threading.Event()


class _Lane:
    """A thread and its worker, replaced whenever a picture was the end of it."""

    def __init__(self, shared: _Shared) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self._shared = shared
        self._worker: Worker | None = None

    def end(self) -> None:
        """Ends the worker, even in the middle of a picture, and waits for the thread."""
        if self._worker is not None:
            self._worker.kill()
        self.thread.join()

    def _run(self) -> None:
        shared = self._shared
        try:
            while shared.todo and not shared.stopped.is_set():
                self._next()
        except BaseException as error:  # raised again by the thread that waits for results
            shared.results.put(error)
        finally:
            if self._worker is not None:
                self._worker.close()

    def _next(self) -> None:
        try:
            digest, load = self._shared.todo.popleft()
        except IndexError:  # the other lane was faster
            return
        if self._worker is None:
            self._worker = Worker()  # starts while the picture is being loaded
        facts, lasting = self._inspect(self._worker, load())
        self._shared.results.put((digest, facts, lasting))

    def _inspect(self, worker: Worker, data: bytes) -> tuple[ImageFacts, bool]:
        if len(data) > MAX_BYTES:
            return _bomb(data, f"more than {MAX_BYTES >> 20} MiB"), True
        if self._shared.deaths >= _MAX_DEATHS:
            detail = f"not tried, because {_MAX_DEATHS} pictures before it took too much"
            return _bomb(data, detail), False
        facts, lasting = worker.inspect(data)
        if not worker.alive:
            self._shared.deaths += 1
            self._worker = None
        return facts, lasting


def _bomb(data: bytes, detail: str) -> ImageFacts:
    return ImageFacts(format_of(data), 0, 0, 0, ImageProblem.BOMB, detail)


def _cpu_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
