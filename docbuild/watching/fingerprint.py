"""The state of a file by which a change of it is known, without reading it."""

import os
import stat
from typing import TypeAlias

Fingerprint: TypeAlias = tuple[int, ...] | None
"""Kind, device, inode, size and the two times in nanoseconds; ``None`` where nothing is.

A folder has the first three alone: its times change with every file that comes into it, litter
included. A link has those of what it leads to as well.
"""


def fingerprint(path: str) -> Fingerprint:
    """The state of what is at ``path`` now."""
    try:
        status = os.lstat(path)
        if not stat.S_ISLNK(status.st_mode):
            return of_status(status)
        return (*of_status(status), *_behind(path))
    except (OSError, ValueError):  # a name that no file can have
        return None


def of_status(status: os.stat_result) -> tuple[int, ...]:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        return kind, status.st_dev, status.st_ino
    return (
        kind,
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def is_folder(state: Fingerprint) -> bool:
    return state is not None and state[0] == stat.S_IFDIR


def same_content(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether nothing but permissions and the like may have changed between two states."""
    return one == other or (one is not None and other is not None and one[:5] == other[:5])


def _behind(link: str) -> tuple[int, ...]:
    try:
        return of_status(os.stat(link))
    except (OSError, ValueError):
        return ()
