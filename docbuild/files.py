"""Reading a project with care.

A project may be a stranger's, and may change while it is read. So nothing is reached through
a symbolic link: folders are opened one by one, each through its parent, and what was opened
is what is listed and read. No open blocks, and no read is unbounded.
"""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from docbuild import asked
from docbuild.asset import Entry, EntryKind, Tree
from docbuild.folders import Folder, is_link, open_below, open_file, open_folder, open_root

MOST_ENTRIES = 20_000
DEEPEST = 32  # folders below doc/
ATTEMPTS = 3  # at reading a file that changes meanwhile


class ReadProblem(NamedTuple):
    """Why a file was not read.

    ``code`` is ``missing``, ``symlink``, ``not-regular``, ``too-large``, ``changed`` (while
    it was read, each time), ``not-plain`` (no path below a folder) or ``unreadable``;
    ``detail`` says it in words, the operating system's own where it has some.
    """

    code: str
    detail: str


def read_tree(folder: Path, *, follow_root: bool = False) -> Tree:
    """All that ``folder`` holds, sorted by path, without following any symbolic link.

    Hidden folders are listed, but not entered. ``follow_root`` permits ``folder`` itself to
    be a link, which is for the user to say. What cannot be listed has ``unreadable`` set; if
    that is ``folder`` itself, the only entry is ``.``.
    """
    asked.tree(folder)
    kind = _root_kind(folder, follow_root)
    if kind is not EntryKind.DIRECTORY:
        return Tree(kind)
    walk = _Walk()
    try:
        with open_root(os.fspath(folder), follow=follow_root) as opened:
            walk.list(opened, "", 0)
    except OSError as error:
        walk.entries["."] = Entry(".", kind, unreadable=_words(error))
    return Tree(kind, dict(sorted(walk.entries.items())), walk.truncated)


def read_file(root: Path, path: str, limit: int) -> bytes | ReadProblem:
    """The bytes of the regular file at ``path`` below ``root``, at most ``limit`` of them.

    ``path`` is POSIX and relative. A file that changes while it is read is read again.
    """
    names = path.split("/")
    if "\0" in path or any(name in ("", ".", "..") for name in names):
        return ReadProblem("not-plain", "not a plain path below the folder")
    asked.file(root, path)
    try:
        for _ in range(ATTEMPTS):
            descriptor = _open(root, names)
            try:
                result = read_open(descriptor, limit)
            finally:
                os.close(descriptor)
            if result is not None:
                return result
    except UnicodeEncodeError:
        return ReadProblem("not-plain", "a name that no file can have")
    except OSError as error:
        return ReadProblem(_CODES.get(error.errno or 0, "unreadable"), _words(error))
    return ReadProblem("changed", "changed while it was read")


def digest(data: bytes) -> str:
    """The SHA-256 of ``data`` in hexadecimal."""
    import hashlib  # noqa: PLC0415 - 2 ms (OpenSSL) that documents without pictures save

    return hashlib.sha256(data).hexdigest()


_CODES = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ENAMETOOLONG: "missing",
    errno.ELOOP: "symlink",
    errno.EMLINK: "symlink",  # what FreeBSD says instead
    errno.ENXIO: "not-regular",  # a socket
}


class _Walk:
    """The entries found so far, and whether there are too many or too deep ones."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.truncated = False

    def list(self, folder: Folder, prefix: str, depth: int) -> None:
        """Add all that is in ``folder``, whose entries' paths begin with ``prefix``."""
        below = []
        with os.scandir(folder.handle) as found:
            for item in found:
                if len(self.entries) >= MOST_ENTRIES:
                    self.truncated = True
                    break
                entry = _entry(item, prefix + item.name)
                if entry is None:
                    continue
                self.entries[entry.path] = entry
                if entry.kind is EntryKind.DIRECTORY and not item.name.startswith("."):
                    below.append(item.name)
        for name in sorted(below):
            self._enter(folder, name, prefix + name, depth + 1)

    def _enter(self, parent: Folder, name: str, path: str, depth: int) -> None:
        if depth > DEEPEST:
            self.truncated = True
            return
        try:
            with open_folder(name, parent) as opened:
                self.list(opened, f"{path}/", depth)
        except FileNotFoundError:
            del self.entries[path]  # it is gone by now
        except OSError as error:
            became_link = error.errno == errno.ELOOP
            kind = EntryKind.SYMLINK if became_link else EntryKind.DIRECTORY
            self.entries[path] = Entry(path, kind, unreadable=_words(error))


def _root_kind(folder: Path, follow: bool) -> EntryKind | None:
    try:
        return _kind(os.stat(folder, follow_symlinks=follow).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return EntryKind.DIRECTORY  # opening it will say what is wrong


def _kind(mode: int) -> EntryKind:
    if stat.S_ISREG(mode):
        return EntryKind.FILE
    if stat.S_ISDIR(mode):
        return EntryKind.DIRECTORY
    return EntryKind.SYMLINK if stat.S_ISLNK(mode) else EntryKind.OTHER


def _entry(item: os.DirEntry[str], path: str) -> Entry | None:
    """An entry as the listing tells it; only files are asked for more, namely their size.

    ``None`` if it is gone by now.
    """
    try:
        if is_link(item):
            return Entry(path, EntryKind.SYMLINK)
        if item.is_dir(follow_symlinks=False):
            return Entry(path, EntryKind.DIRECTORY)
        status = item.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Entry(path, EntryKind.OTHER, unreadable=_words(error))
    kind = _kind(status.st_mode)
    return Entry(path, kind, status.st_size if kind is EntryKind.FILE else 0)


def _open(root: Path, names: list[str]) -> int:
    """A descriptor of what ``names`` lead to from ``root``, which may be a link itself."""
    with (
        open_root(os.fspath(root), follow=True) as top,
        open_below(top, names[:-1]) as folder,
    ):
        return open_file(names[-1], folder)


def read_open(descriptor: int, limit: int) -> bytes | ReadProblem | None:
    """The whole content, why it is not to be had, or ``None`` if it changed meanwhile."""
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):
        return ReadProblem("not-regular", "not a regular file")
    if before.st_size > limit:
        return ReadProblem("too-large", f"{before.st_size} bytes, more than {limit}")
    data = _read_up_to(descriptor, before.st_size)  # growth shows in the size afterwards
    after = os.fstat(descriptor)
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if same and len(data) == before.st_size else None


def _read_up_to(descriptor: int, count: int) -> bytes:
    parts = []
    while count > 0 and (part := os.read(descriptor, count)):
        parts.append(part)
        count -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _words(error: OSError) -> str:
    return error.strerror or str(error)
