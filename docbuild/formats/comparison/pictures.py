"""The pictures of a comparison as parts of its page."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import quote

from docbuild.asset import Asset
from docbuild.comparing import Comparison
from docbuild.comparing.pictures import FOLDER, is_shown, shown
from docbuild.diagnostic import Language, Message

# Characters of pictures that a page may have: all that a document may that can be uploaded, before
# and now, and not so much that the page could not be sent to anybody.
_MOST = 8 * 1024 * 1024
_ADDRESS = re.compile(rf'<img src="{re.escape(FOLDER)}([0-9a-f]+)/[^"]*"')
_NOT_HERE = Message("图片太多，这张没有放进网页", "Too many pictures: not in this page")
_DESCRIBED = Message("图片说明：", "Description: ")
_SAME_PICTURE = re.compile(
    r'<del class="removed">(?P<old><img src="([^"]*)"[^<>]*>)</del>'
    r'<ins class="added">(?P<new><img src="\2"[^<>]*>)</ins>'
)
_WORDS = re.compile(r' (?:alt|title)="([^"]*)"')
_ACROSS = 24  # characters of those words that a picture is wide
_BLANK = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}'><text x='50%' y='50%' "
    "text-anchor='middle' font-family='sans-serif' font-size='{2}' fill='#888'>{3}</text></svg>"
)
_MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}


class Embedded:
    """Gives pictures as ``data:`` addresses, as long as the page stays within its limit.

    What stands in blocks that were changed comes first; of the others, those that are too much are
    empty boxes of the same size. In the comparison, pictures have the addresses of
    ``digest_address``.
    """

    def __init__(self, comparison: Comparison, language: Language, most: int = _MOST) -> None:
        self._left = most
        self._language = language
        self._assets: dict[str, Asset] = {}
        for edition in (comparison.old, comparison.new):
            for asset in shown(edition.build).values():
                self._assets[asset.digest] = asset
        self._kept = 0  # of what is left, for blocks that were changed
        for block in comparison.blocks:
            if block.kind != "same" and "<img" in block.marked_html:
                self._kept += sum(self._sizes(block.marked_html))

    def html(self, block: str, *, is_same: bool) -> str:
        """A block with its pictures in it."""
        if "<img" not in block:
            return block
        if not is_same:
            self._kept -= sum(self._sizes(block))
        block = _SAME_PICTURE.sub(self._described, block)
        return _ADDRESS.sub(lambda image: self._picture(image, is_same=is_same), block)

    def address(self, asset: Asset | None, most: int | None = None) -> str | None:
        """The address of a picture, ``None`` where it is not to be had, or too much (more than
        ``most`` characters)."""
        if asset is None or asset.data is None or asset.facts is None or not is_shown(asset):
            return None
        media_type = _MEDIA_TYPES.get(asset.facts.format or "")
        if media_type is None or (most is not None and _size(asset.data) > most):
            return None
        return self.data(asset.data, media_type)

    def data(self, data: bytes, media_type: str) -> str | None:
        """The address of bytes, ``None`` where it would be too much."""
        if _size(data) > self._left:
            return None
        self._left -= _size(data)
        return f"data:{media_type};base64,{base64.b64encode(data).decode()}"

    def _described(self, pair: re.Match[str]) -> str:
        """One picture, which is the same, with what is said of it otherwise now."""
        removed, added = (" ".join(_WORDS.findall(tag)) for tag in (pair["old"], pair["new"]))
        return (
            f'{pair["new"]}<small class="described">{_DESCRIBED.text(self._language)}'
            f'<del class="removed">{removed}</del> <ins class="added">{added}</ins></small>'
        )

    def _picture(self, image: re.Match[str], *, is_same: bool) -> str:
        asset = self._assets.get(image[1])
        address = self.address(asset, self._left - self._kept if is_same else None)
        return f'<img src="{address}"' if address else self._left_out(asset)

    def _left_out(self, asset: Asset | None) -> str:
        """An empty box, whose alternative text is that of the picture."""
        facts = asset.facts if asset else None
        if facts is None or not facts.width or not facts.height:
            return '<img class="left-out" src="data:,"'
        words = _NOT_HERE.text(self._language)
        blank = _BLANK.format(facts.width, facts.height, max(facts.width // _ACROSS, 1), words)
        return f'<img class="left-out" src="data:image/svg+xml,{quote(blank)}"'

    def _sizes(self, block: str) -> Iterator[int]:
        """The characters that each picture of a block would take."""
        for image in _ADDRESS.finditer(block):
            asset = self._assets.get(image[1])
            yield _size(asset.data) if asset and asset.data is not None else 0


def _size(data: bytes) -> int:
    """The characters that ``data`` takes in an address."""
    return -(-len(data) // 3) * 4
