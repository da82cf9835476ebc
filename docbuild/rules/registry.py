"""All rules, found by the files that hold them. Importing this module imports every rule."""

from __future__ import annotations

from importlib import import_module

from docbuild.rules import rule_names
from docbuild.rules.rule import Rule


def _load(name: str) -> Rule:
    rule = import_module(f"docbuild.rules.{name.replace('-', '_')}").RULE
    if not isinstance(rule, Rule):
        raise TypeError(f"docbuild/rules/{name.replace('-', '_')}.py: RULE is no Rule")
    return rule


#: Every rule once, by name.
RULES: tuple[Rule, ...] = tuple(_load(name) for name in sorted(rule_names()))
