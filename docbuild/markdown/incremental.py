"""A document that is edited again and again: what an edit leaves as it was is not read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias
from weakref import ref

from docbuild.dialect import WECHAT, Dialect
from docbuild.document import BlockNode, Budget, Definition, Document
from docbuild.markdown.dialects import parsers
from docbuild.markdown.difference import difference
from docbuild.markdown.parse import MAX_LENGTH
from docbuild.markdown.passages import Passage, passages
from docbuild.markdown.region import normalise
from docbuild.markdown.rereading import Rereading
from docbuild.markdown.segments import Replaced, Segment, Segmented, shifted
from docbuild.markdown.settling import Part, Settling
from docbuild.source import Source, Span

_Meaning: TypeAlias = tuple[str, str | None]


def segmented(source: Source, dialect: Dialect = WECHAT) -> Segmented:
    """A document in segments, read as a whole."""
    text, both = source.text, parsers(dialect)
    region = normalise(text, 0, min(len(text), MAX_LENGTH))
    read = passages(region, 0, both.blocks, followed=False)
    read[-1] = read[-1]._replace(end=len(text))
    starts = [passage.start for passage in read]
    settling = Settling(text, list(read), starts, both, linked=False, referring=False)
    segments = settling.settle(range(len(read)), ())
    missing = _missing(segments)
    return Segmented(
        source, dialect, segments, starts, missing, settling.linked, settling.referring
    )


def edited(before: Segmented, text: str) -> Segmented:
    """``before`` with another text; ``before`` itself if that is the same.

    A segment of which nothing changed, but for where it stands, is the same object. One with
    a reference to a definition in another is new when their distance changed, since a node
    says where its destination is written.
    """
    old = before.source.text
    if text == old:
        return before
    if max(len(old), len(text)) > MAX_LENGTH:
        return segmented(Source(before.source.path, text), before.dialect)
    reading = Rereading(before, text, difference(old, text))
    head, tail = _unchanged(before, reading, text)
    first, behind = reading.first + head, reading.behind - tail
    new = reading.passages[head : len(reading.passages) - tail]
    by = len(text) - len(old)
    parts: list[Part] = [*before.segments[:first], *new, *before.segments[behind:]]
    moved = [start + by for start in before.starts[behind:]]
    starts = [*before.starts[:first], *(passage.start for passage in new), *moved]
    both = parsers(before.dialect)
    settling = Settling(text, parts, starts, both, linked=before.linked, referring=before.referring)
    changed = _changed_labels(before, before.segments[first:behind], new, settling)
    place = Replaced(range(first, behind), range(first, first + len(new)))
    segments = settling.settle(place.new, changed)
    return Segmented(
        Source(before.source.path, text),
        before.dialect,
        segments,
        starts,
        _missing_after(before, segments, place),
        settling.linked,
        settling.referring,
        ref(before),
        tuple(_all_replaced(place, settling.renewed)),
    )


def replaced(before: Segmented, after: Segmented) -> tuple[Replaced, ...]:
    """Which segments of ``before`` became which of ``after``, from the last to the first.

    So each ``old`` is right in a list in which those before were replaced already.
    """
    if after is before:
        return ()
    if after.edited is not None and after.edited() is before:
        return after.replaced
    old, new = before.segments, after.segments
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] is not new[i]), most)
    most -= head
    tail = next((i for i in range(most) if old[-1 - i] is not new[-1 - i]), most)
    return (Replaced(range(head, len(old) - tail), range(head, len(new) - tail)),)


def whole(document: Segmented) -> Document:
    """The document as :func:`docbuild.markdown.parse` reads its source, exactly."""
    blocks: list[BlockNode] = []
    nested: list[Budget] = []
    inline: list[Budget] = []
    for segment, start in zip(document.segments, document.starts, strict=True):
        by = start - segment.origin
        blocks.extend(shifted(segment.blocks, by))
        if segment.exceeded:
            exceeded = shifted(segment.exceeded, by)
            nested.extend(exceeded[: segment.nested])
            inline.extend(exceeded[segment.nested :])
    size = tuple(_size_exceeded(len(document.source.text)))
    return Document(
        document.source, tuple(blocks), dict(document.definitions), (*size, *nested, *inline)
    )


def _size_exceeded(length: int) -> Iterator[Budget]:
    if length > MAX_LENGTH:
        yield Budget(Span(MAX_LENGTH, length), "size", MAX_LENGTH)


def _unchanged(before: Segmented, reading: Rereading, text: str) -> tuple[int, int]:
    """How many of the passages are segments still: at the start, and at the end."""
    new = reading.passages
    old = range(reading.first, reading.behind)

    def same(passage: Passage, index: int) -> bool:
        segment, start = before.segments[index], before.starts[index]
        # The last of a document, and what starts one, are read in their own way.
        alike = (passage.start == 0) == (start == 0)
        lasting = (passage.end == len(text)) == (index == len(before.segments) - 1)
        length = passage.end - passage.start
        there = length == len(segment.text) and text.startswith(segment.text, passage.start)
        return alike and lasting and there

    most = min(len(new), len(old))
    head = next((i for i in range(most) if not same(new[i], old[i])), most)
    most -= head
    tail = next((i for i in range(most) if not same(new[-1 - i], old[-1 - i])), most)
    return head, tail


def _changed_labels(
    before: Segmented, old: Sequence[Segment], new: Sequence[Passage], settling: Settling
) -> frozenset[str]:
    """The labels whose definitions say something else now."""
    was, now = _meanings(old), _meanings(new)
    if was == now:
        return frozenset()
    winning = settling.winning

    def differs(label: str) -> bool:
        found = winning.get(label)
        return _meaning(before.definitions.get(label)) != _meaning(found and found[0])

    return frozenset(filter(differs, was.keys() | now.keys()))


def _meanings(parts: Iterable[Part]) -> dict[str, _Meaning | None]:
    found: dict[str, _Meaning | None] = {}
    for part in parts:
        for label, definition in part.definitions.items():
            found.setdefault(label, _meaning(definition))
    return found


def _meaning(definition: Definition | None) -> _Meaning | None:
    return None if definition is None else (definition.destination, definition.title)


def _missing(segments: Iterable[Segment]) -> frozenset[str]:
    return frozenset(chain.from_iterable(segment.missing for segment in segments))


def _missing_after(
    before: Segmented, segments: Sequence[Segment], place: Replaced
) -> frozenset[str]:
    was = _missing(before.segments[place.old.start : place.old.stop])
    now = _missing(segments[place.new.start : place.new.stop])
    return before.missing | now if was <= now else _missing(segments)


def _all_replaced(place: Replaced, renewed: Iterable[int]) -> Iterator[Replaced]:
    """``place`` and the indices ``renewed`` of the new document, from the last to the first."""
    grown = len(place.new) - len(place.old)
    indices = sorted(set(renewed) - set(place.new), reverse=True)
    for index in indices:
        if index >= place.new.stop:
            yield Replaced(range(index - grown, index - grown + 1), range(index, index + 1))
    yield place
    for index in indices:
        if index < place.new.start:
            yield Replaced(range(index, index + 1), range(index, index + 1))
