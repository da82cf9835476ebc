"""Which picture of doc/ a reference may have meant that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property

from docbuild.asset import EntryKind, Tree
from docbuild.invisible import without_invisible
from docbuild.names import composed, folded, problem, suffix
from docbuild.nearest import nearest

LONGEST = 2000  # characters of a destination that may still be a slip
SHORTEST = 2  # characters of a name without its suffix, of which one may be wrong
COMPARISONS = 2000  # of spelling, per document: each takes up to 30 microseconds

_NUMBER = re.compile("[0-9]+")
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")


class Lookalikes:
    """The pictures of a folder, by all that a mistaken reference may still have right.

    Nothing is indexed before the first reference that leads nowhere. ``comparisons`` is how
    many of spelling may still be made, ``refused`` whether one was not for that.
    """

    def __init__(self, tree: Tree, formats: Set[str]) -> None:
        self._tree = tree
        self._formats = formats
        self.comparisons = COMPARISONS
        self.refused = False

    def nearest(self, destination: str) -> str | None:
        """The picture that ``destination`` means if one mistake in it is overlooked.

        Tried are, in this order: what makes it ill-formed; case and composition; another
        folder; another suffix; spelling.
        """
        wanted = _lenient(destination)
        if not wanted:
            return None
        return (
            self._by_path.get(wanted)
            or self._by_path.get(folded(wanted))
            or _best(self._by_name.get(_name(wanted), ()), wanted)
            or _best(self._by_stem.get(_stem(wanted), ()), wanted)
            or _best(self._by_name.get(_stem(wanted), ()), wanted)
            or self._spelt_alike(wanted)
        )

    def same_name(self, destination: str) -> str | None:
        """The picture whose name ends ``destination``, which may be an address elsewhere."""
        wanted = _lenient(destination)
        return _best(self._by_name.get(_name(wanted), ()), wanted)

    @cached_property
    def by_folded(self) -> dict[str, str]:
        """The paths of all files and links, by what ignores case and composition."""
        kinds = (EntryKind.FILE, EntryKind.SYMLINK)
        entries = self._tree.entries
        paths = (path for path in sorted(entries, reverse=True) if entries[path].kind in kinds)
        return {folded(path): path for path in paths}

    @cached_property
    def _pictures(self) -> tuple[str, ...]:
        """The pictures that a reference could lead to, sorted."""
        entries = self._tree.entries
        return tuple(
            path
            for path in sorted(entries)
            if entries[path].kind is EntryKind.FILE
            and suffix(path) in self._formats
            and problem(path) is None
        )

    @cached_property
    def _by_path(self) -> dict[str, str]:
        """Each path by itself and by what ignores case and composition."""
        pictures = self._pictures
        return {folded(path): path for path in reversed(pictures)} | {
            path: path for path in pictures
        }

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for path in self._pictures:
            groups.setdefault(_name(path), []).append(path)
        return groups

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for path in self._pictures:
            groups.setdefault(_stem(path), []).append(path)
        return groups

    def _spelt_alike(self, wanted: str) -> str | None:
        """The nearest spelling, unless only a number differs: that is another picture."""
        name, length = _name(wanted), len(_stem(wanted))
        if length < SHORTEST:
            return None
        if len(self._by_name) > self.comparisons:
            self.refused = True
            return None
        self.comparisons -= len(self._by_name)
        names = (other for other in self._by_name if not _other_number(other, name))
        near = nearest(name, names, most=max(1, length // 4))
        return None if near is None else _best(self._by_name[near], wanted)


def _lenient(destination: str) -> str:
    """The path that an ill-formed destination may stand for; empty if there is none."""
    if len(destination) > LONGEST:
        return ""
    text = _ENCODED.sub(_decoded, re.split("[?#]", destination)[0])
    text = without_invisible(text).replace("\\", "/").strip(" ")
    return "/".join(name for name in composed(text).split("/") if name not in ("", ".", ".."))


def _decoded(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode(errors="replace")


def _name(path: str) -> str:
    return folded(path.rpartition("/")[2])


def _stem(path: str) -> str:
    name = _name(path)
    return name.rpartition(".")[0] if "." in name else name


def _best(paths: list[str] | tuple[str, ...], wanted: str) -> str | None:
    """The path with most folders in common with ``wanted``, the first of equals."""
    folders = set(wanted.split("/")[:-1])
    return max(paths, key=lambda path: len(folders & set(path.split("/"))), default=None)


def _other_number(first: str, second: str) -> bool:
    return _NUMBER.sub("0", first) == _NUMBER.sub("0", second) and _numbers(first) != _numbers(
        second
    )


def _numbers(name: str) -> list[str]:
    return [number.lstrip("0") for number in _NUMBER.findall(name)]
