"""The files of a bundle as a manifest notes them, and a folder that is held to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from docbuild import files
from docbuild.asset import EntryKind, Tree
from docbuild.manifest import PackedFile
from docbuild.names import parents

_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}  # what file managers leave wherever they look


def packed_files(members: Mapping[str, bytes]) -> tuple[PackedFile, ...]:
    """What is noted of contents by path, sorted."""
    return tuple(
        PackedFile(path, len(data), files.digest(data)) for path, data in sorted(members.items())
    )


def strangers(
    folder: Path, tree: Tree, packed: Iterable[PackedFile], own: Collection[str]
) -> Iterator[str]:
    """What ``folder`` holds, which ``tree`` lists, that is not as ``packed`` says, by path.

    Files at the paths in ``own`` may hold anything. What is missing is nobody's loss, and the
    litter of file managers is nobody's work. A tree that was cut off ends in ``…``.
    """
    by_path = {file.path: file for file in packed}
    folders = {above for path in (*by_path, *own) for above in parents(path)}
    for path, entry in tree.entries.items():
        if entry.kind is EntryKind.DIRECTORY:
            is_ours = path in folders and entry.unreadable is None
        elif path in by_path:
            is_ours = is_unchanged(folder, tree, by_path[path])
        else:
            is_known = path in own or path.rpartition("/")[2].lower() in _LITTER
            is_ours = entry.kind is EntryKind.FILE and is_known
        if not is_ours:
            yield path
    if tree.truncated:
        yield "…"


def is_unchanged(folder: Path, tree: Tree, packed: PackedFile) -> bool:
    """Whether the file is in ``folder``, which ``tree`` lists, with its very bytes."""
    entry = tree.entries.get(packed.path)
    if entry is None or entry.kind is not EntryKind.FILE:
        return False
    data = files.read_file(folder, packed.path, packed.size)
    return not isinstance(data, files.ReadProblem) and files.digest(data) == packed.sha256
