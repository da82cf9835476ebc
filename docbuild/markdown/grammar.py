"""The character classes and fragments that block and inline rules share.

The dialect is that of marked 0.3.19 with ``gfm, tables, breaks, sanitize, smartLists``, which
the preview in the platform's developer tools 1.02.1910121 used. Where JavaScript's regular
expressions mean something else than Python's (``\\w``, ``\\d``), the classes here spell out
what JavaScript means.
"""

from __future__ import annotations

import html
import re

#: For use inside a class. JavaScript's ``\s`` takes U+FEFF too, and not U+001C to U+001F and
#: U+0085; a class that spells that out would cost a check milliseconds to compile.
SPACES = r"\s"
WORD = "A-Za-z0-9_"

BULLET = r"(?:[*+-]|[0-9]+\.)"

_INLINE_TAGS = (
    "a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup|i|b|u|mark|ruby"
    "|rt|rp|bdi|bdo|span|br|wbr|ins|del|img"
)
#: The name of a tag that makes a block: not an inline one, and no address in angle brackets.
BLOCK_TAG = rf"(?!(?:{_INLINE_TAGS})(?![{WORD}]))[{WORD}]++(?!:|[^{WORD}{SPACES}@]*@)"

RULE_LINE = r"(?:(?:- *+){3,}+|(?:_ *+){3,}+|(?:\* *+){3,}+)(?:\n+|\Z)"

#: Python reads no decimal number of more than a few thousand digits.
_LONGEST_REFERENCE = 1000
_CHARACTER_REFERENCE = re.compile(r"&#?\w+;", re.ASCII)


def decode_references(text: str) -> str:
    """``text`` with its character references (``&amp;``, ``&#39;``) as a browser shows them.

    Only those that end in a semicolon count: the renderer escapes the ``&`` of all others.
    """
    if "&" not in text:
        return text
    return _CHARACTER_REFERENCE.sub(_decoded, text)


def _decoded(reference: re.Match[str]) -> str:
    written = reference[0]
    if len(written) > _LONGEST_REFERENCE and written.startswith("&#"):
        return "\ufffd"  # what a browser shows for a number that is no character
    return html.unescape(written)
