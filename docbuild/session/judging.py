"""The report on a document that changes: rules that judge block by block see what changed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

from docbuild.diagnostic import Finding, Report
from docbuild.document import Budget, Document, Image
from docbuild.markdown.html import output_budget, output_limit
from docbuild.markdown.incremental import whole
from docbuild.markdown.parse import MAX_LENGTH
from docbuild.markdown.segments import Segmented
from docbuild.mentions.mention import Mention
from docbuild.references import Resolver
from docbuild.rules import described
from docbuild.rules.checker import check
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule, Subject
from docbuild.session.piece import Found, Piece, blocks_at, ignores_and_their_blocks, placed
from docbuild.snapshot import Snapshot
from docbuild.source import Span

_BY_BLOCK = tuple(rule for rule in RULES if rule.by_block)


class Judgement:
    """One run of the rules over a document in pieces, which it leaves judged.

    What :func:`docbuild.rules.checker.check` says of the whole document, it says too.
    """

    def __init__(
        self, snapshot: Snapshot, document: Segmented, pieces: list[Piece], resolver: Resolver
    ) -> None:
        self._document = document
        self._pieces = pieces
        self._crashes: dict[str, Exception] = {}
        self._is_read = True  # what the blocks mention
        placed(pieces, document.starts)
        images = chain.from_iterable(piece.facts.images for piece in pieces)
        self.references = resolver.resolve_all(images)
        self._subject = Subject(snapshot, self._excerpt(), self.references)
        found = self._judge_blocks(snapshot)
        self._take_mentions(snapshot, found)
        self._by_rule: dict[str, list[Finding]] = {rule.name: [] for rule in _BY_BLOCK}
        for rule, finding in chain.from_iterable(each.findings for each in found):
            self._by_rule[rule].append(finding)

    def _take_mentions(self, snapshot: Snapshot, found: list[Found]) -> None:
        """What was found block by block need not be looked for again.

        Where that failed, the subject gets all blocks, for its rules to fail as loudly.
        """
        if self._is_read:
            mentions = tuple(chain.from_iterable(each.mentions for each in found))
            self._subject.answer(described.mentions, mentions)
        elif self._subject.document is not None:
            blocks = whole(self._document).blocks
            document = self._subject.document._replace(blocks=blocks)
            self._subject = Subject(snapshot, document, self.references)

    def report(self) -> Report:
        return check(self._subject, RULES, self._findings)

    def _findings(self, rule: Rule) -> Iterator[Finding]:
        if not rule.by_block:
            yield from rule.check(self._subject)
            return
        yield from self._by_rule[rule.name]
        if rule.name in self._crashes:
            raise self._crashes[rule.name]

    def _excerpt(self) -> Document:
        """A document of what rules look at that judge it as a whole."""
        document, pieces = self._document, self._pieces
        blocks = tuple(ignores_and_their_blocks(pieces, document.starts))
        exceeded = tuple(self._exceeded())
        excerpt = Document(document.source, blocks, document.definitions, exceeded)
        # Where a cached property keeps its value: the nodes that were picked, not all of them.
        excerpt.__dict__["nodes"] = tuple(
            chain.from_iterable(piece.facts.excerpt for piece in pieces)
        )
        return excerpt

    def _exceeded(self) -> Iterator[Budget]:
        document = self._document
        for segment, start in zip(document.segments, document.starts, strict=True):
            for budget in segment.exceeded:
                by = start - segment.origin
                yield budget._replace(span=Span(budget.span.start + by, budget.span.end + by))
        length = len(document.source.text)
        if length > MAX_LENGTH:
            yield Budget(Span(MAX_LENGTH, length), "size", MAX_LENGTH)
        cost = sum(piece.rendered.platform_cost for piece in self._pieces)
        if cost > output_limit(length) or any(piece.rendered.cut for piece in self._pieces):
            cut_off = output_budget(whole(document))
            if cut_off is not None:
                yield cut_off

    def _judge_blocks(self, snapshot: Snapshot) -> list[Found]:
        """What is found in each piece by those who look block by block; keeps it with them."""
        pieces = self._pieces
        stale = [index for index, piece in enumerate(pieces) if piece.found is None]
        fresh = self._found(snapshot, stale) if stale else {}
        if self._is_read and not self._crashes:  # what is not known wholly is asked for again
            for index, found in fresh.items():
                pieces[index] = pieces[index]._replace(found=found)
        known = ((index, piece.found) for index, piece in enumerate(pieces))
        return [found or fresh[index] for index, found in known]

    def _found(self, snapshot: Snapshot, stale: list[int]) -> dict[int, Found]:
        """What is found in these pieces, by the index of the piece."""
        subject = self._part(snapshot, stale)
        starts = self._document.starts
        findings: dict[int, list[tuple[str, Finding]]] = {index: [] for index in stale}
        mentions: dict[int, list[Mention]] = {index: [] for index in stale}
        for rule in _BY_BLOCK:
            for finding in self._run(rule, subject):
                assert finding.span is not None, f"{rule.name} says where in a block"
                index = bisect_right(starts, finding.span.start) - 1
                findings[index].append((rule.name, finding))
        for mention in self._mentions(subject):
            mentions[bisect_right(starts, mention.span.start) - 1].append(mention)
        return {
            index: Found(starts[index], tuple(findings[index]), tuple(mentions[index]))
            for index in stale
        }

    def _mentions(self, subject: Subject) -> tuple[Mention, ...]:
        try:
            return subject.once(described.mentions)
        except Exception:  # raised again by the rules that ask for them
            self._is_read = False
            return ()

    def _part(self, snapshot: Snapshot, stale: list[int]) -> Subject:
        """The subject that has only the blocks and images of these pieces."""
        document, pieces = self._document, self._pieces
        blocks = chain.from_iterable(
            blocks_at(document.segments[index], document.starts[index]) for index in stale
        )
        images = {image.span for index in stale for image in pieces[index].facts.images}
        references = tuple(found for found in self.references if found.image.span in images)
        part = Document(document.source, tuple(blocks), document.definitions)
        return Subject(snapshot, part, references)

    def _run(self, rule: Rule, subject: Subject) -> Iterable[Finding]:
        """What a rule finds, up to where it crashes; the checker hears of the crash."""
        found: list[Finding] = []
        try:
            found.extend(rule.check(subject))
        except Exception as error:  # raised again when the checker asks for this rule
            self._crashes[rule.name] = error
        return found


def images_of(pieces: Iterable[Piece]) -> Iterator[Image]:
    """The images of a document in source order, wherever their spans count from."""
    return chain.from_iterable(piece.facts.images for piece in pieces)
