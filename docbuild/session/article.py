"""The article of a page that changes: only segments that changed are written again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import TypeAlias

from docbuild.document import BlockNode, Document, Heading, Image
from docbuild.markdown.html import Picture, output_limit, platform_picture, render, write
from docbuild.markdown.segments import Segment
from docbuild.outline import Section, outline
from docbuild.page_block import PageBlock, Splice, differences
from docbuild.session.piece import Facts, Piece, Rendered, facts_of

#: How the images of a part of the document are written.
Pictures: TypeAlias = Callable[[Iterable[Image]], Picture]


class Article:
    """``pieces`` are the document's segments in order, ``blocks`` what the page shows of them.

    ``sections`` is the outline. How images are written is said with each change and not kept here,
    so that what owns an article is free as soon as nobody refers to it.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.blocks: list[PageBlock] = []
        self.sections: tuple[Section, ...] = ()
        self._keys = count()
        self._counts: list[int] = []  # the blocks of each piece
        self._cost = 0  # of all pieces
        self._too_long = 0  # pieces that outgrow the document by themselves
        self._is_cut = False

    def block_at(self, index: int, offset: int) -> tuple[PageBlock, BlockNode] | None:
        """The block of the ``index``-th piece around ``offset``, which counts as its nodes do."""
        rendered = self.pieces[index].rendered
        for block, node in zip(rendered.blocks, rendered.nodes, strict=True):
            if not self._is_cut and node.span.start <= offset <= node.span.end:
                return block, node
        return None

    def node_of(self, key: int) -> tuple[int, BlockNode] | None:
        """The piece, by its index, that made the block ``key``, and the node in it."""
        for index, piece in enumerate(self.pieces):
            for block, node in zip(piece.rendered.blocks, piece.rendered.nodes, strict=True):
                if block.key == key and not self._is_cut:
                    return index, node
        return None

    def replace(
        self, old: range, segments: Sequence[Segment], length: int, pictures: Pictures
    ) -> Iterator[Splice]:
        """Let ``segments`` stand for the pieces of ``old``, in a text of ``length``."""
        facts = [facts_of(segment) for segment in segments]
        before = self.pieces[old.start : old.stop]
        picture = pictures(chain.from_iterable(each.images for each in facts))
        after = self._written(before, list(zip(segments, facts, strict=True)), length, picture)
        yield from self._put(old, before, after)

    def refresh_pictures(self, length: int, pictures: Pictures) -> Iterator[Splice]:
        """Write those segments again whose images look different now."""
        picture = pictures(chain.from_iterable(piece.facts.images for piece in self.pieces))
        for index, piece in enumerate(self.pieces):
            if piece.facts.images and piece.rendered.pictures != _looks(piece.facts, picture):
                written = self._written([piece], [(piece.segment, piece.facts)], length, picture)
                after = [written[0]._replace(found=piece.found)]
                yield from self._put(range(index, index + 1), [piece], after)

    def forget_findings(self) -> None:
        """Let every piece be judged anew."""
        self.pieces[:] = [piece._replace(found=None) for piece in self.pieces]

    def cut_off(
        self, length: int, whole: Callable[[], Document], pictures: Pictures
    ) -> Iterator[Splice]:
        """Keep to what a document of ``length`` may make in all, if the pieces outgrow it."""
        is_cut = self._cost > output_limit(length) or self._too_long > 0
        if not is_cut and not self._is_cut:
            return
        blocks = list(chain.from_iterable(piece.rendered.blocks for piece in self.pieces))
        if is_cut:
            document = whole()
            images = (node for node in document.nodes if isinstance(node, Image))
            written = render(document, pictures(images)).blocks
            blocks = self._keyed(self.blocks, [html for _, html in written])
            keys = (block.key for block in blocks)
            self.sections = outline(zip(keys, (node for node, _ in written), strict=True))
        else:
            self.sections = _all_sections(self.pieces)
        yield from differences(self.blocks, blocks)
        self.blocks, self._is_cut = blocks, is_cut

    def _put(self, place: range, before: list[Piece], after: list[Piece]) -> Iterator[Splice]:
        """Put pieces in place of others, and show them."""
        at = sum(self._counts[: place.start])
        self.pieces[place.start : place.stop] = after
        self._counts[place.start : place.stop] = [len(piece.rendered.blocks) for piece in after]
        for sign, pieces in ((-1, before), (1, after)):
            self._cost += sign * sum(piece.rendered.cost for piece in pieces)
            self._too_long += sign * sum(piece.rendered.cut for piece in pieces)
        if self._is_cut:  # then the page's blocks are not those of the pieces
            return
        old, new = list(_blocks(before)), list(_blocks(after))
        self.blocks[at : at + len(old)] = new
        if _all_sections(before) != _all_sections(after):
            self.sections = _all_sections(self.pieces)
        for splice in differences(old, new):
            yield splice._replace(at=splice.at + at)

    def _written(
        self,
        before: Iterable[Piece],
        segments: list[tuple[Segment, Facts]],
        length: int,
        picture: Picture,
    ) -> list[Piece]:
        limit = output_limit(length)
        written = [write(segment.blocks, picture, limit) for segment, _ in segments]
        htmls = [html for each in written for _, html in each.blocks]
        blocks = iter(self._keyed(list(_blocks(before)), htmls))
        pieces = []
        for (segment, facts), each in zip(segments, written, strict=True):
            own = tuple(next(blocks) for _ in each.blocks)
            nodes = tuple(node for node, _ in each.blocks)
            looks = _looks(facts, picture)
            otherwise = _looks(facts, platform_picture)
            rendered = Rendered(
                blocks=own,
                nodes=nodes,
                sections=_sections(own, nodes),
                pictures=looks,
                cost=each.cost,
                platform_cost=each.cost + _length(otherwise) - _length(looks),
                cut=each.cut is not None,
            )
            pieces.append(Piece(segment, facts, rendered))
        return pieces

    def _keyed(self, old: Sequence[PageBlock], htmls: Sequence[str]) -> list[PageBlock]:
        """Blocks with this HTML; those that are the same as before keep their keys."""
        most = min(len(old), len(htmls))
        head = next((i for i in range(most) if old[i].html != htmls[i]), most)
        most -= head
        tail = next((i for i in range(most) if old[-1 - i].html != htmls[-1 - i]), most)
        middle = htmls[head : len(htmls) - tail]
        fresh = (PageBlock(next(self._keys), html) for html in middle)
        return [*old[:head], *fresh, *old[len(old) - tail :]]


def _blocks(pieces: Iterable[Piece]) -> Iterator[PageBlock]:
    return chain.from_iterable(piece.rendered.blocks for piece in pieces)


def _all_sections(pieces: Iterable[Piece]) -> tuple[Section, ...]:
    return tuple(chain.from_iterable(piece.rendered.sections for piece in pieces))


def _sections(blocks: Iterable[PageBlock], nodes: Sequence[BlockNode]) -> tuple[Section, ...]:
    if not any(isinstance(node, Heading) for node in nodes):
        return ()
    return outline(zip((block.key for block in blocks), nodes, strict=True))


def _length(texts: Iterable[str]) -> int:
    return sum(map(len, texts))


def _looks(facts: Facts, picture: Picture) -> tuple[str, ...]:
    return tuple(map(picture, facts.images))
