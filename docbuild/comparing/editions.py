"""From what somebody holds to an edition, judged as the project is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docbuild.asset import Tree
from docbuild.build import Build
from docbuild.comparing.judging import judge_beside
from docbuild.comparing.values import Edition, Rendered
from docbuild.diagnostic import Message, Report
from docbuild.markdown.html import render
from docbuild.pictures import Progress
from docbuild.rules.rule import Subject
from docbuild.snapshot import Snapshot
from docbuild.verifying import Load, build_of_contents, build_of_tree, contents_of, tree_of


def edition_of_build(name: Message, build: Build) -> Edition:
    """The edition of a project that was built, beside which others are to be judged."""
    return Edition(name, build, _rendered(build))


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


def edition_beside(
    name: Message, members: Mapping[str, bytes], other: Edition, progress: Progress | None = None
) -> Edition:
    """As :func:`edition_of_members`, like ``other`` and in less time: what both have is judged
    once."""
    contents = contents_of(members)

    def load(paths: Iterable[str]) -> Mapping[str, bytes]:
        return {path: contents[path] for path in paths}

    return edition_of_tree(name, tree_of(contents), load, other, progress)


def edition_of_tree(
    name: Message,
    tree: Tree,
    load: Load,
    other: Edition,
    progress: Progress | None = None,
    *,
    keep_data: bool = True,
) -> Edition:
    """The edition of a folder that is listed in ``tree``, as at a revision of git, beside
    ``other``. Its assets keep their bytes only if ``keep_data`` says so."""
    rendered: Rendered | None = None

    def judge(subject: Subject) -> Report:
        nonlocal rendered
        document = subject.document
        rendered = None if document is None else render(document).blocks
        return judge_beside(subject, rendered or (), other.build, other.rendered or ())

    build = build_of_tree(tree, load, other.build.snapshot, progress, judge, keep_data=keep_data)
    return Edition(name, build, rendered)


def _rendered(build: Build) -> Rendered | None:
    return None if build.document is None else render(build.document).blocks
