"""Editions for tests, from texts and files in memory."""

from __future__ import annotations

from collections.abc import Mapping

from docbuild.comparing import Comparison, Edition, compare, edition_beside, edition_of_build
from docbuild.diagnostic import Message
from docbuild.markdown.incremental import segmented
from docbuild.plugin import Plugin
from docbuild.settings import Settings
from docbuild.snapshot import Snapshot
from docbuild.verifying import build_of_contents, tree_of

OLD, NEW = Message("旧", "old"), Message("新", "new")


def bare(settings: Settings) -> Snapshot:
    """A project without a document."""
    return Snapshot(
        document_path="doc/README.md",
        folder="doc",
        readme=None,
        source=None,
        undecodable=None,
        unreadable=None,
        rivals=(),
        tree=tree_of({}),
        assets={},
        plugin=Plugin(),
        settings=settings,
    )


def edition(
    text: str | None, files: Mapping[str, bytes] | None = None, settings: Settings | None = None
) -> Edition:
    contents = dict(files or {})
    if text is not None:
        contents["README.md"] = text.encode("utf-8", "surrogatepass")
    built = build_of_contents(contents, bare(settings or Settings()))
    source = built.snapshot.source
    known = None if source is None else segmented(source, built.snapshot.settings.dialect)
    return edition_of_build(NEW, built)._replace(segmented=known)  # as of a project on the disk


def beside(text: str | None, other: Edition, files: Mapping[str, bytes] | None = None) -> Edition:
    members = {f"doc/{path}": data for path, data in (files or {}).items()}
    if text is not None:
        members["doc/README.md"] = text.encode("utf-8", "surrogatepass")
    return edition_beside(OLD, members, other)


def compared(
    old: str | None,
    new: str | None,
    old_files: Mapping[str, bytes] | None = None,
    new_files: Mapping[str, bytes] | None = None,
) -> Comparison:
    after = edition(new, new_files)
    return compare(beside(old, after, old_files), after, language="en")
