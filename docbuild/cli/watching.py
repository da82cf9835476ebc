"""``--watch``: a command once, and again whenever something changed of what it read."""

from __future__ import annotations

import os
import time
from argparse import Namespace
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Never, TypeAlias

from docbuild import files
from docbuild.asked import Asked, recording
from docbuild.build import LARGEST_README, README, Build, Project
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import Made, find_project
from docbuild.config_files import readme_in
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.locate import LocateProblem, Location
from docbuild.saves import Content, Settling
from docbuild.watch import Change, Watched, Watcher

_WATCHING = Message("正在等待修改，按 Ctrl-C 结束", "waiting for changes, Ctrl-C ends it")
_SHOWN = 3  # changed files that are named


Make: TypeAlias = Callable[[], Made]


def follow(
    options: Namespace,
    make: Make,
    *,
    outputs: Collection[Path] = (),
    trees: Collection[Path] = (),
) -> Never:
    """Make and finish, then again after every change; it ends by ``KeyboardInterrupt``.

    ``outputs`` are the files and folders that finishing writes, of which no change counts;
    ``trees`` are watched beside what making asks for. Raises ``CommandError`` where there is no
    project from the start; what is wrong later, or in its settings, is printed and may be mended.
    """
    with Watcher(poll=options.poll, on_notice=lambda notice: _tell(options, notice)) as watcher:
        own = Watched(trees=_real(trees), outputs=_real(outputs))
        loop = _Loop(options, make, watcher, own)
        loop.watch_before_reading()
        loop.run()
        _tell(options, _WATCHING)
        while True:
            loop.wait()
            loop.run()


class _Loop:
    def __init__(self, options: Namespace, make: Make, watcher: Watcher, own: Watched) -> None:
        self._options = options
        self._make = make
        self._watcher = watcher
        self._own = self._watched = own
        self._location: Location | None = None
        self._settling = Settling()
        self._changed: set[Path] = set()  # since the last run
        self._owes = False  # the last run was of a document that was being saved

    def watch_before_reading(self) -> None:
        """Watch what is known to be read, so that no save during the first run is missed."""
        with recording() as asked:
            project = find_project(self._options)
        if isinstance(project, LocateProblem):
            raise CommandError(project.message)
        if isinstance(project, Project):
            self._location = project.location
            _refuse_around(project.location.folder, self._own.outputs)
            asked.trees.add(str(project.location.folder))
            self._settling = Settling(self._read(project.location))
        self._watch(asked)

    def run(self) -> None:
        """One run; a document that changed meanwhile is left to the next."""
        self._tell_changes()
        with recording() as asked:
            try:
                made = self._make()
            except CommandError as error:
                made = None
                _complain(self._options, error)
        self._watch(asked, keep=made is None)
        if made is None:
            return
        self._location = made.project.location
        self._owes = not _is_of(made.built, self._settling.shown)
        if not self._owes:
            self._finish(made)

    def wait(self) -> None:
        """Return when there is something to run for."""
        timeout = 0.0 if self._owes else None
        while True:
            change = self._watcher.next(timeout)
            if change is not None:
                self._changed |= change.paths
            if self._location is None:
                return
            readme = self._location.folder / _readme_name(self._location)
            closed = change is not None and self._is_whole(change, readme)
            content = self._read(self._location)
            told = change is not None and readme in change.paths
            verdict = self._settling.offer(
                content, closed=closed, now=time.monotonic(), changed=told
            )
            if verdict.show:
                return
            if verdict.until is None and (self._owes or self._changed - {readme}):
                return
            timeout = None if verdict.until is None else verdict.until - time.monotonic()

    def _read(self, location: Location) -> Content:
        return files.read_file(location.folder, _readme_name(location), LARGEST_README)

    def _is_whole(self, change: Change, readme: Path) -> bool:
        return change.finished(readme) and not self._watcher.is_being_written(readme)

    def _watch(self, asked: Asked, *, keep: bool = False) -> None:
        """Watch what was asked for; ``keep``: beside what was watched, as not all was reached."""
        own, before = self._own, self._watched if keep else Watched()
        self._watched = Watched(
            before.files | {Path(path) for path in asked.files},
            before.trees | own.trees | {Path(path) for path in asked.trees},
            own.outputs,
        )
        self._watcher.watch(self._watched)

    def _finish(self, made: Made) -> None:
        try:
            made.finish()
        except CommandError as error:
            _complain(self._options, error)

    def _tell_changes(self) -> None:
        if self._changed and not self._options.quiet:
            root = None if self._location is None else self._location.root
            names = sorted(_name(path, root) for path in self._changed)
            _tell(self._options, _changes(names))
        self._changed.clear()


def _readme_name(location: Location) -> str:
    return readme_in(location.folder) or README


def _is_of(built: Build, content: Content) -> bool:
    """Whether ``built`` was made of what was judged to be whole: it is read a second time."""
    source = built.snapshot.source
    if isinstance(content, bytes):
        return source is not None and source.text == content.decode(errors="replace")
    return source is None


def _refuse_around(folder: Path, outputs: Collection[Path]) -> None:
    for output in outputs:
        if folder.is_relative_to(output):
            raise CommandError(
                Message(
                    f"--watch 时不能写到 {output}：文档就在里面，会不断触发自己；请换一个目录",
                    f"with --watch, {output} cannot be written to: the document is in it, so that "
                    "docbuild would wake itself for ever; name another folder",
                )
            )


def _real(paths: Collection[Path]) -> frozenset[Path]:
    """Absolute, as they were named and without links, as what is watched may be either."""
    named = (Path(os.path.abspath(path)) for path in paths)
    return frozenset(each for path in named for each in (path, Path(os.path.realpath(path))))


def _name(path: Path, root: Path | None) -> str:
    return str(path.relative_to(root) if root and path.is_relative_to(root) else path)


def _changes(names: Sequence[str]) -> Message:
    shown = ", ".join(map(printable, names[:_SHOWN]))
    if len(names) <= _SHOWN:
        return Message(f"{shown} 有改动", f"{shown} changed")
    return Message(f"{shown} 等 {len(names)} 处有改动", f"{shown} and others, {len(names)} changed")


def _complain(options: Namespace, error: CommandError) -> None:
    for message in error.messages:
        _tell(options, message)


def _tell(options: Namespace, message: Message | None) -> None:
    language: Language = options.language
    if message is not None:
        terminal.tell(f"docbuild: {printable(message.text(language))}")
