"""Inline text: mistune's inline parser with the rules of the platform's dialect.

As in the block parser, mistune compiles and dispatches the rules. Its search for the next
construct is replaced: the platform's text rule decides where it may start, and every index
stays in the text of the whole block, so that each node's span is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from mistune import InlineParser as MistuneInlineParser

from docbuild.document import (
    CodeSpan,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    LinkForm,
    RawHtml,
    Strikethrough,
    Strong,
    Text,
)
from docbuild.markdown.addresses import EMAIL, SCHEME, URL, kept_end
from docbuild.markdown.brackets import Target
from docbuild.markdown.grammar import SPACES, decode_references
from docbuild.markdown.inline_state import InlineState, Reading, is_plain
from docbuild.markdown.region import Region
from docbuild.source import Span

#: Emphasis and links deeper than this stay text.
MAX_DEPTH = 24

_TAG = re.compile(rf"</?[a-zA-Z0-9-]+(?:\"[^\"]*\"|'[^']*'|[{SPACES}][^<'\">/{SPACES}]*)*+/?>")
_FOLDED_SPACES = re.compile(f"[{SPACES}]+")


class InlineParser(MistuneInlineParser):
    """Reads a region of inline text into nodes."""

    SPECIFICATION: ClassVar[dict[str, str]] = {
        "escaped": r"\\[\\`*{}\[\]()#+\-.!_>~|]",
        "autolink": rf"<(?:{SCHEME}:[^{SPACES}\x00-\x1f<>]*|(?P<email>{EMAIL}))>",
        "url": URL,
        "tag": r"<[!/a-zA-Z0-9-]",
        "brackets": r"!?\[",
        "strong": r"\*\*|__",
        "emphasized": r"[*_]",
        "code": r"`+",
        "newline": r" *+\n",
        "strikethrough": r"~~",
    }

    def __init__(self) -> None:
        super().__init__(max_nested_level=MAX_DEPTH)
        self.rules = list(self.SPECIFICATION)
        self._methods = {name: getattr(self, f"parse_{name}") for name in self.rules}
        self._following = {name: self.rules[i + 1 :] for i, name in enumerate(self.rules)}

    def read(self, region: Region, reading: Reading) -> tuple[Inline, ...]:
        """The nodes of a region of inline text."""
        text = region.text
        if is_plain(text):
            return (Text(region.span(0, len(text)), text),) if text else ()
        return self._read(InlineState(reading, region, 0, len(text), depth=0))

    def _read(self, state: InlineState) -> tuple[Inline, ...]:
        scanner = self.compile_sc()
        position = state.start
        while position < state.end:
            match = scanner.match(state.src, position, state.end)
            end = self._email(position, match, state) if state.emails else None
            if end is None:
                end = self._parse_rules(match, state)
            position = state.next_stop(position + 1) if end is None else end
        state.flush(state.end)
        return tuple(state.nodes)

    def _parse_rules(self, match: re.Match[str] | None, state: InlineState) -> int | None:
        """Let the rule that matched read on, and those behind it if it declines."""
        while match is not None:
            end = self.parse_method(match, state)
            if end is not None:
                return end
            assert match.lastgroup is not None
            following = self._following[match.lastgroup]
            if not following:
                return None
            scanner = self.compile_sc(following)
            match = scanner.match(state.src, match.start(), state.end)
        return None

    def _children(self, state: InlineState, start: int, end: int) -> tuple[Inline, ...]:
        """The nodes of ``start:end`` inside another construct; past the depth limit, text."""
        if state.depth >= self.max_nested_level:
            state.reading.too_deep = True
            return (Text(state.region.span(start, end), state.src[start:end]),)
        inner = InlineState(state.reading, state.region, start, end, state.depth + 1)
        return self._read(inner)

    def parse_escaped(self, match: re.Match[str], state: InlineState) -> int:
        start, end = match.span()
        return state.add(Text(state.region.span(start, end), match[0][1]), start, end)

    def parse_autolink(self, match: re.Match[str], state: InlineState) -> int:
        start, end = match.span()
        prefix = "mailto:" if match["email"] else ""
        return self._autolink(state, Span(start, end), Span(start + 1, end - 1), prefix)

    def parse_url(self, match: re.Match[str], state: InlineState) -> int | None:
        if state.reading.in_link:
            return None
        whole = Span(match.start(), kept_end(state.src, match.start(), match.end()))
        prefix = "http://" if match[0].startswith("www.") else ""
        return self._autolink(state, whole, whole, prefix)

    def _email(self, position: int, match: re.Match[str] | None, state: InlineState) -> int | None:
        """An e-mail address, which ranks behind URLs but before all marks it may contain."""
        first = match is not None and match.lastgroup in {"escaped", "autolink", "url"}
        if first or state.reading.in_link or state.emails is None:
            return None
        end = state.emails.email_end(position)
        if end is None:
            return None
        whole = Span(position, kept_end(state.src, position, end))
        return self._autolink(state, whole, whole, "mailto:")

    def _autolink(self, state: InlineState, whole: Span, address: Span, prefix: str) -> int:
        text = state.src[address.start : address.end]
        place = state.region.span(*address)
        link = Link(
            span=state.region.span(*whole),
            children=(Text(place, text),),
            destination=prefix + decode_references(text),
            destination_span=place,
            title=None,
            form=LinkForm.BARE if whole == address else LinkForm.AUTOLINK,
        )
        return state.add(link, *whole)

    def parse_tag(self, match: re.Match[str], state: InlineState) -> int | None:
        start = match.start()
        end = None
        if state.src.startswith("<!--", start, state.end):
            end = state.marks.comment_end(start + len("<!--"))
        elif tag := _TAG.match(state.src, start, state.end):
            end = tag.end()
        if end is None:
            return None
        text = state.src[start:end]
        opening = text[:3].lower() == "<a "
        if opening or text[:4].lower() == "</a>":
            state.reading.in_link = opening
        return state.add(RawHtml(state.region.span(start, end), text), start, end)

    def parse_brackets(self, match: re.Match[str], state: InlineState) -> int | None:
        return self._inline_link(match, state) or self._reference_link(match, state)

    def _inline_link(self, match: re.Match[str], state: InlineState) -> int | None:
        text_end = state.inline_texts.text_end(match.end())
        if text_end is None:
            return None
        target = state.targets.target_at(text_end + 2)
        text = Span(match.end(), text_end)
        return self._link(state, match, text, _inline_target(state, target), target.end)

    def _reference_link(self, match: re.Match[str], state: InlineState) -> int | None:
        """``[text][label]``, else ``[label]``; without a definition, the bracket is text."""
        start, label = match.end(), ""
        text_end = state.labelled_texts.text_end(start)
        if text_end is not None:
            written = state.label_behind(text_end)
            assert written is not None
            label, end = written[1], written.end()
        else:
            text_end = state.bare_texts.text_end(start)
            if text_end is None:
                return None
            end = text_end + 1
        label = _FOLDED_SPACES.sub(" ", label or state.src[start:text_end]).lower()
        definition = state.reading.definition(label)
        if definition is None:
            return match.start() + 1
        target = (definition.destination, definition.destination_span, definition.title)
        return self._link(state, match, Span(start, text_end), target, end, LinkForm.REFERENCE)

    def _link(
        self,
        state: InlineState,
        match: re.Match[str],
        text: Span,
        target: tuple[str, Span, str | None],
        end: int,
        form: LinkForm = LinkForm.INLINE,
    ) -> int:
        whole = state.region.span(match.start(), end)
        state.reading.in_link = True
        node: Inline
        if match[0] == "![":
            node = Image(whole, decode_references(state.src[text.start : text.end]), *target, form)
        else:
            node = Link(whole, self._children(state, *text), *target, form)
        state.reading.in_link = False
        return state.add(node, match.start(), end)

    def parse_strong(self, match: re.Match[str], state: InlineState) -> int | None:
        close = state.marks.strong_end(match[0], match.end())
        return self._marked(state, match, close, len(match[0]), Strong)

    def parse_emphasized(self, match: re.Match[str], state: InlineState) -> int | None:
        find = state.marks.star_end if match[0] == "*" else state.marks.underscore_end
        return self._marked(state, match, find(match.end()), 1, Emphasis)

    def parse_strikethrough(self, match: re.Match[str], state: InlineState) -> int | None:
        close = state.marks.strikethrough_end(match.end())
        return self._marked(state, match, close, len("~~"), Strikethrough)

    def _marked(
        self,
        state: InlineState,
        match: re.Match[str],
        close: int | None,
        width: int,
        make: Callable[[Span, tuple[Inline, ...]], Inline],
    ) -> int | None:
        if close is None:
            return None
        end = close + width
        children = self._children(state, match.end(), close)
        node = make(state.region.span(match.start(), end), children)
        return state.add(node, match.start(), end)

    def parse_code(self, match: re.Match[str], state: InlineState) -> int | None:
        found = state.marks.code(match.start(), len(match[0]))
        if found is None:
            return None
        start, stop, end = found
        code = state.src[start:stop].strip()
        return state.add(CodeSpan(state.region.span(match.start(), end), code), match.start(), end)

    def parse_newline(self, match: re.Match[str], state: InlineState) -> int | None:
        if match.end() >= state.solid_end:
            return None
        newline = match.end() - 1
        place = state.region.span(newline, match.end())
        return state.add(LineBreak(place), match.start(), match.end())


def _inline_target(state: InlineState, target: Target) -> tuple[str, Span, str | None]:
    """Destination, its span and title, as :class:`Link` holds them."""
    title = state.src[slice(*target.title)] if target.title else ""
    return (
        decode_references(state.src[slice(*target.destination)]),
        state.region.span(*target.destination),
        decode_references(title) or None,
    )
