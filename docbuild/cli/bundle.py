"""``docbuild bundle``: pack what the upload takes and the document shows."""

from __future__ import annotations

import re
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
from docbuild.upload import LONGEST_DESCRIPTION, VERSION

ABOUT = Message(
    "把 README.md 和它用到的图片打包成 ZIP，附上清单；还有错误时不打包。",
    "Pack README.md and the pictures that it uses into a ZIP archive with a manifest, unless "
    "there are errors.",
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
    parser.value(
        "--document-version",
        metavar="X.Y.Z",
        text=Message(
            "上传时要填的版本号，记在清单里", "the version that the upload will be given, noted"
        ),
    )
    parser.value(
        "--description",
        metavar="TEXT",
        text=Message(
            "上传时要填的说明，记在清单里", "the description that the upload will be given, noted"
        ),
    )
    parser.flag(
        "--force",
        text=Message(
            "有错误也打包，并在清单里注明", "pack in spite of errors; the manifest says so"
        ),
    )


def run(options: Namespace) -> int:
    _check_dialog(options.document_version, options.description)
    project = open_project(options)
    _refuse_source(Path(options.output), project.location.folder)
    built = run_build(options, project, keep_data=True)
    if built.report.diagnostics:
        print_report(options, built.report)
    if built.report.crashes:
        return 2
    has_errors = built.report.number_of(Severity.ERROR) > 0
    if (has_errors and not options.force) or built.snapshot.source is None:
        terminal.tell(f"docbuild: {_REFUSED.text(options.language)}")
        return 1
    contents = members(built, version=options.document_version, description=options.description)
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


def _check_dialog(version: str | None, description: str | None) -> None:
    """Refuse what the upload's dialog would refuse."""
    if version is not None and not re.fullmatch(VERSION, version):
        raise CommandError(
            Message(
                f"版本号 “{version}” 不行：应是三个数字，各不超过三位，如 1.0.0",
                f"“{version}” is no version: three numbers of at most three digits, as in 1.0.0",
            )
        )
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        raise CommandError(
            Message(
                f"说明有 {len(description)} 个字，上传时最多 {LONGEST_DESCRIPTION} 个",
                f"the description has {len(description)} characters, and the upload takes "
                f"{LONGEST_DESCRIPTION}",
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
