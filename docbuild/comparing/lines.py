"""Marked HTML as the lines of text that a reader sees, for a terminal and for programs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from docbuild.comparing.elements import Element, Node, read

Operation: TypeAlias = Literal["same", "removed", "added"]

_MARK = re.compile(r'class="(removed|added)"')
_ALT = re.compile(r'alt="([^"]*)"')
_TARGET = re.compile(r' (?:href|title)="([^"]*)"')
_ANY_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_BLOCKS = frozenset(("p", *_HEADINGS, "ul", "ol", "li", "tr", "pre", "hr"))
_LEADS = {"li": "- ", "hr": "---", "blockquote": "> "} | {
    name: "#" * level + " " for level, name in enumerate(_HEADINGS, 1)
}


class Segment(NamedTuple):
    """A piece of a line and what became of it."""

    operation: Operation
    text: str


Line: TypeAlias = tuple[Segment, ...]


def lines(marked: str) -> list[Line]:
    """The lines of a block, none of them empty; pictures by their alternative text."""
    writer = _Writer()
    writer.nodes(read(marked), "same", in_code=False)
    writer.end_line()
    return writer.lines


class _Writer:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._line: list[Segment] = []
        self._leads: list[Segment] = []  # what is to stand before the next text

    def nodes(self, nodes: Sequence[Node], operation: Operation, *, in_code: bool) -> None:
        for node in _with_targets(nodes):
            if isinstance(node, str):
                self._text(html.unescape(node), operation, in_code=in_code)
            else:
                self._element(node, operation, in_code=in_code)

    def _element(self, node: Element, operation: Operation, *, in_code: bool) -> None:
        if node.tag in ("td", "th") and not node.children and _operation(node):
            return  # it only keeps the place of a column
        operation = _operation(node) or operation
        if node.tag in _BLOCKS or node.tag in _LEADS:
            self.end_line()
            self._leads.append(Segment(operation, _LEADS.get(node.tag, "")))
        if node.tag == "br":
            self.end_line()
        elif node.tag == "hr":
            self._add(operation, "")
        elif node.tag == "img":
            alt = _ALT.search(node.start)
            self._add(operation, f"[{html.unescape(alt[1]) if alt else ''}]")
        elif not node.end:  # the placeholder of a picture
            words = _SPACE.sub(" ", _ANY_TAG.sub(" ", node.start)).strip()
            self._add(operation, f"[{html.unescape(words)}]")
        self.nodes(node.children, operation, in_code=in_code or node.tag == "pre")
        if node.tag in ("td", "th"):
            self._leads = [Segment(operation, " | ")] if self._line else []
        elif node.tag in _BLOCKS:
            self.end_line()

    def _text(self, text: str, operation: Operation, *, in_code: bool) -> None:
        if not in_code:
            if not text.isspace() or (self._line and not self._leads):
                self._add(operation, _SPACE.sub(" ", text))
            return
        for line in text.splitlines(keepends=True):
            self._add(operation, line.rstrip("\r\n"))
            if line != line.rstrip("\r\n"):
                self.end_line()

    def _add(self, operation: Operation, text: str) -> None:
        for part in (*self._leads, Segment(operation, text)):
            last = self._line[-1] if self._line else None
            if last is not None and last.operation == part.operation:
                self._line[-1] = Segment(last.operation, last.text + part.text)
            elif part.text:
                self._line.append(part)
        self._leads = []

    def end_line(self) -> None:
        if self._line:
            self._leads = []
            self.lines.append(tuple(self._line))
        self._line = []


def changed_lines(marked: str) -> Iterator[Line]:
    """Those of the lines in which something was changed."""
    return (line for line in lines(marked) if any(part.operation != "same" for part in line))


def _with_targets(nodes: Sequence[Node]) -> Iterator[Node]:
    """Links of which only the target is another one say it, as their words do not."""
    before: Node = ""
    for index, node in enumerate(nodes):
        behind = nodes[index + 1] if index + 1 < len(nodes) else ""
        link = _link(node)
        other = _link(behind) if _operation_of(node) == "removed" else _link(before)
        if link is not None and other is not None and link.children == other.children:
            assert isinstance(node, Element)
            yield node._replace(children=(*node.children, f" ({_target(link)})"))
        else:
            yield node
        before = node


def _link(node: Node) -> Element | None:
    """The link that is all that is in a mark."""
    if _operation_of(node) is None or isinstance(node, str) or len(node.children) != 1:
        return None
    link = node.children[0]
    return link if isinstance(link, Element) and link.tag == "a" else None


def _target(link: Element) -> str:
    """Address and title as they are written in HTML."""
    return " ".join(found[1] for found in _TARGET.finditer(link.start))


def _operation_of(node: Node) -> Operation | None:
    return None if isinstance(node, str) or node.tag not in ("ins", "del") else _operation(node)


def _operation(node: Element) -> Operation | None:
    mark = _MARK.search(node.start)
    if mark is None:
        return None
    return "removed" if mark[1] == "removed" else "added"
