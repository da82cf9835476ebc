"""``docbuild bundle``: pack what the upload takes and the document shows."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from docbuild import bundle
from docbuild.bundle_members import members
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project, run_build
from docbuild.cli.reporting import print_report, save
from docbuild.diagnostic import Message, Severity
from docbuild.formats.printable import printable

ABOUT = Message(
    "把 README.md 和它用到的图片打包成 ZIP；还有错误时不打包。",
    "Pack README.md and the pictures that it uses into a ZIP archive, unless there are errors.",
)
_REFUSED = Message("还有错误，没有打包", "not packed: there are errors")


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        text=Message("要写的 ZIP 文件", "the ZIP file to write"),
    )


def run(options: Namespace) -> int:
    project = open_project(options)
    _refuse_source(Path(options.output), project.location.folder)
    built = run_build(options, project, keep_data=True)
    if built.report.diagnostics:
        print_report(options, built.report)
    if built.report.crashes:
        return 2
    if built.report.number_of(Severity.ERROR) or built.snapshot.source is None:
        terminal.tell(f"docbuild: {_REFUSED.text(options.language)}")
        return 1
    contents = members(built)
    try:
        archive = bundle.pack(contents)
    except ValueError as error:  # names that only some systems can hold, if that rule is off
        terminal.tell(f"docbuild: {_unpackable(error).text(options.language)}")
        return 1
    save(Path(options.output), archive)
    terminal.write(_written(options.output, len(contents), len(archive)).text(options.language))
    return 0


def _refuse_source(target: Path, folder: Path) -> None:
    """Refuse to write over the document or its pictures, as a slip of the keyboard would."""
    inside = target.resolve().is_relative_to(folder.resolve())
    if inside and target.suffix.lower() != ".zip" and target.exists():
        raise CommandError(
            Message(
                f"{target} 是文档自己的文件，不能用打包结果覆盖",
                f"{target} belongs to the document itself and is not to be overwritten",
            )
        )


def _unpackable(error: ValueError) -> Message:
    return Message(f"打不了包：{error}", f"not packed: {error}")


def _written(target: str, count: int, size: int) -> Message:
    target = printable(target)
    return Message(
        f"已写入 {target}：{count} 个文件，{size} 字节\n",
        f"wrote {target}: {count} files, {size} bytes\n",
    )
