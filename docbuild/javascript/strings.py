"""String literals as the values that they stand for."""

from __future__ import annotations

import re

from tree_sitter import Node

from docbuild.javascript.tree import Tree

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL
)
_SINGLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_NO_TEXT = dict.fromkeys(["\r\n", "\n", "\r", "\u2028", "\u2029"], "")  # a line goes on


def string_value(tree: Tree, node: Node) -> str | None:
    """What a string or a template without placeholders stands for, ``None`` for all else."""
    if node.type == "template_string":
        if any(child.type == "template_substitution" for child in node.children):
            return None
    elif node.type != "string":
        return None
    return decoded(tree.text(node)[1:-1])


def decoded(written: str) -> str:
    """The text between the quotes without its escapes. Halves of a pair of surrogates join."""
    if "\\" not in written:
        return written
    text = _ESCAPE.sub(_character, written)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SINGLE.get(match[4]) or _NO_TEXT.get(match[4], match[4])
