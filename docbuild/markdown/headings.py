"""The ``id`` that the platform gives a heading."""

from __future__ import annotations

import re

from docbuild.document import CodeSpan, Image, Inline, LineBreak, RawHtml, Text
from docbuild.markdown.escape import escape, escape_written

_NOT_WORD = re.compile(r"\W+", re.ASCII)
_CHARACTER_REFERENCE = re.compile(r"&(#\d+|#x[0-9a-f]+|\w+);?", re.ASCII | re.IGNORECASE)


def identifier(children: tuple[Inline, ...]) -> str:
    """The heading's text in lower case, all but ASCII letters, digits and ``_`` made ``-``.

    So every heading in Chinese gets ``-``. Ids are not made unique.
    """
    return _NOT_WORD.sub("-", _unescaped(_escaped_text(children)).lower())


def _escaped_text(nodes: tuple[Inline, ...]) -> str:
    return "".join(_escaped_node(node) for node in nodes)


def _escaped_node(node: Inline) -> str:
    match node:
        case Text() | RawHtml():
            return escape_written(node.text)
        case CodeSpan():
            return escape(node.code)
        case Image():
            return escape(node.alt)
        case LineBreak():
            return ""
        case _:
            return _escaped_text(node.children)


def _unescaped(text: str) -> str:
    """Undo what the renderer undoes: numbers and ``&colon;``; other references vanish."""

    def character(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name == "colon":
            return ":"
        if not name.startswith("#"):
            return ""
        return chr(_code_unit(name[1:]))

    return _CHARACTER_REFERENCE.sub(character, text)


def _code_unit(number: str) -> int:
    """The code unit that JavaScript makes of a number, which is a float there: 0 of infinity."""
    try:
        value = float(int(number[1:], 16) if number.startswith("x") else number)
        return int(value) & 0xFFFF
    except OverflowError:
        return 0
