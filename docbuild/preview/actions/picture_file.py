"""A picture as a file in the document's folder: one that is there already, or a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docbuild import files
from docbuild.asset import EntryKind, Tree
from docbuild.folders import Folder, create_folder, open_below, remove_file
from docbuild.images.formats import format_of, name_matches
from docbuild.names import problem, suffix
from docbuild.preview.actions.picture_name import free
from docbuild.references import FORMATS
from docbuild.upload import READABLE
from docbuild.writing import write_new_file


def same_picture(root: Path, tree: Tree, data: bytes) -> str | None:
    """The path of a picture below ``root`` that has these very bytes and can be referred to."""
    for path, entry in tree.entries.items():
        if entry.kind is not EntryKind.FILE or entry.size != len(data):
            continue
        is_usable = suffix(path) in FORMATS and problem(path) is None
        if not is_usable or not name_matches(path, format_of(data) or ""):
            continue
        if files.read_file(root, path, READABLE) == data:
            return path
    return None


def write_picture(root: Folder, tree: Tree, where: str, names: Iterator[str], data: bytes) -> str:
    """Write ``data`` into the folder ``where`` below ``root``, under the first of ``names``
    that is free, and give its path. Raises ``OSError``."""
    taken = (path.rpartition("/") for path in tree.entries)
    untaken = free(names, [name for folder, _, name in taken if folder == where])
    parts = where.split("/") if where else []
    for depth, part in enumerate(parts):
        _make(root, parts[:depth], part)
    with open_below(root, parts) as folder:
        name = _written(folder, untaken, data)
    return "/".join([*parts, name])


def remove_picture(root: Folder, path: str) -> None:
    *folders, name = path.split("/")
    with open_below(root, folders) as folder:
        remove_file(name, folder)


def _make(root: Folder, parents: list[str], name: str) -> None:
    with open_below(root, parents) as folder:
        try:
            create_folder(name, folder)
        except FileExistsError:
            return  # what it is will show when it is opened


def _written(folder: Folder, names: Iterator[str], data: bytes) -> str:
    """Names that somebody takes at this very moment are passed over."""
    while True:
        name = next(names)
        try:
            write_new_file(folder, name, data)
        except FileExistsError:
            continue
        return name
