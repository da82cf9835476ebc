"""doc/ as it was in a release again, in one step; what was there instead is noted before.

A new folder is made of the release's files and of all that the upload does not take, and
exchanged with the old one. If anybody changed that one meanwhile, they are exchanged back.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from docbuild.asset import EntryKind
from docbuild.diagnostic import Message
from docbuild.exchanging import exchange
from docbuild.files import ReadProblem, read_file, read_open, read_tree
from docbuild.folders import (
    Folder,
    create_folder,
    is_there,
    open_below,
    open_file,
    open_folder,
    rename_between,
    sync,
)
from docbuild.manifest import MANIFEST
from docbuild.packed_files import packed_files
from docbuild.problem import ConfigProblem
from docbuild.release.values import Release, Stamp
from docbuild.release_store.mirroring import listing, mirror
from docbuild.release_store.places import AWAY, HOME, NEW, OLD, REPLACED, TEMPORARY, made, opened
from docbuild.release_store.reading import contents_of
from docbuild.release_store.turns import Turn
from docbuild.release_store.writer import Writer, writing
from docbuild.upload import READABLE, uploads

_CHANGED = Message(
    "刚刚被别的程序改动，没有恢复；请再试一次",
    "It was changed by another program just now, and was left alone: try again",
)
_TOO_MANY = Message("文件太多或目录太深，没有恢复", "It has too many files or too deep folders")


class Restored(NamedTuple):
    """``saved`` is what was there before, ``None`` if that was in the record as it is, or
    nothing. ``written`` and ``removed`` are paths below doc/; none if all was the same."""

    saved: Release | None
    written: tuple[str, ...]
    removed: tuple[str, ...]


class _ChangedError(OSError):
    """The folder is not what was read of it."""


def restore(root: Path, folder: str, release: Release, stamp: Stamp) -> Restored | ConfigProblem:
    """Let ``folder``, the document's below ``root`` (POSIX, not ``""``), hold ``release``.

    All files that the upload would take are those of the release then; others stay. Raises
    ``OSError``, and then the folder is as it was: ``ELOOP`` for links on the way, ``EEXIST``
    where one is in the place of a file.
    """
    with writing(root) as mine:
        members = contents_of(root, release)
        if isinstance(members, ConfigProblem):
            return members
        new = {path[4:]: data for path, data in members.items() if path != MANIFEST}
        old = _current(root / folder, folder)
        if isinstance(old, ConfigProblem):
            return old
        written = tuple(sorted(path for path in new if old.get(path) != new[path]))
        removed = tuple(sorted(old.keys() - new.keys()))
        if not written and not removed:
            return Restored(None, (), ())
        saved = _save(mine, old, stamp)  # which stays, whatever becomes of the rest
        try:
            _swap(mine.turn, folder, old, new)
        except _ChangedError:
            return ConfigProblem(folder, _CHANGED)
        return Restored(saved, written, removed)


def _current(place: Path, shown: str) -> dict[str, bytes] | ConfigProblem:
    """The files in the document's folder that the upload would take, by path."""
    tree = read_tree(place)
    if tree.root_kind is EntryKind.SYMLINK:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), shown)
    if tree.truncated:
        return ConfigProblem(shown, _TOO_MANY)
    found: dict[str, bytes] = {}
    for path, entry in tree.entries.items():
        if entry.unreadable is not None:
            return _unreadable(f"{shown}/{path}", entry.unreadable)
        if entry.kind is EntryKind.FILE and uploads(path):
            data = read_file(place, path, READABLE)
            if isinstance(data, ReadProblem):
                return _unreadable(f"{shown}/{path}", data.detail)
            found[path] = data
    return found


def _unreadable(path: str, reason: str) -> ConfigProblem:
    return ConfigProblem(
        path,
        Message(
            f"读不了，所以没有恢复：{reason}",
            f"It cannot be read, so nothing was restored: {reason}",
        ),
    )


def _save(mine: Writer, old: Mapping[str, bytes], stamp: Stamp) -> Release | None:
    """Note what is there, unless it is noted already."""
    members = {f"doc/{path}": data for path, data in old.items()}
    if not members or mine.holds(members):
        return None
    return mine.add(Release("", None, None, packed_files(members), 0, 0, (), stamp), members)


def _swap(mine: Turn, folder: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Put a folder with ``new`` in the place of the one with ``old``."""
    *around, name = folder.split("/")
    written = {path: data for path, data in new.items() if old.get(path) != data}
    left = {path for path, data in old.items() if new.get(path) != data}
    with (
        opened(mine.root, *around) as parent,
        opened(mine.root, HOME) as home,
        made(mine.root, HOME, TEMPORARY) as temporary,
    ):
        create_folder(NEW, temporary)
        with open_folder(NEW, temporary) as target, _if_there(name, parent) as present:
            seen = [] if present is None else list(listing(present))
            mirror(present, target, written, left)
        replaced = _put_in_place(mine, folder, parent, temporary)
        try:
            if replaced is not None and not _is_still(temporary, replaced, seen, old):
                raise _ChangedError
            sync(parent)
        except BaseException:
            _take_back(name, parent, replaced, temporary, home)
            raise


@contextmanager
def _if_there(name: str, parent: Folder) -> Iterator[Folder | None]:
    if not is_there(name, parent):
        yield None
        return
    with open_folder(name, parent) as folder:
        yield folder


def _put_in_place(mine: Turn, folder: str, parent: Folder, temporary: Folder) -> str | None:
    """Let the new folder be the document's; the name in ``temporary`` of the one before."""
    name = folder.rpartition("/")[2]
    if not is_there(name, parent):
        rename_between(NEW, temporary, name, parent)
        return None
    if exchange(NEW, temporary, name, parent):
        return NEW
    mine.note_move(folder)  # whoever is killed between the two leaves it to the next turn
    rename_between(name, parent, OLD, temporary)
    try:
        rename_between(NEW, temporary, name, parent)
    except BaseException:
        rename_between(OLD, temporary, name, parent)
        raise
    return OLD


def _is_still(
    temporary: Folder,
    replaced: str,
    seen: list[tuple[str, int, int]],
    old: Mapping[str, bytes],
) -> bool:
    """Whether nobody changed the folder since it was read."""
    with open_folder(replaced, temporary) as folder:
        return list(listing(folder)) == seen and all(
            _content(folder, path, len(data)) == data for path, data in old.items()
        )


def _content(folder: Folder, path: str, size: int) -> bytes | ReadProblem | None:
    *names, name = path.split("/")
    with open_below(folder, names) as below:
        descriptor = open_file(name, below)
    try:
        return read_open(descriptor, size)
    finally:
        os.close(descriptor)


def _take_back(
    name: str, parent: Folder, replaced: str | None, temporary: Folder, home: Folder
) -> None:
    """Let the folder that was replaced be there again; it is kept at the least."""
    try:
        if replaced is None:
            rename_between(name, parent, NEW, temporary)
        elif not (replaced == NEW and exchange(NEW, temporary, name, parent)):
            rename_between(name, parent, AWAY, temporary)
            rename_between(replaced, temporary, name, parent)
    except OSError:
        if replaced is not None:
            rename_between(replaced, temporary, f"{REPLACED}{os.urandom(4).hex()}", home)
