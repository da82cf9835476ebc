"""Pictures that git keeps elsewhere: a pointer of Git LFS stands for them in the repository.

Format: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from docbuild import files

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,12})\n"
)


class Pointer(NamedTuple):
    """The SHA-256 and the size of the file that a pointer stands for."""

    digest: str
    size: int


def pointers(contents: Mapping[str, bytes]) -> dict[str, Pointer]:
    """Those of ``contents``, by path, that are pointers."""
    found = ((path, _POINTER.fullmatch(data)) for path, data in contents.items())
    return {path: Pointer(each[1].decode(), int(each[2])) for path, each in found if each}


def originals(
    wanted: Mapping[str, Pointer], folder: Path, storage: Path, limit: int
) -> dict[str, bytes]:
    """The files that are at hand, by path: below ``folder`` with that very content, or in the
    ``storage``, ``lfs/objects`` of git's own folder. At most ``limit`` bytes, none fetched."""
    found: dict[str, bytes] = {}
    for path, (digest, size) in wanted.items():
        if size > limit:
            continue
        for data in _candidates(folder, path, storage, digest, size):
            if len(data) == size and files.digest(data) == digest:
                found[path] = data
                limit -= size
                break
    return found


def _candidates(folder: Path, path: str, storage: Path, digest: str, size: int) -> Iterator[bytes]:
    places: Iterable[tuple[Path, str]] = (
        (folder, path),
        (storage, f"{digest[:2]}/{digest[2:4]}/{digest}"),
    )
    for root, name in places:
        data = files.read_file(root, name, size)
        if isinstance(data, bytes):
            yield data
