"""Where an image reference leads: a verdict from the reference and the folder's listing alone.

The disk is never asked whether a path exists, because it would answer differently on systems
that ignore case or composition, and would follow links. A reference is read as a browser
reads a relative address, decoded exactly once, and must name an entry of the listing exactly.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.document import Document, Image
from docbuild.invisible import has_invisible
from docbuild.lookalikes import COMPARISONS, Lookalikes
from docbuild.names import composed, folded, problem, suffix
from docbuild.upload import READABLE

FORMATS = frozenset({"png", "jpg", "jpeg", "gif"})
"""The suffixes that a picture of the document may have: SVG is left out, as it can hold scripts."""

_SPARE = 1000  # destinations that are remembered though no image has them any more
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile(r"[A-Za-z]:")
_MALFORMED = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SEPARATOR = re.compile(r"%2f|%5c", re.IGNORECASE)
_ENCODED = re.compile(rb"%([0-9A-Fa-f]{2})")


class Reference(NamedTuple):
    """An image of the document and where it leads.

    ``verdict`` is ``ok`` or the reason for refusing it, such as ``parent-escape``, ``scheme``
    or ``missing``. ``path`` is the path below doc/ that was meant, where one can be told;
    with ``ok`` it is the path of a file in the tree. ``nearest`` is what the author may have
    meant: a path below doc/ that exists. ``scheme`` is the one of the verdict ``scheme``, in
    lower case.
    """

    image: Image
    verdict: str
    path: str | None = None
    nearest: str | None = None
    scheme: str | None = None


def resolve(image: Image, tree: Tree) -> Reference:
    """Where ``image`` leads in ``tree``.

    The verdict is ``ok`` or, in this order: ``empty``, ``control-or-invisible``, ``drive``,
    ``scheme``, ``backslash``, ``scheme-relative``, ``absolute``, ``query-or-fragment``,
    ``malformed-percent``, ``encoded-separator``, ``not-utf8``, ``parent-escape``,
    ``too-long``, ``hidden``, ``trailing-dot-space``, ``windows-char``,
    ``windows-reserved``, ``extension``; and by the listing ``symlink``, ``not-regular`` (a
    folder too), ``unreadable``, ``too-large``, ``nfd-on-disk``, ``case-mismatch``,
    ``missing``.
    """
    return _resolved(image, tree, Lookalikes(tree, FORMATS))


def resolve_all(document: Document, tree: Tree) -> tuple[Reference, ...]:
    """Where every image of ``document`` leads, in source order."""
    images = (node for node in document.nodes if isinstance(node, Image))
    return Resolver(tree).resolve_all(images)


class Resolver:
    """Says where images lead in one tree, and remembers it from one document to the next."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._lookalikes = Lookalikes(tree, FORMATS)
        self._known: dict[str, tuple[Reference, int]] = {}  # with the comparisons that it took

    def resolve_all(self, images: Iterable[Image]) -> tuple[Reference, ...]:
        """The references of a document's images, given in source order.

        The answer depends on these images alone: what is remembered is charged again, so
        that the same references as ever find no comparisons left.
        """
        lookalikes = self._lookalikes
        lookalikes.comparisons = COMPARISONS
        seen: dict[str, Reference] = {}
        references = []
        for image in images:
            found = seen.get(image.destination)
            if found is None:
                found = seen[image.destination] = self._reference(image)
            references.append(found._replace(image=image))
        if len(self._known) > _SPARE + 2 * len(seen):  # what was typed letter by letter
            self._known = {key: self._known[key] for key in seen if key in self._known}
        return tuple(references)

    def _reference(self, image: Image) -> Reference:
        lookalikes = self._lookalikes
        before = lookalikes.comparisons
        known = self._known.get(image.destination)
        if known is not None and known[1] <= before:
            lookalikes.comparisons -= known[1]
            return known[0]
        lookalikes.refused = False
        found = _resolved(image, self._tree, lookalikes)
        if not lookalikes.refused:
            self._known[image.destination] = found, before - lookalikes.comparisons
        return found


def shown_paths(references: Iterable[Reference]) -> frozenset[str]:
    """The files below doc/ that the document shows: those that a good reference leads to."""
    return frozenset(found.path for found in references if found.verdict == "ok" and found.path)


