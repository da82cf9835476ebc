"""The edits that the live preview is measured with, each known by a token that it brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

MARKER = "live-marker"
"""A code span in the middle of the document, to be scrolled to."""

_GAP = "\n\n"


class Draft:
    """A document as its author goes on with it. Every method takes a token and gives the text."""

    def __init__(self, text: str) -> None:
        self._pieces = text.rstrip("\n").split(_GAP)
        self._middle = len(self._pieces) // 2
        self._pieces.insert(self._middle, self._marked("start"))
        self._pieces.append(_defined("start"))

    @property
    def text(self) -> str:
        return _GAP.join(self._pieces) + "\n"

    def word(self, token: str) -> str:
        """Another word in a paragraph in the middle."""
        self._pieces[self._middle] = self._marked(token)
        return self.text

    def top(self, token: str) -> str:
        """A new paragraph right below the title, which moves everything."""
        return self._inserted(1, f"{token} 是新的一段。")

    def block(self, token: str) -> str:
        """A new list behind the paragraph in the middle."""
        return self._inserted(self._middle + 1, f"- {token}\n- 第二项")

    def heading(self, token: str) -> str:
        """A new heading behind the paragraph in the middle."""
        return self._inserted(self._middle + 1, f"## {token}")

    def definition(self, token: str) -> str:
        """Another address for the reference in the paragraph in the middle."""
        self._pieces[-1] = _defined(token)
        return self.text

    def finding(self, token: str) -> str:
        """A picture that is not there, behind the paragraph in the middle."""
        return self._inserted(self._middle + 1, f"{token} ![图](image/{token}.png)")

    def bottom(self, token: str) -> str:
        """A new paragraph at the end."""
        return self._inserted(len(self._pieces) - 1, f"{token} 是最后一段。")

    def _inserted(self, index: int, piece: str) -> str:
        self._pieces.insert(index, piece)
        self._middle += index <= self._middle
        return self.text

    def _marked(self, token: str) -> str:
        return f"这一段在`{MARKER}`文档的中间：{token} 是改动的词，[引用][live]在后面。"


def _defined(token: str) -> str:
    return f"[live]: https://developers.weixin.qq.com/{token}"


class Kind(NamedTuple):
    """An edit, where on the page its token is to appear, and whether the floor can do it."""

    make: Callable[[Draft, str], str]
    areas: tuple[str, ...] = ("article",)
    by_floor: bool = True


KINDS: Mapping[str, Kind] = {
    "word": Kind(Draft.word),
    "top": Kind(Draft.top),
    "block": Kind(Draft.block),
    "heading": Kind(Draft.heading, ("article", "outline")),
    "definition": Kind(Draft.definition, by_floor=False),
    "finding": Kind(Draft.finding, ("article", "panel"), by_floor=False),
}

SITUATIONS: Mapping[str, Kind] = {
    "above": Kind(Draft.top),
    "in it": Kind(Draft.block),
    "below": Kind(Draft.bottom),
}
"""Where an edit is, seen from the part of the page that is in the window."""
