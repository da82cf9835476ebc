"""A report to where the options want it, and the exit code that it makes."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from docbuild import writing
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Language, Message, Report, Severity
from docbuild.formats.json_report import json_report
from docbuild.formats.style import Style
from docbuild.formats.text import text
from docbuild.settings import Settings


def print_report(options: Namespace, report: Report, to_file: str | None = None) -> bool:
    """Write the report in the format of the options, to ``to_file`` or the standard output.

    Returns whether there is somebody to read the next one.
    """
    if to_file is None:
        colour = terminal.wants_colour(options.color, os.environ, sys.stdout)
        return terminal.write(_formatted(options, report, Style(colour)))
    written = _formatted(options, report, Style(options.color == "always"))
    save(Path(to_file), written.encode("utf-8", "backslashreplace"))
    return True


def _formatted(options: Namespace, report: Report, style: Style) -> str:
    language: Language = options.language
    if getattr(options, "format", "text") == "json":
        return json_report(report, language)
    width = terminal.width(sys.stdout, os.environ)
    return text(report, language, style, width, quiet=options.quiet)


def exit_code(options: Namespace, report: Report, settings: Settings) -> int:
    """0, or 1 for findings from the severity on that counts, or 2 where a rule crashed."""
    if report.crashes:
        return 2
    if options.exit_zero:
        return 0
    fail_on = settings.fail_on if options.fail_on is None else Severity(options.fail_on)
    counted = report.number_of(Severity.ERROR)
    if fail_on is Severity.WARNING:
        counted += report.number_of(Severity.WARNING)
    return 1 if counted else 0


def save(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        writing.write_atomically(target, data)
    except OSError as error:
        raise CommandError(
            Message(
                f"写不了 {target}：{error.strerror or error}",
                f"cannot write {target}: {error.strerror or error}",
            )
        ) from error
