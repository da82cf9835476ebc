"""``docbuild status``: the working tree, what was uploaded, what is published, in a line each."""

from __future__ import annotations

import gc
from argparse import Namespace
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, get_args

from docbuild.build import Build, Project
from docbuild.bundle_members import uploaded
from docbuild.byte_size import byte_size
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_project
from docbuild.cli.counting import files_in_english
from docbuild.cli.opening import open_project, picture_progress, run_build
from docbuild.cli.release_actions import (
    local_time,
    name_of,
    tell_remarks,
    tell_upload_folder,
)
from docbuild.comparing import Comparison, Edition, compare, edition_beside, in_words
from docbuild.comparing.editions import edition_of_project
from docbuild.comparing.values import BlockKind, PictureKind
from docbuild.diagnostic import Language, Message, Severity
from docbuild.formats.printable import printable
from docbuild.formats.release_json import folder_value, status_json
from docbuild.problem import ConfigProblem
from docbuild.release.history import History
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store.originals import with_originals
from docbuild.release_store.store import Store, open_store

ABOUT = Message(
    "各用一行说明：工作区、已上传、已发布的文档，以及它们之间的差别。",
    "Say in a line each what the working tree holds, what was uploaded and what is published, "
    "and what separates them.",
)
_TREE = Message("工作区", "working tree")
_PREPARED = Message("已准备", "prepared")
_UPLOADED = Message("已上传", "uploaded")
_PUBLISHED = Message("已发布", "published")
_NONE = Message("没有记录", "nothing noted")
_UNREADABLE = Message("读不了文档", "the document cannot be read")
_HOLDS = Message(
    "{errors} 个错误，{warnings} 个警告；要上传 {count} 个文件，{size}",
    "errors: {errors}, warnings: {warnings}; to upload: {files}, {size}",
)
_SINCE = Message("{new}与{old}相比", "{new} since {old}")
_SAME = Message("没有区别", "no difference")
_NOT_UPLOADED = Message("（还没有上传）", " (not uploaded yet)")

_MOST_PREPARED = 5  # of people who did not know of each other


class Gap(NamedTuple):
    """What separates ``new`` from ``old``: names, and what is known of it.

    ``comparison`` is ``None`` where both are the same, or where ``problem`` says why not.
    """

    old: Message
    new: Message
    comparison: Comparison | None = None
    problem: ConfigProblem | None = None

    @property
    def words(self) -> Message:
        if self.problem is not None:
            return self.problem.message
        return _SAME if self.comparison is None else in_words(self.comparison)


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    enabled = gc.isenabled()
    gc.disable()  # a tenth of the time went into looking for garbage that is none
    try:
        return _run(options)
    finally:
        if enabled:
            gc.enable()


def _run(options: Namespace) -> int:
    project = open_project(options)
    store = open_store(project.location.root)
    history = store.read()
    edition = _edition(options, project, history)
    built = edition.build
    gaps = list(_gaps(store, history, edition))
    next_up = next(iter(history.prepared), None)
    folder = None if next_up is None else store.laid_out(next_up)
    if options.format == "json":
        place = folder and folder_value(folder, store.upload_folder)
        terminal.write(
            status_json(history, _tree(built), map(_value, gaps), options.language, place)
        )
    else:
        tell_remarks(history, options.language)
        terminal.write("".join(_lines(history, built, gaps, options.language)))
        if next_up is not None and folder is not None:
            tell_upload_folder(folder, store, next_up, options.language)
    return 2 if built.report.crashes else 0


def _edition(options: Namespace, project: Project, history: History) -> Edition:
    """The working tree, read so that others can be read beside it if there are any."""
    if history.uploaded is None and history.published is None:
        return Edition(_TREE, run_build(options, project, keep_data=True))
    with picture_progress(options) as progress:
        edition = edition_of_project(_TREE, project, keep_data=True, progress=progress)
    for crash in edition.build.report.crashes:
        terminal.print_traceback(crash.error)
    return edition


