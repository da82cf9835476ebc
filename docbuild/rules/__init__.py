"""The rules, one small file each. A rule is added by adding its file and its fixture."""

from __future__ import annotations

import os
from functools import cache

#: What the rules have in common; every other module of this package is a rule.
ENGINE = frozenset(
    {
        "anchors",
        "checker",
        "described",
        "emoji",
        "emphasis_marks",
        "fence_findings",
        "fence_reading",
        "html_fixes",
        "html_pairs",
        "html_tags",
        "hyperlinks",
        "ignores",
        "json_findings",
        "lines",
        "list_levels",
        "list_marks",
        "list_tails",
        "mail_links",
        "pictures",
        "registry",
        "routes",
        "rule",
        "script_findings",
        "unfenced",
        "unknown_findings",
        "whole_project",
        "wording",
        "wxml_findings",
    }
)


@cache
def rule_names() -> frozenset[str]:
    """The names of all rules, told from the names of their files: nothing is imported."""
    return frozenset(name.replace("_", "-") for name in _modules() - ENGINE)


def _modules() -> set[str]:
    try:
        files = [name for folder in __path__ for name in os.listdir(folder)]
    except OSError:  # inside a ZIP archive
        import pkgutil  # noqa: PLC0415 - it loads inspect, 8 ms that other installations save

        return {module.name for module in pkgutil.iter_modules(__path__)}
    names = {name.removesuffix(".py") for name in files if name.endswith(".py")}
    return {name for name in names if name.isidentifier()} - {"__init__"}
