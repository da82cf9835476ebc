"""``docbuild release gc``: give up contents that nobody needs any more."""

from __future__ import annotations

import re
from argparse import Namespace

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.cli.opening import open_project
from docbuild.cli.release_actions import (
    add_by,
    name_of,
    recording,
    stamp_of,
    tell_remarks,
)
from docbuild.diagnostic import Message
from docbuild.release_store.forgetting import MOST_KEPT
from docbuild.release_store.store import open_store

ABOUT = Message(
    "清理 .docbuild/releases：删掉没有版本用到的内容。加 --keep 则只留最近几个版本的内容；"
    "已发布、最近上传和准备上传的总是留着；不加 --keep-records，记录本身也不删。",
    "Remove contents that no release needs from .docbuild/releases; with --keep, those of old "
    "releases too. What is published, uploaded last or prepared keeps its contents, and without "
    "--keep-records, that there was a release is not forgotten.",
)
_KEEP = re.compile("[0-9]{1,6}")
_NO_NUMBER = Message("--keep 后面应是一个数字", "--keep wants a number")
_NO_RECORDS = Message(
    f"--keep-records 后面应是一个数字，最多 {MOST_KEPT}",
    f"--keep-records wants a number, at most {MOST_KEPT}",
)
_FORGOTTEN = Message("已忘掉 {count} 个版本", "releases forgotten: {count}")
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
    parser.value(
        "--keep-records",
        metavar="NUMBER",
        text=Message(
            "连记录也只留最近上传过的几个版本，记录快满时用（默认都留）；"
            "准备了却没上传的也忘掉，已发布、最近上传和准备上传的总是留着",
            "of how many releases that were uploaded to keep even the records, the newest, when "
            "the record gets full (default: of all); what was prepared and never uploaded is "
            "forgotten too",
        ),
    )
    add_by(parser)


def run(options: Namespace) -> int:
    keep, keep_records = _number(options.keep), _number(options.keep_records)
    if keep is None and options.keep is not None:
        raise CommandError(_NO_NUMBER)
    if options.keep_records is not None and (keep_records is None or keep_records > MOST_KEPT):
        raise CommandError(_NO_RECORDS)
    project = open_project(options)
    store = open_store(project.location.root)
    language = options.language
    tell_remarks(store.read(), language)
    with recording(store):
        found = store.gc(keep, stamp_of(options, project), keep_records)
    if found.problems:
        terminal.tell(f"docbuild: {_REFUSED.text(language)}")
        return 1
    lines = [_PRUNED.text(language).format(name=name_of(each, language)) for each in found.pruned]
    if found.forgotten:
        lines.append(_FORGOTTEN.text(language).format(count=len(found.forgotten)))
    if found.objects:
        lines.append(
            _REMOVED.text(language).format(
                count=found.objects, files=files_in_english(found.objects)
            )
        )
    terminal.write("\n".join(lines or [_NOTHING.text(language)]) + "\n")
    return 0


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _KEEP.fullmatch(text) else None
