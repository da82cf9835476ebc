"""render-swallowed: Markdown between HTML tags, which the platform shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Paragraph
from docbuild.rules.lines import Line, html_block, lines, paragraphs
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_FENCE = r"[ \t]*(?:`{3,}|~{3,})[^`]*"
_BLOCK = (
    rf"{_FENCE}|[ \t]*#{{1,6}} .*|[ \t]*(?:[-*+]|\d+\.) .*|[ \t]*+\|?[ \t]*+:?-+:?[ \t]*\|[-| :]*"
)
_SUMMARY = r"<summary>([^<>\r\n]*)</summary>[ \t]*"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for place in subject.once(paragraphs):
        node = place.node
        if isinstance(node, Paragraph) and (name := html_block(node, source)) is not None:
            written = lines(source, node.span, quoted=place.in_quote)
            fixes = () if place.in_list or place.in_quote else _fixes(node, name, source)
            yield from _block(name, written, fixes)


def _block(name: str, written: tuple[Line, ...], fixes: tuple[Fix, ...]) -> Iterator[Finding]:
    first = next((line for line in written[1:] if re.fullmatch(_BLOCK, line.text)), None)
    if first is None:
        return
    yield Finding(
        Message(
            f"<{name}> 里的 Markdown 不生效，代码块、标题、列表和表格都显示成文字",
            f"Markdown does not work inside of <{name}>: code, headings, lists and tables are "
            "shown as text",
        ),
        Message(
            f"去掉 <{name}> 和 </{name}>；要分段就用标题。",
            f"Remove <{name}> and </{name}>; use headings for sections.",
        ),
        span=Span(first.content_start, first.start + len(first.text.rstrip())),
        fixes=fixes,
    )


def _fixes(paragraph: Paragraph, name: str, source: Source) -> tuple[Fix, ...]:
    """Take the tags away where they stand on lines of their own around everything else."""
    start, end = paragraph.span
    opening = re.compile(rf"[ \t]*<{name}[^<>]*>[ \t]*(?=[\r\n])").match(source.text, start, end)
    closing = re.compile(rf"(?<=[\r\n])[ \t]*</{name}>\s*\Z").search(source[paragraph.span])
    if opening is None or closing is None:
        return ()
    edits = [
        Edit(Span(*opening.span()), ""),
        Edit(Span(start + closing.start(), start + len(source[paragraph.span].rstrip())), ""),
    ]
    edits += [
        Edit(Span(*summary.span()), f"**{summary[1].strip()}**")
        for summary in re.compile(_SUMMARY).finditer(source.text, opening.end(), end)
    ]
    return (Fix(Message("去掉标签", "Remove the tags"), tuple(edits), safe=False),)


RULE = Rule(
    name="render-swallowed",
    severity=Severity.WARNING,
    what=Message(
        "HTML 标签之间有代码块、标题、列表或表格，例如折叠用的 `<details>`。",
        "Code, headings, lists or tables between HTML tags, such as `<details>` that folds them.",
    ),
    why=Message(
        "平台把 `<details>`、`<div>` 这样的标签连同里面的一切都当作文字，一直到结束标签："
        "``` 围不住代码，# 不是标题，读者看到的是源文。",
        "The platform takes a tag such as `<details>` or `<div>` with all that is in it for text, "
        "up to the closing tag: ``` fences no code, # makes no heading, readers see the source.",
    ),
    bad="<details>\n<summary>示例</summary>\n\n```js\nconst a = 1\n```\n\n</details>",
    good="**示例**\n\n```js\nconst a = 1\n```",
    check=_check,
    by_block=True,
)
