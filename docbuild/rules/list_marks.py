"""Lines that were written as the items of a list, but make none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.document import Paragraph
from docbuild.rules.lines import Line, Placed, lines
from docbuild.source import Source, Span

_NUMBER = r"[ \t]*(?P<number>\d{1,9})"
_BRACKETED = rf"{_NUMBER}(?P<at>\))[ \t]+\S"
_CLOSE_NUMBER = rf"{_NUMBER}\.(?P<at>)(?=[A-Za-z一-鿿「《（【`\[*])"
_CLOSE_DASH = r"[ \t]*-(?P<at>)(?=[一-鿿「《（【`\[]|\*\*)"
_MAYBE = r"(?m)^[ \t>]*(?:\d+[.)]|-[^\s\d-])"


def unmarked(paragraph: Paragraph, place: Placed, source: Source) -> Iterator[Finding]:
    """Lines that were written as items, but in a form that the platform does not know."""
    if re.compile(_MAYBE).search(source.text, *paragraph.span) is None:
        return
    written = lines(source, paragraph.span, quoted=place.in_quote)
    for pattern, words in (
        (_BRACKETED, _BRACKET),
        (_CLOSE_NUMBER, _NO_SPACE),
        (_CLOSE_DASH, _NO_SPACE),
    ):
        matches = [(line, re.match(pattern, line.text)) for line in written]
        items = [(line, match) for line, match in matches if match is not None]
        is_dash = pattern is _CLOSE_DASH
        if is_dash and place.in_list:
            items = [(line, match) for line, match in items if line is not written[0]]
        elif len(items) < 2 or (not is_dash and not _counts(items)):
            continue
        if items:
            first, last = items[0][0], items[-1][0]
            certain = is_dash or first is written[0] or items[0][1]["number"] == "1"
            yield Finding(
                *words,
                span=Span(first.content_start, last.start + len(last.text.rstrip())),
                fixes=(_marked(items),) if certain and (is_dash or not place.in_list) else (),
            )


def _counts(items: list[tuple[Line, re.Match[str]]]) -> bool:
    numbers = [int(match["number"]) for _, match in items]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _marked(items: list[tuple[Line, re.Match[str]]]) -> Fix:
    edits = tuple(
        Edit(
            Span(line.start + match.start("at"), line.start + match.end("at")),
            "." if match["at"] else " ",
        )
        for line, match in items
    )
    return Fix(Message("改成列表", "Make it a list"), edits, safe=True)


_BRACKET = (
    Message(
        "平台不认 1) 这样的编号，这几行不会成为列表",
        "Numbers such as 1) make no list on the platform",
    ),
    Message("写成 1. 加一个空格。", "Write 1. and a space."),
)
_NO_SPACE = (
    Message(
        "列表标记后面没有空格，这几行不会成为列表",
        "Without a space behind their marks these lines are no list",
    ),
    Message("在 - 或 1. 后面加一个空格。", "Put a space behind - or 1."),
)
