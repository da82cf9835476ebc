"""The HTML of our own renderer as a small tree: it is well-formed, and ``<`` begins only tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_VOID = frozenset(("img", "br", "hr"))
_WHOLE = frozenset(("span",))  # the placeholder of a picture, shown or replaced as one
INLINE = frozenset(("strong", "em", "del", "code", "a", "img", "br", "span"))


class Element(NamedTuple):
    """``start`` is its tag as written. ``children`` of the placeholder of a picture are none,
    its ``start`` is all of it."""

    tag: str
    start: str
    children: tuple[Node, ...] = ()

    @property
    def end(self) -> str:
        return "" if self.tag in _VOID or self.tag in _WHOLE else f"</{self.tag}>"


#: An element, or text as it is written in HTML.
Node: TypeAlias = "Element | str"


def read(html: str) -> tuple[Node, ...]:
    """The nodes of ``html``, which our own renderer wrote."""
    open_: list[tuple[str, str, list[Node]]] = [("", "", [])]
    at = 0
    for tag in _TAG.finditer(html):
        if tag.start() < at:  # inside of what is taken as a whole
            continue
        if tag.start() > at:
            open_[-1][2].append(html[at : tag.start()])
        at = tag.end()
        name = tag[2]
        if tag[1]:
            _, start, children = open_.pop()
            open_[-1][2].append(Element(name, start, tuple(children)))
        elif name in _VOID:
            open_[-1][2].append(Element(name, tag[0]))
        elif name in _WHOLE:
            at = html.index(f"</{name}>", at) + len(f"</{name}>")
            open_[-1][2].append(Element(name, html[tag.start() : at]))
        else:
            open_.append((name, tag[0], []))
    if at < len(html):
        open_[-1][2].append(html[at:])
    return tuple(open_[0][2])


def written(nodes: Iterable[Node]) -> str:
    """The HTML of nodes."""
    return "".join(_parts(nodes))


def _parts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        else:
            yield node.start
            yield from _parts(node.children)
            yield node.end


class Run(NamedTuple):
    """Inline content that stands beside blocks, as in the item of a tight list."""

    children: tuple[Node, ...]


Part: TypeAlias = "Element | Run"


def parts(nodes: Sequence[Node]) -> tuple[Part, ...]:
    """The blocks among ``nodes`` and what is between them, without mere line ends."""
    found: list[Part] = []
    run: list[Node] = []
    for node in (*nodes, None):
        if node is not None and (isinstance(node, str) or node.tag in INLINE):
            run.append(node)
            continue
        if any(not isinstance(each, str) or each.strip() for each in run):
            found.append(Run(tuple(run)))
        run = []
        if node is not None:
            found.append(node)
    return tuple(found)
