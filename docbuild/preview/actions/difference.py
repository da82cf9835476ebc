"""What separates the document from what readers see, for the page to mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from docbuild.build import Build
from docbuild.bundle_members import uploaded
from docbuild.comparing import (
    Comparison,
    Edition,
    compare,
    edition_of_members,
    in_words,
    move_in_words,
    moves_down,
    places,
)
from docbuild.diagnostic import Language, Message
from docbuild.markdown.escape import escape
from docbuild.preview.actions.background import in_background
from docbuild.preview.actions.calls import Call, RefusedError, answered, failing, refused, said
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder
from docbuild.release.history import History
from docbuild.release.values import Release, named
from docbuild.release_store.originals import with_originals
from docbuild.release_store.store import Store, open_store
from docbuild.snapshot import Snapshot

#: A block that differs: its kind, the key of the block of the page that it is or stands before
#: (``None`` at the end), and its HTML with marks.
Marked: TypeAlias = tuple[str, int | None, str]

REMOVED, LEFT = "removed", "left"
"""The kinds of blocks that are not there: any more at all, or in this place."""

_NOW = Message("现在的文档", "the document as it is")
_NOTHING_RECORDED = Message(
    "还没有记录过上传或发布，没有可以对比的。上传后在“上传”里记录，就能对比了",
    "No upload was noted yet, so there is nothing to compare with: note it under Upload",
)
_NO_DOCUMENT = Message("现在读不到文档，没有可以对比的", "There is no document to compare now")
_TOO_LONG = Message(
    "页面放不下整个文档，对比不了；可以运行 docbuild diff",
    "The page is cut off, so nothing can be marked in it: run docbuild diff",
)


class Asked(NamedTuple):
    """What is compared. ``kind``: what became of ``release``; ``keys`` are the page's blocks."""

    store: Store
    kind: str
    release: Release
    build: Build
    revision: int
    keys: Sequence[int]
    language: Language


class Found(NamedTuple):
    asked: Asked
    comparison: Comparison
    blocks: Sequence[Marked]


class Difference:
    """The action. What readers see is read and judged once, and kept as long as it is that."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._known: tuple[object, Edition] | None = None

    async def __call__(self, _body: bytes, _headers: Mapping[str, str]) -> Answer:
        try:
            asked = await self._call(_asked)
            # The builder goes on meanwhile: an edit must not wait for this.
            found = await in_background(partial(self._found, asked), _nothing)
        except (RefusedError, OSError) as problem:
            return await failing(self._call, problem)
        return await answered(self._call, lambda builder: _told(builder, found))

    def _found(self, asked: Asked) -> Found:
        before = self._edition(asked)
        comparison = compare(before, Edition(_NOW, asked.build), language=asked.language)
        return Found(asked, comparison, marked(comparison, asked.keys, asked.language))

    def _edition(self, asked: Asked) -> Edition:
        like = asked.build.snapshot
        key = (asked.release.id, _judges(like))
        if self._known is None or self._known[0] != key:
            members = asked.store.members(asked.release)
            if not isinstance(members, dict):
                raise refused(members.placed)
            # Readers see no difference between a picture and the same made smaller.
            contents = with_originals(members, [uploaded(asked.build)])
            self._known = key, edition_of_members(named(asked.release), contents, like)
        return self._known[1]


def _nothing() -> None:
    """It ends by itself, and leaves nothing."""


def _judges(snapshot: Snapshot) -> tuple[object, ...]:
    """All that decides about a document but the document itself."""
    return snapshot.settings, snapshot.plugin, snapshot.interface, snapshot.folder


def _asked(builder: Builder) -> Asked:
    session, view = builder.session, builder.view
    kind, release = _reference(builder.record.history)
    if session.snapshot.source is None:
        raise refused(_NO_DOCUMENT)
    return Asked(
        store=open_store(session.project.location.root),
        kind=kind,
        release=release,
        build=session.build(session.report()),
        revision=view.revision,
        keys=[block.key for block in view.blocks],
        language=view.language,
    )


def _reference(history: History) -> tuple[str, Release]:
    """What readers see, as far as it was noted; else what they would see next."""
    for kind, release in (("published", history.published), ("uploaded", history.uploaded)):
        if release is not None:
            return kind, release
    raise refused(_NOTHING_RECORDED)


def marked(comparison: Comparison, keys: Sequence[int], language: Language) -> list[Marked]:
    """What differs, in the order of reading; ``keys`` are those of the new edition's blocks.

    Raises :class:`RefusedError` if those are others.
    """
    waiting = iter(keys)
    gone: list[tuple[str, str]] = []
    found: list[Marked] = []
    for kind, html, is_here in _said(comparison, language):
        if not is_here:
            gone.append((kind, html))
            continue
        key = next(waiting, None)
        if key is None:
            raise refused(_TOO_LONG)
        found += [(each, key, text) for each, text in gone]
        gone.clear()
        if kind != "same":
            found.append((kind, key, html))
    if next(waiting, None) is not None:
        raise refused(_TOO_LONG)
    return [*found, *((kind, None, html) for kind, html in gone)]


def _said(comparison: Comparison, language: Language) -> Iterator[tuple[str, str, bool]]:
    """Kind and HTML of each block, and whether the page has it. What moved says so where it
    begins; where it was nothing else is seen of it."""
    down = moves_down(comparison.blocks)
    for place in places(comparison.blocks):
        note, move = "", place[0].move
        is_here = place[0].new_span is not None
        if move is not None:
            words = move_in_words(place, down)
            note = f'<p class="docbuild-moved">{escape(words.text(language))}</p>'
        if move is not None and not is_here:
            yield LEFT, note, False
            continue
        for index, block in enumerate(place):
            kind = block.kind if is_here else REMOVED
            yield kind, block.marked_html if index else note + block.marked_html, is_here


def _told(builder: Builder, found: Found) -> Answer:
    asked, comparison = found.asked, found.comparison
    builder.show_beside(comparison.old.build.snapshot.assets.values())
    more: dict[str, Any] = {
        "revision": asked.revision,
        "against": {"kind": asked.kind, "version": asked.release.version or asked.release.short},
        "same": comparison.is_same,
        "blocks": found.blocks,
    }
    return said(asked.language, in_words(comparison), **more)
