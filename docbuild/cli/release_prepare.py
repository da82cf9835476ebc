"""``docbuild release prepare``: from the checked document to a clean folder to upload from."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable

from docbuild.asset import EntryKind
from docbuild.build import Build, Project
from docbuild.bundle_members import members, uploaded
from docbuild.byte_size import byte_size
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format, add_project
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import open_project, run_build
from docbuild.cli.release_actions import add_by, name_of, recording, stamp_of, tell_remarks
from docbuild.cli.reporting import print_report
from docbuild.diagnostic import Language, Message, Severity
from docbuild.formats.printable import printable
from docbuild.formats.release_json import release_json
from docbuild.release import Release, description_problem, version_problem
from docbuild.release_history import History
from docbuild.release_proposal import proposed_description, proposed_version
from docbuild.release_steps import Place, publish_steps, upload_steps
from docbuild.releases.store import Store, open_store
from docbuild.upload import uploads

ABOUT = Message(
    "检查文档，把要上传的内容记进 .docbuild/releases，并单独放在 .docbuild/upload，"
    "再列出后面的步骤；有错误时不做。",
    "Check the document, note what is to go up in .docbuild/releases, lay it out by itself in "
    ".docbuild/upload, and list the steps that follow; not while there are errors.",
)
_REFUSED = Message("还有错误，没有准备", "not prepared: there are errors")
_ASK_VERSION = Message("版本号", "version")
_ASK_DESCRIPTION = Message("说明（最多 100 字）", "description (at most 100 characters)")
_NO_VERSION = Message(
    "版本号到头了，请用 --document-version 指定", "name the version with --document-version"
)
_NO_DESCRIPTION = Message(
    "上传时要填说明：请用 --description 写上", "the upload needs a description: give --description"
)
_NO_ANSWER = Message("没有得到回答", "there was no answer")
_ATTEMPTS = 5
_PREPARED = Message(
    "已准备 {name}：{count} 个文件，{size}\n要上传的内容：{folder}\n",
    "prepared {name}: {count} files, {size}\nto upload: {folder}\n",
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
    add_by(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    project = open_project(options)
    store = open_store(project.location.root)
    history = store.read()
    _check_given(options, history)
    built = run_build(options, project, keep_data=True)
    if built.report.diagnostics and options.format == "text":
        print_report(options, built.report)
    if built.report.crashes:
        return 2
    has_errors = built.report.number_of(Severity.ERROR) > 0
    if (has_errors and not options.force) or built.snapshot.source is None:
        terminal.tell(f"docbuild: {_REFUSED.text(options.language)}")
        return 1
    tell_remarks(history, options.language)
    return _prepare(options, project, built, store, history)


def _prepare(
    options: Namespace, project: Project, built: Build, store: Store, history: History
) -> int:
    version = _version(options, project, history)
    description = _description(options, project, history, version)
    contents = members(built, version=version, description=description)
    try:
        with recording(store):
            release = store.prepare(contents, stamp_of(options, project))
    except ValueError as error:  # names that only some systems can hold, if that rule is off
        raise CommandError(Message(f"打不了包：{error}", f"not prepared: {error}")) from error
    if options.format == "json":
        terminal.write(release_json(release, store.read(), str(store.upload_folder)))
    else:
        place = _place(built, contents, os.path.relpath(store.upload_folder))
        terminal.write(_told(release, place, options.language))
    return 0


def _check_given(options: Namespace, history: History) -> None:
    """Refuse what the upload's dialog would refuse, before anything takes time."""
    if options.document_version is not None:
        _refuse(version_problem(options.document_version, history.highest_uploaded))
    if options.description is not None:
        _refuse(description_problem(options.description))


def _refuse(problem: Message | None) -> None:
    if problem is not None:
        raise CommandError(problem)


def _version(options: Namespace, project: Project, history: History) -> str:
    if options.document_version is not None:
        return str(options.document_version)
    uploaded = history.highest_uploaded
    proposal = proposed_version(history, project.settings.profile)
    if _may_ask(options):
        return _asked(
            _ASK_VERSION, proposal, lambda text: version_problem(text, uploaded), options.language
        )
    if proposal is None:
        raise CommandError(_NO_VERSION)
    return proposal


def _description(options: Namespace, project: Project, history: History, version: str) -> str:
    if options.description is not None:
        return str(options.description).strip()
    proposal = proposed_description(history, project.settings.profile, version)
    if _may_ask(options):
        return _asked(_ASK_DESCRIPTION, proposal, description_problem, options.language)
    if proposal is None:
        raise CommandError(_NO_DESCRIPTION)
    return proposal


def _may_ask(options: Namespace) -> bool:
    return not options.no_input and sys.stdin.isatty() and sys.stderr.isatty()


def _asked(
    question: Message,
    proposal: str | None,
    problem: Callable[[str], Message | None],
    language: Language,
) -> str:
    """An answer that will do; nothing typed stands for the proposal."""
    shown = "" if proposal is None else f" [{printable(proposal)}]"
    for _ in range(_ATTEMPTS):
        sys.stderr.write(f"{question.text(language)}{shown}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            break
        answer = line.strip() or proposal or ""
        found = problem(answer)
        if found is None:
            return answer
        terminal.tell(printable(found.text(language)))
    raise CommandError(_NO_ANSWER)


def _place(built: Build, contents: dict[str, bytes], clean: str) -> Place:
    """What the upload would take of the document's folder as it stands."""
    snapshot, now = built.snapshot, uploaded(built)
    kinds = (EntryKind.FILE, EntryKind.SYMLINK)
    others = tuple(
        path
        for path, entry in snapshot.tree.entries.items()
        if entry.kind in kinds
        and uploads(path)
        and path != snapshot.readme
        and f"doc/{path}" not in contents
    )
    changed = tuple(sorted(path for path in now if contents.get(path) != now[path]))
    return Place(snapshot.folder, clean, others, changed)


def _told(release: Release, place: Place, language: Language) -> str:
    text = _PREPARED.text(language).format(
        name=name_of(release, language),
        count=len(release.documents),
        size=byte_size(release.total),
        folder=printable(place.clean),
    )
    lines = [text]
    number = 0
    for title, steps in (
        (_UPLOAD, upload_steps(release, place)),
        (_PUBLISH, publish_steps()),
    ):
        lines.append(f"\n{title.text(language)}\n")
        for step in steps:
            number += 1
            lines.append(f"  {number}. {printable(step.text(language))}\n")
    return "".join(lines)
