"""Where two pictures differ: found by a confined worker, as a picture that shows it."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.images.limits import MAX_BYTES, SHRINKING_CPU_SECONDS
from docbuild.images.process import Worker

_PROGRAM = "docbuild.images.difference_worker"
_WALL_SECONDS = 20.0  # for one pair
_ALL_SECONDS = 60.0  # for all: who waits for a page has waited long enough by then
_MAX_DEATHS = 3  # pairs that end the worker before the others are no longer tried
_LENGTH = struct.Struct(">I")


class Difference(NamedTuple):
    """``share`` of the pixels are visibly others, from 0 to 1, all within ``box`` (left, top,
    right, bottom; pixels of the new picture), ``None`` where none are.

    ``data`` is a PNG of the new picture in pale grey, with what differs in colour. Where the
    sizes differ, the smaller one was scaled if it has the same proportions, else put into the
    upper left corner. Of an animation it is the first frame that was compared.
    """

    share: float
    box: tuple[int, int, int, int] | None
    data: bytes


class NotCompared(NamedTuple):
    """Why there is no difference to show, in English."""

    detail: str


def differences(pairs: Iterable[tuple[bytes, bytes]]) -> Iterator[Difference | NotCompared]:
    """The difference of each pair, old and new, as asked for. Raises
    :class:`docbuild.images.process.WorkerError` for a mistake in docbuild itself."""
    worker: Worker | None = None
    deaths, end = 0, time.monotonic() + _ALL_SECONDS
    try:
        for old, new in pairs:
            if max(len(old), len(new)) > MAX_BYTES:
                yield NotCompared(f"more than {MAX_BYTES >> 20} MiB")
            elif deaths >= _MAX_DEATHS or time.monotonic() > end:
                yield NotCompared("not tried, because those before it took too much")
            else:
                worker = worker or Worker(_PROGRAM, SHRINKING_CPU_SECONDS)
                yield _difference(worker, old, new)
                if not worker.alive:
                    deaths, worker = deaths + 1, None
    finally:
        if worker is not None:
            worker.close()


def together(old: bytes, new: bytes) -> bytes:
    """A pair as one message."""
    return _LENGTH.pack(len(old)) + old + new


def apart(message: bytes) -> tuple[bytes, bytes]:
    """The pair that :func:`together` put together."""
    end = _LENGTH.size + _LENGTH.unpack_from(message)[0]
    return message[_LENGTH.size : end], message[end:]


def _difference(worker: Worker, old: bytes, new: bytes) -> Difference | NotCompared:
    answers = worker.ask(together(old, new), _WALL_SECONDS)
    if answers.cause is not None:
        return NotCompared(answers.cause)
    facts, data = answers.messages[0], answers.messages[1:]
    if facts.startswith(b"-"):
        return NotCompared(json.loads(facts[1:]))
    share, box = json.loads(facts[1:])
    return Difference(share, None if box is None else tuple(box), data[0][1:])
