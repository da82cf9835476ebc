"""What was done to the pictures, printed: for people, or as the one JSON object for programs.

With ``--format json`` nothing else goes to the standard output: what is said to people goes to
the standard error.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from docbuild.cli import terminal
from docbuild.cli.reporting import print_report
from docbuild.diagnostic import Language, Message, Report
from docbuild.formats.shrinkage_json import shrinkage_json
from docbuild.formats.shrinkage_table import shrinkage_table
from docbuild.formats.style import Style
from docbuild.formats.text import text
from docbuild.shrinkage import Shrinkage


def print_table(options: Namespace, shrinkage: Shrinkage) -> None:
    """The table before and after, unless less is asked for."""
    if options.quiet or options.format == "json":
        return
    language: Language = options.language
    width = terminal.width(sys.stdout, os.environ)
    style = Style(terminal.wants_colour(options.color, os.environ, sys.stdout))
    lines = shrinkage_table(shrinkage, language, style, width)
    terminal.write("".join(f"{line}\n" for line in lines))


def print_json(options: Namespace, shrinkage: Shrinkage, *, written: bool) -> None:
    """``written``: the bundle, or the folder, is as the object says."""
    if options.format == "json":
        terminal.write(shrinkage_json(shrinkage, written))


def print_report_aside(options: Namespace, report: Report) -> None:
    """The report as text, where it does not get mixed with JSON."""
    if options.format != "json":
        print_report(options, report)
        return
    width = terminal.width(sys.stderr, os.environ)
    style = Style(terminal.wants_colour(options.color, os.environ, sys.stderr))
    terminal.tell(text(report, options.language, style, width, quiet=options.quiet).rstrip("\n"))


def say(options: Namespace, message: Message, *, always: bool = False) -> None:
    """A line for people about what was done."""
    said: str = message.text(options.language)
    if options.format == "json":
        terminal.tell(said)
    elif always or not options.quiet:
        terminal.write(f"{said}\n")
