"""``docbuild bundle``: pack what the upload takes and the document shows, as ZIP or folder."""

from __future__ import annotations

from argparse import Namespace

from docbuild.build import Build, Project
from docbuild.bundle_members import members
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_project
from docbuild.cli.bundle_target import Target, refuse_source, refuse_strangers, target_of, write
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.cli.opening import open_project, run_build
from docbuild.cli.shrinking_in_place import folder_wish, recover, undo, write_in_place
from docbuild.cli.shrinking_options import (
    add_in_place_arguments,
    add_shrinking_arguments,
    shrunk,
    wish_of,
)
from docbuild.cli.shrinking_report import print_json, print_report_aside, print_table, say
from docbuild.diagnostic import Message, Severity
from docbuild.formats.printable import printable
from docbuild.release.values import description_problem, version_problem
from docbuild.shrinkage import Shrinkage

ABOUT = Message(
    "把 README.md 和它用到的图片打包成 ZIP 或干净的目录，附上清单；还有错误时不打包。",
    "Pack README.md and the pictures that it uses into a ZIP archive or a clean folder, with a "
    "manifest, unless there are errors.",
)
_REFUSED = Message("还有错误，没有打包", "not packed: there are errors")
_NO_OUTPUT = Message(
    "缺少参数：-o/--output（只有用 --write 时可以不写）",
    "the following arguments are required: -o/--output (unless there is --write)",
)
_NO_TABLE = Message(
    "--format json 输出的是图片的变化，要和 --optimize、--fit、--max-width 或 --write 一起用",
    "--format json is about pictures: it needs --optimize, --fit, --max-width or --write",
)
_TOO_LARGE = Message("压不到要求的大小，没有打包", "not packed: it cannot be made to fit")


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "-o",
        "--output",
        metavar="FILE|DIR",
        text=Message(
            "要写的 ZIP 文件（以 .zip 结尾），或要整个换成打包结果的目录；用 --write 时可以不写",
            "the ZIP file to write (ending in .zip), or the folder to be replaced by the bundle; "
            "not needed with --write",
        ),
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
    add_shrinking_arguments(parser)
    add_in_place_arguments(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    _check_dialog(options.document_version, options.description)
    wish = wish_of(options, packed=not options.write)
    if wish is None and options.format == "json":
        raise CommandError(_NO_TABLE)
    project = open_project(options)
    if options.undo:
        return undo(options, project)
    target = _target(options, project)
    if options.write:
        recover(project)
    built = run_build(options, project, keep_data=True)
    if wish is None or built.document is None or built.report.crashes:
        return _judge_and_pack(options, target, built, None)
    if options.write:
        wish = folder_wish(project, built, wish)
    done = shrunk(options, project, built, wish)
    print_table(options, done.shrinkage)
    code = write_in_place(options, project, done, wish) if options.write else 0
    if code == 0 and target is not None:
        code = _judge_and_pack(options, target, done.built, done.shrinkage)
    print_json(options, done.shrinkage, written=code == 0)
    return code


def _target(options: Namespace, project: Project) -> Target | None:
    if options.output is None:
        if not options.write:
            raise CommandError(_NO_OUTPUT)
        return None
    target = target_of(options.output)
    refuse_source(target, project.location.folder)
    refuse_strangers(target)
    return target


def _judge_and_pack(
    options: Namespace, target: Target | None, built: Build, shrinkage: Shrinkage | None
) -> int:
    if built.report.diagnostics:
        print_report_aside(options, built.report)
    if built.report.crashes:
        return 2
    has_errors = built.report.number_of(Severity.ERROR) > 0
    if (has_errors and not options.force) or built.snapshot.source is None or target is None:
        terminal.tell(f"docbuild: {_REFUSED.text(options.language)}")
        return 1
    if shrinkage is not None and not shrinkage.is_small_enough:
        terminal.tell(f"docbuild: {_TOO_LARGE.text(options.language)}")
        return 1
    noted = None if options.write else shrinkage  # then they are what the project has
    return _pack(options, target, _contents(options, built, noted))


def _contents(options: Namespace, built: Build, shrinkage: Shrinkage | None) -> dict[str, bytes]:
    return members(
        built,
        version=options.document_version,
        description=options.description,
        shrinkage=shrinkage,
    )


def _pack(options: Namespace, target: Target, contents: dict[str, bytes]) -> int:
    refuse_strangers(target)  # somebody may have put something there meanwhile
    try:
        size = write(target, contents)
    except ValueError as error:  # names that only some systems can hold, if that rule is off
        terminal.tell(f"docbuild: {_unpackable(error).text(options.language)}")
        return 1
    say(options, _written(options.output, len(contents), size), always=True)
    return 0


def _check_dialog(version: str | None, description: str | None) -> None:
    """Refuse what the upload's dialog would refuse."""
    problems = (
        None if version is None else version_problem(version),
        None if description is None else description_problem(description),
    )
    for problem in problems:
        if problem is not None:
            raise CommandError(problem)


def _unpackable(error: ValueError) -> Message:
    return Message(f"打不了包：{error}", f"not packed: {error}")


def _written(target: str, count: int, size: int) -> Message:
    target = printable(target)
    return Message(
        f"已写入 {target}：{count} 个文件，{size} 字节",
        f"wrote {target}: {files_in_english(count)}, {size} bytes",
    )
