"""``docbuild release restore``: the document as it was in a release, in doc/ or elsewhere."""

from __future__ import annotations

import errno
from argparse import Namespace
from pathlib import Path

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.cli.opening import open_project
from docbuild.cli.release_actions import (
    add_by,
    add_release,
    chosen,
    name_of,
    recording,
    stamp_of,
    tell_remarks,
)
from docbuild.cli.release_elsewhere import unavailable, write_elsewhere
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.locate import Location
from docbuild.problem import ConfigProblem
from docbuild.release.values import Release
from docbuild.release_store.records import RecordError
from docbuild.release_store.restoring import Restored
from docbuild.release_store.store import open_store

ABOUT = Message(
    "让 doc/ 恢复成某个版本的内容；换下来的先存底，随时可以换回来。上传时不会带上的文件原样留着。",
    "Let doc/ hold what a release holds. What it replaces is saved first and can be restored too; "
    "files that the upload does not take stay.",
)
_DONE = Message(
    "{folder} 已恢复为 {name}：写入 {written} 个文件，移走 {removed} 个",
    "{folder} holds {name}: {files} written, {removed} taken away",
)
_UNDO = Message(
    "原来的内容已存底；要换回来，运行 docbuild release restore {saved}",
    "what was there is saved: docbuild release restore {saved} brings it back",
)
_KNOWN = Message("原来的内容在记录里已有，没有再存", "what was there is in the record already")
_SAME = Message("{folder} 的内容就是 {name}，没有改动", "{folder} holds {name} already")
_OUTSIDE = Message(
    "文档不在项目的一个子目录里，没法整个换掉；请用 --to 写到别处",
    "the document is not in a folder below the project's root and cannot be replaced as a whole: "
    "use --to",
)
_IN_THE_WAY = Message(
    "{folder} 里有符号链接占着要写的位置，没有改动；请先移走它，或用 --to 写到别处",
    "in {folder}, a symbolic link is in the place of a file to be written; nothing was changed: "
    "move it away, or use --to",
)
_STRANGE = Message(
    "{folder} 里有管道之类的特殊文件，没有改动；请先移走它，或用 --to 写到别处",
    "{folder} holds a pipe or the like; nothing was changed: move it away, or use --to",
)
_MOUNTED = Message(
    "{folder} 是挂载点（另一个文件系统挂在那里），没法整个换掉，没有改动；"
    "请用 --to 写到别处，再复制进去",
    "{folder} is a mount point, where another file system begins, and cannot be replaced; nothing "
    "was changed: use --to, and copy it there",
)
_MOVED = Message(
    '当前目录是被换下来的那个，请重新进入：cd "$PWD"',
    'the current folder is the one that was replaced: enter it again with cd "$PWD"',
)


def add_arguments(parser: Parser) -> None:
    add_release(parser, optional=False)
    add_project(parser)
    parser.value(
        "--to",
        metavar="DIR|FILE",
        text=Message(
            "写到别处：一个目录，或以 .zip 结尾的文件；doc/ 不动。"
            "写 .docbuild/upload 则重新摆好要上传的内容",
            "write it elsewhere: a folder, or a file ending in .zip; doc/ is left alone. With "
            ".docbuild/upload, lay it out there to upload from",
        ),
    )
    add_by(parser)


def run(options: Namespace) -> int:
    project = open_project(options)
    store = open_store(project.location.root)
    history = store.read()
    tell_remarks(history, options.language)
    release = chosen(history, options.release)
    if options.to is not None:
        return write_elsewhere(options, project, store, history, release)
    folder = _folder(project.location)
    is_inside = Path.cwd().is_relative_to(project.location.folder)  # of which there is another soon
    try:
        known = {errno.EEXIST: _IN_THE_WAY, errno.EINVAL: _STRANGE, errno.EBUSY: _MOUNTED}
        told = {number: _filled(message, folder) for number, message in known.items()}
        with recording(store, told):
            found = store.restore(release, folder, stamp_of(options, project))
    except RecordError as error:
        why = error.problem
        raise CommandError(Message(f"没有恢复：{why.zh}", f"not restored: {why.en}")) from error
    if isinstance(found, ConfigProblem):
        raise unavailable(history, release, found)
    terminal.write(_told(found, folder, release, options.language))
    if is_inside and (found.written or found.removed):
        terminal.tell(_MOVED.text(options.language))
    return 0


def _folder(location: Location) -> str:
    """The document's folder below the root, which can be exchanged for another."""
    folder = location.folder_name
    if not folder or location.folder != location.root / folder:
        raise CommandError(_OUTSIDE)
    return folder


def _told(found: Restored, folder: str, release: Release, language: Language) -> str:
    name, folder = name_of(release, language), printable(f"{folder}/")
    if not found.written and not found.removed:
        return _SAME.text(language).format(folder=folder, name=name) + "\n"
    done = _DONE.text(language).format(
        folder=folder,
        name=name,
        written=len(found.written),
        files=files_in_english(len(found.written)),
        removed=len(found.removed),
    )
    if found.saved is None:
        return f"{done}\n{_KNOWN.text(language)}\n"
    return f"{done}\n{_UNDO.text(language).format(saved=found.saved.short)}\n"


def _filled(message: Message, folder: str) -> Message:
    return Message(message.zh.format(folder=folder), message.en.format(folder=folder))
