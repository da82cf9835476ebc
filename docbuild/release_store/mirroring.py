"""A folder made anew beside the old one: what stays the same files, what is new written.

The files that stay are linked, so that not a byte of them is read or lost, nor their times and
permissions; where there are no links, they are copied.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress

from docbuild.folders import (
    Folder,
    create_file,
    create_folder,
    is_link,
    open_file,
    open_folder,
    sync,
)
from docbuild.writing import link, write_all

_DEEPEST = 64
_CHUNK = 1 << 20  # bytes


def mirror(
    old: Folder | None, target: Folder, written: Mapping[str, bytes], left: Set[str]
) -> None:
    """Fill ``target`` with what ``old`` holds, but for the files ``left``, and with ``written``.

    Paths are POSIX, below the folder; ``written`` are in ``left`` where ``old`` has them. Folders
    of which nothing stays are not made. All of it lasts. Raises ``OSError``: ``EEXIST`` where
    something that stays is in the way of what is to be written, such as a link, ``EINVAL`` for
    what cannot be kept, such as a pipe.
    """
    if old is not None:
        _keep(old, target, left, "", 0)
    for path, data in sorted(written.items()):
        _write(target, path.split("/"), data)
    _sync_all(target, 0)


def listing(folder: Folder, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, int, int]]:
    """All that a folder holds: path, inode and when it was last changed; 0 where unknown.

    Times of folders are left out: making links changes those.
    """
    _refuse_depth(depth)
    for name, kind in _items(folder):
        path = prefix + name
        if kind == "folder":
            yield path, 0, 0
            with open_folder(name, folder) as below:
                yield from listing(below, f"{path}/", depth + 1)
        else:
            status = _status(name, folder)
            yield path, status.st_ino, status.st_mtime_ns


def _keep(old: Folder, target: Folder, left: Set[str], prefix: str, depth: int) -> None:
    _refuse_depth(depth)
    for name, kind in _items(old):
        path = prefix + name
        if path in left:
            continue
        if kind == "folder":
            with open_folder(name, old) as below:
                if _stays(below, left, f"{path}/", depth + 1):
                    create_folder(name, target)
                    with open_folder(name, target) as new:
                        _keep(below, new, left, f"{path}/", depth + 1)
                        _take_mode(below, new)
        elif kind == "link":
            _copy_link(name, old, target)
        elif kind == "file":
            if not link(name, old, name, target):
                _copy(name, old, target)
        else:
            raise OSError(errno.EINVAL, "not a regular file", path)


def _stays(folder: Folder, left: Set[str], prefix: str, depth: int) -> bool:
    """Whether anything of a folder stays; one that is empty does."""
    _refuse_depth(depth)
    items = list(_items(folder))
    for name, kind in items:
        if kind != "folder":
            if prefix + name not in left:
                return True
            continue
        with open_folder(name, folder) as below:
            if _stays(below, left, f"{prefix}{name}/", depth + 1):
                return True
    return not items


def _items(folder: Folder) -> Iterator[tuple[str, str]]:
    # Listed twice by one handle, a folder looks empty if the system failed to wind that back.
    with open_folder(os.curdir, folder) as anew, os.scandir(anew.handle) as found:
        items = [(item.name, _kind(item)) for item in found]
    yield from sorted(items)


def _kind(item: os.DirEntry[str]) -> str:
    if is_link(item):
        return "link"
    if item.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if item.is_file(follow_symlinks=False) else "other"


def _refuse_depth(depth: int) -> None:
    if depth > _DEEPEST:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))


def _status(name: str, folder: Folder) -> os.stat_result:
    if isinstance(folder.handle, int):
        return os.stat(name, dir_fd=folder.handle, follow_symlinks=False)
    return os.lstat(os.path.join(folder.handle, name))


def _copy_link(name: str, old: Folder, target: Folder) -> None:
    if isinstance(old.handle, int) and isinstance(target.handle, int):
        os.symlink(os.readlink(name, dir_fd=old.handle), name, dir_fd=target.handle)
    else:
        place = os.path.join(str(old.handle), name)
        os.symlink(os.readlink(place), os.path.join(str(target.handle), name))


def _copy(name: str, old: Folder, target: Folder) -> None:
    source = open_file(name, old)
    try:
        descriptor = create_file(name, target)
        try:
            while part := os.read(source, _CHUNK):
                write_all(descriptor, part)
            status = os.fstat(source)
            if os.utime in os.supports_fd:
                os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
                os.utime(descriptor, ns=(status.st_atime_ns, status.st_mtime_ns))
        finally:
            os.close(descriptor)
    finally:
        os.close(source)


def _take_mode(old: Folder, new: Folder) -> None:
    if isinstance(old.handle, int) and isinstance(new.handle, int):
        os.fchmod(new.handle, stat.S_IMODE(os.fstat(old.handle).st_mode))


def _write(folder: Folder, names: list[str], data: bytes) -> None:
    name, *rest = names
    if rest:
        with suppress(FileExistsError):
            create_folder(name, folder)
        with open_folder(name, folder) as below:
            _write(below, rest, data)
        return
    descriptor = create_file(name, folder)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _sync_all(folder: Folder, depth: int) -> None:
    """Make the folders last; their files do."""
    for name, kind in _items(folder):
        if kind == "folder":
            with open_folder(name, folder) as below:
                _sync_all(below, depth + 1)
    sync(folder)
