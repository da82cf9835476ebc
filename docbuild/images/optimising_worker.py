"""The child process of :mod:`.optimising_pool`: tasks in, pictures out.

Each is two messages: ``=`` and its facts as JSON, ``+`` and its bytes, none for those that
came. A picture that is refused has one, ``-`` and the reason as JSON.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from docbuild.images.limits import OPTIMISING_CPU_SECONDS, OPTIMISING_MEMORY_BYTES
from docbuild.images.optimise import optimise
from docbuild.images.optimised import NotOptimised
from docbuild.images.optimising_request import task_of
from docbuild.images.outline import RefusedError
from docbuild.images.worker import serve


def main() -> None:
    # Libraries complain there at length; nobody reads it, and a full pipe would block.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.environ["RAYON_NUM_THREADS"] = "1"  # of oxipng: pictures are what runs side by side
    serve(answers, OPTIMISING_CPU_SECONDS, OPTIMISING_MEMORY_BYTES)


def answers(message: bytes) -> Iterator[bytes]:
    task = task_of(message)
    try:
        for found in optimise(task):
            yield b"=" + found.facts()
            yield b"+" + (b"" if found.data == task.data else found.data)
    except RefusedError as refusal:
        yield b"-" + NotOptimised(refusal.problem, refusal.detail).to_json()
