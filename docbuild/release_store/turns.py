"""One writer at a time: who writes below ``.docbuild`` has the lock, and cleans up at first.

What a killed writer left is known exactly: everything is written in ``tmp/`` and moved from
there, and a *journal* in it names the contents that are about to be moved. If no record came
to need them, they are taken away again.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

from docbuild.files import read_open
from docbuild.folders import (
    Folder,
    create_file,
    is_there,
    open_file,
    open_folder,
    remove_file,
    remove_folder,
    remove_tree,
    rename_between,
    sync,
)
from docbuild.release_store.places import (
    EVENTS,
    HOME,
    LOCK,
    OLD,
    RECORDS,
    RELEASES,
    REPLACED,
    SUFFIX,
    TEMPORARY,
    made,
    object_place,
    opened,
)
from docbuild.release_store.records import is_digest
from docbuild.writing import write_all

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module or None has no common type to declare
    import msvcrt

PATIENCE = 60.0  # seconds for other processes to be done with what takes each a moment

_IGNORED = b"""# What docbuild keeps on this machine alone; releases/ is for git.
/upload/
/tmp/
/lock
/replaced-*
/.docbuild-*
"""
_PAUSE = 0.02
_JOURNAL, _MOVED, _FORGOTTEN = "journal", "moved", "forgotten"
_LARGEST_JOURNAL = 64 * 1024 * 1024
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}


class BusyError(OSError):
    """Others had the lock for longer than anybody should."""

    def __init__(self) -> None:
        super().__init__(errno.EBUSY, "another docbuild is writing")


class Turn:
    """The right to write below ``root``'s ``.docbuild``, as long as its block lasts."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes, *place: str) -> None:
        """Let a file at ``place`` (folders, then its name) hold ``data``, which lasts.

        It is there wholly or not at all. Raises ``OSError``.
        """
        *names, name = place
        with made(self.root, HOME, TEMPORARY) as temporary, made(self.root, HOME, *names) as folder:
            _write_new(name, temporary, data)
            rename_between(name, temporary, name, folder)
            sync(folder)

    def put_objects(self, contents: Mapping[str, bytes]) -> None:
        """The same for several, by their SHA-256; each folder is made to last only once."""
        with made(self.root, HOME, TEMPORARY) as temporary:
            for digest, data in contents.items():
                _write_new(digest, temporary, data)
            for shard, digests in groupby(sorted(contents), key=lambda digest: digest[:2]):
                with made(self.root, HOME, *object_place(shard)[:-1]) as folder:
                    for digest in digests:
                        rename_between(digest, temporary, object_place(digest)[-1], folder)
                    sync(folder)

    def note(self, digests: Iterable[str]) -> None:
        """Write down which objects are about to be put, for the case that we are killed."""
        self.put("".join(f"{each}\n" for each in digests).encode(), TEMPORARY, _JOURNAL)

    def note_move(self, folder: str) -> None:
        """Write down that ``folder``, below the root, is about to be moved aside as ``OLD``."""
        self.put(folder.encode("utf-8", "surrogateescape"), TEMPORARY, _MOVED)

    def note_forgotten(self, places: Iterable[tuple[str, str]]) -> None:
        """Write down which files of the record are about to go: a folder and a digest each."""
        lines = "".join(f"{folder} {digest}\n" for folder, digest in places)
        self.put(lines.encode(), TEMPORARY, _FORGOTTEN)

    def forgotten(self) -> list[tuple[str, str]]:
        """What that note names; empty if there is none."""
        lines = self._read(_FORGOTTEN).decode("ascii", "replace").split("\n")
        places = (line.partition(" ") for line in lines)
        return [(folder, name) for folder, _, name in places if is_digest(name)]

    def remove_entry(self, folder: str, digest: str) -> None:
        """Remove a file of the record if it is there."""
        if folder not in (RECORDS, EVENTS):
            return
        with suppress(FileNotFoundError), opened(self.root, HOME, RELEASES, folder) as place:
            remove_file(digest + SUFFIX, place)

    def _put_back(self, home: Folder) -> None:
        """Let what was moved aside be at its place again, if a killed run left none there.

        Where that cannot be told, or done, it is kept under another name.
        """
        with open_folder(TEMPORARY, home) as temporary:
            if not is_there(OLD, temporary):
                return
            names = self._read(_MOVED).decode("utf-8", "surrogateescape").split("/")
            with suppress(OSError, ValueError):
                if all(name and not name.startswith(".") for name in names):
                    with opened(self.root, *names[:-1]) as parent:
                        if not is_there(names[-1], parent):
                            rename_between(OLD, temporary, names[-1], parent)
                        return
            rename_between(OLD, temporary, f"{REPLACED}{os.urandom(4).hex()}", home)

    def noted(self) -> list[str]:
        """What the journal names; empty if there is none, or only the beginning of one."""
        lines = self._read(_JOURNAL).decode("ascii", "replace").split("\n")
        return [line for line in lines if is_digest(line)]

    def remove_object(self, digest: str) -> bool:
        """Remove an object, and its folder if that is empty then; whether it was there."""
        *names, name = object_place(digest)
        try:
            with opened(self.root, HOME, *names) as folder:
                remove_file(name, folder)
        except FileNotFoundError:
            return False
        with opened(self.root, HOME, *names[:-1]) as parent, suppress(OSError):
            remove_folder(names[-1], parent)  # others are in it
        return True

    def _read(self, name: str) -> bytes:
        """A file in ``tmp/``; empty if there is none, or nothing that we wrote."""
        try:
            with opened(self.root, HOME, TEMPORARY) as temporary:
                descriptor = open_file(name, temporary)
        except FileNotFoundError:
            return b""
        try:
            data = read_open(descriptor, _LARGEST_JOURNAL)
        finally:
            os.close(descriptor)
        return data if isinstance(data, bytes) else b""

    def clear(self) -> None:
        """Remove what is in ``tmp/``, the journal too; but what was moved there goes back."""
        with opened(self.root, HOME) as home:
            if is_there(TEMPORARY, home):
                self._put_back(home)
                remove_tree(TEMPORARY, home)


@contextmanager
def turn(root: Path, patience: float = PATIENCE) -> Iterator[Turn]:
    """Wait until nobody else writes below ``root``; raises :class:`BusyError` after ``patience``.

    Nothing is swept yet: who has the turn knows what is still needed.
    """
    with made(root, HOME) as home:
        lock = _lock_file(home)
        try:
            _wait_for(lock, patience)
            mine = Turn(root)
            if not is_there(".gitignore", home):
                mine.put(_IGNORED, ".gitignore")
            yield mine
        finally:
            os.close(lock)


def _lock_file(home: Folder) -> int:
    """The file to lock, which stays for ever: removing it would let two in at once."""
    with suppress(FileExistsError):
        os.close(create_file(LOCK, home))
    return open_file(LOCK, home)


def _wait_for(lock: int, patience: float) -> None:
    end = time.monotonic() + patience
    while not _taken(lock):
        if time.monotonic() > end:
            raise BusyError
        time.sleep(_PAUSE)


def _taken(lock: int) -> bool:
    try:
        if fcntl is None:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def _write_new(name: str, folder: Folder, data: bytes) -> None:
    """A file in our own temporary folder; what a killed run left of that name is replaced."""
    with suppress(FileNotFoundError):
        remove_file(name, folder)
    descriptor = create_file(name, folder)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)
