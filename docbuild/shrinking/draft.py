"""What becomes of the files of a document when its pictures become what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from docbuild import files
from docbuild.asset import EntryKind
from docbuild.build import Build
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.names import folded
from docbuild.references import shown_paths
from docbuild.shrinking.meaning import Place
from docbuild.shrinking.naming import new_path
from docbuild.shrinking.rewriting import rewritten
from docbuild.upload import uploads


class Draft(NamedTuple):
    """``results`` has the pictures that change in any way, by their path before; ``paths`` where
    each of them belongs then. ``addresses`` counts those that are rewritten in ``text``."""

    results: Mapping[str, Optimised]
    paths: Mapping[str, str]
    text: str
    addresses: int

    @property
    def pictures(self) -> dict[str, bytes]:
        """The new bytes, by the path where they belong."""
        return {self.paths[path]: result.data for path, result in self.results.items()}

    @property
    def renamed(self) -> frozenset[str]:
        """The paths before of those that got another."""
        return frozenset(path for path, new in self.paths.items() if new != path)


class Drafting:
    """Drafts for one build. ``data`` are the pictures that it shows, or would show.

    ``kept`` are the paths of those that stay in the folder under whatever name they are shown.
    """

    def __init__(
        self,
        built: Build,
        data: Mapping[str, bytes],
        places: tuple[Place, ...],
        kept: frozenset[str],
    ) -> None:
        snapshot = built.snapshot
        assert snapshot.source is not None, "there is a document"
        self._built = built
        self._data = data
        self._places = places
        self._kept = kept
        self._text = snapshot.source.text
        self._can_rename = snapshot.undecodable is None  # else its text is not what its bytes say
        self._shown = shown_paths(built.references)
        self._taken = {folded(path) for path in snapshot.tree.entries}

    def draft(self, results: Mapping[str, Optimised | NotOptimised]) -> Draft:
        """The draft for ``results`` by the path before, in which some stay as they were."""
        changed: dict[str, Optimised] = {}
        paths: dict[str, str] = {}
        for path in sorted(results):
            result = results[path]
            if isinstance(result, NotOptimised):
                continue
            new = self._new_path(path, result, set(paths.values()))
            if new is not None and (new != path or result.data != self._data[path]):
                changed[path], paths[path] = result, new
        renames = {path: new for path, new in paths.items() if path != new}
        return Draft(changed, paths, *rewritten(self._text, self._places, renames))

    def sizes(self, draft: Draft, *, packed: bool) -> dict[str, int]:
        """The bytes of every file that would go up, by path: of a bundle, or the whole folder."""
        snapshot = self._built.snapshot
        sizes = {path: len(data) for path, data in self._data.items()}
        if not packed:
            entries = snapshot.tree.entries.values()
            sizes |= {each.path: each.size for each in entries if each.kind is EntryKind.FILE}
        gone = draft.renamed if packed else draft.renamed - self._kept
        sizes = {path: size for path, size in sizes.items() if path not in gone}
        sizes |= {path: len(data) for path, data in draft.pictures.items()}
        sizes[str(snapshot.readme)] = self._document_size(draft)
        return {
            path: size for path, size in sizes.items() if uploads(path) or path == snapshot.readme
        }

    @property
    def addresses_size(self) -> int:
        """The bytes of the text that another name for each picture could save at most."""
        return sum(
            len(self._text[slice(*place.span)].encode(errors="replace")) for place in self._places
        )

    def _document_size(self, draft: Draft) -> int:
        """The bytes of README.md, which its text alone does not tell if they are not UTF-8."""
        snapshot = self._built.snapshot
        if draft.text == self._text:
            return snapshot.assets[str(snapshot.readme)].size
        return len(draft.text.encode())

    def _new_path(self, path: str, result: Optimised, given: set[str]) -> str | None:
        """Where a picture belongs; ``None`` if it would have to get another name and cannot."""
        digest = files.digest(result.data)
        folded_given = {folded(each) for each in given}

        def is_free(candidate: str) -> bool:
            is_taken = folded(candidate) in self._taken and not self._is_same(candidate, digest)
            return not is_taken and folded(candidate) not in folded_given

        new = new_path(path, result.format, is_free)
        return new if new == path or self._can_rename else None

    def _is_same(self, candidate: str, digest: str) -> bool:
        """Whether a file that nothing shows has these very bytes, as after a killed run."""
        asset = self._built.snapshot.assets.get(candidate)
        return asset is not None and asset.digest == digest and candidate not in self._shown
