"""Whether the folder of a document is a whole project, whose files are no part of it."""

from __future__ import annotations

from docbuild.asset import EntryKind
from docbuild.snapshot import Snapshot

#: What no folder with a document has: the first that is there is named to the author.
_SIGNS = (
    "plugin/plugin.json",
    "src/plugin/plugin.json",
    "plugin.json",
    "project.config.json",
    "miniprogram/app.json",
    "src/app.json",
    "app.json",
    "package.json",
)


def sign_of_project(snapshot: Snapshot) -> str | None:
    """The file by which the folder is known to be a project, ``None`` for one that may go up.

    A folder called doc goes up as it is, whatever is in it.
    """
    if snapshot.folder.rpartition("/")[2] == "doc":
        return None
    entries = snapshot.tree.entries
    files = (path for path in _SIGNS if path in entries)
    return next((path for path in files if entries[path].kind is EntryKind.FILE), None)
