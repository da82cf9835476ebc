"""``docbuild verify``: check a bundle, of whomever it is, without unpacking it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from docbuild import files
from docbuild.asset import EntryKind
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_quiet, add_verdict
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import picture_progress
from docbuild.cli.reporting import exit_code, print_report
from docbuild.diagnostic import Message, Report
from docbuild.manifest import MANIFEST
from docbuild.release.tools_project import FILES
from docbuild.settings import Settings
from docbuild.verifying import report_refused, verify
from docbuild.zip_reading import LARGEST_ARCHIVE, LARGEST_CONTENT, read_archive

ABOUT = Message(
    "检查文档包（ZIP 或目录）：结构、清单和全部规则；不解压，不写任何文件。",
    "Check a bundle (a ZIP archive or a folder): its structure, its manifest and every rule. "
    "Nothing is unpacked, nothing written.",
)


def add_arguments(parser: Parser) -> None:
    parser.argument(
        "bundle",
        metavar="BUNDLE",
        text=Message("ZIP 文件或目录", "the ZIP archive or the folder"),
    )
    add_quiet(parser)
    add_format(parser)
    add_verdict(parser)


def run(options: Namespace) -> int:
    target = Path(options.bundle)
    report = _of_folder(target, options) if target.is_dir() else _of_archive(target, options)
    for crash in report.crashes:
        terminal.print_traceback(crash.error)
    print_report(options, report)
    return exit_code(options, report, Settings())


def _of_archive(target: Path, options: Namespace) -> Report:
    data = files.read_file(target.parent, target.name, LARGEST_ARCHIVE)
    if isinstance(data, files.ReadProblem):
        raise _unreadable(target, data.detail)
    archive = read_archive(data)
    if archive.refusals:
        return report_refused(archive.refusals, target.name)
    with picture_progress(options) as progress:
        return verify(archive.members, progress)


def _of_folder(target: Path, options: Namespace) -> Report:
    members = dict(_files(target))
    if MANIFEST in members:  # one that release prepare laid out may be open in the tools
        members = {path: data for path, data in members.items() if path not in FILES}
    with picture_progress(options) as progress:
        return verify(members, progress)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files of ``folder`` by path. What is no plain file is refused as in an archive."""
    tree = files.read_tree(folder, follow_root=True)
    left = LARGEST_CONTENT
    for path, entry in tree.entries.items():
        if entry.kind is EntryKind.DIRECTORY and entry.unreadable is None:
            continue
        if entry.kind is not EntryKind.FILE or entry.unreadable is not None:
            raise _unreadable(folder / path, entry.unreadable or "not a regular file")
        data = files.read_file(folder, path, left)
        if isinstance(data, files.ReadProblem):
            raise _unreadable(folder / path, data.detail)
        left -= len(data)
        yield path, data
    if tree.truncated:
        raise _unreadable(folder, "too many or too deep entries")


def _unreadable(path: Path, reason: str) -> CommandError:
    return CommandError(Message(f"读不了 {path}：{reason}", f"cannot read {path}: {reason}"))
