"""What an event carries, in the form that documents write it: ``{ code, message }``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.scaffold.escaping import shown

LONGEST = 80  # characters of a shape that a cell can hold

_TOKEN = re.compile(r"""(['"`])(?:\\.|(?!\1).)*\1|[\[({]|[\])}]|,|[^'"`\[\](){},]+|.""", re.DOTALL)
_NAME = re.compile(r"""\s*(?:\.\.\.)?\s*(?:async\s+)?["']?([\w$]+)["']?\s*(?::|\(|\Z)""")


def event_detail(source: str | None) -> str:
    """The names in an object literal; empty for other expressions, which tell a reader nothing."""
    text = shown(source or "")
    if not (text.startswith("{") and text.endswith("}")):
        return ""
    names = [_NAME.match(field) for field in _fields(text[1:-1])]
    found = [name[1] for name in names if name is not None]
    shape = f"{{ {', '.join(found)} }}"
    return shape if found and len(found) == len(names) and len(shape) <= LONGEST else ""


def _fields(text: str) -> Iterator[str]:
    """What stands between the commas that are in no bracket and no string."""
    depth, field = 0, ""
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[({") - (token[0] in "])}")
        if token[0] == "," and depth == 0:
            yield field
            field = ""
        else:
            field += token[0]
    if field.strip():
        yield field