def _resolved(image: Image, tree: Tree, lookalikes: Lookalikes) -> Reference:
    destination = image.destination
    verdict = _ill_formed(destination)
    if verdict == "scheme":
        scheme = destination.partition(":")[0].lower()
        near = lookalikes.same_name(destination) if scheme in ("http", "https") else None
        return Reference(image, verdict, nearest=near, scheme=scheme)
    if verdict == "scheme-relative":
        return Reference(image, verdict, nearest=lookalikes.same_name(destination))
    if verdict is not None:
        return Reference(image, verdict, nearest=lookalikes.nearest(destination))
    return _found(image, tree, lookalikes)


def _found(image: Image, tree: Tree, lookalikes: Lookalikes) -> Reference:
    """Where a reference leads that is well-formed as an address."""
    path = _path(image.destination)
    if path is None:
        return Reference(image, "not-utf8", nearest=lookalikes.nearest(image.destination))
    names = _below(path)
    if names is None:
        return Reference(image, "parent-escape", nearest=lookalikes.nearest(image.destination))
    path = "/".join(names)
    verdict = problem(path) or _wrong_kind(path, tree) or _listed(path, tree)
    if path in tree.entries:  # it is the very file that was meant, good or not
        return Reference(image, verdict, path)
    meant = None if "" in names or verdict == "unreadable" else path
    same = None
    if verdict == "missing":
        verdict, same = _differing(path, lookalikes)
    return Reference(image, verdict, meant, same or lookalikes.nearest(image.destination))


def _ill_formed(destination: str) -> str | None:
    """Why a destination is no relative address of a file, ``None`` if it is one."""
    if not destination:
        return "empty"
    if has_invisible(destination):
        return "control-or-invisible"
    for pattern, verdict in ((_DRIVE, "drive"), (_SCHEME, "scheme")):
        if pattern.match(destination):
            return verdict
    if "\\" in destination:
        return "backslash"
    if destination.startswith("/"):
        return "scheme-relative" if destination.startswith("//") else "absolute"
    if "?" in destination or "#" in destination:
        return "query-or-fragment"
    if _MALFORMED.search(destination):
        return "malformed-percent"
    return "encoded-separator" if _SEPARATOR.search(destination) else None


def _path(destination: str) -> str | None:
    """``destination`` decoded once, in composed form; ``None`` if it is not UTF-8."""
    encoded = destination.encode()
    if b"%" in encoded:
        encoded = _ENCODED.sub(lambda match: bytes.fromhex(match[1].decode()), encoded)
    try:
        return composed(encoded.decode())
    except UnicodeDecodeError:
        return None


def _below(path: str) -> list[str] | None:
    """The names on the way, without ``.`` and ``..``; ``None`` if they lead out of doc/."""
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                return None
            names.pop()
        elif name != ".":
            names.append(name)
    return names


def _wrong_kind(path: str, tree: Tree) -> str | None:
    """Why no picture can be at ``path``: it is a folder, or its suffix is of another kind."""
    path = path.rstrip("/")
    entry = tree.entries.get(path)
    if not path or (entry is not None and entry.kind is EntryKind.DIRECTORY):
        return "not-regular"
    return None if suffix(path) in FORMATS else "extension"


def _listed(path: str, tree: Tree) -> str:
    """The verdict of the listing on a plain path, ``missing`` if it does not hold it."""
    if tree.root_kind is EntryKind.SYMLINK:
        return "symlink"
    names = path.split("/")
    for depth in range(1, len(names)):
        folder = tree.entries.get("/".join(names[:depth]))
        if folder is not None and folder.kind is EntryKind.SYMLINK:
            return "symlink"
        if folder is not None and folder.unreadable is not None:
            return "unreadable"
    entry = tree.entries.get(path)
    if entry is not None:
        return _entry_verdict(entry)
    return "unreadable" if tree.truncated or "." in tree.entries else "missing"


def _entry_verdict(entry: Entry) -> str:
    if entry.kind is EntryKind.SYMLINK:
        return "symlink"
    if entry.kind is not EntryKind.FILE:
        return "not-regular"
    if entry.unreadable is not None:
        return "unreadable"
    return "too-large" if entry.size > READABLE else "ok"


def _differing(path: str, lookalikes: Lookalikes) -> tuple[str, str | None]:
    """The verdict on a path that is not listed, and the entry that differs by case or form."""
    same = lookalikes.by_folded.get(folded(path))
    if same is None:
        return "missing", None
    return ("nfd-on-disk" if composed(same) == path else "case-mismatch"), same
