"""The marks around what docbuild writes into a document, so that it can write it anew.

A mark is a reference definition on a line of its own, which leaves no trace on the page: an HTML
comment would be shown there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from docbuild.diagnostic import Message
from docbuild.document import BlockNode, Definition, Document, Text
from docbuild.interface import Component
from docbuild.nearest import nearest
from docbuild.source import Span

KEYWORD = "docbuild:"
PROPERTIES = "properties"

_NAMEABLE = re.compile(r"[^\s()\\]+")
_MARK = re.compile(rf"\s*{KEYWORD}(?P<verb>begin|end)\s+(?P<kind>\S+)\s+(?P<name>\S+)\s*")
_FORM = Message(
    f"写法：[//]: # ({KEYWORD}begin {PROPERTIES} 组件名)",
    f"write [//]: # ({KEYWORD}begin {PROPERTIES} NAME)",
)


class Passage(NamedTuple):
    """What stands between the marks of a component's properties."""

    name: str
    begin: Definition
    blocks: tuple[BlockNode, ...]
    end: Definition


class MarkProblem(NamedTuple):
    """Why the marks cannot be relied on, and where."""

    message: Message
    span: Span


class Marks(NamedTuple):
    """In source order; where there are problems, the passages are not to be relied on."""

    passages: tuple[Passage, ...]
    problems: tuple[MarkProblem, ...]


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


def read_marks(document: Document, names: Collection[str]) -> Marks:
    """The marks of a document; ``names`` are those of the plugin's components."""
    reader = _Reader(names)
    reader.read(document)
    problems = (*reader.problems, *_misplaced(document))
    in_order = sorted(problems, key=lambda problem: problem.span)
    return Marks(tuple(reader.found), tuple(in_order))


class _Reader:
    """Goes through the blocks once and pairs the marks."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = names
        self.found: list[Passage] = []
        self.problems: list[MarkProblem] = []
        self._begin: tuple[str, Definition] | None = None
        self._between: list[BlockNode] = []

    def read(self, document: Document) -> None:
        for block in document.blocks:
            if isinstance(block, Definition) and _is_mark(block):
                self._mark(block)
            else:
                self._between.append(block)
        if self._begin is not None:
            self._unclosed(*self._begin)

    def _mark(self, mark: Definition) -> None:
        match = _MARK.fullmatch(mark.title or "")
        if match is None or match["kind"] != PROPERTIES:
            message = Message(
                f"看不懂这个标记；{_FORM.zh}", f"This mark is not understood; {_FORM.en}"
            )
            self.problems.append(MarkProblem(message, mark.span))
        elif match["verb"] == "begin":
            self._open(match["name"], mark)
        else:
            self._close(match["name"], mark)

    def _open(self, name: str, mark: Definition) -> None:
        if self._begin is not None:
            self._unclosed(*self._begin)
        if name not in self.names:
            self.problems.append(MarkProblem(_unknown(name, self.names), mark.span))
        self._begin, self._between = (name, mark), []

    def _close(self, name: str, mark: Definition) -> None:
        begin, self._begin = self._begin, None
        if begin is None:
            message = Message(
                f"{name} 的结束标记前面没有开始标记", f"This ends {name}, which did not begin"
            )
            self.problems.append(MarkProblem(message, mark.span))
        elif begin[0] != name:
            message = Message(
                f"开始标记写的是 {begin[0]}，这里结束的却是 {name}",
                f"This ends {name}, but what began is {begin[0]}",
            )
            self.problems.append(MarkProblem(message, mark.span))
        else:
            self.found.append(Passage(name, begin[1], tuple(self._between), mark))

    def _unclosed(self, name: str, mark: Definition) -> None:
        message = Message(
            f"{name} 的开始标记没有对应的结束标记：标记要成对，不能嵌套",
            f"{name} begins here but does not end: marks come in pairs and are not nested",
        )
        self.problems.append(MarkProblem(message, mark.span))


def _is_mark(definition: Definition) -> bool:
    return (definition.title or "").lstrip().startswith(KEYWORD)


def _misplaced(document: Document) -> Iterator[MarkProblem]:
    """Marks in quotes and lists, and those that became text, which readers see."""
    top = {block.span for block in document.blocks}
    for node in document.nodes:
        nested = isinstance(node, Definition) and _is_mark(node) and node.span not in top
        shown = isinstance(node, Text) and re.search(rf"\({KEYWORD}(begin|end)\b", node.text)
        if nested or shown:
            yield MarkProblem(
                Message(
                    "这个标记不生效：要单独一行、顶格、前面空一行，不能放在列表或引用里",
                    "This mark is void: it has to stand on a line of its own behind a blank line, "
                    "outside lists and quotes",
                ),
                node.span,
            )


def _unknown(name: str, names: Collection[str]) -> Message:
    near = nearest(name, sorted(names))
    if near is None:
        return Message(f"插件没有组件 {name}", f"The plugin has no component {name}")
    return Message(
        f"插件没有组件 {name}；是不是 {near}？",
        f"The plugin has no component {name}; did you mean {near}?",
    )
