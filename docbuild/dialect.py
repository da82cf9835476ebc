"""The dialects of Markdown that the platform is known to render, as values."""

from collections.abc import Mapping
from typing import NamedTuple


class Dialect(NamedTuple):
    """What a tool of the platform shows for a text; another version may show something else.

    ``version`` is that of the tool it was taken from, ``renderer`` what that tool renders
    with. How it is read is in :mod:`docbuild.markdown.dialects`.
    """

    name: str
    version: str
    renderer: str

    @property
    def identifier(self) -> str:
        """Names this version and no other: ``wechat-1.02.1910121``."""
        return f"{self.name}-{self.version}"


#: The preview of plugin documents in the developer tools of October 2019.
WECHAT = Dialect("wechat", "1.02.1910121", "marked 0.3.19")

DIALECTS = (WECHAT,)  # of one name, the newest last


def spellings(dialects: tuple[Dialect, ...] = DIALECTS) -> Mapping[str, Dialect]:
    """How settings and options name dialects: ``wechat`` is the newest of that name."""
    newest = {dialect.name: dialect for dialect in dialects}
    return newest | {dialect.identifier: dialect for dialect in dialects}
