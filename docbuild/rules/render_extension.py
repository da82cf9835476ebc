"""render-extension: what other tools add to Markdown, shown as text here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock, Heading, Image, Link, Paragraph, Text
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_CONTENTS = r"@?\[{1,2}_?toc_?\]{1,2}|\{:?[ \t]*toc[ \t]*\}|\$\{toc\}"
_INCLUDE = (
    r'<<<[ \t]+[@./~A-Za-z][\w./~-]*\.\w+\S*|@import[ \t]+"[^"]+"|@\[code[^\[\]]*\]\([^()]*\)'
)
_IDENTIFIER = r"\{#[\w-]+\}(?=[ \t#]*\Z)"
_LONGEST = 200  # characters of a line that stands for something else
# Chinese text alone: == is an operator, too.
_HIGHLIGHT = r"(?<![=!<>A-Za-z0-9])==(?P<text>[^=\s](?:[^=\r\n]{0,98}[^=\s])?)==(?!=)"
_CHINESE = r"[一-鿿]"
_BOLD = r"\w(?:.*\w)?"  # what begins or ends with punctuation is no bold text on GitHub
_DIAGRAMS = frozenset({"flow", "flowchart", "math", "mermaid", "plantuml", "puml", "sequence"})


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    has_highlight = "==" in source.text
    for paragraph in subject.of_kind(Paragraph):
        yield from _paragraph(paragraph, source)
    for heading in subject.of_kind(Heading):
        yield from _identifier(heading, source)
    for block in subject.of_kind(CodeBlock):
        yield from _diagram(block, source)
    for text in subject.of_kind(Text) if has_highlight else ():
        if "==" in text.text:
            yield from _highlights(text)


def _paragraph(paragraph: Paragraph, source: Source) -> Iterator[Finding]:
    """What makes up a paragraph of its own."""
    first = source.text[paragraph.span.start : paragraph.span.start + 1]
    if first not in "[@{$< \t" or isinstance(paragraph.children[0], Link | Image):
        return
    text = source[paragraph.span]
    start = paragraph.span.start + len(text) - len(text.lstrip())
    span, written = Span(start, start + len(text.strip())), text.strip()
    if len(written) < _LONGEST and re.fullmatch(_CONTENTS, written, re.IGNORECASE):
        remove = Fix(Message("删掉它", "Remove it"), (Edit(span, ""),), safe=False)
        yield Finding(*_NO_CONTENTS, span=span, fixes=(remove,))
    elif _is_formula(written):
        yield Finding(*_NO_MATH, span=span)
    elif len(written) < _LONGEST and re.fullmatch(_INCLUDE, written):
        yield Finding(*_NO_INCLUDE, span=span)


def _is_formula(written: str) -> bool:
    return written.startswith("$$") and written.endswith("$$") and bool(written.strip("$ \t\r\n"))


def _identifier(heading: Heading, source: Source) -> Iterator[Finding]:
    line = source[heading.span].partition("\n")[0].rstrip("\r")
    match = re.search(_IDENTIFIER, line)
    if match is None:
        return
    start = heading.span.start + match.start()
    span = Span(heading.span.start + len(line[: match.start()].rstrip()), start + len(match[0]))
    title = Message("删掉它", "Remove it")
    yield Finding(
        Message(
            f"平台不能给标题指定 id，{match[0]} 会显示在标题里",
            f"Headings take no id: {match[0]} is shown as part of the heading",
        ),
        Message("删掉它；平台按标题的文字生成 id。", "Remove it; ids are made from the text."),
        span=Span(start, span.end),
        fixes=(Fix(title, (Edit(span, ""),), safe=True),),
    )


def _diagram(block: CodeBlock, source: Source) -> Iterator[Finding]:
    language = (block.language or "").lower()
    if language not in _DIAGRAMS:
        return
    opening = re.compile(r"[^\r\n]*").match(source.text, *block.span)
    yield Finding(
        Message(
            f"平台不会把 {language} 画出来，读者看到的是源代码",
            f"Nothing draws {language} on the platform: readers see its source",
        ),
        Message("导出成图片，放进 doc 目录再引用。", "Export a picture, and put it into doc/."),
        span=Span(*opening.span()) if opening else block.span,
    )


def _highlights(text: Text) -> Iterator[Finding]:
    for match in re.finditer(_HIGHLIGHT, text.text):
        if not re.search(_CHINESE, match["text"]):
            continue
        start = text.span.start + match.start()
        span, bold = Span(start, start + len(match[0])), f"**{match['text']}**"
        fix = Fix(Message("换成粗体", "Use bold text"), (Edit(span, bold),), safe=True)
        yield Finding(
            Message(
                f"平台没有高亮，{quoted(match[0])} 的等号会显示出来",
                f"Nothing is highlighted: {quoted(match[0])} is shown with its signs",
            ),
            Message("用 **粗体**。", "Use **bold**."),
            span=span,
            fixes=(fix,) if re.fullmatch(_BOLD, match["text"]) else (),
        )


_NO_CONTENTS = (
    Message("平台不会生成目录，这一行会显示成文字", "No contents are made: this line is text"),
    Message(
        "删掉它。平台上中文标题的链接跳不过去，目录也帮不了读者。",
        "Remove it. Links to Chinese headings lead nowhere here, so contents help nobody.",
    ),
)
_NO_MATH = (
    Message("平台不支持公式，读者看到的是源文", "Formulas are shown as they are written"),
    Message("用普通文字写，或者换成图片。", "Write it as text, or use a picture."),
)
_NO_INCLUDE = (
    Message("平台不会引入文件，这一行会显示成文字", "No file is included: this line is text"),
    Message("把内容直接写进文档。", "Put the contents into the document."),
)

RULE = Rule(
    name="render-extension",
    severity=Severity.WARNING,
    what=Message(
        "用了其他工具给 Markdown 加的写法：[TOC]、$$ 公式、mermaid 图、{#id}、==高亮==、<<< 引入。",
        "What other tools add to Markdown: [TOC], $$ for formulas, mermaid, {#id}, ==highlight==, "
        "<<< to include a file.",
    ),
    why=Message(
        "平台没有这些写法，读者看到的是记号本身。",
        "The platform knows none of them, and its readers see the marks.",
    ),
    bad="[TOC]\n\n## 使用 {#usage}",
    good="## 使用",
    check=_check,
    by_block=True,
)
