"""What is known of one segment of the document, so that an edit elsewhere need not ask again."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix
from docbuild.document import BlockNode, Definition, Image, List, Node, Quote, walk
from docbuild.markdown.segments import Segment, shifted
from docbuild.mentions.mention import Mention
from docbuild.outline import Section
from docbuild.page_block import PageBlock
from docbuild.rules.ignores import KEYWORD
from docbuild.rules.registry import RULES
from docbuild.source import Span


class Facts(NamedTuple):
    """What the nodes of a segment say. Their spans count from ``base``, where it began then.

    ``excerpt`` holds the nodes that some rule looks at which judges the document as a whole.
    ``ignoring``: there are definitions that may be ignores. ``opening`` is the first block that
    is no definition: an ignore that ends the segment before holds for it.
    """

    base: int
    images: tuple[Image, ...]
    excerpt: tuple[Node, ...]
    ignoring: bool
    opening: BlockNode | None


class Rendered(NamedTuple):
    """The blocks of a segment that leave a trace on the page, and what the HTML cost.

    ``nodes`` are what they were made of, spans as in the segment. ``pictures`` is how each
    image was written, ``platform_cost`` what the HTML costs when images are written as the
    platform does. ``cut``: the segment alone outgrows what the whole document may make.
    """

    blocks: tuple[PageBlock, ...]
    nodes: tuple[BlockNode, ...]
    sections: tuple[Section, ...]
    pictures: tuple[str, ...]
    cost: int
    platform_cost: int
    cut: bool


class Found(NamedTuple):
    """What the rules found that judge block by block, each finding with its rule's name.

    ``mentions`` is what the segment says of the plugin.
    """

    base: int
    findings: tuple[tuple[str, Finding], ...]
    mentions: tuple[Mention, ...] = ()


class Piece(NamedTuple):
    """``found`` is ``None`` until the segment was judged."""

    segment: Segment
    facts: Facts
    rendered: Rendered
    found: Found | None = None


_LOOKS = tuple({rule.looks_at: None for rule in RULES if not rule.by_block})


def facts_of(segment: Segment) -> Facts:
    nodes = tuple(walk(segment.blocks))
    return Facts(
        base=segment.origin,
        images=tuple(node for node in nodes if isinstance(node, Image)),
        excerpt=tuple(
            _by_itself(node) for node in nodes if any(looks_at(node) for looks_at in _LOOKS)
        ),
        ignoring=any(map(_may_ignore, segment.blocks)),
        opening=next((b for b in segment.blocks if not isinstance(b, Definition)), None),
    )


def _by_itself(node: Node) -> Node:
    """A list or a quote without what it holds, which the excerpt has by itself if it is wanted.

    An edit at the top moves all nodes of the excerpt.
    """
    if isinstance(node, List):
        return node._replace(items=tuple(item._replace(children=()) for item in node.items))
    return node._replace(children=()) if isinstance(node, Quote) else node


def _may_ignore(block: BlockNode) -> bool:
    return isinstance(block, Definition) and KEYWORD in (block.title or "")


def placed(pieces: list[Piece], starts: Iterable[int]) -> None:
    """Let all that the pieces hold count from where their segments begin now."""
    for index, (piece, start) in enumerate(zip(pieces, starts, strict=True)):
        facts, found = piece.facts, piece.found
        if facts.base != start and (facts.images or facts.excerpt or facts.ignoring):
            moved = _facts_at(facts, start)
            pieces[index] = piece = Piece(piece.segment, moved, piece.rendered, found)
        if found is not None and found.base != start and (found.findings or found.mentions):
            moved_too = _found_at(found, start)
            pieces[index] = Piece(piece.segment, piece.facts, piece.rendered, moved_too)


def blocks_at(segment: Segment, start: int) -> tuple[BlockNode, ...]:
    """The blocks of a segment, their spans counting from ``start``."""
    return shifted(segment.blocks, start - segment.origin)


def ignores_and_their_blocks(pieces: Iterable[Piece], starts: Iterable[int]) -> Iterator[BlockNode]:
    """The blocks of a document that tell which ignores it has and what each is for."""
    waiting = False
    for piece, start in zip(pieces, starts, strict=True):
        opening = piece.facts.opening
        if piece.facts.ignoring:
            yield from blocks_at(piece.segment, start)
            waiting = isinstance(piece.segment.blocks[-1], Definition)
        elif waiting and opening is not None:
            yield from shifted((opening,), start - piece.segment.origin)
            waiting = False


def _facts_at(facts: Facts, start: int) -> Facts:
    by = start - facts.base
    images, excerpt = shifted(facts.images, by), shifted(facts.excerpt, by)
    return Facts(start, images, excerpt, facts.ignoring, facts.opening)


def _found_at(found: Found, start: int) -> Found:
    by = start - found.base
    findings = tuple((rule, _moved(finding, by)) for rule, finding in found.findings)
    return Found(start, findings, shifted(found.mentions, by))


def _moved(finding: Finding, by: int) -> Finding:
    span = finding.span and _span(finding.span, by)
    fixes = tuple(fix._replace(edits=tuple(_edits(fix, by))) for fix in finding.fixes)
    return finding._replace(span=span, fixes=fixes)


def _edits(fix: Fix, by: int) -> Iterator[Edit]:
    return (Edit(_span(edit.span, by), edit.text) for edit in fix.edits)


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
