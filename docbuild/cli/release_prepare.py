"""``docbuild release prepare``: from the checked document to a clean folder to upload from."""

from __future__ import annotations

import os
from argparse import Namespace

from docbuild.build import Build, Project
from docbuild.bundle_members import members, uploaded
from docbuild.byte_size import byte_size
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.cli.opening import open_project, run_build
from docbuild.cli.release_actions import (
    add_by,
    name_of,
    recording,
    stamp_of,
    tell_kept,
    tell_remarks,
)
from docbuild.cli.release_questions import check_given, description_of, version_of
from docbuild.cli.shrinking_options import add_shrinking_arguments, shrunk, wish_of
from docbuild.cli.shrinking_report import print_report_aside, print_table
from docbuild.diagnostic import Language, Message, Severity
from docbuild.formats.printable import printable
from docbuild.formats.release_json import release_json
from docbuild.packed_files import packed_files
from docbuild.release.proposal import repetition
from docbuild.release.steps import (
    NOTING,
    Place,
    dialog_step,
    place_of,
    publish_step,
    upload_steps,
)
from docbuild.release.values import EventKind, Release
from docbuild.release_store.records import RecordError
from docbuild.release_store.store import Store, VersionError, open_store
from docbuild.shrinkage import Shrinkage

ABOUT = Message(
    "检查文档，把要上传的内容记进 .docbuild/releases，并单独放在 .docbuild/upload，"
    "再列出后面的步骤；有错误时不做。",
    "Check the document, note what is to go up in .docbuild/releases, lay it out by itself in "
    ".docbuild/upload, and list the steps that follow; not while there are errors.",
)
_REFUSED = Message("还有错误，没有准备", "not prepared: there are errors")
_TOO_LARGE = Message("压不到要求的大小，没有准备", "not prepared: it cannot be made to fit")
_PREPARED = Message(
    "已准备 {name}：{count} 个文件，{size}\n要上传的内容：{folder}\n",
    "prepared {name}: {files}, {size}\nto upload: {folder}\n",
)
_UPLOAD = Message("上传：", "to upload:")
_PUBLISH = Message("发布：", "to publish:")


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "--document-version",
        metavar="X.Y.Z",
        text=Message(
            "上传时填的版本号（默认看设置，或在上一次上传的版本上加一）",
            "the version for the upload (default: the settings', or behind the last upload)",
        ),
    )
    parser.value(
        "--description",
        metavar="TEXT",
        text=Message("上传时填的说明", "the description for the upload"),
    )
    parser.flag("--no-input", text=Message("不在终端里提问", "never ask on the terminal"))
    parser.flag(
        "--force", text=Message("有错误也准备，并记下来", "prepare in spite of errors, noted")
    )
    add_shrinking_arguments(parser)
    add_by(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    wish = wish_of(options)
    project = open_project(options)
    store = open_store(project.location.root)
    history = store.read()
    check_given(options, history)
    before = built = run_build(options, project, keep_data=True)
    shrinkage = None
    if wish is not None and built.document is not None and not built.report.crashes:
        done = shrunk(options, project, built, wish)
        built, shrinkage = done.built, done.shrinkage
        print_table(options, shrinkage)
    code = _judged(options, built, shrinkage)
    if code:
        return code
    tell_remarks(history, options.language)
    version = version_of(options, project, history)
    description = description_of(options, project, history, version)
    contents = members(built, version=version, description=description, shrinkage=shrinkage)
    release = _noted(options, project, store, contents)
    same = repetition(history, release)
    if same is not None:
        terminal.tell(f"docbuild: {same.text(options.language)}")
    if options.format == "json":
        terminal.write(release_json(release, store.read(), str(store.upload_folder)))
    else:
        clean = os.path.abspath(store.upload_folder)  # the tools' dialog takes no other
        place = place_of(before.snapshot, packed_files(uploaded(before)), release, clean)
        terminal.write(_told(release, place, options.language))
    return 0


def _judged(options: Namespace, built: Build, shrinkage: Shrinkage | None) -> int:
    """Print what was found; the exit code if this is not to be prepared."""
    if built.report.diagnostics:
        print_report_aside(options, built.report)
    if built.report.crashes:
        return 2
    has_errors = built.report.number_of(Severity.ERROR) > 0
    if (has_errors and not options.force) or built.snapshot.source is None:
        terminal.tell(f"docbuild: {_REFUSED.text(options.language)}")
        return 1
    if shrinkage is not None and not shrinkage.is_small_enough:
        terminal.tell(f"docbuild: {_TOO_LARGE.text(options.language)}")
        return 1
    return 0


def _noted(
    options: Namespace, project: Project, store: Store, contents: dict[str, bytes]
) -> Release:
    def on_kept(place: str) -> None:
        tell_kept(place, options.language)

    try:
        with recording(store):
            return store.prepare(contents, stamp_of(options, project), on_kept)
    except VersionError as error:  # somebody uploaded meanwhile
        raise CommandError(error.problem) from error
    except RecordError as error:  # names that only some systems can hold, if that rule is off
        why = error.problem
        raise CommandError(Message(f"没有准备：{why.zh}", f"not prepared: {why.en}")) from error


def _told(release: Release, place: Place, language: Language) -> str:
    text = _PREPARED.text(language).format(
        name=name_of(release, language),
        count=len(release.documents),
        files=files_in_english(len(release.documents)),
        size=byte_size(release.total),
        folder=printable(place.clean),
    )
    lines = [text]
    number = 0
    for title, steps in (
        (
            _UPLOAD,
            (*upload_steps(release, place), dialog_step(release), NOTING[EventKind.UPLOADED]),
        ),
        (_PUBLISH, (publish_step(), NOTING[EventKind.PUBLISHED])),
    ):
        lines.append(f"\n{title.text(language)}\n")
        for step in steps:
            number += 1
            lines.append(f"  {number}. {printable(step.text(language))}\n")
    return "".join(lines)
