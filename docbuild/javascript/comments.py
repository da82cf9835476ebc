"""What comments say of the code that they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from docbuild.javascript.tree import Tree

LONGEST = 400  # characters of a description; what is longer is an essay about the code

_STARS = re.compile(r"^[ \t]*\*+(?!/)[ \t]?", re.MULTILINE)
_TAG = re.compile(r"^[ \t]*@(\w+)[ \t]*", re.MULTILINE)
_DIRECTIVE = re.compile(r"\s*(?:eslint|tslint|prettier|istanbul|jshint|global\b|@ts-|#|<reference)")
_CODE = re.compile(
    r"""[;{},(\[]\s*$|=>|^\s*[})\]]|^\s*['"]?[\w$.]+['"]?\s*(?:\(.*\)|[:=]\s*['"{\[\w].*[,;)]?)\s*$"""
    r"|^\s*(?:return|const|let|var|if|import|export|this)\b"
)
_PATH = re.compile(r"[\w./\\+-]+\.(?:js|ts|wxml|wxss|json)\s*")
_ORNAMENT = re.compile(r"[\s\-=*#~_/]*")


def descriptions(tree: Tree, siblings: Sequence[Node]) -> dict[int, str]:
    """What is said of each of ``siblings`` (the children of one node, in order), by its id.

    A comment belongs to what it stands directly above, or behind on the same line.
    """
    found: dict[int, str] = {}
    for node, above, behind in _with_comments(siblings):
        inside = [] if node.type != "pair" else _at_the_brace(node.child_by_field_name("value"))
        documented = [each for each in above if tree.text(each).startswith("/**")]
        for comments in (documented, behind, inside, above):
            text = description(tree, comments) if comments else None
            if text is not None:
                found[node.id] = text
                break
    return found


def _with_comments(siblings: Sequence[Node]) -> Iterator[tuple[Node, list[Node], list[Node]]]:
    """Each node with the comments above it, and those behind it."""
    last: Node | None = None
    above: list[Node] = []
    of_last: tuple[list[Node], list[Node]] = ([], [])
    line = -1  # where what came before ends, be it punctuation
    for node in siblings:
        if node.type == "comment":
            if last is not None and not above and node.start_point[0] == last.end_point[0]:
                of_last[1].append(node)
            elif node.start_point[0] != line:
                above.append(node)
            continue
        line = node.end_point[0]
        if node.is_named:
            if last is not None:
                if of_last[1] and of_last[1][-1].end_point[0] == node.start_point[0]:
                    above[:0] = of_last[1]  # between two on one line: it is about the second
                    of_last[1].clear()
                yield last, *of_last
            last, of_last, above = node, (_adjacent(above, node), []), []
    if last is not None:
        yield last, *of_last


def _adjacent(comments: list[Node], node: Node) -> list[Node]:
    """Those that no empty line parts from ``node``."""
    line, kept = node.start_point[0], len(comments)
    while kept and comments[kept - 1].end_point[0] >= line - 1:
        kept -= 1
        line = comments[kept].start_point[0]
    return comments[kept:]


def _at_the_brace(value: Node | None) -> list[Node]:
    """The comment behind the brace that opens a value: ``title: { // what it is``."""
    if value is None or value.type != "object":
        return []
    first = value.child(1)
    same_line = first is not None and first.start_point[0] == value.start_point[0]
    return [first] if first is not None and first.type == "comment" and same_line else []


def description(tree: Tree, comments: Sequence[Node]) -> str | None:
    """The prose of comments that stand together, ``None`` where they have none."""
    texts = (_prose(tree.text(each)) for each in comments)
    text = "\n".join(filter(None, texts)).strip()
    return text if 0 < len(text) <= LONGEST else None


def _prose(comment: str) -> str:
    """Code that was commented out, directives and ornaments are no prose, nor is a file's path."""
    if comment.startswith("/*"):
        comment = _STARS.sub("", comment[2:-2].lstrip("*"))
    else:
        comment = comment.lstrip("/")
    if _DIRECTIVE.match(comment):
        return ""
    lines = (line.strip() for line in _untagged(comment).splitlines())
    kept = [line for line in lines if not _ORNAMENT.fullmatch(line) and not _PATH.fullmatch(line)]
    return "" if any(map(_CODE.search, kept)) else "\n".join(kept)


def _untagged(comment: str) -> str:
    """What stands before the first tag of JSDoc, else behind ``@description``."""
    parts = _TAG.split(comment)
    if parts[0].strip():
        return parts[0]
    tagged = dict(zip(parts[1::2], parts[2::2], strict=True))
    return tagged.get("description") or tagged.get("desc") or ""
