"""The folders and small configuration files of a project, read with care.

What configures a project may be a stranger's: so nothing below the project's root is reached
through a symbolic link, no read blocks, and none is unbounded. Pictures and the document are
read by ``files``.
"""

from __future__ import annotations

import errno
import os
import stat
from itertools import islice
from pathlib import Path

from docbuild import asked
from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem

LARGEST = 1024 * 1024  # bytes of a configuration file: a hundred times the largest seen
MOST_NAMES = 10_000  # of a folder that are looked at in search of README.md

_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO without a writer would block for ever
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_config(root: Path, relative: str) -> str | ConfigProblem | None:
    """The text of a configuration file below ``root``, ``None`` where there is none."""
    try:
        data = read_plainly(root, relative, LARGEST)
    except OSError as error:
        return _unreadable(relative, error)
    if data is None:
        return None
    if len(data) > LARGEST:
        said = Message("文件超过 1 MiB，docbuild 不读取", "The file is larger than 1 MiB: not read")
        return ConfigProblem(relative, said)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = Message(
            "文件不是 UTF-8 编码，请另存为 UTF-8", "The file is not UTF-8: save it as that"
        )
        return ConfigProblem(relative, said, line)


def is_plain(root: Path, name: str) -> bool:
    """Whether no component of ``name`` below ``root`` is a symbolic link."""
    path = os.fspath(root)
    for part in filter(None, name.split("/")):
        path = os.path.join(path, part)
        asked.file(path)
        try:
            if stat.S_ISLNK(os.lstat(path).st_mode):
                return False
        except (OSError, ValueError):
            return True  # nothing is there, so nothing below it: a hostile path may be endless
    return True


def is_plain_file(root: Path, name: str) -> bool:
    """Whether ``name`` is a file below ``root`` that is reached without symbolic links."""
    return is_plain(root, name) and os.path.isfile(root / name)


def readme_in(folder: Path) -> str | None:
    """The name of the document in ``folder``, README.md before any that differs in case."""
    asked.file(folder, "README.md")
    asked.file(folder, "readme.md")  # the other spelling that people use
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, MOST_NAMES) if is_readme(entry.name)]
    except OSError:
        return None  # no folder, or none that we may list
    if not names and os.path.lexists(os.path.join(folder, "README.md")):
        return "README.md"  # beyond the names that were looked at
    for name in names:
        asked.file(folder, name)
    return min(names, key=lambda name: (name != "README.md", name), default=None)


def is_readme(name: str) -> bool:
    return name.lower() == "readme.md"


def read_plainly(root: Path, relative: str, limit: int) -> bytes | None:
    """At most ``limit`` + 1 bytes of a regular file, ``None`` where there is none.

    Raises ``OSError`` for what is there but is no regular file, or cannot be read.
    """
    if not is_plain(root, relative):
        raise OSError(errno.ELOOP, "a symbolic link, which docbuild does not follow")
    try:
        descriptor = os.open(root / relative, _OPEN)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(descriptor)


def _unreadable(relative: str, error: OSError) -> ConfigProblem:
    words = error.strerror or str(error)
    return ConfigProblem(relative, Message(f"无法读取：{words}", f"Cannot be read: {words}"))
