"""``docbuild release``: what was prepared, uploaded and published; each action has its own file."""

from __future__ import annotations

from argparse import SUPPRESS, Namespace
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from docbuild.cli import release_gc, release_list, release_marks, release_prepare, release_restore
from docbuild.cli.arguments import Parser, add_general
from docbuild.diagnostic import Message

ABOUT = Message(
    "准备要上传的文档，并记下哪个版本上传了、哪个发布了。平台没有接口能查到这些，所以由人来记。"
    "记录在 .docbuild/releases，可以放进 git。",
    "Prepare the document for the upload, and note what was uploaded and what was published: the "
    "platform tells nobody. The record is .docbuild/releases, which may go into git.",
)
_ACTIONS = Message("操作", "actions")


class Action(NamedTuple):
    """``about`` is one line of the list; ``text`` stands above the action's own help."""

    about: Message
    text: Message
    add_arguments: Callable[[Parser], None]
    run: Callable[[Namespace], int]


ACTIONS: Mapping[str, Action] = {
    "prepare": Action(
        Message("检查、打包、记录，列出上传的步骤", "check, pack, note, and list the steps"),
        release_prepare.ABOUT,
        release_prepare.add_arguments,
        release_prepare.run,
    ),
    "uploaded": Action(
        Message("记下：已经上传", "note that it was uploaded"),
        release_marks.ABOUT_UPLOADED,
        release_marks.add_uploaded,
        release_marks.run_uploaded,
    ),
    "published": Action(
        Message("记下：已经发布", "note that it was published"),
        release_marks.ABOUT_PUBLISHED,
        release_marks.add_published,
        release_marks.run_published,
    ),
    "list": Action(
        Message("列出所有版本", "list the releases"),
        release_list.ABOUT_LIST,
        release_list.add_list,
        release_list.run_list,
    ),
    "show": Action(
        Message("显示一个版本", "show a release"),
        release_list.ABOUT_SHOW,
        release_list.add_show,
        release_list.run_show,
    ),
    "restore": Action(
        Message("恢复成某个版本，现有内容先存底", "bring a release back into doc/"),
        release_restore.ABOUT,
        release_restore.add_arguments,
        release_restore.run,
    ),
    "gc": Action(
        Message("清理不再需要的内容", "remove contents that nothing needs"),
        release_gc.ABOUT,
        release_gc.add_arguments,
        release_gc.run,
    ),
}


def add_arguments(parser: Parser) -> None:
    language = parser.language
    actions = parser.add_subparsers(
        title=_ACTIONS.text(language), dest="action", metavar="ACTION", required=True
    )
    for name, action in ACTIONS.items():
        settings: dict[str, Any] = {  # of our own Parser, which argparse does not know of
            "prog": f"{parser.prog} {name}",
            "help": action.about.text(language),
            "language": language,
            "description": action.text,
        }
        below: Parser = actions.add_parser(name, **settings)
        action.add_arguments(below)
        add_general(below)
        for each in below._actions:
            if each.dest in ("lang", "color"):
                each.default = SUPPRESS  # what stands before the action counts too


def run(options: Namespace) -> int:
    return ACTIONS[options.action].run(options)
