"""Which file an address of the document means, and where that address is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.asset import EntryKind, Tree
from docbuild.document import Definition, Document, Image, Link, LinkForm, Node
from docbuild.lookalikes import Lookalikes
from docbuild.names import composed, folded
from docbuild.references import FORMATS, Reference, Resolver
from docbuild.source import Span
from docbuild.upload import READABLE


class Place(NamedTuple):
    """An address in the text. ``path`` is the file below doc/ that it means.

    ``is_exact``: it leads to ``path`` letter by letter, but for Unicode's composition.
    """

    span: Span
    destination: str
    path: str
    is_exact: bool


def shown_files(references: Iterable[Reference], tree: Tree) -> tuple[str, ...]:
    """The files that images mean, by path: those that are shown, and those that would be if
    their format went up."""
    by_folded = Lookalikes(tree, FORMATS).by_folded
    wanted = (each for each in references if each.verdict in ("ok", "extension"))
    return tuple(sorted({path for each in wanted if (path := _file(each, tree, by_folded))}))


def places(document: Document, tree: Tree) -> tuple[Place, ...]:
    """Every address of a file, in source order: of images, of links, and in definitions."""
    nodes = [_as_image(node) for node in _addressing(document.nodes)]
    by_folded = Lookalikes(tree, FORMATS).by_folded
    found: dict[Span, Place] = {}
    for reference in Resolver(tree).resolve_all(nodes):
        path = _file(reference, tree, by_folded)
        if path is not None:
            image = reference.image
            exact = reference.path is not None and composed(path) == composed(reference.path)
            found[image.destination_span] = Place(
                image.destination_span, image.destination, path, exact
            )
    return tuple(found[span] for span in sorted(found))


def _addressing(nodes: Iterable[Node]) -> Iterator[Image | Link | Definition]:
    """What has an address that was written as one; in <…> and in running text it is the text."""
    for node in nodes:
        if isinstance(node, Definition | Image) or (
            isinstance(node, Link) and node.form in (LinkForm.INLINE, LinkForm.REFERENCE)
        ):
            yield node


def _as_image(node: Image | Link | Definition) -> Image:
    """Any address is read as that of an image is."""
    return Image(
        node.span, "", node.destination, node.destination_span, node.title, LinkForm.INLINE
    )


def _file(reference: Reference, tree: Tree, by_folded: dict[str, str]) -> str | None:
    """The file that is meant beyond doubt, whether or not the platform would find it."""
    verdict, path = reference.verdict, reference.path
    if verdict in ("case-mismatch", "nfd-on-disk"):
        path = reference.nearest
    elif verdict == "extension" and path is not None and path not in tree.entries:
        path = by_folded.get(folded(path))
    elif verdict not in ("ok", "extension"):
        return None
    entry = None if path is None else tree.entries.get(path)
    if entry is None or entry.kind is not EntryKind.FILE or entry.unreadable is not None:
        return None
    return path if entry.size <= READABLE else None
