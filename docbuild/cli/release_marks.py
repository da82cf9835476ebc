"""``docbuild release uploaded`` and ``published``: note what was done outside, or take it back."""

from __future__ import annotations

from argparse import Namespace

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
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
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.release.choice import PREPARED, PUBLISHED, UPLOADED
from docbuild.release.history import History
from docbuild.release.steps import few
from docbuild.release.values import EventKind, Release, numbers
from docbuild.release_store.store import open_store

ABOUT_UPLOADED = Message(
    "记下：这个版本已经在开发者工具里上传。", "Note that a release was uploaded."
)
ABOUT_PUBLISHED = Message(
    "记下：这个版本已经在管理后台发布，读者看到的就是它。",
    "Note that a release was published, so that it is what readers see.",
)
_MARKED = {
    EventKind.UPLOADED: Message("已记录：上传了 {name}", "noted: {name} was uploaded"),
    EventKind.PUBLISHED: Message("已记录：发布了 {name}", "noted: {name} was published"),
}
_KNOWN = {
    EventKind.UPLOADED: Message("{name} 已经记录过上传", "{name} was noted as uploaded before"),
    EventKind.PUBLISHED: Message("{name} 已经记录过发布", "{name} was noted as published before"),
}
_UNDONE = {
    EventKind.UPLOADED: Message("已撤销：{name} 没有上传", "taken back: {name} was not uploaded"),
    EventKind.PUBLISHED: Message("已撤销：{name} 没有发布", "taken back: {name} was not published"),
}
_NOT_NOTED = {
    EventKind.UPLOADED: Message(
        "没有记录过 {name} 的上传，无可撤销", "no upload of {name} was noted"
    ),
    EventKind.PUBLISHED: Message(
        "没有记录过 {name} 的发布，无可撤销", "no publishing of {name} was noted"
    ),
}
_SAVED = Message(
    "{name} 是恢复文档前的存底，不是准备上传的版本；请先运行 docbuild release prepare",
    "{name} was saved before a restore and has no version: run docbuild release prepare first",
)
_LOWER = Message(
    "注意：已经记录过上传 {version}，平台要求版本号每次上传都要更大；如果记错了，用 --undo 撤销",
    "note: {version} was noted as uploaded, and versions rise with every upload; if this is a "
    "mistake, take it back with --undo",
)
_DIFFERS = Message(
    "注意：.docbuild/upload/doc 现在和准备的 {name} 不一样（{paths}）；"
    "如果上传的是改过的内容，就用 --undo 撤销，把改动搬进文档，再准备、上传一次",
    "note: .docbuild/upload/doc is not what was prepared as {name} any more ({paths}); if that is "
    "what went up, take this back with --undo, bring the changes into the document, then prepare "
    "and upload it again",
)
_NEXT = Message(
    "读者还看不到：由管理员在“小程序插件 > 基本设置”里预览并发布，"
    "然后运行 docbuild release published",
    "readers do not see it yet: let an administrator preview and publish it under 小程序插件 > "
    "基本设置 (plugin > basic settings), then run docbuild release published",
)
_IMPLIED = Message(
    "之前没有记录它的上传，现在一并算作已上传", "it was not noted as uploaded before; now it is"
)


def add_uploaded(parser: Parser) -> None:
    add_release(parser, optional=True, default=Message("最近准备的", "what was prepared last"))
    _add_rest(parser)


def add_published(parser: Parser) -> None:
    add_release(parser, optional=True, default=Message("最近上传的", "what was uploaded last"))
    _add_rest(parser)


def _add_rest(parser: Parser) -> None:
    add_project(parser)
    parser.flag("--undo", text=Message("撤销记错的", "take back what was noted by mistake"))
    add_by(parser)


def run_uploaded(options: Namespace) -> int:
    return _run(options, EventKind.UPLOADED, UPLOADED if options.undo else PREPARED)


def run_published(options: Namespace) -> int:
    return _run(options, EventKind.PUBLISHED, PUBLISHED if options.undo else UPLOADED)


def _run(options: Namespace, kind: EventKind, default: str) -> int:
    project = open_project(options)
    store = open_store(project.location.root)
    history = store.read()
    tell_remarks(history, options.language)
    release = chosen(history, options.release or default)
    if release.is_saved:
        raise CommandError(_filled(_SAVED, release))
    if options.undo:
        with recording(store):
            event = store.undo(release, kind, stamp_of(options, project))
        _say((_UNDONE if event else _NOT_NOTED)[kind], release, options.language)
        return 0 if event else 1
    _warn(history, release, kind, options.language)
    if kind is EventKind.UPLOADED:
        _tell_differences(store.differences(release), release, options.language)
    with recording(store):
        event = store.mark(release, kind, stamp_of(options, project))
    _say((_MARKED if event else _KNOWN)[kind], release, options.language)
    _tell_what_follows(history, release, kind, options)
    return 0


def _warn(history: History, release: Release, kind: EventKind, language: Language) -> None:
    """What was noted is a fact, so it is not refused; but it may be a slip."""
    highest = history.highest_uploaded
    if kind is not EventKind.UPLOADED or highest is None or release.version is None:
        return
    if release != history.uploaded and numbers(release.version) <= numbers(highest):
        terminal.tell(f"docbuild: {_LOWER.text(language).format(version=highest)}")


def _tell_differences(paths: tuple[str, ...], release: Release, language: Language) -> None:
    """That what went up may be something else than what is noted."""
    if paths:
        told = _DIFFERS.text(language).format(
            name=name_of(release, language), paths=printable(few(paths).text(language))
        )
        terminal.tell(f"docbuild: {told}")


def _tell_what_follows(
    history: History, release: Release, kind: EventKind, options: Namespace
) -> None:
    if kind is EventKind.UPLOADED and release.id not in history.was_published:
        if not options.quiet:
            terminal.write(f"{_NEXT.text(options.language)}\n")
    elif release.id not in history.was_uploaded:
        terminal.tell(_IMPLIED.text(options.language))


def _say(message: Message, release: Release, language: Language) -> None:
    terminal.write(message.text(language).format(name=name_of(release, language)) + "\n")


def _filled(message: Message, release: Release) -> Message:
    zh, en = name_of(release, "zh"), name_of(release, "en")
    return Message(message.zh.format(name=zh), message.en.format(name=en))
