"""The pictures of a document from the disk, each read once: what is known of them, their bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from docbuild import files
from docbuild.asset import Asset, EntryKind, Tree
from docbuild.images.facts import Picture, facts_of
from docbuild.references import Reference, shown_paths
from docbuild.upload import READABLE, uploads

_AT_ONCE = 16 * 1024 * 1024  # bytes of pictures in memory at a time, where none is kept
_OTHER = (".md", ".cer")  # what goes up and is no picture

Progress: TypeAlias = Callable[[int, int], None]


class Pictures(NamedTuple):
    """Both by path below doc/; ``unreadable`` says why, for those that could not be read."""

    assets: Mapping[str, Asset]
    unreadable: Mapping[str, str]


def read_pictures(
    folder: Path,
    tree: Tree,
    references: Iterable[Reference],
    *,
    keep_data: bool,
    known: Mapping[str, Asset] = MappingProxyType({}),
    before: Mapping[str, Asset] = MappingProxyType({}),
    progress: Progress | None = None,
) -> Pictures:
    """The pictures that go up or are shown. Their bytes are dropped unless ``keep_data``.

    ``known`` are those that need not be read again. Of those in ``before``, which were read in
    the same way, the ones that are the same still are kept, so that none is in memory twice.
    ``progress`` is told how many pictures are done, and of how many.
    """
    wanted = wanted_paths(tree, references)
    assets = {path: known[path] for path in wanted if path in known}
    unreadable: dict[str, str] = {}
    paths = [path for path in wanted if path not in assets]
    done = 0
    for batch in _batches(paths, tree):
        contents: dict[str, bytes] = {}
        for path in batch:
            data = files.read_file(folder, path, READABLE)
            if isinstance(data, bytes):
                contents[path] = data
            else:  # it was listed a moment ago, so this must not count as absent
                unreadable[path] = data.detail or data.code
        done += len(batch)
        for path, asset in inspected(contents, keep_data, _overall(progress, done, len(paths))):
            assets[path] = before[path] if before.get(path) == asset else asset
    return Pictures({path: assets[path] for path in wanted if path in assets}, unreadable)


def _overall(progress: Progress | None, done: int, total: int) -> Progress | None:
    """Progress within a batch, after which ``done`` pictures are done, as that of them all."""
    if progress is None:
        return None
    return lambda inspected, unknown: progress(done - unknown + inspected, total)


def inspected(
    contents: Mapping[str, bytes], keep_data: bool, progress: Progress | None
) -> Iterator[tuple[str, Asset]]:
    """The pictures with these bytes, by path, in their order."""
    digests = {path: files.digest(data) for path, data in contents.items()}
    pictures = [Picture(digests[path], partial(contents.__getitem__, path)) for path in contents]
    facts = facts_of(pictures, progress=progress)
    for path, data in contents.items():
        digest, kept = digests[path], data if keep_data else None
        yield path, Asset(path, len(data), digest, facts[digest], kept)


def wanted_paths(tree: Tree, references: Iterable[Reference]) -> list[str]:
    """The files of ``tree`` that are pictures by their names, or shown as if they were."""
    shown = shown_paths(references)
    return [
        path
        for path, entry in tree.entries.items()
        if entry.kind is EntryKind.FILE
        and entry.size <= READABLE
        and (path in shown or (uploads(path) and not path.lower().endswith(_OTHER)))
    ]


def _batches(paths: Iterable[str], tree: Tree) -> Iterator[list[str]]:
    """``paths`` in pieces that fit into memory together."""
    batch: list[str] = []
    size = 0
    for path in paths:
        if batch and size + tree.entries[path].size > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += tree.entries[path].size
    if batch:
        yield batch
