"""Where everything lies below ``.docbuild``, opened and made without following a link.

``releases/`` is meant for git: ``objects/ab/cd…`` are contents by their SHA-256, ``records/``
and ``events/`` small files, each named after its own digest. No file is ever changed, so two
people's never conflict. ``upload/``, ``tmp/`` and ``lock`` are of this machine alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from docbuild.folders import Folder, create_folder, is_there, open_below, open_root, sync

HOME = ".docbuild"
UPLOAD, TEMPORARY, LOCK = "upload", "tmp", "lock"
RELEASES, OBJECTS, RECORDS, EVENTS = "releases", "objects", "records", "events"

NEW, OLD, AWAY = "new", "old", "away"  # in tmp/: the folders of a restore
REPLACED = "replaced-"  # how the name begins of one that is kept, as it may hold changes

SUFFIX = ".json"
MOST_NAMES = 20_000  # of a folder that are looked at


def shown(*names: str) -> str:
    """The place of something for people: relative to the project's root, POSIX."""
    return "/".join((HOME, *names))


def object_place(digest: str) -> tuple[str, str, str, str]:
    """The folders below ``.docbuild`` and the name of what has this SHA-256."""
    return RELEASES, OBJECTS, digest[:2], digest[2:]


@contextmanager
def opened(root: Path, *names: str) -> Iterator[Folder]:
    """A folder below ``root``; raises ``OSError``, ``FileNotFoundError`` where there is none."""
    with open_root(os.fspath(root), follow=True) as top, open_below(top, names) as folder:
        yield folder


@contextmanager
def made(root: Path, *names: str) -> Iterator[Folder]:
    """The same, made where it is missing."""
    for depth, name in enumerate(names):
        with opened(root, *names[:depth]) as parent:
            if not is_there(name, parent):
                _make(name, parent)
    with opened(root, *names) as folder:
        yield folder


def _make(name: str, parent: Folder) -> None:
    try:
        create_folder(name, parent)
    except FileExistsError:
        return  # another process was faster
    sync(parent)


def listed(root: Path, *names: str, most: int = MOST_NAMES) -> list[str]:
    """What lies in a folder, sorted; empty if there is none.

    No more than ``most`` and one, which tells that there are too many.

    Raises ``OSError`` for a folder that cannot be read, or is a link.
    """
    try:
        with opened(root, *names) as folder, os.scandir(folder.handle) as found:
            return sorted(item.name for item in islice(found, most + 1))
    except FileNotFoundError:
        return []
