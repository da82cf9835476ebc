"""A task → ever better pictures. Runs inside a worker of its own.

A worker which is ended for taking too long has still told what it found so far.
"""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.images import lossless
from docbuild.images.aim import Task
from docbuild.images.optimised import TAKEN, Optimised
from docbuild.images.picture import Picture, read_picture
from docbuild.images.shrink import shrink


def optimise(task: Task) -> Iterator[Optimised]:
    """Raises :class:`RefusedError` for what is no picture to save."""
    picture = read_picture(task.data)
    if picture.format in TAKEN:
        yield from _lossless(picture)
    else:
        for found in shrink(task.data):
            size = (found.width, found.height)
            yield Optimised(found.format, *size, 1, found.data, False, 0.01, found.was)


def _lossless(picture: Picture) -> Iterator[Optimised]:
    size = picture.image.size
    for data in lossless.ever_smaller(picture):
        yield Optimised(picture.format, *size, picture.frames, data, True, 0.0, size)
