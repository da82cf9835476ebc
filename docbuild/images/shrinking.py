"""A picture that somebody hands over → what is saved of it, by a confined worker process."""

from __future__ import annotations

import json
from typing import NamedTuple

from docbuild.images.limits import SHRINKING_CPU_SECONDS
from docbuild.images.process import Worker

_PROGRAM = "docbuild.images.shrinking_worker"
WALL_SECONDS = 20.0  # that the author waits at most


class Shrunk(NamedTuple):
    """A sound picture in a format that goes up: ``png``, ``jpeg`` or ``gif``.

    Its pixels are upright. ``was`` is their number across and down before scaling, ``frames``
    how many the animation had, of which those in another format keep the first.
    """

    format: str
    width: int
    height: int
    was: tuple[int, int]
    frames: int
    data: bytes


class NotShrunk(NamedTuple):
    """Why there is nothing to save: ``problem`` is that of :class:`docbuild.asset.ImageProblem`
    by its value, or ``format`` for one that Pillow does not read; ``detail`` is English."""

    problem: str
    detail: str


class Shrinker:
    """A process for one picture."""

    def __init__(self) -> None:
        self._worker = Worker(_PROGRAM, SHRINKING_CPU_SECONDS)

    def shrink(self, data: bytes) -> Shrunk | NotShrunk:
        """``data`` in fewer bytes, or in as many. Ends the process.

        Raises :class:`docbuild.images.process.WorkerError` for a mistake in docbuild itself.
        """
        try:
            answers = self._worker.ask(data, WALL_SECONDS)
        finally:
            self._worker.close()
        for at in reversed(range(len(answers.messages))):
            sign, content = answers.messages[at][:1], answers.messages[at][1:]
            if sign == b"+":
                facts = json.loads(answers.messages[at - 1][1:])
                return Shrunk(**(facts | {"was": tuple(facts["was"])}), data=content)
            if sign == b"-":
                return NotShrunk(**json.loads(content))
        return NotShrunk("bomb", answers.cause or "no answer")

    def kill(self) -> None:
        """Ends the process at once; may be called while another thread waits for it."""
        self._worker.kill()
