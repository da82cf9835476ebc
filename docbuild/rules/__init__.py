"""The rules, one small file each. A rule is added by adding its file and its fixture."""

from __future__ import annotations

import pkgutil
from functools import cache

#: What the rules have in common; every other module of this package is a rule.
ENGINE = frozenset(
    {
        "anchors",
        "checker",
        "hyperlinks",
        "ignores",
        "pictures",
        "registry",
        "routes",
        "rule",
        "wording",
    }
)


@cache
def rule_names() -> frozenset[str]:
    """The names of all rules, told from the names of their files: nothing is imported."""
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return frozenset(name.replace("_", "-") for name in modules if name not in ENGINE)
