"""``docbuild sync``: bring the generated tables of the document up to the plugin's sources."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator

from docbuild.build import Project, read
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.document_folder import filled, write_document
from docbuild.cli.opening import open_project
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.formats.style import Style
from docbuild.markdown import parse
from docbuild.problem import ConfigProblem
from docbuild.scaffold.marks import MarkProblem
from docbuild.scaffold.refreshing import Change, Refreshed, refreshed
from docbuild.snapshot import Snapshot
from docbuild.source import Source

ABOUT = Message(
    "按源码更新文档里 [//]: # (docbuild:begin properties 组件名) 和 end 标记之间的属性表，"
    "别的内容一个字都不动；源码里没有注释的属性，保留你写的说明。",
    "Bring the property tables between [//]: # (docbuild:begin properties NAME) and its end mark "
    "up to the sources, and touch nothing else. What you wrote of properties that have no comment "
    "in the sources stays.",
)
_NO_DOCUMENT = Message(
    "没有 {path}；docbuild init 可以写出第一份",
    "there is no {path}; docbuild init writes a first one",
)
_UNREADABLE = Message("读不了 {path}：{reason}", "cannot read {path}: {reason}")
_NOT_UTF8 = Message(
    "{path} 不是 UTF-8 编码，请另存为 UTF-8", "{path} is not UTF-8: save it as that"
)
_NO_MARKS = Message(
    "{path} 里没有标记。在属性表前后各加一行，前后都空一行：\n"
    "  [//]: # (docbuild:begin properties 组件名)\n"
    "  [//]: # (docbuild:end properties 组件名)",
    "{path} has no marks. Put these around a table of properties, with blank lines around each:\n"
    "  [//]: # (docbuild:begin properties NAME)\n"
    "  [//]: # (docbuild:end properties NAME)",
)
_CURRENT = Message("{path} 里的属性表都是最新的", "the tables of {path} are up to date")
_UPDATED = Message("已更新 {path}", "updated {path}")
_OUTDATED = Message(
    "{path} 需要更新：运行 docbuild sync", "{path} is out of date: run docbuild sync"
)
_UNREAD = Message(
    "读不到组件 {name} 的源码，它的属性表没有动",
    "the sources of component {name} could not be read, so its table was left alone",
)
_ADDED = Message("新增 {names}", "added {names}")
_REMOVED = Message("删除 {names}", "removed {names}")
_CHANGED = Message("更新 {names}", "updated {names}")
_REORDERED = Message("调整顺序", "reordered")


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.flag(
        "--check",
        text=Message(
            "不写文件；需要更新时退出码为 1，用于 CI",
            "write nothing; exit with 1 if something would change, for CI",
        ),
    )
    parser.flag(
        "--diff", text=Message("不写文件，只显示差异", "write nothing, but show the difference")
    )


def run(options: Namespace) -> int:
    project = open_project(options)
    language: Language = options.language
    snapshot, data = read(project)
    source = _source(snapshot)
    result = refreshed(parse(source, snapshot.settings.dialect), snapshot.interface)
    if not isinstance(result, Refreshed):
        raise CommandError(*(_placed(problem, source).placed for problem in result))
    for problem in snapshot.interface.problems:
        terminal.tell(printable(problem.placed.text(language)))
    for name in result.unread:
        terminal.tell(_UNREAD.text(language).format(name=printable(name)))
    writes = bool(result.changes) and not (options.check or options.diff)
    if writes:
        _write(project, snapshot, data, result.text)
    _say(options, _headline(options, result), path=source.path)
    for line in _described(result, language) if not options.quiet else ():
        terminal.write(f"{printable(line)}\n")
    if options.diff:
        terminal.write("".join(_difference(options, source, result.text)))
    return 1 if options.check and result.changes else 0


def _source(snapshot: Snapshot) -> Source:
    path, reason = snapshot.document_path, snapshot.unreadable
    if snapshot.undecodable is not None:
        raise CommandError(filled(_NOT_UTF8, path=path))
    if reason is not None:
        raise CommandError(filled(_UNREADABLE, path=path, reason=reason))
    if snapshot.source is None:
        raise CommandError(filled(_NO_DOCUMENT, path=path))
    return snapshot.source


def _placed(problem: MarkProblem, source: Source) -> ConfigProblem:
    place = source.position(problem.span.start)
    return ConfigProblem(source.path, problem.message, place.line, place.column)


def _headline(options: Namespace, result: Refreshed) -> Message:
    if not result.passages:
        return _NO_MARKS
    if not result.changes:
        return _CURRENT
    return _OUTDATED if options.check or options.diff else _UPDATED


def _described(result: Refreshed, language: Language) -> Iterator[str]:
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    for change in result.changes:
        parts = stop.join(_parts(change, language)) or _REORDERED.text(language)
        yield f"  {change.component}{colon}{parts}"


def _parts(change: Change, language: Language) -> Iterator[str]:
    comma = "、" if language == "zh" else ", "
    kinds = ((_ADDED, change.added), (_REMOVED, change.removed), (_CHANGED, change.updated))
    for message, names in kinds:
        if names:
            yield message.text(language).format(names=comma.join(names))


def _difference(options: Namespace, source: Source, text: str) -> Iterator[str]:
    from difflib import unified_diff  # heavy, and rarely wanted

    style = Style(terminal.wants_colour(options.color, os.environ, sys.stdout))
    names = f"a/{source.path}", f"b/{source.path}"
    lines = unified_diff(source.text.splitlines(), text.splitlines(), *names, lineterm="")
    for line in lines:
        shown = printable(line)
        if line.startswith(("---", "+++", "@@")):
            shown = style.bold(shown)
        elif line.startswith(("-", "+")):
            shown = style.red(shown) if line[0] == "-" else style.green(shown)
        yield f"{shown}\n"


def _write(project: Project, snapshot: Snapshot, data: bytes | None, text: str) -> None:
    name = snapshot.readme or ""
    write_document(project.location, snapshot.document_path, name, text.encode(), data)


def _say(options: Namespace, message: Message, **values: str) -> None:
    if not options.quiet:
        shown = {name: printable(value) for name, value in values.items()}
        terminal.write(message.text(options.language).format(**shown) + "\n")
