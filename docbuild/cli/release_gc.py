"""``docbuild release gc``: give up contents that nobody needs any more."""

from __future__ import annotations

import re
from argparse import Namespace

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project
from docbuild.cli.release_actions import (
    add_by,
    files_in_english,
    name_of,
    recording,
    stamp_of,
    tell_remarks,
)
from docbuild.diagnostic import Message
from docbuild.release_store.store import open_store

ABOUT = Message(
    "清理 .docbuild/releases：删掉没有版本用到的内容。加 --keep 则只留最近几个版本的内容；"
    "已发布、最近上传和准备上传的总是留着，记录本身也不删。",
    "Remove contents that no release needs from .docbuild/releases; with --keep, those of old "
    "releases too. What is published, uploaded last or prepared keeps its contents, and that "
    "there was a release is never forgotten.",
)
_KEEP = re.compile("[0-9]{1,6}")
_NO_NUMBER = Message("--keep 后面应是一个数字", "--keep wants a number")
_PRUNED = Message("已清理 {name} 的内容", "gave up the contents of {name}")
_REMOVED = Message("删除了 {count} 个文件", "removed {files}")
_NOTHING = Message("没有可清理的", "there is nothing to remove")
_REFUSED = Message(
    "有读不了的记录，不知道它们需要哪些内容，所以什么都没删",
    "some records cannot be read, and may need anything: nothing was removed",
)


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "--keep",
        metavar="NUMBER",
        text=Message(
            "只留最近几个版本的内容（默认所有版本的都留）",
            "of how many releases to keep the contents, the newest (default: of all)",
        ),
    )
    add_by(parser)


def run(options: Namespace) -> int:
    if options.keep is not None and not _KEEP.fullmatch(options.keep):
        raise CommandError(_NO_NUMBER)
    project = open_project(options)
    store = open_store(project.location.root)
    language = options.language
    tell_remarks(store.read(), language)
    keep = None if options.keep is None else int(options.keep)
    with recording(store):
        found = store.gc(keep, stamp_of(options, project))
    if found.problems:
        terminal.tell(f"docbuild: {_REFUSED.text(language)}")
        return 1
    lines = [_PRUNED.text(language).format(name=name_of(each, language)) for each in found.pruned]
    if found.objects:
        lines.append(
            _REMOVED.text(language).format(
                count=found.objects, files=files_in_english(found.objects)
            )
        )
    terminal.write("\n".join(lines or [_NOTHING.text(language)]) + "\n")
    return 0
