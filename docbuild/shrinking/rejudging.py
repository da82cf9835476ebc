"""The build of a document as it is once some of its files are others, judged like any build."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from docbuild import files
from docbuild.asset import Asset, Entry, EntryKind, Tree
from docbuild.build import Build, parsed
from docbuild.pictures import Progress, inspected
from docbuild.references import Reference, resolve_all, shown_paths
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.snapshot import Snapshot
from docbuild.source import Source
from docbuild.upload import uploads


def rejudged(
    built: Build,
    text: str,
    pictures: Mapping[str, bytes],
    removed: Collection[str],
    *,
    packed: bool,
    progress: Progress | None = None,
) -> Build:
    """``built`` as if its document had been ``text``, with ``pictures`` by path below doc/ in
    place of what was there, and without ``removed``.

    The settings, the plugin and all other files are the same. ``packed``: without the files
    too that would go up from the folder, but not in a bundle of it, which the document does
    not show. ``built`` kept its data, and has a document.
    """
    snapshot, document = built.snapshot, built.document
    assert snapshot.source is not None, "there is a document"
    contents, dialect = dict(pictures), snapshot.settings.dialect
    assets = {path: each for path, each in snapshot.assets.items() if path not in removed}
    assets |= inspected(pictures, True, progress)
    if text != snapshot.source.text:
        source = Source(snapshot.source.path, text)
        snapshot, document = snapshot._replace(source=source), parsed(source, dialect)
        name, data = str(snapshot.readme), text.encode()
        contents[name] = data
        assets[name] = Asset(name, len(data), files.digest(data), None, data)
    tree = _with_files(snapshot.tree, contents, removed)
    references = () if document is None else resolve_all(document, tree)
    if packed:
        tree = _packed(tree, snapshot, references)
    assets = {path: assets[path] for path in sorted(assets) if path in tree.entries}
    snapshot = snapshot._replace(tree=tree, assets=assets)
    report = check(Subject(snapshot, document, references))
    return Build(snapshot, document, references, report)


def _with_files(tree: Tree, contents: Mapping[str, bytes], removed: Collection[str]) -> Tree:
    entries = {path: entry for path, entry in tree.entries.items() if path not in removed}
    entries |= {path: Entry(path, EntryKind.FILE, len(data)) for path, data in contents.items()}
    return tree._replace(entries=dict(sorted(entries.items())))


def _packed(tree: Tree, snapshot: Snapshot, references: tuple[Reference, ...]) -> Tree:
    kept = {*shown_paths(references), snapshot.readme}
    entries = {
        path: entry
        for path, entry in tree.entries.items()
        if path in kept or entry.kind is not EntryKind.FILE or not uploads(path)
    }
    return tree._replace(entries=entries)