def _gaps(store: Store, history: History, tree: Edition) -> Iterator[Gap]:
    """From the working tree to what was uploaded, and from that to what is published.

    Pictures that were only made smaller are no difference.
    """
    if tree.build.snapshot.source is None:
        return
    sides = [_Side(_TREE, uploaded(tree.build))]
    for name, release in ((_UPLOADED, history.uploaded), (_PUBLISHED, history.published)):
        if release is not None and release not in [side.release for side in sides]:
            sides.append(_Side(name, store.members(release), release))
    known = [side.members for side in sides if isinstance(side.members, dict)]
    editions = _Editions(tree)
    for new, old in pairwise(side.with_originals(known) for side in sides):
        gap = Gap(old.name, new.name)
        problems = (each.members for each in (old, new) if isinstance(each.members, ConfigProblem))
        problem = next(problems, None)
        if problem is not None:
            yield gap._replace(problem=problem)
        elif old.members == new.members:
            yield gap
        else:
            newer = editions.of(new)
            yield gap._replace(comparison=compare(editions.of(old), newer))


class _Side(NamedTuple):
    name: Message
    members: dict[str, bytes] | ConfigProblem
    release: Release | None = None

    def with_originals(self, known: list[dict[str, bytes]]) -> _Side:
        if isinstance(self.members, ConfigProblem):
            return self
        return self._replace(members=with_originals(self.members, known))


class _Editions:
    """Reads each side beside the one that was read before it."""

    def __init__(self, tree: Edition) -> None:
        self._last = tree
        self._side: _Side | None = None  # which that is, if not the working tree

    def of(self, side: _Side) -> Edition:
        is_read = side.release is None or side == self._side
        if not is_read and isinstance(side.members, dict):
            self._last = edition_beside(side.name, side.members, self._last, is_judged=False)
            self._side = side
        return self._last


def _lines(history: History, built: Build, gaps: list[Gap], language: Language) -> Iterator[str]:
    yield _line(_TREE, _holds(built, language), language)
    for each in history.prepared[:_MOST_PREPARED]:
        told = _about(each, each.stamp, language)
        yield _line(_PREPARED, f"{told}{_NOT_UPLOADED.text(language)}", language)
    for name, release, kind in (
        (_UPLOADED, history.uploaded, EventKind.UPLOADED),
        (_PUBLISHED, history.published, EventKind.PUBLISHED),
    ):
        if release is None:
            yield _line(name, _NONE.text(language), language)
        else:
            stamp = history.told(release, kind)
            yield _line(name, _about(release, stamp, language), language)
    for gap in gaps:
        label = Message(
            _SINCE.zh.format(old=gap.old.zh, new=gap.new.zh),
            _SINCE.en.format(old=gap.old.en, new=gap.new.en),
        )
        yield _line(label, printable(gap.words.text(language)), language)


def _line(name: Message, told: str, language: Language) -> str:
    return f"{name.text(language)}：{told}\n" if language == "zh" else f"{name.en}: {told}\n"


def _about(release: Release, stamp: Stamp, language: Language) -> str:
    parts = [
        name_of(release, language),
        local_time(stamp),
        printable(stamp.by or ""),
        printable(release.description or ""),
    ]
    return "  ".join(filter(None, parts))


def _holds(built: Build, language: Language) -> str:
    if built.snapshot.source is None:
        return _UNREADABLE.text(language)
    contents = uploaded(built)
    return _HOLDS.text(language).format(
        errors=built.report.number_of(Severity.ERROR),
        warnings=built.report.number_of(Severity.WARNING),
        count=len(contents),
        files=files_in_english(len(contents)),
        size=byte_size(sum(map(len, contents.values()))),
    )


def _tree(built: Build) -> dict[str, Any] | None:
    if built.snapshot.source is None:
        return None
    contents = uploaded(built)
    return {
        "errors": built.report.number_of(Severity.ERROR),
        "warnings": built.report.number_of(Severity.WARNING),
        "files": len(contents),
        "bytes": sum(map(len, contents.values())),
    }


def _value(gap: Gap) -> dict[str, Any]:
    """A gap as a JSON value; its sides by their names in English."""
    compared = gap.comparison
    return {
        "old": gap.old.en,
        "new": gap.new.en,
        "same": gap.problem is None and (compared is None or compared.is_same),
        "problem": gap.problem and gap.problem.message.en,
        "blocks": compared
        and {kind: compared.number_of(kind) for kind in get_args(BlockKind) if kind != "same"},
        "pictures": compared
        and {
            kind: sum(change.kind == kind for change in compared.pictures)
            for kind in get_args(PictureKind)
        },
    }
