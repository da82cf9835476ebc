"""``docbuild rules``: every rule with its severity and what it finds."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_format
from docbuild.diagnostic import Language, Message, Severity
from docbuild.formats.json_report import dump
from docbuild.formats.style import Style
from docbuild.formats.text import SEVERITY
from docbuild.rules.registry import RULES

ABOUT = Message(
    "列出所有规则、级别和它检查什么。", "List the rules, how severe they are, and what they find."
)


def add_arguments(parser: Parser) -> None:
    add_format(parser)


def run(options: Namespace) -> int:
    if options.format == "json":
        terminal.write(_json(options.language))
    else:
        colour = terminal.wants_colour(options.color, os.environ, sys.stdout)
        terminal.write(_text(options.language, Style(colour)))
    return 0


def _text(language: Language, style: Style) -> str:
    width = max(len(rule.name) for rule in RULES)
    lines = []
    for rule in RULES:
        paint = style.red if rule.severity is Severity.ERROR else style.yellow
        severity = SEVERITY[rule.severity].text(language)
        gap = " " * (width - len(rule.name) + 1)
        lines.append(f"{style.bold(rule.name)}{gap}{paint(severity)}  {rule.what.text(language)}\n")
    return "".join(lines)


def _json(language: Language) -> str:
    rules = [
        {"name": rule.name, "severity": rule.severity.value, "what": rule.what.text(language)}
        for rule in RULES
    ]
    return dump({"version": 1, "rules": rules})
