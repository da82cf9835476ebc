"""The tags of a WXML text with exact positions; whatever the text is, it is read to its end.

Read as WXML is: names are case-sensitive, any tag may be empty (``<view />``), attributes may
hold ``{{ }}`` with quotes of its own, and what stands in ``<wxs>`` is no markup. HTML in the
samples of documents reads the same way, so ``<script>`` and ``<style>`` are no markup either.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from docbuild.source import Span

Kind: TypeAlias = Literal["open", "close", "empty", "unfinished"]

_NAME = r"[A-Za-z_][A-Za-z0-9_:.-]*+"
#: A quote that ends a value, by what is behind it: then the braces before it were left open.
_RUNAWAY = r"""["'](?:\s++[A-Za-z_][\w:.-]*+\s*+=|\s*+/?>)"""
# Compiled when there is something to read: a check without any WXML has no time for it.
_BRACES_IN_TEXT = r"(?s)\{\{(?:(?!\}\}|\{\{|\n[ \t]*+<).)*+\}\}"
_BRACES_IN_VALUE = rf"(?s)\{{\{{(?:(?!\}}\}}|\{{\{{|{_RUNAWAY}).)*+\}}\}}"
_MARKUP = rf"\{{\{{|<!--|</?(?P<name>{_NAME})"
_PART = (
    r"""(?P<end>/?>)|(?P<stop><|\Z)|\s++|(?P<name>[^\s"'<>/={}]++)(?P<equals>\s*+=\s*+)?|(?s:.)"""
)
_IN_QUOTES = {quote: rf"{quote}|\{{\{{" for quote in "\"'"}
_UNQUOTED = r"""[^\s"'<>{/]++|\{(?!\{)|/(?!>)"""
_NO_MARKUP = frozenset({"wxs", "script", "style"})


class Attribute(NamedTuple):
    """``value`` is as written between the quotes, ``None`` where there is no ``=``.

    ``span`` is all of the attribute, ``value_span`` the value without its quotes.
    """

    name: str
    value: str | None
    span: Span
    value_span: Span | None


class Tag(NamedTuple):
    """A tag. ``unfinished``: another tag, or the text's end, comes where its ``>`` should be.

    ``text[span.start:span.end]`` is the tag; offsets count code points.
    """

    name: str
    attributes: tuple[Attribute, ...]
    span: Span
    kind: Kind

    def value(self, name: str) -> str | None:
        """The value of the first attribute of that name, ``None`` where there is none."""
        return next((each.value for each in self.attributes if each.name == name), None)

    @property
    def is_closing(self) -> bool:
        return self.kind == "close"


class Comment(NamedTuple):
    """``<!-- … -->``; one that is not ``finished`` goes on to the text's end."""

    span: Span
    finished: bool


def tags(text: str) -> tuple[Tag, ...]:
    """The tags of ``text`` in order, closing ones too; none of those in comments or ``wxs``."""
    return tuple(each for each in markup(text) if isinstance(each, Tag))


def markup(text: str) -> Iterator[Tag | Comment]:
    """The tags and comments of ``text`` in order."""
    at = 0
    while (match := re.compile(_MARKUP).search(text, at)) is not None:
        if match[0] == "{{":
            braces = re.compile(_BRACES_IN_TEXT).match(text, match.start())
            at = braces.end() if braces is not None else match.end()
        elif match[0] == "<!--":
            comment = _comment(text, match.start())
            yield comment
            at = comment.span.end
        else:
            tag = _tag(text, match)
            yield tag
            at = _body_end(text, tag)


def _comment(text: str, start: int) -> Comment:
    end = text.find("-->", start + len("<!--"))
    return Comment(Span(start, len(text) if end < 0 else end + len("-->")), end >= 0)


def _body_end(text: str, tag: Tag) -> int:
    """Where markup goes on behind a tag: at the closing tag of one whose body is none."""
    if tag.kind != "open" or tag.name not in _NO_MARKUP:
        return tag.span.end
    end = text.find(f"</{tag.name}", tag.span.end)
    return len(text) if end < 0 else end


def _tag(text: str, start: re.Match[str]) -> Tag:
    attributes: list[Attribute] = []
    kind: Kind = "close" if text.startswith("</", start.start()) else "open"
    at = start.end()
    while True:
        part = re.compile(_PART).match(text, at)
        assert part is not None, "its last branch takes any character"
        at = part.end()
        if part["stop"] is not None:
            end = start.start() + len(text[start.start() : part.start()].rstrip())
            return Tag(start["name"], tuple(attributes), Span(start.start(), end), "unfinished")
        if part["end"] is not None:
            kind = "empty" if part["end"] == "/>" and kind == "open" else kind
            return Tag(start["name"], tuple(attributes), Span(start.start(), at), kind)
        if part["name"] is not None:
            attributes.append(_attribute(text, part))
            at = attributes[-1].span.end


def _attribute(text: str, part: re.Match[str]) -> Attribute:
    if part["equals"] is None:
        return Attribute(part["name"], None, Span(*part.span("name")), None)
    start = part.end()
    if text[start : start + 1] not in _IN_QUOTES:
        value = Span(start, _unquoted_end(text, start))
        return Attribute(
            part["name"], text[start : value.end], Span(part.start(), value.end), value
        )
    value = Span(start + 1, _quoted_end(text, start + 1, text[start]))
    end = min(value.end + 1, len(text))
    return Attribute(part["name"], text[value.start : value.end], Span(part.start(), end), value)


def _quoted_end(text: str, start: int, quote: str) -> int:
    """Where the quote stands that ends the value; the text's end where none does."""
    at = start
    while (match := re.compile(_IN_QUOTES[quote]).search(text, at)) is not None:
        if match[0] == quote:
            return match.start()
        braces = re.compile(_BRACES_IN_VALUE).match(text, match.start())
        at = braces.end() if braces is not None else match.end()
    return len(text)


def _unquoted_end(text: str, start: int) -> int:
    at = start
    while True:
        match = re.compile(_BRACES_IN_VALUE).match(text, at) or re.compile(_UNQUOTED).match(
            text, at
        )
        if match is None:
            return at
        at = match.end()
