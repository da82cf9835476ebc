"""A project in the state of its last reading, and what a new reading changes of its page."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from docbuild import files
from docbuild.asset import Asset, ImageProblem, Tree
from docbuild.build import Build, Project, decode, read, with_unreadable
from docbuild.diagnostic import Language, Report
from docbuild.document import BlockNode, Image
from docbuild.markdown.html import Picture
from docbuild.markdown.incremental import edited, replaced, segmented, whole
from docbuild.markdown.segments import Segment, Segmented
from docbuild.page_block import PageBlock, Splice
from docbuild.pictures import Progress, read_pictures
from docbuild.references import Reference, Resolver
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.session.article import Article
from docbuild.session.insertion import with_paragraph
from docbuild.session.judging import Judgement, images_of
from docbuild.session.picture_address import address_of
from docbuild.shown_pictures import page_pictures
from docbuild.snapshot import Snapshot
from docbuild.source import Source, Span


class _Edit(NamedTuple):
    source: Source
    undecodable: int | None
    data: bytes


class Session:
    """Not for several threads at once. Every reading says which blocks of the page it changed.

    The page is that of the last document that could be read; the report is always about what
    was read last.
    """

    def __init__(self, project: Project, language: Language) -> None:
        self.project = project
        self.article = Article()
        self._language = language
        self._tree = Tree(None)
        self._resolver = Resolver(self._tree)
        self._document: Segmented | None = None
        self.references: tuple[Reference, ...] = ()
        self._snapshot: Snapshot | None = None
        self._edited: _Edit | None = None  # what the snapshot lacks yet

    @property
    def snapshot(self) -> Snapshot:
        """What was read last."""
        assert self._snapshot is not None, "load() comes first"
        if self._edited is not None:
            self._snapshot = _with_edit(self._snapshot, self._edited)
            self._edited = None
        return self._snapshot

    def load(
        self,
        changed: Collection[str] | None = None,
        *,
        known: bytes | None = None,
        progress: Progress | None = None,
    ) -> tuple[Splice, ...]:
        """Read the whole project.

        ``changed`` are paths below doc/ whose bytes may be others, ``None``: any of them may
        be. ``known`` are the document's bytes, if they are not to be read again.
        """
        snapshot, readme = read(self.project, known)
        if known is not None and readme is not None:  # on the disk there may be half of another
            snapshot = _with_size(snapshot, len(known))
        splices = [] if snapshot.source is None else list(self._show(snapshot.source))
        resolver_tree = _without(snapshot.tree, snapshot.readme)
        if resolver_tree != self._tree:
            self._tree, self._resolver = resolver_tree, Resolver(resolver_tree)
        pictures = read_pictures(
            self.project.location.folder,
            snapshot.tree,
            self._resolver.resolve_all(images_of(self.article.pieces)),
            keep_data=True,
            known=self._known(snapshot.tree, changed),
            before={} if self._snapshot is None else self._snapshot.assets,
            progress=progress,
        )
        assets = dict(pictures.assets)
        tree = with_unreadable(snapshot.tree, pictures.unreadable)
        self._take(snapshot._replace(assets=assets, tree=tree), readme)
        splices.extend(self.article.refresh_pictures(self._length, self._pictures))
        splices.extend(self._cut_off())
        return tuple(splices)

    def edit(self, data: bytes) -> tuple[Splice, ...]:
        """Take ``data`` for the document's new bytes, and all else as it was."""
        assert self._snapshot is not None, "load() comes first"
        source, undecodable = decode(self._snapshot.document_path, data)
        self._edited = _Edit(source, undecodable, data)  # its digest can wait for the page
        return (*self._show(source), *self._cut_off())

    def report(self) -> Report:
        """What is wrong with what was read last."""
        snapshot = self.snapshot
        if snapshot.source is None or self._document is None:
            self.references = ()
            return check(Subject(snapshot, None, ()))
        judgement = Judgement(snapshot, self._document, self.article.pieces, self._resolver)
        self.references = judgement.references
        return judgement.report()

    def block_at(self, offset: int) -> tuple[PageBlock, BlockNode, int] | None:
        """The block of the page that the text at ``offset`` made, its node, and ``offset`` as
        the spans of that node count; ``None`` where the text leaves no trace."""
        document = self._document
        if document is None:
            return None
        index = bisect_right(document.starts, offset) - 1
        within = offset - document.starts[index] + document.segments[index].origin
        found = self.article.block_at(index, within)
        return None if found is None else (*found, within)

    def span_of(self, key: int) -> Span | None:
        """Where the text stands that made the block ``key`` of the page; ``None`` for a block
        that is not there, or of a page that is cut off."""
        found = self.article.node_of(key)
        if found is None or self._document is None:
            return None
        index, node = found
        by = self._document.starts[index] - self._document.segments[index].origin
        return Span(node.span.start + by, node.span.end + by)

    def with_paragraph(self, block: Span, paragraph: str) -> str | None:
        """See :func:`docbuild.session.insertion.with_paragraph`."""
        return None if self._document is None else with_paragraph(self._document, block, paragraph)

    def build(self, report: Report) -> Build:
        """All that is known after ``report`` was made."""
        known = None if self._document is None else self._document
        document = None if known is None or self.snapshot.source is None else whole(known)
        return Build(self.snapshot, document, self.references, report)

    @property
    def _length(self) -> int:
        return 0 if self._document is None else len(self._document.source.text)

    def _show(self, source: Source) -> Iterator[Splice]:
        """Let the article be that of ``source``."""
        before, dialect = self._document, self.project.settings.dialect
        if before is None or before.dialect != dialect:
            self._document = document = segmented(source, dialect)
            whole_article = range(len(self.article.pieces))
            yield from self._replace(whole_article, document.segments)
            return
        self._document = document = edited(before, source.text)
        for old, new in replaced(before, document):
            yield from self._replace(old, document.segments[new.start : new.stop])

    def _replace(self, old: range, segments: Sequence[Segment]) -> Iterator[Splice]:
        return self.article.replace(old, segments, self._length, self._pictures)

    def _cut_off(self) -> Iterator[Splice]:
        document = self._document
        if document is not None:
            yield from self.article.cut_off(self._length, lambda: whole(document), self._pictures)

    def _take(self, snapshot: Snapshot, readme: bytes | None) -> None:
        """Keep what was read; findings in blocks are void if anything but the text changed."""
        new = snapshot if readme is None else _with_readme(snapshot, readme)
        self._edited = None
        if self._snapshot is None or _surroundings(new) != _surroundings(self._snapshot):
            self.article.forget_findings()
        self._snapshot = new

    def _known(self, tree: Tree, changed: Collection[str] | None) -> Mapping[str, Asset]:
        """The assets that need not be read again."""
        if changed is None or self._snapshot is None:
            return {}
        before = self._snapshot.tree.entries
        return {
            path: asset
            for path, asset in self._snapshot.assets.items()
            if path not in changed and path in before and before[path] == tree.entries.get(path)
        }

    def _pictures(self, images: Iterable[Image]) -> Picture:
        references = self._resolver.resolve_all(images)
        return page_pictures(references, self._language, self._address)

    def _address(self, path: str) -> str | None:
        asset = None if self._snapshot is None else self._snapshot.assets.get(path)
        return None if asset is None or not is_shown(asset) else address_of(asset.digest, path)


