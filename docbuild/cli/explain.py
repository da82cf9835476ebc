"""``docbuild explain``: what a rule finds, why that is bad, and what to write instead."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Language, Message
from docbuild.formats.style import Style
from docbuild.formats.text import SEVERITY
from docbuild.nearest import nearest
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule

ABOUT = Message(
    "解释一条规则：查什么、为什么、反例和正例。",
    "Explain a rule: what it finds, why, a bad and a good example.",
)
_WHY = Message("为什么", "Why")
_BAD = Message("反例", "Bad")
_GOOD = Message("正例", "Good")


def add_arguments(parser: Parser) -> None:
    parser.argument("rule", metavar="RULE", text=Message("规则的名字", "the name of a rule"))


def run(options: Namespace) -> int:
    rules = {rule.name: rule for rule in RULES}
    if options.rule not in rules:
        raise CommandError(_unknown(options.rule, tuple(rules)))
    style = Style(terminal.wants_colour(options.color, os.environ, sys.stdout))
    lines = _explanation(rules[options.rule], options.language, style)
    terminal.write("".join(f"{line}\n" for line in lines))
    return 0


def _explanation(rule: Rule, language: Language, style: Style) -> Iterator[str]:
    yield f"{style.bold(rule.name)} ({SEVERITY[rule.severity].text(language)})"
    yield ""
    yield rule.what.text(language)
    yield ""
    yield style.bold(_WHY.text(language))
    yield rule.why.text(language)
    for title, example in ((_BAD, rule.bad), (_GOOD, rule.good)):
        if example:
            yield ""
            yield style.bold(title.text(language))
            yield from (f"    {line}".rstrip() for line in example.splitlines())


def _unknown(name: str, names: tuple[str, ...]) -> Message:
    guess = nearest(name, names)
    if guess is None:
        return Message(
            f"没有 {name} 这条规则；docbuild rules 会列出所有规则",
            f"there is no rule {name}; docbuild rules lists them all",
        )
    return Message(
        f"没有 {name} 这条规则；是不是想看 {guess}？",
        f"there is no rule {name}; did you mean {guess}?",
    )
