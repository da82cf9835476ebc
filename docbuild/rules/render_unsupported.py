"""render-unsupported: what GitHub and others render, but the platform shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Image, Link, ListItem, Node, Paragraph, Text
from docbuild.document import children as children_of
from docbuild.references import Reference
from docbuild.rules.emoji import EMOJI
from docbuild.rules.routes import refused, without_size
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_TASK = r"\[[ xX]\](?=\s)"
_BRACES = r"\{[^{}\r\n]{0,99}?\b(?:width|height)\b[^{}\r\n]{0,99}\}"  # ![](a.png){width=100}
_EMOJI = r"(?<![A-Za-z0-9_:/.\\-]):([a-z][a-z0-9_]*|[+-]1):(?![A-Za-z0-9_:])"
_MAYBE = r":[a-z0-9_+-]+:"  # without what is around it, which ends where a text ends

_TASK_LIST = (
    Message("平台不支持任务列表，方括号会显示成文字", "Task lists are shown as plain text"),
    Message("用 ✅ 和 ⬜ 这样的字符代替。", "Use characters such as ✅ and ⬜ instead."),
)
_SIZE = (
    Message("平台不支持图片尺寸，花括号会显示成文字", "Sizes in braces are shown as plain text"),
    Message("删掉它；页面会自动缩小过宽的图片。", "Remove it; the page scales what is too wide."),
)


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    braces_count = "){" in source.text
    prose_counts = re.search(_MAYBE, source.text) is not None
    for node in subject.nodes:
        yield from _tasks(node, source)
        yield from _braces(node, source) if braces_count else ()
        for span in _runs(node) if prose_counts else ():
            yield from _written(span, source)
    for reference in refused(subject, "render-unsupported"):
        yield _sized(reference)


def _tasks(node: Node, source: Source) -> Iterator[Finding]:
    if isinstance(node, ListItem) and node.children and isinstance(node.children[0], Paragraph):
        match = re.compile(_TASK).match(source.text, node.children[0].span.start)
        if match is not None:
            span, mark = Span(*match.span()), "⬜" if match[0] == "[ ]" else "✅"
            fix = Fix(Message(f"换成 {mark}", f"Use {mark}"), (Edit(span, mark),), safe=True)
            yield Finding(*_TASK_LIST, span=span, fixes=(fix,))


def _braces(node: Node, source: Source) -> Iterator[Finding]:
    """Attributes of size behind a picture, which Pandoc and kramdown know."""
    for child in children_of(node):
        if not isinstance(child, Image):
            continue
        match = re.compile(_BRACES).match(source.text, child.span.end)
        if match is not None:
            span = Span(*match.span())
            remove = Message("去掉尺寸", "Remove the size")
            yield Finding(*_SIZE, span=span, fixes=(Fix(remove, (Edit(span, ""),), safe=True),))


def _runs(node: Node) -> Iterator[Span]:
    """The texts directly below a node, adjacent ones joined; links' own texts are no prose."""
    if isinstance(node, Link):
        return
    start = end = -1
    for child in children_of(node):
        if not isinstance(child, Text):
            continue
        if child.span.start != end:
            if start >= 0:
                yield Span(start, end)
            start = child.span.start
        end = child.span.end
    if start >= 0:
        yield Span(start, end)


def _written(run: Span, source: Source) -> Iterator[Finding]:
    """Emoji codes in a run of text."""
    for match in re.compile(_EMOJI).finditer(source.text, run.start, run.end):
        if match[1] in EMOJI:
            yield _emoji(match[0], Span(*match.span()))


def _emoji(code: str, span: Span) -> Finding:
    character = EMOJI[code.strip(":")]
    title = Message(f"换成 {character}", f"Use {character}")
    fix = Fix(title, (Edit(span, character),), safe=True)
    return Finding(
        Message(f"平台不认表情代码 {code}", f"{code} is shown as it is written"),
        Message("直接写表情字符，如 🎉。", "Write the emoji itself, such as 🎉."),
        span=span,
        fixes=(fix,) if character else (),
    )


def _sized(reference: Reference) -> Finding:
    image = reference.image
    plain = without_size(image.destination) or ""
    return Finding(
        Message(
            "图片不能设置尺寸：尺寸成了地址的一部分，图片显示不出来",
            "Pictures take no size: it becomes part of the address, and nothing is shown",
        ),
        Message(
            f"写成 {plain}；页面会自动缩小过宽的图片。",
            f"Write {plain}; the page scales down what is too wide.",
        ),
        span=image.span,
        fixes=_without_size(image, plain),
        severity=Severity.ERROR,
    )


def _without_size(image: Image, plain: str) -> tuple[Fix, ...]:
    if re.search(r"[\s()<>]", plain):
        return ()
    title = Message("去掉尺寸", "Remove the size")
    return (Fix(title, (Edit(image.destination_span, plain),), safe=True),)


RULE = Rule(
    name="render-unsupported",
    severity=Severity.WARNING,
    what=Message(
        "文档用了平台不支持的写法：任务列表、表情代码，是警告；写在地址后面的图片尺寸，"
        "如 `![](a.png =100x20)`，是错误。",
        "The document uses what the platform does not know: task lists and emoji codes, which "
        "are warnings; the size of a picture behind its address, as in "
        "`![](a.png =100x20)`, which is an error.",
    ),
    why=Message(
        "这些写法在 GitHub 等处有效，在平台上会原样显示，内容还在，所以是警告。"
        "地址后面的尺寸却成了地址的一部分，图片根本显示不出来，所以是错误。"
        "花括号里的尺寸，如 {width=100}，图片照常显示，只是多出一段文字，也是警告。",
        "They work on GitHub and elsewhere, but are shown as text here: nothing is lost, so these "
        "are warnings. A size behind the address becomes part of it and the picture is not shown "
        "at all, so that is an error. A size in braces, {width=100}, is text behind a picture "
        "that is shown: a warning.",
    ),
    bad="- [ ] 待办 :tada:\n\n![示例](./image/demo.png =100x20)",
    good="- ⬜ 待办 🎉\n\n![示例](./image/demo.png)",
    check=_check,
    by_block=True,
)
