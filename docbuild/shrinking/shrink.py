"""A build → the build with smaller pictures, and a table of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docbuild import files
from docbuild.build import Build
from docbuild.images.aim import Aim
from docbuild.images.formats import format_of
from docbuild.images.optimised import NotOptimised
from docbuild.images.optimising import drafts, optimise
from docbuild.pictures import Progress
from docbuild.shrinkage import Fit, PictureChange, PictureFile, Shrinkage
from docbuild.shrinking.choices import Choices, Result, Source
from docbuild.shrinking.draft import Draft, Drafting
from docbuild.shrinking.fitting import Fitting
from docbuild.shrinking.ladder import ladder
from docbuild.shrinking.meaning import places, shown_files
from docbuild.shrinking.rejudging import rejudged
from docbuild.upload import READABLE

_ROUNDS = 8  # of fitting; two are enough but for documents made to need more
_LARGEST = 5  # files that are named where all is too much


class Wish(NamedTuple):
    """What is asked for. ``fit`` is in bytes, of the document and all that goes up with it.

    ``packed``: what goes up is a bundle, which has only what the document shows; else it is
    the folder with all that the upload takes. ``max_width`` is in pixels. ``kept`` are paths of
    files that stay in the folder when the document names others in their place.
    """

    packed: bool
    fit: int | None = None
    max_width: int | None = None
    kept: frozenset[str] = frozenset()


class Shrunk(NamedTuple):
    """``before`` is the build that it began with, ``built`` the one after it, judged anew.

    ``originals`` are the pictures as they were, ``pictures`` those that are new, by their
    paths below doc/; ``removed`` are the paths of which the document has others now, and
    ``unread`` those of pictures that could not be read and are left out.
    """

    before: Build
    built: Build
    originals: Mapping[str, bytes]
    pictures: Mapping[str, bytes]
    removed: frozenset[str]
    unread: tuple[str, ...]
    shrinkage: Shrinkage


def shrink(
    built: Build,
    folder: Path,
    wish: Wish,
    progress: Progress | None = None,
) -> Shrunk:
    """``built``, which has a document and kept its data, with pictures as small as ``wish`` says.

    ``folder`` is doc/: what does not go up yet is read from there.
    """
    document, tree = built.document, built.snapshot.tree
    assert document is not None, "there is a document"
    data = _contents(built, folder)
    drafting = Drafting(built, data, places(document, tree), wish.kept)
    choosing = _Choosing(data, drafting, wish, progress)
    chosen = choosing.first() if wish.fit is None else choosing.fitting(wish.fit)
    draft = chosen.draft
    removed = draft.renamed - wish.kept
    after = rejudged(built, draft.text, draft.pictures, removed, packed=wish.packed)
    table = _shrinkage(built, data, chosen, wish)
    unread = tuple(sorted(_meant(built) - data.keys()))
    return Shrunk(built, after, data, draft.pictures, removed, unread, table)


def _meant(built: Build) -> set[str]:
    """The files that images lead to and that could be read, or were there at least."""
    entries = built.snapshot.tree.entries
    paths = {each.path for each in built.references if each.path is not None}
    unreadable = {path for path in paths if path in entries and entries[path].unreadable}
    return {*shown_files(built.references, built.snapshot.tree), *unreadable}


def _contents(built: Build, folder: Path) -> dict[str, bytes]:
    """The pictures that the document shows, or would if their format went up, by path."""
    snapshot = built.snapshot
    found: dict[str, bytes] = {}
    for path in shown_files(built.references, snapshot.tree):
        asset = snapshot.assets.get(path)
        data = asset.data if asset is not None else files.read_file(folder, path, READABLE)
        if isinstance(data, bytes):  # else it is gone or changes just now, as the rules may say
            found[path] = data
    return found


class _Chosen(NamedTuple):
    """What each picture becomes, by path, all of them as they came if there are no ``results``.
    ``sizes`` are the bytes of every file that goes up then, by path. ``least``: what certainly
    is too much, because of which nothing was tried."""

    results: Mapping[str, Result]
    draft: Draft
    sizes: Mapping[str, int]
    least: int | None = None

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


class _Choosing:
    """Pictures by path, each of which may become several things."""

    def __init__(
        self,
        data: Mapping[str, bytes],
        drafting: Drafting,
        wish: Wish,
        progress: Progress | None,
    ) -> None:
        self._digests = {path: files.digest(each) for path, each in data.items()}
        counts = Counter(self._digests.values())
        by_digest = {self._digests[path]: each for path, each in data.items()}
        sources = {digest: Source(each, counts[digest]) for digest, each in by_digest.items()}
        steps = (Aim(wish.max_width),) if wish.fit is None else ladder(wish.max_width)
        self._fitting = Fitting(
            Choices(
                sources,
                steps,
                partial(optimise, progress=progress),
                partial(drafts, progress=progress),
            )
        )
        self._drafting = drafting
        self._packed = wish.packed

    def first(self) -> _Chosen:
        """What the first step makes of each."""
        return self._chosen(self._fitting.first().results)

    def fitting(self, target: int) -> _Chosen:
        """What fits into ``target`` bytes, or the least if nothing does.

        The document itself gets shorter or longer as pictures get other names, and what is
        left for them follows from that: so this is done until it comes out.
        """
        chosen = self._chosen({})
        others = sum(size for path, size in chosen.sizes.items() if path not in self._digests)
        least = others - self._drafting.addresses_size + self._fitting.bound
        if self._digests and least > target:
            return chosen._replace(least=least)
        budget = target - others
        for _ in range(_ROUNDS):
            fitted = self._fitting.fit(budget)
            chosen = self._chosen(fitted.results)
            if chosen.size <= target or not fitted.fits:
                break
            budget -= chosen.size - target
        return chosen

    def _chosen(self, by_digest: Mapping[str, Result]) -> _Chosen:
        results = {path: by_digest[digest] for path, digest in self._digests.items() if by_digest}
        draft = self._drafting.draft(results)
        return _Chosen(results, draft, self._drafting.sizes(draft, packed=self._packed))


def _shrinkage(built: Build, data: Mapping[str, bytes], chosen: _Chosen, wish: Wish) -> Shrinkage:
    draft, snapshot = chosen.draft, built.snapshot
    rows = tuple(_row(path, data[path], chosen.results.get(path), draft) for path in sorted(data))
    readme = str(snapshot.readme)
    sizes = snapshot.assets[readme].size, chosen.sizes[readme]
    table = Shrinkage(rows, snapshot.document_path, sizes, draft.addresses)
    if wish.fit is None:
        return table
    shown = {readme, *(row.after.path for row in rows)}
    unused = sum(size for path, size in chosen.sizes.items() if path not in shown)
    if chosen.least is None and chosen.size <= wish.fit:
        return table._replace(fit=Fit(wish.fit, None, unused))
    largest = sorted(chosen.sizes.items(), key=lambda item: (-item[1], item[0]))[:_LARGEST]
    least = chosen.size if chosen.least is None else chosen.least
    fit = Fit(wish.fit, least, unused, chosen.least is None, tuple(largest))
    return table._replace(fit=fit)


def _row(path: str, data: bytes, result: Result | None, draft: Draft) -> PictureChange:
    digest, name = files.digest(data), format_of(data)
    if result is None or isinstance(result, NotOptimised):
        before = PictureFile(path, len(data), digest, name, 0, 0)
        reason = () if result is None else (result.problem, result.detail)
        return PictureChange(before, before, True, 0.0, *reason)
    before = PictureFile(path, len(data), digest, name, *result.was)
    if path not in draft.paths:
        return PictureChange(before, before, True, 0.0)
    size = result.width, result.height
    new = PictureFile(
        draft.paths[path], len(result.data), files.digest(result.data), result.format, *size
    )
    return PictureChange(before, new, result.is_lossless, result.difference)
