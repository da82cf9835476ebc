"""Tasks → results, by as many confined workers side by side as there are processors."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import chain
from threading import Lock
from typing import TypeAlias

from docbuild.images.aim import Task
from docbuild.images.formats import format_of
from docbuild.images.limits import MAX_BYTES, OPTIMISING_CPU_SECONDS
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.images.optimising_request import request
from docbuild.images.process import Answers, Worker, WorkerError

Result: TypeAlias = tuple[Task, list[Optimised] | NotOptimised, bool]
"""A task, the pictures that became of it, and whether that may be remembered."""

_PROGRAM = "docbuild.images.optimising_worker"
_CAREFUL = "docbuild.images.careful_worker"  # for what ended one of those
_WALL_SECONDS = 20 * OPTIMISING_CPU_SECONDS  # a machine with more to do changes no result
_MAX_WORKERS = 8  # each of them may take as much memory as the limits allow


def optimise_all(tasks: Sequence[Task]) -> Generator[Result]:
    """Each task's result, in any order. Ending the iteration early ends the workers."""
    if not tasks:
        return
    count = min(len(tasks), cpu_count(), _MAX_WORKERS)
    workers = _Workers()
    executor = ThreadPoolExecutor(count)
    try:
        # The largest first, so that none is left to do alone at the end.
        ordered = sorted(tasks, key=lambda task: len(task.data), reverse=True)
        futures = [executor.submit(workers.optimise, task) for task in ordered]
        for future in as_completed(futures):
            yield future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        workers.end()
        executor.shutdown()


class _Workers:
    """Processes that wait for a task or are at one; lent to one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._idle: dict[str, list[Worker]] = {_PROGRAM: [], _CAREFUL: []}
        self._all: set[Worker] = set()
        self._ended = False

    def optimise(self, task: Task) -> Result:
        if len(task.data) > MAX_BYTES:
            return task, NotOptimised("bomb", f"more than {MAX_BYTES >> 20} MiB"), True
        answers = self._asked(_PROGRAM, task)
        lasting = answers.cause is None
        if not (lasting or answers.is_late):
            answers = self._asked(_CAREFUL, task)
        return task, _results(task, answers), lasting

    def _asked(self, program: str, task: Task) -> Answers:
        worker = self._lend(program)
        try:
            return worker.ask(request(task), _WALL_SECONDS)
        finally:
            self._take_back(program, worker)

    def end(self) -> None:
        """Kills every process, even in the middle of a picture."""
        with self._lock:
            self._ended = True
            for worker in self._all:
                worker.kill()
            for worker in chain.from_iterable(self._idle.values()):
                worker.close()

    def _lend(self, program: str) -> Worker:
        with self._lock:
            if self._ended:
                raise WorkerError("no picture is begun any more")
            if self._idle[program]:
                return self._idle[program].pop()
            worker = Worker(program, OPTIMISING_CPU_SECONDS)
            self._all.add(worker)
            return worker

    def _take_back(self, program: str, worker: Worker) -> None:
        with self._lock:
            if worker.alive and not self._ended:
                self._idle[program].append(worker)
                return
            self._all.discard(worker)
        worker.close()


def _results(task: Task, answers: Answers) -> list[Optimised] | NotOptimised:
    """What the worker told, if it came to its end: half of it would depend on the machine."""
    if answers.cause is not None:
        return NotOptimised("bomb" if answers.is_late else "corrupt", answers.cause)
    signs = [message[:1] for message in answers.messages]
    if b"-" in signs:
        return NotOptimised.from_json(answers.messages[signs.index(b"-")][1:])
    facts, data = answers.messages[::2], answers.messages[1::2]
    return [
        _checked(Optimised.from_facts(told[1:], content[1:] or task.data))
        for told, content in zip(facts, data, strict=True)
    ]


def _checked(found: Optimised) -> Optimised:
    """Raises :class:`WorkerError` where the bytes are no picture of that format."""
    if format_of(found.data) != found.format:
        raise WorkerError(f"the worker's {found.format} is none")
    return found


def cpu_count() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
