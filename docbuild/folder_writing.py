"""Writing a whole folder or none: whoever looks sees the old one or the new one.

The new folder is made in a container beside the target, made to last, and exchanged with what
is there. Where nothing can be exchanged (Windows, some network file systems), the old folder is
moved into the container first: for that moment there is none, and who is killed then leaves
it to the next run to put the old one back.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from docbuild.bundle import check_names
from docbuild.exchanging import exchange
from docbuild.folders import (
    Folder,
    create_file,
    create_folder,
    is_there,
    open_folder,
    open_root,
    remove_file,
    remove_folder,
    remove_tree,
    rename_between,
    sync,
)
from docbuild.leftovers import LOCK, NEW, OLD, clear, lock, sweep_folder, temporary_name
from docbuild.writing import write_all

_ATTEMPTS = 100  # at a place where others put folders and take them away meanwhile


def replace_folder(target: Path, members: Mapping[str, bytes]) -> None:
    """Let ``target`` be a folder that holds ``members``, by POSIX path, and nothing else.

    In one step: at any time it is the old folder, or none, as before, or this one. Whether the
    old one may go is for the caller to have found out; an empty one is nobody's loss.
    Raises ``OSError`` if it fails, and then nothing has changed, but that an empty folder may be
    gone: ``ENOTDIR`` where there is something else than a folder, a link too, and ``EBUSY``
    where a file system is mounted.
    Raises ``ValueError`` for names that some operating system cannot hold. What killed runs
    left beside ``target`` is removed.
    """
    check_names(members)
    parent_path, name = _split(target)
    with open_root(parent_path, follow=True) as parent:
        sweep_folder(parent)
        with _container(parent, name) as container:
            _write_folder(NEW, container, members)
            sync(container)
            _put_in_place(container, name, parent)
            with _taken_back(container, name, parent):
                sync(parent)


def sweep(parent: Path) -> None:
    """Remove what killed runs left in ``parent``; raises ``OSError`` if that is no folder."""
    with open_root(os.fspath(parent), follow=True) as folder:
        sweep_folder(folder)


def _split(target: Path) -> tuple[str, str]:
    """The path of the folder that holds ``target``, and the name that it has there."""
    if target.name in ("", ".."):
        target = Path(os.path.realpath(target))
    if not target.name:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), os.fspath(target))
    return os.fspath(target.parent), target.name


@contextmanager
def _container(parent: Folder, target: str) -> Iterator[Folder]:
    """A container for what is to be ``target``, which goes away afterwards with what is in it."""
    name, container, held = _made(parent)
    with container:
        try:
            write_all(held, os.fsencode(target))
            yield container
        finally:
            with suppress(OSError):  # what stays is swept by the next run
                clear(container, parent, target, held)
                remove_folder(name, parent)


def _made(parent: Folder) -> tuple[str, Folder, int]:
    """The name of a new container, the container, and its lock, which is held."""
    while True:
        name = temporary_name()
        create_folder(name, parent)
        try:
            container = open_folder(name, parent)
            try:
                held = _locked(container)
            except BaseException:
                container.close()
                raise
        except FileNotFoundError:
            continue  # another run swept it away before it was locked
        except BaseException:
            with suppress(OSError):
                remove_folder(name, parent)
            raise
        return name, container, held


def _locked(container: Folder) -> int:
    """A new lock in a container, held; raises ``FileNotFoundError`` if it was swept away."""
    held = create_file(LOCK, container)
    try:
        lock(held)
        if is_there(LOCK, container):
            return held
    except BaseException:
        os.close(held)
        with suppress(OSError):
            remove_file(LOCK, container)
        raise
    os.close(held)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), LOCK)


def _write_folder(name: str, parent: Folder, members: Mapping[str, bytes]) -> None:
    """A new folder that holds ``members``, all of it made to last."""
    create_folder(name, parent)
    below: dict[str, dict[str, bytes]] = {}
    with open_folder(name, parent) as folder:
        for path, data in sorted(members.items()):
            first, slash, rest = path.partition("/")
            if slash:
                below.setdefault(first, {})[rest] = data
            else:
                _write_file(first, folder, data)
        for first, inner in below.items():
            _write_folder(first, folder, inner)
        sync(folder)


def _write_file(name: str, folder: Folder, data: bytes) -> None:
    descriptor = create_file(name, folder)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _put_in_place(container: Folder, name: str, parent: Folder) -> None:
    """Let what is ``NEW`` in the container be ``name`` in ``parent``."""
    for _ in range(_ATTEMPTS):
        if _moved_in(container, name, parent):
            return
        with suppress(FileNotFoundError):  # somebody took it away meanwhile
            if exchange(NEW, container, name, parent):
                return
            _move_aside(name, parent, container)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), name)


@contextmanager
def _taken_back(container: Folder, name: str, parent: Folder) -> Iterator[None]:
    """If the block fails, what was put in place goes, and what was there before is back."""
    try:
        yield
    except BaseException:
        if not is_there(NEW, container):
            rename_between(name, parent, NEW, container)  # the old one follows, if there is one
        else:
            exchange(NEW, container, name, parent)
        raise


def _moved_in(container: Folder, name: str, parent: Folder) -> bool:
    """Move the new folder to where nothing is, or an empty folder; say whether that is so."""
    try:
        rename_between(NEW, container, name, parent)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def _move_aside(name: str, parent: Folder, container: Folder) -> None:
    with suppress(FileNotFoundError):  # there is one if others put theirs here just now
        remove_tree(OLD, container)
    rename_between(name, parent, OLD, container)
