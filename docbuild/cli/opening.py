"""From the options to a project and its build, for the commands that need one."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from docbuild.build import Build, Project, build, find
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.locate import LocateProblem
from docbuild.pictures import Progress
from docbuild.problem import ConfigProblem
from docbuild.settings import Settings

_PICTURES = Message("正在检查图片", "checking pictures")


class Made(NamedTuple):
    """What a run made of a project, and ``finish``, which writes it where it belongs."""

    project: Project
    built: Build
    finish: Callable[[], int]


def open_project(options: Namespace) -> Project:
    """The project that the options name. Its settings choose the language unless they do."""
    project = find_project(options)
    if isinstance(project, LocateProblem):
        raise CommandError(project.message)
    if not isinstance(project, Project):
        raise CommandError(*(problem.placed for problem in project))
    if options.lang is None and project.settings.language is not None:
        options.language = project.settings.language
    _refuse_unknown_theme(project, options.language)
    return project


def find_project(options: Namespace) -> Project | LocateProblem | tuple[ConfigProblem, ...]:
    """The project that the options name, or what keeps it from being used."""
    start = Path(options.project or os.curdir)
    doc = None if options.doc is None else Path(options.doc)
    return find(start, doc=doc, named=options.project is not None)


def run_build(options: Namespace, project: Project, *, keep_data: bool) -> Build:
    """Build ``project``, with progress on a terminal; a crash of a rule is printed at once."""
    with picture_progress(options) as progress:
        built = build(project, keep_data=keep_data, progress=progress)
    if options.verbose:
        _tell_what_was_read(built, project, options.language)
    for crash in built.report.crashes:
        terminal.print_traceback(crash.error)
    return built


@contextmanager
def picture_progress(options: Namespace) -> Iterator[Progress]:
    """Says on a terminal how far the pictures are."""
    language: Language = options.language
    progress = terminal.Progress(_PICTURES.text(language), enabled=not options.quiet)
    try:
        yield progress
    finally:
        progress.clear()


def _refuse_unknown_theme(project: Project, language: Language) -> None:
    """A mistake in the settings like any other, though no page is made of it now."""
    settings = project.settings
    if settings.theme == Settings().theme:
        return
    from docbuild.theme import Theme, load_theme  # few settings name a theme

    theme = load_theme(settings.theme)
    if not isinstance(theme, Theme):
        place = settings.path or "", theme, settings.key_lines.get("theme")
        raise CommandError(ConfigProblem(*place).placed, language=language)


def _tell_what_was_read(built: Build, project: Project, language: Language) -> None:
    settings, dialect = built.snapshot.settings.path, built.snapshot.settings.dialect
    shown = printable(str(project.location.root)), printable(built.snapshot.document_path)
    found = len(built.snapshot.tree.entries), len(built.references)
    message = Message(
        f"项目 {shown[0]}\n文档 {shown[1]}\n设置 {printable(settings or '（无）')}\n"
        f"渲染方式 {dialect.identifier}（{dialect.renderer}）\n"
        f"目录里有 {found[0]} 项，文档里有 {found[1]} 处图片",
        f"project {shown[0]}\ndocument {shown[1]}\nsettings {printable(settings or '(none)')}\n"
        f"dialect {dialect.identifier} ({dialect.renderer})\n"
        f"entries in the folder: {found[0]}, images in the document: {found[1]}",
    )
    terminal.tell(message.text(language))
