"""Where in the document's folder a pasted picture belongs, and how the document refers to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from docbuild.asset import EntryKind, Tree
from docbuild.document import Image, LinkForm
from docbuild.names import folded, problem, suffix
from docbuild.references import FORMATS, Reference
from docbuild.rules.pictures import retarget
from docbuild.source import Span

_USUAL = "images"
_NO_IMAGE = Image(Span(0, 0), "", "", Span(0, 0), None, LinkForm.INLINE)


def picture_folder(references: Iterable[Reference], tree: Tree) -> str:
    """The folder that most of the document's pictures are in, else most of those beside it.

    Relative to the document's folder, ``""`` for that itself; it may not exist yet.
    """
    shown = dict.fromkeys(
        found.path for found in references if found.verdict == "ok" and found.path
    )
    there = (path for path, entry in tree.entries.items() if entry.kind is EntryKind.FILE)
    usable = [path for path in there if suffix(path) in FORMATS]
    for paths in (list(shown), usable):
        counts = Counter(path.rpartition("/")[0] for path in paths if problem(path) is None)
        if counts:
            return counts.most_common(1)[0][0]
    folders = (path for path, entry in tree.entries.items() if entry.kind is EntryKind.DIRECTORY)
    return next((path for path in folders if folded(path) == _USUAL), _USUAL)


def destination(path: str, references: Sequence[Reference]) -> str:
    """How the document writes an image's ``path``: as it writes that of its last one."""
    written = [found.image for found in references if found.verdict == "ok"]
    example = written[-1] if written else _NO_IMAGE
    return retarget(example, path, safe=True).edits[0].text
