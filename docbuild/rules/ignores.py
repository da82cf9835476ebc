"""Ignores written in the document: ``[//]: # (docbuild-ignore image-alt: 装饰图)``.

A reference definition leaves no trace on the platform's page, which an HTML comment would.
It holds for the next block that is no definition, and must name a reason.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.document import Definition, Document
from docbuild.source import Span

KEYWORD = "docbuild-ignore"
EXAMPLE = f"[//]: # ({KEYWORD} image-alt: 装饰图)"

_FORM = rf"(?s:\s*{KEYWORD}(?P<rules>[^:：]*)(?:[:：](?P<reason>.*))?)"
_SEPARATOR = r"[\s,，、]+"


class InlineIgnore(NamedTuple):
    """``block`` is the block that it holds for, ``None`` where none follows.

    Without a ``reason`` it is ill-formed and holds for nothing.
    """

    definition: Definition
    rules: tuple[str, ...]
    reason: str
    block: Span | None


def inline_ignores(document: Document | None) -> Iterator[InlineIgnore]:
    """The ignores of a document in source order, ill-formed ones included."""
    waiting: list[Definition] = []
    for block in () if document is None else document.blocks:
        if isinstance(block, Definition):
            waiting.append(block)
            continue
        yield from _read(waiting, block.span)
        waiting = []
    yield from _read(waiting, None)


def _read(definitions: list[Definition], block: Span | None) -> Iterator[InlineIgnore]:
    for definition in definitions:
        match = re.fullmatch(_FORM, definition.title or "")
        if match is not None:
            rules = tuple(filter(None, re.split(_SEPARATOR, match["rules"])))
            yield InlineIgnore(definition, rules, (match["reason"] or "").strip(), block)
