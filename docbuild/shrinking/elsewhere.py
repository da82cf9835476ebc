"""Which pictures of the document other files of the project name as well."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from docbuild import files
from docbuild.asset import EntryKind
from docbuild.build import Build
from docbuild.locate import Location

_LARGEST = 1024 * 1024  # bytes of a text that is looked through
_MOST = 200  # texts
_TEXTS = (".md", ".markdown", ".html", ".json", ".toml")


def named_elsewhere(location: Location, built: Build, paths: Iterable[str]) -> frozenset[str]:
    """Those of ``paths``, relative to doc/, that other texts seem to name.

    Looked through are the Markdown of doc/ and the texts beside it at the project's root, its
    settings among them. The name of the file alone is enough: keeping one too many harms nobody.
    """
    texts = "\n".join(_texts(location, built)).casefold()
    names = {path: path.rpartition("/")[2].casefold() for path in paths}
    return frozenset(
        path for path, name in names.items() if name in texts or quote(name).casefold() in texts
    )


def _texts(location: Location, built: Build) -> Iterator[str]:
    snapshot = built.snapshot
    in_doc = (
        path
        for path, entry in snapshot.tree.entries.items()
        if entry.kind is EntryKind.FILE and path != snapshot.readme and path.endswith(_TEXTS[:3])
    )
    looked = [(location.folder, path) for path in in_doc]
    if location.folder != location.root:
        looked += [(location.root, name) for name in _beside(location)]
    for folder, path in looked[:_MOST]:
        data = files.read_file(folder, path, _LARGEST)
        if isinstance(data, bytes):
            yield data.decode("utf-8", "replace")


def _beside(location: Location) -> list[str]:
    try:
        with os.scandir(location.root) as found:
            return sorted(item.name for item in found if item.name.lower().endswith(_TEXTS))
    except OSError:  # then the project could not have been read either
        return []
