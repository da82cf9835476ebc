"""A small disk of its own, with ever more room left on it, and what becomes of a bundle there.

    unshare --mount [--map-root-user] python full_disk.py FOLDER BEFORE PROJECT TARGET SCARCE

A file system of 1 MiB in memory is mounted over FOLDER, where only this process sees it. TARGET
there holds the bundle of BEFORE; then PROJECT is to be bundled with room for nothing, for one more
page of bytes, or one more file, as SCARCE says (``pages`` or ``files``), for two and so on, until
that succeeds. Prints one JSON array for each attempt: the exit code, what is found afterwards
(``old``, ``new`` or ``torn``), and the names that are there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from faults import tree

from docbuild.cli.main import main as docbuild

_PAGE = 4096  # bytes by which a file system in memory gives space away
_FILLING = "filling"


def main() -> int:
    folder, before, project, target = map(Path, sys.argv[1:5])
    options = "size=1m,nr_inodes=100"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    bundle(project, folder / target)
    new = tree(folder)
    for left in range(100):
        bundle(before, folder / target)
        old = tree(folder)
        fill(folder / _FILLING, sys.argv[5], left)
        code = bundle(project, folder / target)
        shutil.rmtree(folder / _FILLING)
        found = tree(folder)
        seen = "old" if found == old else "new" if found == new else "torn"
        print(json.dumps([code, seen, sorted(os.listdir(folder))]))
        if code == 0:
            return 0
    return 1


def bundle(project: Path, target: Path) -> int:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return docbuild(["bundle", str(project), "-o", str(target)])


def fill(folder: Path, scarce: str, left: int) -> None:
    """Leave room for that many pages or files."""
    folder.mkdir()
    room = os.statvfs(folder)
    if scarce == "pages":
        (folder / "content").write_bytes(bytes((room.f_bavail - left) * _PAGE))
    else:
        for number in range(room.f_ffree - left):
            (folder / str(number)).touch()


if __name__ == "__main__":
    sys.exit(main())
