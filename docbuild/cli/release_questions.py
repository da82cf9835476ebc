"""The version and the description of an upload: as given, asked for, or proposed."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable

from docbuild.build import Project
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.release.history import History
from docbuild.release.proposal import proposed_description, proposed_version
from docbuild.release.values import description_problem, version_problem

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


def check_given(options: Namespace, history: History) -> None:
    """Refuse what the upload's dialog would refuse, before anything takes time."""
    if options.document_version is not None:
        _refuse(version_problem(options.document_version, history.highest_uploaded))
    if options.description is not None:
        _refuse(description_problem(options.description))


def _refuse(problem: Message | None) -> None:
    if problem is not None:
        raise CommandError(problem)


def version_of(options: Namespace, project: Project, history: History) -> str:
    """The version for the upload; raises :class:`CommandError` where there is none."""
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


def description_of(options: Namespace, project: Project, history: History, version: str) -> str:
    """The description for the upload; raises :class:`CommandError` where there is none."""
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
