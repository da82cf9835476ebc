"""A document as segments that outlive its edits, and their spans as segments move."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from typing import Any, NamedTuple, Protocol, TypeVar
from weakref import ReferenceType

from docbuild.dialect import Dialect
from docbuild.document import (
    BlockNode,
    Budget,
    CodeBlock,
    CodeSpan,
    Definition,
    Image,
    LineBreak,
    Link,
    LinkForm,
    RawHtml,
    Text,
    ThematicBreak,
)
from docbuild.source import Source, Span

#: What holds no node.
_LEAVES = frozenset(
    (Span, Text, LineBreak, CodeSpan, RawHtml, CodeBlock, ThematicBreak, Definition)
)

_Value = TypeVar("_Value", bound="tuple[Any, ...]")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Segment:
    """A piece of a document between two safe boundaries; equal to nothing but itself.

    ``text`` is its source with the blank lines behind it. Where all spans here count from,
    ``origin`` is the offset of its first character.

    ``exceeded`` holds what was too deep for the block structure, then what was for inline
    text; ``nested`` is the number of the first. ``labels`` are the lower-cased labels of
    references that were looked up, ``references`` those that were found, each with the place
    of its destination; ``definitions`` are the segment's own, the first of each label.

    ``missing`` and ``continuation``: see :class:`docbuild.markdown.passages.Passage`.
    ``entered`` is whether the segment begins inside a link, ``None`` where nothing depends on
    that; ``left`` is whether it ends inside one, ``None`` if that is as it begins.
    """

    text: str
    origin: int
    blocks: tuple[BlockNode, ...]
    exceeded: tuple[Budget, ...]
    labels: frozenset[str]
    nested: int
    references: Mapping[str, Span]
    definitions: Mapping[str, Definition]
    missing: frozenset[str]
    continuation: re.Pattern[str] | None
    entered: bool | None
    left: bool | None


class Replaced(NamedTuple):
    """The segments ``old`` of the document before became the segments ``new`` of the one after."""

    old: range
    new: range


@dataclass(frozen=True, eq=False)
class Segmented:
    """A document in segments, which follow each other without a gap from ``starts[i]`` on.

    ``missing`` is what any segment looked for behind it in vain, and maybe more. ``linked``:
    some segment ends inside a link; ``referring``: some may have references. ``replaced`` are
    the differences to the document that ``edited`` refers to, from the last to the first.
    """

    source: Source
    dialect: Dialect
    segments: tuple[Segment, ...]
    starts: Sequence[int]
    missing: frozenset[str]
    linked: bool
    referring: bool
    edited: ReferenceType[Segmented] | None = None
    replaced: tuple[Replaced, ...] = ()

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """The definitions that win, by their lower-cased labels."""
        found = winning(self.segments, self.starts)
        return {label: shifted(definition, by) for label, (definition, by) in found.items()}


class Defining(Protocol):
    """What has definitions, and how their spans count its first character."""

    @property
    def origin(self) -> int: ...
    @property
    def definitions(self) -> Mapping[str, Definition]: ...


def winning(parts: Iterable[Defining], starts: Iterable[int]) -> dict[str, tuple[Definition, int]]:
    """The first definition of each label, and how far its spans are off."""
    found: dict[str, tuple[Definition, int]] = {}
    for part, start in zip(parts, starts, strict=True):
        if part.definitions:
            by = start - part.origin
            for label, definition in part.definitions.items():
                found.setdefault(label, (definition, by))
    return found


def shifted(nodes: _Value, by: int) -> _Value:
    """Nodes, or one node, with all their spans moved by so many characters."""
    return _shifted((nodes,), by)[0] if by else nodes


def _shifted(value: _Value, by: int) -> _Value:
    # An edit at the top of a long document moves tens of thousands: few calls, nothing empty.
    new = tuple.__new__
    parts = [
        new(Span, (part[0] + by, part[1] + by))
        if type(part) is Span
        else (_shifted(part, by) if part and isinstance(part, tuple) else part)
        for part in value
    ]
    return new(type(value), parts)


def redirected(nodes: _Value, places: Mapping[Span, Span]) -> _Value:
    """Nodes with the destinations of their references at other places.

    Nodes without any such reference are the same objects.
    """
    parts = [
        redirected(part, places) if isinstance(part, tuple) and type(part) not in _LEAVES else part
        for part in nodes
    ]
    if isinstance(nodes, Link | Image) and nodes.form is LinkForm.REFERENCE:
        index = nodes._fields.index("destination_span")
        parts[index] = places.get(nodes.destination_span, nodes.destination_span)
    return nodes if all(map(is_, parts, nodes)) else tuple.__new__(type(nodes), parts)
