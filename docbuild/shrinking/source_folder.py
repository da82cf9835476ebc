"""The document's folder as a place to write to: file by file, each in one step, through no link."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from docbuild import files
from docbuild.build import LARGEST_README
from docbuild.folders import (
    Folder,
    is_there,
    open_below,
    open_file,
    open_root,
    remove_file,
    sync,
)
from docbuild.leftovers import sweep_folder
from docbuild.locate import Location
from docbuild.upload import READABLE
from docbuild.writing import put_file, replace_file

_LARGEST = max(READABLE, LARGEST_README)
_PAUSE = 0.05  # seconds in which an editor that has begun to write goes on


class SourceFolder:
    """doc/ of a project. Paths are POSIX and relative to it; whatever fails raises ``OSError``."""

    def __init__(self, location: Location) -> None:
        self._location = location

    def read(self, path: str) -> bytes | None:
        """What a file holds, ``None`` if there is none."""
        data = files.read_file(self._location.folder, path, _LARGEST)
        if isinstance(data, bytes):
            return data
        if data.code == "missing":
            return None
        raise OSError(errno.ELOOP if data.code == "symlink" else errno.EIO, data.detail, path)

    def replace(self, path: str, old: bytes, new: bytes) -> bool:
        """Let a file hold ``new`` if it still holds ``old``; whether it did."""
        with self._folder_of(path) as (folder, name), _held(folder, name) as held:
            if not replace_file(folder, name, old, new):
                return False
            late = _late(held, old)
            if late is not None:
                replace_file(folder, name, new, late)
            return late is None

    def add(self, path: str, data: bytes) -> None:
        """Make a file that is there wholly or not at all; it may be there already, the same."""
        with self._folder_of(path) as (folder, name):
            if not is_there(name, folder):
                put_file(folder, name, data)
            elif self.read(path) != data:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)

    def remove(self, path: str, old: bytes) -> bool:
        """Remove a file if it still holds ``old``; whether it did."""
        with self._folder_of(path) as (folder, name), _held(folder, name) as held:
            if self.read(path) != old:
                return False
            remove_file(name, folder)
            sync(folder)
            late = _late(held, old)
            if late is not None:
                put_file(folder, name, late)
            return late is None

    def sweep(self, paths: Iterable[str]) -> None:
        """Remove what killed runs left beside files."""
        for names in {tuple(path.split("/")[:-1]) for path in paths}:
            with (
                suppress(FileNotFoundError),
                self._opened() as top,
                open_below(top, names) as folder,
            ):
                sweep_folder(folder)

    @contextmanager
    def _folder_of(self, path: str) -> Iterator[tuple[Folder, str]]:
        *names, name = path.split("/")
        with self._opened() as top, open_below(top, names) as folder:
            yield folder, name

    @contextmanager
    def _opened(self) -> Iterator[Folder]:
        location = self._location
        if location.explicit:  # the user named it, and may have named a link
            with open_root(os.fspath(location.folder), follow=True) as folder:
                yield folder
            return
        names = [name for name in location.folder_name.split("/") if name]
        with (
            open_root(os.fspath(location.root), follow=True) as root,
            open_below(root, names) as folder,
        ):
            yield folder


@contextmanager
def _held(folder: Folder, name: str) -> Iterator[int | None]:
    """The file of that name, so that what is written to it still can be read without a name."""
    held = None
    if os.name != "nt":  # where nobody can rename over an open file
        with suppress(FileNotFoundError):
            held = open_file(name, folder)
    try:
        yield held
    finally:
        if held is not None:
            os.close(held)


def _late(held: int | None, old: bytes) -> bytes | None:
    """What somebody wrote to a file while it lost its name, once he is done; ``None`` if nobody."""
    if held is None:
        return None
    before, data = None, _content(held)
    while data not in (old, before):
        time.sleep(_PAUSE)
        before, data = data, _content(held)
    return None if data == old else data


def _content(held: int) -> bytes | None:
    os.lseek(held, 0, os.SEEK_SET)
    data = files.read_open(held, _LARGEST)
    return data if isinstance(data, bytes) else None
