"""The report on a document of which another edition was judged: what both have is judged once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docbuild.build import Build
from docbuild.comparing.values import Rendered
from docbuild.diagnostic import Edit, Finding, Fix, Report
from docbuild.document import BlockNode, Document, Image, Link, LinkForm, walk
from docbuild.rules.checker import check
from docbuild.rules.ignores import KEYWORD
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_BY_BLOCK = frozenset(rule.name for rule in RULES if rule.by_block)
_PICTURES = ("<img", "missing-image")


def judge_beside(subject: Subject, html: Rendered, other: Build, their_html: Rendered) -> Report:
    """What :func:`docbuild.rules.checker.check` says of ``subject``.

    Rules that judge block by block are only asked about blocks that ``other``, which was judged
    by the same settings, plugin and interface, does not have as well. The HTML is that of both
    articles.
    """
    document, theirs = subject.document, other.document
    if document is None or theirs is None or not _is_usable(subject, document, other, theirs):
        return check(subject)
    known = dict(_known(document.source, html, theirs.source, their_html))
    found = _findings_in(known, theirs.blocks, other.report)
    part = _part(subject, document, known)

    def findings(rule: Rule) -> Iterator[Finding]:
        if not rule.by_block:
            yield from rule.check(subject)
            return
        yield from found.get(rule.name, ())
        yield from rule.check(part)

    return check(subject, RULES, findings)


def _is_usable(subject: Subject, document: Document, other: Build, theirs: Document) -> bool:
    """Whether the other report says all that was found: nothing was ignored, nothing failed."""
    if other.report.crashes or subject.snapshot.settings.ignores:
        return False
    if KEYWORD in document.source.text or KEYWORD in theirs.source.text:
        return False
    return _meanings(document) == _meanings(theirs)


def _meanings(document: Document) -> dict[str, tuple[str, str | None]]:
    definitions = document.definitions.items()
    return {label: (found.destination, found.title) for label, found in definitions}


def _known(
    source: Source, html: Rendered, their_source: Source, their_html: Rendered
) -> Iterator[tuple[Span, list[Span]]]:
    """By the span of a block of the other document, where this one has the same block.

    What was written and what came of it are the same, and nothing in it depends on pictures or
    on what stands elsewhere.
    """
    places: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for block, written in html:
        if not any(sign in written for sign in _PICTURES) and not _refers(block, source):
            places[source[block.span], written].append(block.span)
    for block, written in their_html:
        spans = places.pop((their_source[block.span], written), None)
        if spans:
            yield block.span, spans


def _refers(block: BlockNode, source: Source) -> bool:
    """Whether there is an image or a link in it whose destination is written elsewhere."""
    if "[" not in source[block.span]:
        return False
    links = (node for node in walk((block,)) if isinstance(node, Link | Image))
    return any(link.form is LinkForm.REFERENCE for link in links)


def _findings_in(
    known: Mapping[Span, Sequence[Span]], blocks: Sequence[BlockNode], report: Report
) -> dict[str, list[Finding]]:
    """What was found block by block, by rule, in the places where this document has it."""
    starts = [block.span.start for block in blocks]
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for rule, severity, _, span, message, cure, fixes in report.diagnostics:
        if rule not in _BY_BLOCK or span is None:
            continue
        block = blocks[max(bisect_right(starts, span.start) - 1, 0)].span
        for place in known.get(block, ()):
            by = place.start - block.start
            moved = tuple(_fix(fix, by) for fix in fixes)
            found[rule].append(
                Finding(message, cure, _moved(span, by), fixes=moved, severity=severity)
            )
    return found


def _fix(fix: Fix, by: int) -> Fix:
    return fix._replace(edits=tuple(Edit(_moved(each.span, by), each.text) for each in fix.edits))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _part(subject: Subject, document: Document, known: Mapping[Span, Sequence[Span]]) -> Subject:
    """The subject with those blocks alone that were not judged elsewhere."""
    judged = {span for spans in known.values() for span in spans}
    blocks = tuple(block for block in document.blocks if block.span not in judged)
    images = {node.span for node in walk(blocks) if isinstance(node, Image)}
    references = tuple(each for each in subject.references if each.image.span in images)
    return Subject(
        subject.snapshot, Document(document.source, blocks, document.definitions), references
    )
