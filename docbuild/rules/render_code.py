"""render-code: code without a fence, which is shown as text."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeSpan, List, Node, Paragraph, Quote, RawHtml, Text
from docbuild.rules.lines import Placed, html_block, lines, placed
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.unfenced import is_whole, language, runs
from docbuild.source import Source, Span

_MAYBE = (
    r"[ \t]*(?:[\[{\"]|(?:const|let|var|import|export|function|async|wx|this|plugin)\b"
    r"|(?:App|Page|Component|Behavior)\(|module\.|console\.)"
)
_OPEN = r"\{|(?:[A-Z]\w+|wx\.\w+)\(\{"  # a line that may begin some between lines of text
_FENCE = r"(?m)^[ \t>]*(?:```|~~~)"


class _Piece(NamedTuple):
    span: Span
    language: str
    place: Placed


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is not None:
        for piece in _joined(_pieces(subject.nodes, source), source):
            yield _finding(piece, source)


def _pieces(nodes: Iterable[Node], source: Source) -> Iterator[_Piece]:
    for place in placed(nodes, Paragraph):
        node = place.node
        if not isinstance(node, Paragraph):
            continue
        if _has_fence(node) and _has_fence_line(node, source):
            return  # what stands behind a fence that is none is its code, and no text
        if _may_hold_code(node):
            yield from _paragraph(node, place, source)


def _joined(pieces: Iterable[_Piece], source: Source) -> Iterator[_Piece]:
    """The pieces, those with nothing between them as one: each tag is a paragraph."""
    before: _Piece | None = None
    for piece in pieces:
        if before is None:
            before = piece
        elif _belong_together(before, piece, source):
            before = before._replace(span=Span(before.span.start, piece.span.end))
        else:
            yield before
            before = piece
    if before is not None:
        yield before


def _belong_together(one: _Piece, other: _Piece, source: Source) -> bool:
    """Two pieces of JSON would make one that does not parse."""
    return (
        one.language == other.language != "json"
        and one.place[1:] == other.place[1:]
        and source.text[one.span.end : other.span.start].isspace()
    )


def _looks_at(node: Node) -> bool:
    """Lists and quotes, too: where code stands counts."""
    if isinstance(node, Paragraph):
        return _may_hold_code(node) or _has_fence(node)
    return isinstance(node, List | Quote)


def _may_hold_code(paragraph: Paragraph) -> bool:
    first = paragraph.children[0] if paragraph.children else None
    if isinstance(first, RawHtml) or (isinstance(first, Text) and re.match(_MAYBE, first.text)):
        return True
    return any(
        isinstance(child, Text) and re.fullmatch(_OPEN, child.text) for child in paragraph.children
    )


def _has_fence(paragraph: Paragraph) -> bool:
    return any(
        (isinstance(child, CodeSpan) and (child.code == "`" or "\n" in child.code))
        or (isinstance(child, Text) and ("```" in child.text or "~~~" in child.text))
        for child in paragraph.children
    )


def _has_fence_line(paragraph: Paragraph, source: Source) -> bool:
    """Whether a line of it was meant as a fence. Those between HTML tags come in pairs."""
    if html_block(paragraph, source) is not None:
        return False
    return re.compile(_FENCE).search(source.text, *paragraph.span) is not None


def _paragraph(paragraph: Paragraph, place: Placed, source: Source) -> Iterator[_Piece]:
    found = language(paragraph, source)
    if found is not None:
        text = source[paragraph.span]
        start = paragraph.span.start + len(text) - len(text.lstrip("\r\n"))
        yield _Piece(Span(start, start + len(text.strip())), found, place)
        return
    if html_block(paragraph, source) is not None:
        return  # a fence would be no fence in there
    for first, last, found in runs(lines(source, paragraph.span, quoted=place.in_quote)):
        span = Span(first.start, last.start + len(last.text.rstrip()))
        yield _Piece(span, found, place)


def _finding(piece: _Piece, source: Source) -> Finding:
    span, found, place = piece
    title = Message("用 ``` 围起来", "Put it between ```")
    edits = (
        Edit(Span(span.start, span.start), f"```{found}\n"),
        Edit(Span(span.end, span.end), "\n```"),
    )
    certain = not (place.in_list or place.in_quote) and (found == "wxml" or is_whole(source[span]))
    return Finding(
        Message(
            f"这段 {found.upper()} 没有用 ``` 围起来，平台当作正文：缩进没有了，符号也可能变样",
            f"This {found.upper()} is not between ``` and read as text: its indentation is lost, "
            "and signs may be, too",
        ),
        Message(
            f"在前面加一行 ```{found}，后面加一行 ```。",
            f"Put a line ```{found} before it and a line ``` behind it.",
        ),
        span=span,
        fixes=(Fix(title, edits, safe=True),) if certain else (),
    )


RULE = Rule(
    name="render-code",
    severity=Severity.WARNING,
    what=Message(
        "整段的 JSON、JavaScript 或 WXML 直接写在正文里，没有用 ``` 围起来。",
        "JSON, JavaScript or WXML stands in the text by itself, without ``` around it.",
    ),
    why=Message(
        "平台把它当作正文：行首的缩进不显示，网址和 @ 变成链接，*、_ 和反斜杠被吃掉，"
        "标签在别的网站上干脆看不见。",
        "It is read as text: indentation is not shown, addresses become links, *, _ and "
        "backslashes are eaten, and on other sites tags are not seen at all.",
    ),
    bad='{\n  "usingComponents": {\n    "card": "plugin://weather/card"\n  }\n}',
    good='```json\n{\n  "usingComponents": {\n    "card": "plugin://weather/card"\n  }\n}\n```',
    check=_check,
    looks_at=_looks_at,
)
