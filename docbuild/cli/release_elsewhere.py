"""``docbuild release restore --to``: a release in another folder, or an archive."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from docbuild.build import Project
from docbuild.byte_size import byte_size
from docbuild.cli import terminal
from docbuild.cli.bundle_target import refuse_source, refuse_strangers, target_of, write
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.cli.release_actions import name_of, recording, tell_kept
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.problem import ConfigProblem
from docbuild.release.history import History
from docbuild.release.values import Release
from docbuild.release_store.store import Store

_PRUNED = Message(
    "{name} 的内容已用 release gc 清理，恢复不了；如果记录在 git 里，可以从历史中取回",
    "the contents of {name} were given up with release gc; if the record is in git, its history "
    "has them",
)
_WROTE = Message(
    "已把 {name} 写入 {target}：{count} 个文件，{size}",
    "wrote {name} to {target}: {files}, {size}",
)


def write_elsewhere(
    options: Namespace, project: Project, store: Store, history: History, release: Release
) -> int:
    """Write ``release`` where the options say; the exit code. Raises :class:`CommandError`."""
    try:
        if os.path.realpath(options.to) == os.path.realpath(store.upload_folder):
            problem = _lay_out(options, store, release)
        else:
            problem = _write(options, project, store, release)
    except ValueError as error:  # names that only some systems can hold
        raise CommandError(Message(f"写不了：{error}", f"not written: {error}")) from error
    if problem is not None:
        raise unavailable(history, release, problem)
    language: Language = options.language
    told = _WROTE.text(language).format(
        name=name_of(release, language),
        target=printable(os.fspath(Path(options.to))),
        count=len(release.documents),
        files=files_in_english(len(release.documents)),
        size=byte_size(release.total),
    )
    terminal.write(f"{told}\n")
    return 0


def unavailable(history: History, release: Release, problem: ConfigProblem) -> CommandError:
    """What to say where the contents of ``release`` are not to be had."""
    if release.id in history.pruned:
        name = name_of(release, "zh"), name_of(release, "en")
        return CommandError(
            Message(_PRUNED.zh.format(name=name[0]), _PRUNED.en.format(name=name[1]))
        )
    return CommandError(problem.placed)


def _lay_out(options: Namespace, store: Store, release: Release) -> ConfigProblem | None:
    """As :func:`docbuild release prepare` leaves the folder to upload from."""
    with recording(store):
        return store.lay_out(release, lambda place: tell_kept(place, options.language))


def _write(
    options: Namespace, project: Project, store: Store, release: Release
) -> ConfigProblem | None:
    target = target_of(options.to)
    refuse_source(target, project.location.folder)
    refuse_strangers(target)
    members = store.members(release)
    if isinstance(members, ConfigProblem):
        return members
    write(target, members)
    return None
