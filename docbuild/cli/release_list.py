"""``docbuild release list`` and ``show``: what was noted, the newest first."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Set

from docbuild.byte_size import byte_size
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_project
from docbuild.cli.opening import open_project
from docbuild.cli.release_actions import (
    STATES,
    add_release,
    chosen,
    local_time,
    tell_remarks,
    tell_upload_folder,
)
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import columns, printable
from docbuild.formats.release_json import folder_value, history_json, release_json
from docbuild.release.history import History, State
from docbuild.release.values import EventKind, Release
from docbuild.release_store.store import Store, open_store

ABOUT_LIST = Message("列出准备、上传、发布过的版本。", "List what was prepared and uploaded.")
ABOUT_SHOW = Message("显示一个版本的内容和经过。", "Show a release and what became of it.")
_NOTHING = Message(
    "还没有记录；用 docbuild release prepare 准备第一个版本",
    "nothing was noted yet: prepare a first release with docbuild release prepare",
)
_PRUNED = Message("（内容已清理）", " (contents given up)")
_LACKING = Message("（缺 {count} 个文件）", " (files missing: {count})")
_EVENTS = {
    EventKind.UPLOADED: Message("上传", "uploaded"),
    EventKind.PUBLISHED: Message("发布", "published"),
    EventKind.UNDONE: Message("撤销记录", "taken back"),
    EventKind.PRUNED: Message("清理内容", "contents given up"),
}
_PREPARED = Message("准备", "prepared")
_SAVED = Message("存底", "saved")
_FINDINGS = Message("{errors} 个错误，{warnings} 个警告", "errors: {errors}, warnings: {warnings}")
_DAMAGED = Message("内容不完整：{reason}", "not whole: {reason}")


def add_list(parser: Parser) -> None:
    add_project(parser)
    add_format(parser)


def add_show(parser: Parser) -> None:
    add_release(parser, optional=False)
    add_project(parser)
    add_format(parser)


def run_list(options: Namespace) -> int:
    store = open_store(open_project(options).location.root)
    history = store.read()
    if options.format == "json":
        terminal.write(history_json(history, options.language))
        return 0
    tell_remarks(history, options.language)
    if not history.releases:
        terminal.write(f"{_NOTHING.text(options.language)}\n")
        return 0
    present = store.objects()
    rows = [_row(present, history, each, options.language) for each in reversed(history.releases)]
    terminal.write("".join(_aligned(rows)))
    return 0


def run_show(options: Namespace) -> int:
    store = open_store(open_project(options).location.root)
    history = store.read()
    if options.format == "text":
        tell_remarks(history, options.language)
    release = chosen(history, options.release)
    is_next = history.state(release) is State.PREPARED
    folder = store.laid_out(release) if is_next else None
    if options.format == "json":
        place = None if folder is None else folder_value(folder, store.upload_folder)
        terminal.write(release_json(release, history, upload_folder=place))
        return 0
    terminal.write("".join(f"{line}\n" for line in _shown(history, release, options.language)))
    if folder is not None:
        tell_upload_folder(folder, store, release, options.language)
    return _tell_damage(store, history, release, options.language)


def _tell_damage(store: Store, history: History, release: Release, language: Language) -> int:
    """1 where the contents should be there and are not."""
    if release.id in history.pruned:
        return 0
    found = store.members(release)
    if isinstance(found, dict):
        return 0
    terminal.tell(
        f"docbuild: {_DAMAGED.text(language).format(reason=printable(found.placed.text(language)))}"
    )
    return 1


def _row(present: Set[str], history: History, release: Release, language: Language) -> list[str]:
    missing = sum(file.sha256 not in present for file in release.files)
    if release.id in history.pruned:
        remark = _PRUNED.text(language)
    else:
        remark = _LACKING.text(language).format(count=missing) if missing else ""
    return [
        STATES[history.state(release)].text(language),
        release.version or "—",
        release.short,
        local_time(release.stamp),
        byte_size(release.total),
        printable(release.stamp.by or "—"),
        printable(release.description or "") + remark,
    ]


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(cells).rstrip() + "\n"


def _shown(history: History, release: Release, language: Language) -> Iterator[str]:
    state = STATES[history.state(release)].text(language)
    yield f"{release.version or '—'}  {state}  {release.id}"
    if release.description:
        yield printable(release.description)
    first = (_SAVED if release.is_saved else _PREPARED).text(language)
    yield f"{first}  {_who(local_time(release.stamp), release.stamp.by)}"
    for event in history.about(release):
        kind = _EVENTS[event.kind].text(language)
        yield f"{kind}  {_who(local_time(event.stamp), event.stamp.by)}"
    if not release.is_saved:
        yield _FINDINGS.text(language).format(errors=release.errors, warnings=release.warnings)
    for file in release.documents:
        yield f"  {byte_size(file.size):>9}  {printable(file.path)}"


def _who(time: str, name: str | None) -> str:
    return time if name is None else f"{time}  {printable(name)}"
