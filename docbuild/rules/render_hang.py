"""render-hang: a title in single quotes that the platform's renderer does not get done with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock, Definition, List, Paragraph, Quote
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

# The beginning of a definition with such a title, quote marks between its lines or not.
_BEGINNING = r"\]:[\s>]*+\S++[\s>]++'"
_MARGIN = r"(?: {0,3}> ?)* {0,3}"
_LINE = r"[^\r\n\u2424]*"
_BLANK_LINE = r"(?:\r\n|[\r\n\u2424])[ \t\u00a0]*(?:[\r\n\u2424]|\Z)"


def _check(subject: Subject) -> Iterator[Finding]:
    source, document = subject.snapshot.source, subject.document
    if source is None or document is None or "'" not in source.text:
        return
    done = 0
    for block in document.blocks:
        if isinstance(block, Paragraph | Definition | List | Quote) and block.span.start >= done:
            # A title goes on where the block does not, but never beyond a blank line.
            blank = re.compile(_BLANK_LINE).search(source.text, block.span.end)
            done = blank.start() if blank is not None else len(source.text)
            if re.compile(_BEGINNING).search(source.text, block.span.start, done):
                yield from _findings(subject, source, Span(block.span.start, done))


def _findings(subject: Subject, source: Source, span: Span) -> Iterator[Finding]:
    from docbuild.markdown.endless import endless_titles  # noqa: PLC0415 - rules load no parser

    dialect, line = subject.snapshot.settings.dialect, source.position(span.start).line
    start = source.line_starts[line - 1]
    code = [node.span for node in subject.nodes if isinstance(node, CodeBlock)]
    for title in endless_titles(source.text, start, span.end, dialect):
        in_code = any(each.start <= title.start < each.end for each in code)
        mendable = not in_code and _is_definition(source.text, title)
        yield _finding(source, title, tuple(_fixes(source.text, title)) if mendable else ())


def _is_definition(text: str, title: Span) -> bool:
    """Whether this would be a definition, with another title; deep in a list none is, and GitHub
    takes ``[^1]:`` for a footnote."""
    label = text.rfind("[", 0, title.start)
    before = re.split(r"[\r\n\u2424]", text[:label])[-1]
    return not text.startswith("[^", label) and bool(re.fullmatch(_MARGIN, before))


def _finding(source: Source, title: Span, fixes: tuple[Fix, ...]) -> Finding:
    shown = quoted(source[title])
    closed = source.text[title.end - 1] == "'" and title.end - title.start > 1
    return Finding(
        Message(
            f"开发者工具的预览会卡死：单引号标题 {shown} "
            + ("后面还有别的字" if closed else "没有结束"),
            "The preview of the developer tools freezes: "
            + (f"more follows the title {shown}" if closed else f"the title {shown} is left open"),
        ),
        Message(
            "标题改用双引号或圆括号括起来；不是标题的话，把这个单引号换成别的引号。",
            "Put the title into double quotes or parentheses; if it is no title, write another "
            "kind of quote.",
        ),
        span=_first_line(source.text, title),
        fixes=fixes,
    )


def _first_line(text: str, span: Span) -> Span:
    match = re.compile(_LINE).match(text, *span)
    return span if match is None else Span(*match.span())


def _fixes(text: str, title: Span) -> Iterator[Fix]:
    """Other marks around the title, as far as it goes on its line."""
    start, end = _first_line(text, Span(title.start + 1, len(text)))
    written = text[start:end].rstrip(" \t\u00a0")
    inner = written.removesuffix("'")
    if not inner.strip() or inner.endswith("\\"):
        return
    if inner == written and "'" in inner:
        inner = inner.partition("'")[0]  # more follows, which is no title
    end = start + len(inner)
    closing = Span(end, end + text.startswith("'", end))
    marks = next((pair for pair in ('""', "()") if not set(pair) & set(written)), None)
    if marks is not None:
        name = Message("改用双引号", "Use double quotes")
        name = name if marks == '""' else Message("改用圆括号", "Use parentheses")
        edits = Edit(Span(title.start, title.start + 1), marks[0]), Edit(closing, marks[1])
        yield Fix(name, edits, safe=closing.start < closing.end == start + len(written))


RULE = Rule(
    name="render-hang",
    severity=Severity.ERROR,
    what=Message(
        "定义里的标题用了单引号，但没有结束，或者里面还有撇号：[标签]: 地址 '标题。",
        "A definition has a title in single quotes that is left open or has an apostrophe inside: "
        "[label]: address 'title.",
    ),
    why=Message(
        "平台的渲染器会逐一尝试切分这段文字的所有方式，每多一个字，时间就翻一倍：三十个字要几秒，"
        "四十个字要几个小时，预览因此卡死。更短的不报；双引号和圆括号没有这个问题。",
        "The platform's renderer tries every way to cut such a text into pieces, and each "
        "character more doubles the time: thirty take seconds, forty take hours, and the preview "
        "freezes. Shorter ones are not reported. Double quotes and parentheses do no harm.",
    ),
    bad="[//]: # 'A note that nobody but the plugin's author may need'",
    good='[//]: # "A note that nobody but the plugin\'s author may need"',
    check=_check,
    by_block=True,
)
