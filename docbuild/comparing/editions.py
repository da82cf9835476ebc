"""From what somebody holds to an edition, judged as the project is."""

from __future__ import annotations

from collections.abc import Mapping

from docbuild.asset import Tree
from docbuild.comparing.values import Edition
from docbuild.diagnostic import Message
from docbuild.pictures import Progress
from docbuild.snapshot import Snapshot
from docbuild.verifying import Load, build_of_contents, build_of_tree, contents_of


def edition_of_members(
    name: Message,
    members: Mapping[str, bytes],
    like: Snapshot,
    progress: Progress | None = None,
) -> Edition:
    """The edition that a bundle, or anything else by POSIX path with ``doc/…`` in it, holds.

    ``like`` is the project's snapshot, of which settings, plugin and interface are taken. The
    assets keep their bytes. Members of a stranger's archive come from ``zip_reading``.
    """
    return Edition(name, build_of_contents(contents_of(members), like, progress))


def edition_of_tree(
    name: Message, tree: Tree, load: Load, like: Snapshot, progress: Progress | None = None
) -> Edition:
    """The edition of a folder that is listed in ``tree``, as at a revision of git."""
    return Edition(name, build_of_tree(tree, load, like, progress))
