"""Inline content as a series of atoms, each with the tags around it, and back to HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docbuild.comparing.elements import Element, Node

# A character reference, space, a number with points, a word, or any other character by itself: so
# it is for Chinese, which has no spaces. What combines with the character before it stays with it.
_ATOM = re.compile(
    r"(?:&#?\w+;|\s+|v?[0-9]+(?:\.[0-9]+)+|[^\W_\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+|.)"
    r"(?:[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)
_SPACE = re.compile(r"^[ \t\r\n\f]+$")  # that HTML takes for one
_ENDS = frozenset("。！？；.!?;\n")  # of a piece
_LONGEST = 200  # atoms of a piece
_USUAL = 24  # atoms that a piece has, about, where nothing else ends it


class Atom(NamedTuple):
    """``text`` is HTML: text, or one element without children. ``tags`` are the start tags of
    the elements around it, the outermost first."""

    tags: tuple[str, ...]
    text: str

    @property
    def is_text(self) -> bool:
        return not self.text.startswith("<")


def prose(nodes: Iterable[Node]) -> list[Atom]:
    """The atoms of ``nodes`` as a reader sees them, where any space is the same as any other, and
    there is none at either end."""
    found = [
        atom if atom.text[0] > " " else Atom(atom.tags, _SPACE.sub(" ", atom.text))
        for atom in atoms(nodes)
    ]
    while found and found[-1].text == " ":
        found.pop()
    start = next((index for index, atom in enumerate(found) if atom.text != " "), 0)
    return found[start:]


def atoms(nodes: Iterable[Node], tags: tuple[str, ...] = ()) -> Iterator[Atom]:
    """The atoms of ``nodes`` in order, which are inside of ``tags``."""
    for node in nodes:
        if isinstance(node, str):
            yield from (Atom(tags, found) for found in _ATOM.findall(node))
        elif node.end:
            yield from atoms(node.children, (*tags, node.start))
        else:
            yield Atom(tags, node.start)


def pieces(fine: Iterable[Atom]) -> list[Atom]:
    """Atoms put together to sentences or less, within the same tags.

    What ends a piece is in the text around that place alone, so that the pieces behind an edit
    are what they were.
    """
    found: list[Atom] = []
    texts: list[str] = []
    tags: tuple[str, ...] = ()
    for atom in fine:
        if texts and (atom.tags != tags or not atom.is_text or _is_end(texts)):
            found.append(Atom(tags, "".join(texts)))
            texts = []
        tags = atom.tags
        texts.append(atom.text)
    return [*found, Atom(tags, "".join(texts))] if texts else found


def _is_end(texts: Sequence[str]) -> bool:
    last = texts[-1]
    if last in _ENDS or last.startswith("<") or len(texts) >= _LONGEST:
        return True
    return len(texts) > 1 and (31 * ord(texts[-2][-1]) + ord(last[0])) % _USUAL == 0


def finer(coarse: Iterable[Atom]) -> list[Atom]:
    """Words and characters in place of pieces."""
    return [
        Atom(atom.tags, text)
        for atom in coarse
        for text in (_ATOM.findall(atom.text) if atom.is_text else (atom.text,))
    ]


class Writer:
    """Writes atoms one after the other; elements that two neighbours are in stay open."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._written: list[str] = []

    def write(self, tags: Sequence[str], text: str) -> None:
        """``text`` inside of ``tags``, the outermost first."""
        same = 0
        for here, there in zip(self._open, tags, strict=False):
            if here != there:
                break
            same += 1
        self._close(same)
        for tag in tags[same:]:
            self._open.append(tag)
            self._written.append(tag)
        self._written.append(text)

    def html(self) -> str:
        """All that was written, every element closed."""
        self._close(0)
        return "".join(self._written)

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._written.append(f"</{name_of(self._open.pop())}>")


def name_of(tag: str) -> str:
    """The name in a start tag."""
    return tag[1:-1].partition(" ")[0]


def element_of(nodes: Sequence[Node], tag: str) -> Element | None:
    """The first element of that name directly among ``nodes``."""
    found = (node for node in nodes if isinstance(node, Element) and node.tag == tag)
    return next(found, None)
