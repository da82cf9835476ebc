"""render-html: HTML, which the platform shows to its readers as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Cell, Heading, Node, Paragraph, RawHtml
from docbuild.document import children as children_of
from docbuild.rules.html_fixes import fixes, is_code
from docbuild.rules.html_tags import Place, Tag, tags_of
from docbuild.rules.ignores import KEYWORD
from docbuild.rules.lines import html_block
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.unfenced import language
from docbuild.rules.wording import quoted
from docbuild.source import Source

# What between tags becomes Markdown without them: then render-swallowed says what to do.
_SWALLOWED = r"\n[ \t]*+(?:```|~~~|#{1,6} |[-*+] |\d+\. |\|?[ \t]*+:?-+:?[ \t]*\|)"

_CURES = {
    "br": Message(
        "行末写两个空格再换行，平台和 GitHub 都认。",
        "End the line with two spaces, which both the platform and GitHub take for a break.",
    ),
    "br in a cell": Message(
        "表格里放不下换行，用分号隔开或者拆成几行。",
        "A table cell has no line breaks: use semicolons or more rows.",
    ),
    "img": Message(
        "用 ![说明](./image/a.png)。宽高设不了，页面会自动缩放。",
        "Use ![what it shows](./image/a.png). Sizes cannot be set; the page scales it.",
    ),
    "a": Message("用 [文字](https://…)。", "Use [text](https://…)."),
    "details": Message(
        "平台折叠不了内容：去掉标签，要分段就用标题。",
        "The platform cannot fold: remove the tags, and use headings for sections.",
    ),
    "blockquote": Message("用 > 开头的行。", "Use lines that begin with >."),
    "video": Message(
        "平台放不了视频：换成截图，或者链接到公众号文章。",
        "The platform plays no video: use a picture, or a link to an article.",
    ),
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
_LAYOUT = Message(
    "去掉标签，保留内容；对齐、颜色和字号在平台上设不了。",
    "Remove the tags and keep what is between them: alignment, colours and sizes cannot be set.",
)
_CODE = Message(
    "要展示标签，就放进反引号；多行的放进 ``` 围起来的代码块。",
    "To show a tag put it into backticks, several lines into a code block in ```.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    source, document = subject.snapshot.source, subject.document
    if source is None or document is None or "<" not in source.text:
        return
    alone = {block.span for block in document.blocks if isinstance(block, Paragraph)}
    cell_end = line_end = 0  # of the last cell or heading; they come before what is in them
    for node in subject.nodes:
        if isinstance(node, (Cell, Heading)):
            line_end = node.span.end
            cell_end = line_end if isinstance(node, Cell) else cell_end
        below = children_of(node)
        if any(isinstance(child, RawHtml) for child in below):
            if isinstance(node, Paragraph) and _is_code(node, source):
                continue
            start = node.span.start
            if isinstance(node, Paragraph) and _is_swallowed(node, source):
                yield from _findings(below, None, alone=False)
                continue
            tags = tags_of(below)
            place = Place(below, tags, source.text, start < cell_end, start < line_end)
            yield from _findings(below, place, alone=node.span in alone and len(below) == 1)


def _is_code(paragraph: Paragraph, source: Source) -> bool:
    """Whether a paragraph is nothing but WXML, which render-code speaks of."""
    return isinstance(paragraph.children[0], RawHtml) and language(paragraph, source) is not None


def _is_swallowed(paragraph: Paragraph, source: Source) -> bool:
    return html_block(paragraph, source) is not None and (
        re.search(_SWALLOWED, source[paragraph.span]) is not None
    )


def _findings(nodes: Sequence[Node], place: Place | None, *, alone: bool) -> Iterator[Finding]:
    for index, node in enumerate(nodes):
        if not isinstance(node, RawHtml) or KEYWORD in node.text or _is_escaped(node, place):
            continue
        tag = place.tags.get(index) if place is not None else None
        if node.text.startswith("<!"):
            offered = _comment_fixes(node) if alone else iter(())
            yield _finding(node, "注释", "comment", _COMMENT, tuple(offered))
        else:
            found = tuple(fixes(place, index)) if place is not None and tag is not None else ()
            yield _finding(node, "HTML ", "HTML", _cure(tag, place), found)


def _is_escaped(node: RawHtml, place: Place | None) -> bool:
    """Whether a backslash says that no tag is meant; render-backslash speaks of it."""
    if place is None:
        return False
    before = place.text[max(0, node.span.start - 9) : node.span.start]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _finding(node: RawHtml, zh: str, en: str, cure: Message, found: tuple[Fix, ...]) -> Finding:
    shown = quoted(node.text)
    return Finding(
        Message(
            f"{zh}不会生效，读者看到的是文字 {shown}",
            f"This {en} has no effect: readers see {shown}",
        ),
        cure,
        span=node.span,
        fixes=found,
    )


def _cure(tag: Tag | None, place: Place | None) -> Message:
    if tag is None:
        return _LAYOUT
    if is_code(tag):
        return _CODE
    if tag.name == "br" and place is not None and place.in_cell:
        return _CURES["br in a cell"]
    return _CURES.get(tag.name, _LAYOUT)


def _comment_fixes(node: RawHtml) -> Iterator[Fix]:
    """A definition for each line, in the marks that it does not contain."""
    note = re.sub(r"^<!--+|--+>$", "", node.text).strip()
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", note)]
    written = [_definition(line) for line in lines if line]
    if written and None not in written:
        title = Message("改成不显示的引用定义", "Make it a definition, which is not shown")
        yield Fix(title, (Edit(node.span, "\n".join(filter(None, written))),), safe=True)


def _definition(note: str) -> str | None:
    for opening, closing in ("()", '""', "''"):
        if opening not in note and closing not in note and "\\" not in note:
            return f"[//]: # {opening}{note}{closing}"
    return None


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
    good="第一步  \n第二步\n\n[//]: # (TODO)",
    check=_check,
    by_block=True,
)
