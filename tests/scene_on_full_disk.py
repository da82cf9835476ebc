"""A small disk of its own, with ever more room left on it, and what becomes of a scene there.

    unshare --mount [--map-root-user] python scene_on_full_disk.py FOLDER SCENE SCARCE STEP

A file system in memory is mounted over FOLDER, where only this process sees it, and holds the old
state of the scene of that name, one of those that :mod:`full_disks` knows. Its command runs with
room for nothing, for STEP more pages of bytes or files, as SCARCE says (``pages`` or ``files``),
for twice as many and so on, until it succeeds. Prints one JSON array for each attempt: the exit
code, and whether ``old``, ``new`` or ``torn`` is what is found afterwards, ``littered`` if there
is more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from full_disks import SCENES

from docbuild.cli.main import main as docbuild

_PAGE = 4096  # bytes by which a file system in memory gives space away
_MOST = 400


def main() -> int:
    folder, name, scarce, step = Path(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4])
    scene = next(each for each in SCENES if each.name == name)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,nr_inodes=300", "tmpfs", folder], check=True
    )
    place, filling = folder / "place", folder / "filling"
    new = None
    for left in (None, *range(0, _MOST, step)):  # at first with all the room there is
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        scene.prepare(place)
        old = scene.view(place)
        if left is not None:
            fill(filling, scarce, left)
        code = run(place, scene.words)
        shutil.rmtree(filling, ignore_errors=True)
        found = scene.view(place)
        new = found if left is None else new
        if left is None:
            continue
        seen = "old" if found == old else "new" if found == new else "torn"
        print(json.dumps([code, "littered" if scene.leftovers(place) else seen]))
        if code == 0:
            return 0
    return 1


def run(place: Path, words: Sequence[str]) -> int:
    os.chdir(place)
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return docbuild([*words])
    finally:
        os.chdir("/")


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
