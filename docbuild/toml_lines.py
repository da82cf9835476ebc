"""On which line each key of a TOML file stands, which ``tomllib`` does not tell.

Lines are only for text that ``tomllib`` has taken: so the scanner needs no errors of its own.
Keys inside inline tables have no line of their own; :func:`line_of` answers with that of the key
around. Time is proportional to the text, unlike ``tomllib``'s on long dotted keys: hence
:func:`longest_key`, to be asked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]  # ("plugin", "name"), ("ignore", 0, "reason")

DEEPEST = 16  # parts of a path that are kept: no key of ours lies deeper

_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_BLANK = r"(?:[ \t\r\n]|#[^\n]*+)*+"  # possessive: a row of # has only one reading
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_STATEMENT = rf"{_BLANK}(?:(?P<header>\[\[?)[ \t]*(?P<table>{_KEY})[ \t]*\]\]?|(?P<key>{_KEY}))"
_STRING = (
    r'"""(?:[^\\]|\\.)*?"""(?:""?(?!"))?'
    r"|'''.*?'''(?:''?(?!'))?"
    r"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
)
_VALUE_PIECE = rf"""{_STRING}|\#[^\n]*|[\[{{]|[\]}}]|\n|[^'"\#\[\]{{}}\n]+"""
_KEY_PIECE = rf"""{_STRING}|\#[^\n]*|(?P<end>[=,\n\[\]{{}}])|(?P<bare>[^'"\#=,\n\[\]{{}}]+)"""


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every key and table header of valid TOML."""
    lines: dict[KeyPath, int] = {}
    rows: dict[KeyPath, int] = {}  # how many [[tables]] of a name were seen
    prefix: KeyPath = ()
    line, counted = 1, 0
    for offset, header, key in _statements(text):
        line, counted = line + text.count("\n", counted, offset), offset
        path = _parts(key)
        if header:
            prefix = path = _table_path(path, rows, opens_row=header == "[[")
        else:
            path = prefix + path
        for length in range(1, min(len(path), DEEPEST) + 1):
            lines.setdefault(path[:length], line)
    return lines


def longest_key(text: str) -> int:
    """Of how many parts the longest dotted key consists, in text that may be no TOML at all."""
    longest = dots = 0
    for match in re.finditer(_KEY_PIECE, text, re.DOTALL):
        if match["end"]:
            dots = 0
        elif match["bare"]:
            dots += match["bare"].count(".")
            longest = max(longest, dots)
    return longest + 1


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """The line of a key, or of the nearest table around it that has one."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _statements(text: str) -> Iterator[tuple[int, str | None, str]]:
    """The offset, the brackets of a header and the dotted key of each statement."""
    statement = re.compile(_STATEMENT)
    position = 0
    while match := statement.match(text, position):
        header, name = match["header"], "table" if match["header"] else "key"
        yield match.start(name), header, match[name]
        position = match.end() if header else _value_end(text, match.end())


def _value_end(text: str, position: int) -> int:
    """The offset behind a value, which may go over many lines inside brackets and strings."""
    depth = 0
    piece = re.compile(_VALUE_PIECE, re.DOTALL)
    while match := piece.match(text, position):
        position = match.end()
        depth += (match[0] in "[{") - (match[0] in "]}")
        if match[0] == "\n" and depth <= 0:
            break
    return position


def _parts(key: str) -> KeyPath:
    parts = islice(re.finditer(_PART, key), DEEPEST)
    return tuple(part[0].strip("\"'") for part in parts)


def _table_path(names: KeyPath, rows: dict[KeyPath, int], *, opens_row: bool) -> KeyPath:
    """Where a header leads: through the last row of each array of tables on the way."""
    path: KeyPath = ()
    for index, name in enumerate(names):
        path += (name,)
        if opens_row and index == len(names) - 1:
            rows[path] = rows.get(path, -1) + 1
        if path in rows:
            path += (rows[path],)
    return path
