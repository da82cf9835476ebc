"""What the developer tools upload of doc/, and how much of it they take.

Read off the tools 1.02.1910121: a glob over the project's doc folder, not case-sensitive, of
which Markdown files other than README.md are dropped. As with every glob, names that begin
with a dot do not match.
"""

from __future__ import annotations

from docbuild.asset import EntryKind, Tree

LIMIT = 2 * 1024 * 1024
"""Bytes that README.md and its resources may have together (past it: error code 80051).

That the raw bytes count, and not compressed ones, is this project's assumption.
"""

READABLE = 32 * 1024 * 1024
"""Bytes of one file of doc/ that docbuild reads: enough to say how far a photo could shrink."""

LONGEST_DESCRIPTION = 100
"""Characters of what the upload's dialog takes for a description."""

VERSION = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
"""The pattern of the versions that the upload's dialog takes, as a whole."""

SUFFIXES = frozenset({"md", "jpg", "jpeg", "png", "icon", "gif", "svg", "cer"})


def uploads(path: str) -> bool:
    """Whether the upload takes the file at ``path``, which is relative to doc/."""
    name = path.rpartition("/")[2].lower()
    dot, suffix = name.rpartition(".")[1:]
    if path.startswith(".") or "/." in path or not dot or suffix not in SUFFIXES:
        return False
    return suffix != "md" or name == "readme.md"


def resource_size(tree: Tree) -> int:
    """The bytes that the upload would take of ``tree``."""
    entries = tree.entries.values()
    return sum(
        entry.size for entry in entries if entry.kind is EntryKind.FILE and uploads(entry.path)
    )
