"""Which findings an edition has that the other has not: by rule and what they are about.

A line number says nothing, as it changes with everything before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from docbuild.build import Build
from docbuild.comparing.values import BlockChange
from docbuild.diagnostic import Diagnostic
from docbuild.references import shown_paths
from docbuild.source import Span


class Findings(NamedTuple):
    gained: tuple[Diagnostic, ...]
    lost: tuple[Diagnostic, ...]
    kept: int


def compare_findings(old: Build, new: Build, blocks: Sequence[BlockChange]) -> Findings:
    """Findings about files that the document does not show are left out: a bundle has none.

    First the same rule about the same words, then the same rule in a block that was changed.
    """
    lost, gained = list(_concerned(old)), list(_concerned(new))
    before = len(lost)
    lost, gained = _unmatched(
        lost, gained, [_words(old, each) for each in lost], [_words(new, each) for each in gained]
    )
    here, there = _Places(blocks, 0), _Places(blocks, 1)
    lost, gained = _unmatched(
        lost, gained, [here.key(each) for each in lost], [there.key(each) for each in gained]
    )
    return Findings(tuple(gained), tuple(lost), before - len(lost))


def _concerned(build: Build) -> Iterable[Diagnostic]:
    snapshot = build.snapshot
    prefix = f"{snapshot.folder}/" if snapshot.folder else ""
    paths = {f"{prefix}{path}" for path in shown_paths(build.references)}
    paths.add(snapshot.document_path)
    return (each for each in build.report.diagnostics if each.path in paths)


def _words(build: Build, diagnostic: Diagnostic) -> Hashable:
    source = build.snapshot.source
    if source is None or diagnostic.span is None:
        return diagnostic.rule, diagnostic.path, None
    return diagnostic.rule, diagnostic.path, source[diagnostic.span]


class _Places:
    """The blocks of one side, to look up where a finding is."""

    def __init__(self, blocks: Sequence[BlockChange], side: int) -> None:
        placed = [(self._span(each, side), number) for number, each in enumerate(blocks)]
        known = sorted((span.start, span.end, number) for span, number in placed if span)
        self._starts = [start for start, _, _ in known]
        self._known = known
        self._names = [
            number if each.move is None else ("moved", each.move)
            for number, each in enumerate(blocks)
        ]

    def key(self, diagnostic: Diagnostic) -> Hashable:
        """The rule and the block; nothing else is equal to it where there is no block."""
        span = diagnostic.span
        if span is None:
            return object()
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or span.start > self._known[index][1]:
            return object()
        return diagnostic.rule, self._names[self._known[index][2]]

    @staticmethod
    def _span(block: BlockChange, side: int) -> Span | None:
        return block.new_span if side else block.old_span


def _unmatched(
    lost: list[Diagnostic],
    gained: list[Diagnostic],
    here: Sequence[Hashable],
    there: Sequence[Hashable],
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Those without a partner of the same key."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, key in enumerate(there):
        waiting[key].append(index)
    taken: set[int] = set()
    left = []
    for diagnostic, key in zip(lost, here, strict=True):
        partners = waiting.get(key)
        if partners:
            taken.add(partners.pop(0))
        else:
            left.append(diagnostic)
    return left, [each for index, each in enumerate(gained) if index not in taken]
