"""What runs that were killed left behind: found by its name, and removed if nobody lives in it.

Two things are written aside before they are put in place: a file, locked by its writer, and a
*container*, a folder with a locked file ``lock`` that names the target, and with ``new``, the
folder that is to be there. What ``new`` replaced is called ``new`` too once it was exchanged;
``old`` is what was moved out of the way where nothing can be exchanged, and belongs back.
"""

import os
import re
from contextlib import suppress

from docbuild.folders import (
    Folder,
    is_there,
    open_file,
    open_folder,
    remove_file,
    remove_folder,
    remove_tree,
    rename_between,
)

try:
    import fcntl
except ImportError:  # Windows, where nobody can rename or remove a file that is open
    fcntl = None  # type: ignore[assignment]  # a module or None has no common type to declare

TEMPORARY = ".docbuild-"
"""How the names begin of what is being written; none is left but by a killed run."""

LOCK, NEW, OLD = "lock", "new", "old"

_LONGEST_NAME = 1024  # bytes, more than any file system allows


def temporary_name() -> str:
    return f"{TEMPORARY}{os.urandom(8).hex()}"


def lock(descriptor: int) -> None:
    """Wait for the lock of an open file, and have it until the file is closed."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def sweep_folder(folder: Folder) -> None:
    """Remove from ``folder`` what killed runs left, and put back what they had moved away."""
    with os.scandir(folder.handle) as found:
        items = [item for item in found if item.name.startswith(TEMPORARY)]
    for item in items:
        with suppress(OSError):  # in use, another user's, or swept by another run
            if item.is_dir(follow_symlinks=False):
                _sweep_container(item.name, folder)
            else:
                _sweep_file(item.name, folder)


def clear(container: Folder, parent: Folder, target: str, held: int) -> None:
    """Put back what was moved away, remove what else we had in a container, and end its lock.

    Raises ``OSError`` if that fails; what is left then is for the next run, ``OLD`` above all.
    """
    try:
        _put_back(container, parent, target)
        _remove(NEW, container)
        with suppress(FileNotFoundError):
            # What is half removed must not be put back by anybody.
            rename_between(OLD, container, NEW, container)
            _remove(NEW, container)
        if fcntl is not None:
            remove_file(LOCK, container)
    finally:
        os.close(held)
    if fcntl is None:
        remove_file(LOCK, container)


def _remove(name: str, container: Folder) -> None:
    with suppress(FileNotFoundError):
        remove_tree(name, container)


def _sweep_file(name: str, folder: Folder) -> None:
    """Remove a temporary file under its lock; raises ``OSError`` if somebody has that."""
    if fcntl is None:
        remove_file(name, folder)  # which Windows refuses while the file is open
        return
    descriptor = open_file(name, folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove_file(name, folder)
    finally:
        os.close(descriptor)


def _sweep_container(name: str, parent: Folder) -> None:
    """Remove a container under its lock; raises ``OSError`` if somebody has that.

    One without a lock is removed if it is empty: its owner will notice, or is dead.
    """
    if not re.fullmatch(f"{re.escape(TEMPORARY)}[0-9a-f]{{16}}", name):
        return
    with open_folder(name, parent) as container, suppress(FileNotFoundError):
        held = _taken_lock(container)
        try:
            target = os.fsdecode(os.read(held, _LONGEST_NAME))
        except BaseException:
            os.close(held)
            raise
        clear(container, parent, target, held)
    remove_folder(name, parent)


def _taken_lock(container: Folder) -> int:
    """The lock of a container, which is ours now; raises ``OSError`` if its owner lives."""
    if fcntl is None:
        rename_between(LOCK, container, LOCK, container)  # which Windows refuses if it is open
    held = open_file(LOCK, container)
    try:
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(held)
        raise
    return held


def _put_back(container: Folder, parent: Folder, target: str) -> None:
    """Let what was moved away be at its place again, unless something else is there by now."""
    is_plain = target not in ("", ".", "..") and "/" not in target and os.sep not in target
    if is_plain and is_there(OLD, container) and not is_there(target, parent):
        rename_between(OLD, container, target, parent)
