"""The marks around what docbuild writes into a document, so that it can write it anew.

A mark is a reference definition on a line of its own, which leaves no trace on the page: an HTML
comment would be shown there.
"""

from __future__ import annotations

import re

from docbuild.interface import Component

KEYWORD = "docbuild:"
PROPERTIES = "properties"
EXAMPLE = f"[//]: # ({KEYWORD}begin {PROPERTIES} weather-card)"

_NAMEABLE = re.compile(r"[^\s()\\]+")


def marked(component: Component, content: str) -> str:
    """``content`` between the marks of a component's properties, blank lines around it.

    A name with spaces or parentheses cannot stand in a mark: then there are none.
    """
    if not _NAMEABLE.fullmatch(component.name):
        return content
    begin, end = (
        f"[//]: # ({KEYWORD}{verb} {PROPERTIES} {component.name})" for verb in ("begin", "end")
    )
    return "\n\n".join(filter(None, (begin, content, end)))
