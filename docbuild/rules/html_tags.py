"""HTML tags among the inline nodes of a block: their names, attributes and partners."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

from docbuild.document import LineBreak, Node, RawHtml, Text

_TAG = r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>.*?)/?>"
_ATTRIBUTE = r"""(?<![A-Za-z-])([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""
# What attributes of WXML have and those of HTML have not: values in braces, events, wx:if.
_WXML = r"\{\{|\s(?:(?:capture-|mut-)?(?:bind|catch):?|wx:|model:)\w+\s*="
_VOID = frozenset({"br", "img", "hr", "wbr", "source", "input", "meta", "link"})
#: Without them nothing is lost that the platform could show: they are taken away.
LAYOUT = frozenset(
    """
    align article aside big center details div figcaption figure font footer header main nav p
    picture section source small span
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Tag(NamedTuple):
    """``partner`` is the index of the tag that closes or opens it, if there is one.

    ``name`` and the names of attributes are in lower case, values decoded. ``is_wxml``: its
    attributes, or those of its partner, are WXML's.
    """

    name: str
    closing: bool
    attributes: Mapping[str, str] = _NO_ATTRIBUTES
    partner: int | None = None
    is_wxml: bool = False


class Place(NamedTuple):
    """Where a tag stands: among ``nodes``, with the ``tags`` of them, in ``text``.

    ``one_line``: in a heading or a cell, which cannot have a second.
    """

    nodes: Sequence[Node]
    tags: Mapping[int, Tag]
    text: str
    in_cell: bool
    one_line: bool


def tags_of(nodes: Sequence[Node]) -> dict[int, Tag]:
    """The tags among siblings, by their index; comments and the like are none."""
    found: dict[int, Tag] = {}
    waiting: list[int] = []
    for index, node in enumerate(nodes):
        tag = _read(node.text) if isinstance(node, RawHtml) else None
        if tag is None:
            continue
        found[index] = tag
        if not tag.closing and tag.name not in _VOID:
            waiting.append(index)
        elif tag.closing and any(found[place].name == tag.name for place in waiting[-_DEEPEST:]):
            while found[waiting[-1]].name != tag.name:
                waiting.pop()
            opening = waiting.pop()
            found[index] = tag._replace(partner=opening, is_wxml=found[opening].is_wxml)
            found[opening] = found[opening]._replace(partner=index)
    return found


_DEEPEST = 24  # tags around another that may still be its partner


def starts_line(nodes: Sequence[Node], index: int) -> bool:
    """Whether nothing but spaces stands before a node on its line."""
    before = _beside(nodes, index, -1)
    return before is None or isinstance(nodes[before], LineBreak)


def ends_line(nodes: Sequence[Node], index: int) -> bool:
    behind = _beside(nodes, index, +1)
    return behind is None or isinstance(nodes[behind], LineBreak)


def behind_spaces(text: str, place: int) -> int:
    spaces = re.compile(r"[ \t]*").match(text, place)
    return place if spaces is None else spaces.end()


def is_blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.text.strip()


def _beside(nodes: Sequence[Node], index: int, step: int) -> int | None:
    """The next sibling that is more than spaces."""
    index += step
    while 0 <= index < len(nodes):
        node = nodes[index]
        if not isinstance(node, Text) or node.text.strip():
            return index
        index += step
    return None


def _read(text: str) -> Tag | None:
    match = re.fullmatch(_TAG, text, re.DOTALL)
    if match is None:
        return None
    attributes = {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in re.findall(_ATTRIBUTE, match["rest"])
    }
    is_wxml = re.search(_WXML, match["rest"]) is not None
    return Tag(match["name"].lower(), match["closing"] == "/", attributes, is_wxml=is_wxml)
