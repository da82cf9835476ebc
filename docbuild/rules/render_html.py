"""render-html: HTML, which the platform shows to its readers as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Cell, Paragraph, RawHtml
from docbuild.rules.ignores import KEYWORD
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.unfenced import language
from docbuild.rules.wording import quoted

_NAME = r"</?([A-Za-z][A-Za-z0-9-]*)"
_ATTRIBUTE = r"""(?<![A-Za-z-])([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""
_UNSAFE_IN_DEFINITION = r"[()\\\n\r]"

_CURES = {
    "br": Message(
        "正文里换行即可；表格里放不下换行，用分号隔开或者拆成几行。",
        "A newline is enough in the text. A table cell has none: use semicolons or more rows.",
    ),
    "img": Message(
        "用 ![说明](./image/a.png)。宽高设不了，页面会自动缩放。",
        "Use ![what it shows](./image/a.png). Sizes cannot be set; the page scales it.",
    ),
    "a": Message("用 [文字](https://…)。", "Use [text](https://…)."),
    "table": Message("用 Markdown 表格。", "Use a Markdown table."),
    "b": Message("用 **粗体**。", "Use **bold**."),
    "strong": Message("用 **粗体**。", "Use **bold**."),
    "i": Message("用 *斜体*。", "Use *italics*."),
    "em": Message("用 *斜体*。", "Use *italics*."),
    "code": Message("用反引号。", "Use backticks."),
    "pre": Message("用 ``` 围起来的代码块。", "Use a code block in ```."),
    "hr": Message("用单独一行的 ---。", "Use --- on a line of its own."),
}
_COMMENT = Message(
    "删掉它，或者写成不会显示的引用定义，单独一行：[//]: # (备注)",
    "Remove it, or write a reference definition, which is not shown: [//]: # (a note)",
)
_OTHER = Message(
    "改用 Markdown；要原样展示标签，就放进反引号。",
    "Use Markdown, or put the tag into backticks if readers are to see it.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    alone = {
        block.children[0].span
        for block in ([] if subject.document is None else subject.document.blocks)
        if isinstance(block, Paragraph) and block.children and block.span == block.children[0].span
    }
    cell_end = code_end = 0  # of the last before: both come before what stands in them
    for node in subject.nodes:
        if isinstance(node, Cell):
            cell_end = node.span.end
        elif isinstance(node, Paragraph):
            code_end = max(code_end, _code_end(node, subject))
        elif isinstance(node, RawHtml) and KEYWORD not in node.text and node.span.start >= code_end:
            in_cell = node.span.start < cell_end
            yield _finding(node, alone=node.span in alone, in_cell=in_cell)


def _code_end(paragraph: Paragraph, subject: Subject) -> int:
    """Where a paragraph ends that is nothing but WXML, which render-code speaks of; else 0."""
    source = subject.snapshot.source
    if source is None or not isinstance(paragraph.children[0], RawHtml):
        return 0
    return paragraph.span.end if language(paragraph, source) else 0


def _finding(node: RawHtml, *, alone: bool, in_cell: bool) -> Finding:
    match = re.match(_NAME, node.text)
    shown, name = quoted(node.text), match[1].lower() if match else ""
    comment = node.text.startswith("<!--")
    what = "注释" if comment else "HTML "
    return Finding(
        Message(
            f"{what}不会生效，读者看到的是文字 {shown}",
            f"This {'comment' if comment else 'HTML'} has no effect: readers see {shown}",
        ),
        _COMMENT if comment else _CURES.get(name, _OTHER),
        span=node.span,
        fixes=tuple(_fixes(node, name, alone=alone, in_cell=in_cell)),
    )


def _fixes(node: RawHtml, name: str, *, alone: bool, in_cell: bool) -> Iterator[Fix]:
    note = node.text.removeprefix("<!--").removesuffix("-->").strip()
    if node.text.startswith("<!--") and alone and not re.search(_UNSAFE_IN_DEFINITION, note):
        title = Message("改成不显示的引用定义", "Make it a definition, which is not shown")
        yield Fix(title, (Edit(node.span, f"[//]: # ({note})"),), safe=True)
    if name == "br" and not in_cell:
        yield Fix(Message("换成换行", "Use a newline"), (Edit(node.span, "\n"),), safe=False)
    if name == "img" and (image := _as_image(node.text)) is not None:
        title = Message(f"换成 {quoted(image)}", f"Use {quoted(image)}")
        yield Fix(title, (Edit(node.span, image),), safe=False)


def _as_image(tag: str) -> str | None:
    attributes = {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in re.findall(_ATTRIBUTE, tag)
    }
    source = attributes.get("src", "").strip()
    alt = attributes.get("alt", "").replace("[", "").replace("]", "")
    if not source or re.search(r"[()<>\s]", source):
        return None
    return f"![{alt}]({source})"


RULE = Rule(
    name="render-html",
    severity=Severity.WARNING,
    what=Message("文档里有 HTML 标签或注释。", "The document has HTML tags or comments."),
    why=Message(
        "平台不解析 HTML，标签会原样显示成文字；注释也一样，读者全都看得到。",
        "The platform parses no HTML but shows the tags as text, comments included: readers "
        "see them all.",
    ),
    bad="第一步<br/>第二步\n\n<!-- TODO -->",
    good="第一步\n第二步\n\n[//]: # (TODO)",
    check=_check,
    by_block=True,
)
