"""What is in a folder, opened and made without following a link: the one place that knows how.

Where the system can open relative to a folder's descriptor, that is done, so that replacing a
folder by a link changes nothing for who has it open. Windows cannot: there each name is looked
at before it is opened, and what was opened is compared with it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from typing import Self

BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = (
    os.O_RDONLY
    | _NOFOLLOW
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO without a writer would block for ever
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_DEEPEST = 64  # folders in one another that are removed, each of which is open meanwhile
_NEW_FILE = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


class Folder:
    """An open folder. ``handle`` is what ``os.scandir`` takes: a descriptor, or its path."""

    __slots__ = ("handle",)

    def __init__(self, handle: int | str) -> None:
        self.handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if isinstance(self.handle, int):
            os.close(self.handle)


def open_root(path: str, *, follow: bool) -> Folder:
    """The folder at ``path``, which itself may be a link if ``follow``; raises ``OSError``."""
    if BY_DESCRIPTOR:
        return Folder(os.open(path, _FOLDER if follow else _FOLDER | _NOFOLLOW))
    if not follow:
        _refuse_link(path)
    return Folder(path)


def open_folder(name: str, parent: Folder) -> Folder:
    """The folder ``name`` in ``parent``; raises ``OSError``, ``ELOOP`` for a link."""
    if isinstance(parent.handle, str):
        path = _plain_path(parent.handle, name)
        if not stat.S_ISDIR(_refuse_link(path).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        return Folder(path)
    try:
        return Folder(os.open(name, _FOLDER | _NOFOLLOW, dir_fd=parent.handle))
    except NotADirectoryError:  # which Linux says of links too
        status = os.stat(name, dir_fd=parent.handle, follow_symlinks=False)
        if stat.S_ISLNK(status.st_mode):
            raise _link(name) from None
        raise


def open_below(parent: Folder, names: Iterable[str]) -> Folder:
    """The folder that ``names`` lead to from ``parent``, which stays open; raises as
    :func:`open_folder` does."""
    handle = parent.handle
    folder = Folder(os.dup(handle) if isinstance(handle, int) else handle)
    for name in names:
        try:
            below = open_folder(name, folder)
        finally:
            folder.close()
        folder = below
    return folder


def open_file(name: str, parent: Folder) -> int:
    """A descriptor for reading ``name`` in ``parent``, whatever it is, without ever blocking.

    Raises ``OSError``, ``ELOOP`` for a link.
    """
    if isinstance(parent.handle, int):
        return os.open(name, _FILE, dir_fd=parent.handle)
    path = _plain_path(parent.handle, name)
    seen = _refuse_link(path)
    descriptor = os.open(path, _FILE)
    if os.path.samestat(seen, os.fstat(descriptor)):
        return descriptor
    os.close(descriptor)
    raise _link(path)  # it was exchanged between the two looks


def create_file(name: str, folder: Folder) -> int:
    """A descriptor for writing a new file ``name`` in ``folder``.

    Raises ``OSError``: ``EEXIST`` where the name is taken, by a link too.
    """
    if isinstance(folder.handle, int):
        return os.open(name, _NEW_FILE, 0o666, dir_fd=folder.handle)
    return os.open(_plain_path(folder.handle, name), _NEW_FILE, 0o666)


def create_folder(name: str, parent: Folder) -> None:
    """A new folder ``name`` in ``parent``; raises ``OSError``, ``EEXIST`` if the name is taken."""
    if isinstance(parent.handle, int):
        os.mkdir(name, dir_fd=parent.handle)
    else:
        os.mkdir(_plain_path(parent.handle, name))


def rename_over(name: str, target: str, folder: Folder) -> None:
    """Let ``name`` in ``folder`` be ``target`` from now on, whatever that was; a link too."""
    if isinstance(folder.handle, int):
        os.replace(name, target, src_dir_fd=folder.handle, dst_dir_fd=folder.handle)
    else:
        os.replace(_plain_path(folder.handle, name), _plain_path(folder.handle, target))


def rename_between(name: str, folder: Folder, target: str, target_folder: Folder) -> None:
    """Let ``name`` in ``folder`` be ``target`` in ``target_folder`` from now on.

    Raises ``OSError``: ``ENOTEMPTY`` or ``EEXIST`` for a folder where there is one that holds
    anything, ``ENOTDIR`` for a folder where there is something else, a link too.
    """
    if isinstance(folder.handle, int) and isinstance(target_folder.handle, int):
        os.rename(name, target, src_dir_fd=folder.handle, dst_dir_fd=target_folder.handle)
    else:
        os.rename(
            _plain_path(str(folder.handle), name), _plain_path(str(target_folder.handle), target)
        )


def remove_folder(name: str, parent: Folder) -> None:
    """Remove an empty folder; raises ``OSError`` for any other."""
    if isinstance(parent.handle, int):
        os.rmdir(name, dir_fd=parent.handle)
    else:
        os.rmdir(_plain_path(parent.handle, name))


def remove_tree(name: str, parent: Folder, depth: int = 0) -> None:
    """Remove the folder ``name`` in ``parent`` with all that is in it; links are not followed.

    Raises ``OSError``: ``ENAMETOOLONG`` where folders are in one another without an end.
    """
    if depth > _DEEPEST:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), name)
    with open_folder(name, parent) as folder:
        _let_change(folder)
        with os.scandir(folder.handle) as found:
            items = [(item.name, item.is_dir(follow_symlinks=False)) for item in found]
        for below, is_folder in items:
            if is_folder:
                remove_tree(below, folder, depth + 1)
            else:
                remove_file(below, folder)
    remove_folder(name, parent)


def remove_file(name: str, folder: Folder) -> None:
    if isinstance(folder.handle, int):
        os.unlink(name, dir_fd=folder.handle)
    else:
        os.unlink(_plain_path(folder.handle, name))


def is_there(name: str, folder: Folder) -> bool:
    """Whether ``folder`` has anything called ``name``, be it a link that leads nowhere."""
    if isinstance(folder.handle, str):
        return os.path.lexists(_plain_path(folder.handle, name))
    try:
        os.stat(name, dir_fd=folder.handle, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def sync(folder: Folder) -> None:
    """Make what was renamed or made in ``folder`` last; Windows has no way to ask for it."""
    if isinstance(folder.handle, int):
        os.fsync(folder.handle)
    elif os.name != "nt":
        descriptor = os.open(folder.handle, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_link(item: os.DirEntry[str]) -> bool:
    """Whether an entry is a symbolic link, or one of the other links that Windows has."""
    if item.is_symlink():
        return True
    return not BY_DESCRIPTOR and _is_reparse_point(item.stat(follow_symlinks=False))


def _let_change(folder: Folder) -> None:
    """Give ourselves the permission to remove what is in a folder of ours."""
    if isinstance(folder.handle, int):
        mode = stat.S_IMODE(os.fstat(folder.handle).st_mode)
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            os.fchmod(folder.handle, mode | stat.S_IRWXU)


def _plain_path(folder: str, name: str) -> str:
    if os.sep == "\\" and ("\\" in name or ":" in name):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    return os.path.join(folder, name)


def _refuse_link(path: str) -> os.stat_result:
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode) or _is_reparse_point(status):
        raise _link(path)
    return status


def _is_reparse_point(status: os.stat_result) -> bool:
    attributes: int = getattr(status, "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


def _link(path: str) -> OSError:
    return OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