def is_shown(asset: Asset) -> bool:
    """Whether a page shows a picture: not what could keep a browser busy, or is no picture."""
    facts = asset.facts
    shown = facts is not None and facts.problem not in (ImageProblem.BOMB, ImageProblem.ACTIVE)
    return shown and asset.data is not None


def _with_edit(snapshot: Snapshot, edit: _Edit) -> Snapshot:
    """The snapshot after an edit of nothing but the document."""
    after = snapshot._replace(source=edit.source, undecodable=edit.undecodable, unreadable=None)
    return _with_readme(_with_size(after, len(edit.data)), edit.data)


def _with_size(snapshot: Snapshot, size: int) -> Snapshot:
    """The snapshot with a document of that many bytes, which could be read."""
    name, tree = snapshot.readme, snapshot.tree
    assert name is not None, "there is a document"
    entry = tree.entries[name]._replace(size=size, unreadable=None)
    return snapshot._replace(tree=tree._replace(entries={**tree.entries, name: entry}))


def _with_readme(snapshot: Snapshot, data: bytes) -> Snapshot:
    name = snapshot.readme
    assert name is not None, "bytes of the document come with its name"
    asset = Asset(name, len(data), files.digest(data), None, data)
    return snapshot._replace(assets={**snapshot.assets, name: asset})


def _without(tree: Tree, name: str | None) -> Tree:
    entries = {path: entry for path, entry in tree.entries.items() if path != name}
    return tree._replace(entries=entries)


def _surroundings(snapshot: Snapshot) -> Snapshot:
    """The snapshot without its text, which the findings of a block do not depend on."""
    name = snapshot.readme
    assets = {path: asset for path, asset in snapshot.assets.items() if path != name}
    tree = _without(snapshot.tree, name)
    return snapshot._replace(source=None, undecodable=None, assets=assets, tree=tree)
