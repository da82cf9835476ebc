"""From what somebody holds to an edition, judged as the project is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docbuild.asset import Tree
from docbuild.build import Build, Project, build
from docbuild.comparing.judging import judge_beside
from docbuild.comparing.rereading import rendered_beside, reread
from docbuild.comparing.values import Edition, Rendered
from docbuild.diagnostic import Message, Report
from docbuild.dialect import Dialect
from docbuild.document import Document
from docbuild.markdown.html import render
from docbuild.markdown.incremental import segmented, whole
from docbuild.markdown.segments import Segmented
from docbuild.pictures import Progress
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.snapshot import Snapshot
from docbuild.source import Source
from docbuild.verifying import Load, build_of_contents, build_of_tree, contents_of, tree_of


def edition_of_project(
    name: Message, project: Project, *, keep_data: bool, progress: Progress | None = None
) -> Edition:
    """The edition of a project on the disk, beside which others are read and judged in less time.

    ``keep_data`` and ``progress`` are those of :func:`docbuild.build.build`.
    """
    reading = _Reading(None)
    built = build(project, keep_data=keep_data, progress=progress, reading=reading)
    return Edition(name, built, _rendered(built), reading.segmented)


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
    name: Message,
    members: Mapping[str, bytes],
    other: Edition | Snapshot,
    progress: Progress | None = None,
    *,
    is_judged: bool = True,
) -> Edition:
    """As :func:`edition_of_members`, like ``other``, and beside an edition in less time: what both
    have is judged once, and nothing where nobody asks for findings, as ``is_judged`` says."""
    contents = contents_of(members)

    def load(paths: Iterable[str]) -> Mapping[str, bytes]:
        return {path: contents[path] for path in paths}

    return edition_of_tree(name, tree_of(contents), load, other, progress, is_judged=is_judged)


def edition_of_tree(
    name: Message,
    tree: Tree,
    load: Load,
    other: Edition | Snapshot,
    progress: Progress | None = None,
    *,
    keep_data: bool = True,
    is_judged: bool = True,
) -> Edition:
    """The edition of a folder that is listed in ``tree``, as at a revision of git, beside
    ``other``, or like it where nothing was judged yet. Its assets keep their bytes only if
    ``keep_data`` says so, and it has findings only if ``is_judged`` does."""
    known = other if isinstance(other, Edition) else None
    like = other.build.snapshot if isinstance(other, Edition) else other
    reading = _Reading(known)
    rendered: Rendered | None = None

    def judge(subject: Subject) -> Report:
        nonlocal rendered
        rendered = reading.rendered(subject.document)
        if not is_judged:
            return Report(subject.snapshot.source, (), 0, 0)
        if known is None:
            return check(subject)
        return judge_beside(subject, rendered or (), known.build, known.rendered or ())

    built = build_of_tree(tree, load, like, progress, judge, keep_data=keep_data, reading=reading)
    return Edition(name, built, rendered, reading.segmented)


class _Reading:
    """Reads a document, beside another if there is one in segments, and keeps it in segments."""

    def __init__(self, other: Edition | None) -> None:
        self.segmented: Segmented | None = None
        self._other = other

    def __call__(self, source: Source, dialect: Dialect) -> Document:
        before = self._other and self._other.segmented
        if before is None or before.dialect != dialect:
            self.segmented = segmented(source, dialect)
        else:
            self.segmented = reread(before, source.text)
        return whole(self.segmented)._replace(source=source)

    def rendered(self, document: Document | None) -> Rendered | None:
        other = self._other
        if document is None:
            return None
        if other is None or other.segmented is None or self.segmented is None:
            return render(document).blocks
        theirs = other.build.document
        if theirs is None or theirs.exceeded or other.rendered is None:
            return render(document).blocks
        return rendered_beside(document, self.segmented, other.segmented, other.rendered)


def _rendered(build: Build) -> Rendered | None:
    return None if build.document is None else render(build.document).blocks
