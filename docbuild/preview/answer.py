"""A response as a value, and what a request that writes is answered by."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

PLAIN = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
STYLE = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"

_NONE: Mapping[str, str] = MappingProxyType({})


class Answer(NamedTuple):
    """A response in full."""

    body: bytes
    media_type: str = PLAIN
    status: int = 200
    headers: Mapping[str, str] = _NONE


Action: TypeAlias = Callable[[bytes, Mapping[str, str]], Awaitable[Answer]]
"""Does what a request asks for, given its body and its headers (names in lower case)."""

NOT_FOUND = Answer(b"Not Found", status=404)
TOO_LARGE = Answer(b"Content Too Large", status=413, headers={"connection": "close"})
