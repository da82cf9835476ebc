"""What a build asked the disk for: that, and nothing else, is what a watcher has to watch.

The modules that read a project say here what they are about to look at. As long as nobody
records, that costs a look at one variable.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Asked:
    """Absolute paths, whether something is there or not.

    ``files`` were read, or asked whether they exist; ``trees`` are folders that were listed
    with all that is below them.
    """

    __slots__ = ("files", "trees")

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.trees: set[str] = set()


@contextmanager
def recording() -> Iterator[Asked]:
    """Collect what is asked for in this thread; recordings inside of recordings both get it."""
    asked = Asked()
    token = _recordings.set((*_recordings.get(), asked))
    try:
        yield asked
    finally:
        _recordings.reset(token)


def file(folder: str | os.PathLike[str], name: str = "") -> None:
    """``name`` in ``folder`` is about to be read, or asked whether it exists or what it is."""
    for asked in _recordings.get():
        asked.files.add(os.path.abspath(os.path.join(folder, name)))


def tree(folder: str | os.PathLike[str]) -> None:
    """``folder`` is about to be listed, and the folders below it."""
    for asked in _recordings.get():
        asked.trees.add(os.path.abspath(folder))


_recordings: ContextVar[tuple[Asked, ...]] = ContextVar("recordings", default=())
