"""The pictures of a comparison as parts of its page."""

from __future__ import annotations

import base64
import re

from docbuild.asset import Asset
from docbuild.comparing import Comparison
from docbuild.comparing.pictures import FOLDER, is_shown, shown

_MOST = 32 * 1024 * 1024  # characters of pictures that a page may have
_ADDRESS = re.compile(rf'<img src="{re.escape(FOLDER)}([0-9a-f]+)/[^"]*"')
_LEFT_OUT = '<img class="left-out" src="data:,"'  # its alternative text stays
_MEDIA_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}


class Embedded:
    """Gives pictures as ``data:`` addresses, as long as the page stays within its limit.

    In the comparison, pictures have the addresses of ``digest_address``.
    """

    def __init__(self, comparison: Comparison, most: int = _MOST) -> None:
        self._left = most
        self._assets: dict[str, Asset] = {}
        for edition in (comparison.old, comparison.new):
            for asset in shown(edition.build).values():
                self._assets[asset.digest] = asset

    def html(self, block: str) -> str:
        """A block with its pictures in it."""
        return _ADDRESS.sub(self._picture, block)

    def address(self, asset: Asset | None) -> str | None:
        """The address of a picture, ``None`` where it is not to be had, or too much."""
        if asset is None or asset.data is None or asset.facts is None or not is_shown(asset):
            return None
        media_type = _MEDIA_TYPES.get(asset.facts.format or "")
        return None if media_type is None else self.data(asset.data, media_type)

    def data(self, data: bytes, media_type: str) -> str | None:
        """The address of bytes, ``None`` where it would be too much."""
        size = -(-len(data) // 3) * 4
        if size > self._left:
            return None
        self._left -= size
        return f"data:{media_type};base64,{base64.b64encode(data).decode()}"

    def _picture(self, image: re.Match[str]) -> str:
        address = self.address(self._assets.get(image[1]))
        return _LEFT_OUT if address is None else f'<img src="{address}"'
