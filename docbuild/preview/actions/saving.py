"""A picture into the document's folder and into the document: both, or neither."""

from __future__ import annotations

from typing import NamedTuple

from docbuild import files
from docbuild.diagnostic import Language
from docbuild.folders import Folder
from docbuild.images.shrinking import Shrunk
from docbuild.preview.actions.document import (
    ReadDocument,
    open_document_folder,
    read_document,
    save,
    stale,
)
from docbuild.preview.actions.picture_file import remove_picture, same_picture, write_picture
from docbuild.preview.actions.picture_folder import destination, picture_folder
from docbuild.preview.actions.picture_name import alternative, meaning, names
from docbuild.preview.builder import Builder
from docbuild.session import Session
from docbuild.source import Span
from docbuild.upload import resource_size

_UNNAMED: dict[Language, str] = {"zh": "截图", "en": "screenshot"}


class Wanted(NamedTuple):
    """A picture to save: ready, and as it came. ``after`` is the key of the block that it goes
    behind, ``None`` for none; ``name`` is that of the file it came from, or empty."""

    shrunk: Shrunk
    original: bytes
    after: int | None
    name: str


class Saved(NamedTuple):
    """``path`` is relative to the document's folder; ``total`` the bytes of all that goes up."""

    path: str
    markdown: str
    is_new: bool
    is_inserted: bool
    total: int


class _Place(NamedTuple):
    """The document as it was read, and the block in its text that the picture goes behind,
    which is ``None`` on a page that is cut off."""

    document: ReadDocument
    block: Span | None


class _Title(NamedTuple):
    """What a picture is called. ``is_own``: its maker called it so, and it needs no number."""

    text: str
    is_own: bool


class _File(NamedTuple):
    path: str
    is_new: bool
    total: int


def save_picture(builder: Builder, wanted: Wanted) -> Saved:
    """Raises ``OSError`` and :class:`docbuild.preview.actions.calls.RefusedError`; then nothing
    is left of the picture."""
    session = builder.session
    place = None if wanted.after is None else _place(builder, wanted.after)
    title = _title(builder, wanted)
    with open_document_folder(session.project.location) as folder:
        file = _filed(session, folder, title, wanted)
        alt = alternative(title.text) or _UNNAMED[builder.view.language]
        markdown = f"![{alt}]({destination(file.path, session.references)})"
        try:
            if place is not None and file.is_new:  # or it would be missing for a moment
                builder.load({file.path}, place.document.data)
            is_inserted = place is not None and _insert(folder, session, place, markdown)
        except BaseException:
            if file.is_new:
                remove_picture(folder, file.path)
            raise
    return Saved(file.path, markdown, file.is_new, is_inserted, file.total)


def _place(builder: Builder, after: int) -> _Place:
    document = read_document(builder.session)
    span = builder.session.span_of(after)
    if span is None and all(block.key != after for block in builder.view.blocks):
        raise stale()
    return _Place(document, span)


def _title(builder: Builder, wanted: Wanted) -> _Title:
    """What the original name says, else the last heading up to that block."""
    said = meaning(wanted.name)
    if said is not None:
        return _Title(said, is_own=True)
    heads = {section.block: section.text for section in builder.view.sections}
    found = ""
    for block in builder.view.blocks if wanted.after is not None else ():
        found = heads.get(block.key) or found
        if block.key == wanted.after:
            break
    return _Title(found, is_own=False)


def _filed(session: Session, folder: Folder, title: _Title, wanted: Wanted) -> _File:
    """The picture as a file: a new one, unless the folder has it already."""
    location, data = session.project.location, wanted.shrunk.data
    tree = files.read_tree(location.folder, follow_root=location.explicit)
    size = resource_size(tree)
    for each in (data, wanted.original):
        path = same_picture(location.folder, tree, each)
        if path is not None:
            return _File(path, False, size)
    where = picture_folder(session.references, tree)
    wishes = names(title.text, wanted.shrunk.format, numbered=not title.is_own)
    return _File(write_picture(folder, tree, where, wishes, data), True, size + len(data))


def _insert(folder: Folder, session: Session, place: _Place, markdown: str) -> bool:
    """Put the image behind the block; says whether there is a place for it."""
    text = None if place.block is None else session.with_paragraph(place.block, markdown)
    if text is None:
        return False
    save(folder, place.document, text)
    return True
