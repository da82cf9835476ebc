"""``docbuild init``: the first document of a plugin, or a whole project in an empty folder."""

from __future__ import annotations

import os
import posixpath
from argparse import Namespace
from pathlib import Path

from docbuild.build import README, Project, find, read
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.cli.document_folder import cannot_write, filled, write_document
from docbuild.cli.introducing import APP_ID, about
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.locate import LocateProblem
from docbuild.scaffold.first_document import first_document
from docbuild.scaffold.wording import TO_DO_MARK
from docbuild.snapshot import Snapshot

ABOUT = Message(
    "在插件项目里，根据源码写出第一份 doc/README.md；在空目录里，新建一个完整的示例项目。"
    "已有的文件不会被覆盖。",
    "In a plugin project, write a first doc/README.md from what the sources say; in an empty "
    "folder, a whole sample project. Nothing is overwritten unless you say so.",
)
_EXISTS = Message(
    "{path} 已经存在，没有改动；要用新写的文档覆盖它，请加 --force",
    "{path} exists and was left alone; --force overwrites it with a new document",
)
_NEITHER = Message(
    "{path} 里没有插件项目（project.config.json 里 compileType 应为 plugin），也不是空目录；"
    "请在插件项目里运行，或者指定一个空目录",
    '{path} is neither a plugin project (with "compileType": "plugin" in project.config.json) nor '
    "empty; run docbuild init in a plugin project, or name an empty folder",
)
_WRONG_APP_ID = Message("AppID 应形如 wx0123456789abcdef", "an AppID looks like wx0123456789abcdef")
_WROTE = Message("已写入 {path}", "wrote {path}")
_OVERWROTE = Message(
    "已覆盖 {path}（原来有 {size} 字节）", "overwrote {path}, which had {size} bytes"
)
_COUNTS = Message(
    "组件 {0} 个，页面 {1} 个，接口 {2} 个", "components: {0}, pages: {1}, interfaces: {2}"
)
_TO_DO = Message(
    "有 {count} 处写着“{mark}”：从源码里看不出来，请补上",
    "“{mark}” stands in {count} places: the sources do not tell what belongs there",
)
_INCOMPLETE = Message(
    "这些组件的属性或事件可能不全，有的来自别处或在运行时才确定：{names}",
    "these components may have more properties or events, from elsewhere: {names}",
)
_NOTHING = Message(
    "没有读到任何组件、页面或接口：请检查 {path}；如果插件要先编译，编译后再运行一次并加上 --force",
    "found no component, page or interface: see {path}; if the plugin has to be built first, build "
    "it and run this again with --force",
)
_NEXT = Message("下一步：{command}", "next: {command}")


def add_arguments(parser: Parser) -> None:
    parser.argument(
        "project",
        metavar="DIR",
        optional=True,
        text=Message(
            "插件项目的目录，或要新建示例项目的空目录（默认当前目录）",
            "a plugin project, or an empty or new folder for a sample project (default: here)",
        ),
    )
    parser.value(
        "--app-id",
        metavar="APPID",
        text=Message(
            "插件的 AppID（默认看项目配置）", "the plugin's AppID (default: the project's)"
        ),
    )
    parser.flag(
        "--force", text=Message("覆盖已有的 README.md", "overwrite a README.md that is there")
    )


def run(options: Namespace) -> int:
    if options.app_id is not None and not APP_ID.fullmatch(options.app_id):
        raise CommandError(_WRONG_APP_ID)
    start = Path(options.project or os.curdir)
    project = _plugin_project(start)
    if project is None:
        if not _is_empty(start):
            raise CommandError(filled(_NEITHER, path=start))
        from docbuild.cli.new_project import create  # it reads the package's files

        return create(options, start)
    if options.lang is None and project.settings.language is not None:
        options.language = project.settings.language
    return _write_first(options, project)


def _plugin_project(start: Path) -> Project | None:
    """The plugin project at ``start`` or around it."""
    if not os.path.lexists(start):
        return None
    project = find(start)
    if isinstance(project, LocateProblem):
        return None
    if not isinstance(project, Project):
        raise CommandError(*(problem.placed for problem in project))
    return project if project.location.config.is_plugin else None


def _is_empty(folder: Path) -> bool:
    """Whether there is no folder, or nothing in it but hidden files such as ``.git``."""
    try:
        with os.scandir(folder) as found:
            return all(item.name.startswith(".") for item in found)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise cannot_write(str(folder), error) from error


def _write_first(options: Namespace, project: Project) -> int:
    language: Language = options.language
    snapshot, _ = read(project)
    path = snapshot.document_path
    if snapshot.readme is not None and not options.force:
        raise CommandError(filled(_EXISTS, path=path))
    known = about(project, snapshot.plugin, language)
    known = known if options.app_id is None else known._replace(app_id=options.app_id)
    text = first_document(known, snapshot.interface)
    before = write_document(project.location, path, snapshot.readme or README, text.encode())
    if before is None:
        _say(_WROTE, language, path=path)
    else:
        _say(_OVERWROTE, language, path=path, size=len(before))
    _summarize(snapshot, text, language)
    return 0


def _summarize(snapshot: Snapshot, text: str, language: Language) -> None:
    interface = snapshot.interface
    counts = (len(interface.components), len(interface.pages), len(interface.exports))
    terminal.write(_COUNTS.text(language).format(*counts) + "\n")
    if not any(counts):
        path = posixpath.join(snapshot.plugin.root or "", "plugin.json")
        terminal.tell(_NOTHING.text(language).format(path=printable(path)))
    mark = TO_DO_MARK.text(language)
    if mark in text:
        _say(_TO_DO, language, count=text.count(mark), mark=mark)
    for problem in interface.problems:
        terminal.tell(printable(problem.placed.text(language)))
    incomplete = [component.name for component in interface.components if not component.complete]
    if incomplete:
        terminal.tell(_INCOMPLETE.text(language).format(names=printable(", ".join(incomplete))))
    _say(_NEXT, language, command="docbuild serve")


def _say(message: Message, language: Language, **values: object) -> None:
    shown = {name: printable(str(value)) for name, value in values.items()}
    terminal.write(message.text(language).format(**shown) + "\n")
