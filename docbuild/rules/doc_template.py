"""doc-template: what the developer tools put into a new document is still there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import Heading, Node, Paragraph, Text, plain_text
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Span

_TITLE = "插件文档标题"
# How the template's own two sentences for the author begin.
_LEFTOVERS = ("这个文件用于书写插件文档", "使用编辑器下方的上传按钮可以上传插件文档")


def _check(subject: Subject) -> Iterator[Finding]:
    title = next((node.span for node in subject.nodes if _is_title(node)), None)
    rest = [node.span for node in subject.nodes if _is_leftover(node)]
    if title is not None:
        yield _finding("标题还是模板里的“插件文档标题”", "The title is still the template's", title)
    elif rest:
        zh = "模板里写给作者的说明还留在文档里"
        yield _finding(zh, "A note of the template to its author is still here", rest[0])


def _finding(zh: str, en: str, span: Span) -> Finding:
    return Finding(
        Message(zh, en),
        Message(
            "换成自己的内容：插件是做什么的，提供哪些自定义组件、页面和接口，怎样使用。",
            "Write your own: what the plugin is for, which components, pages and interfaces "
            "it offers, and how to use them.",
        ),
        span=span,
    )


def is_untouched(nodes: Iterable[Node]) -> bool:
    """Whether all of the template is still there, its title and what it says to its author."""
    kinds = [_is_title(node) for node in nodes if looks_at(node)]
    return any(kinds) and not all(kinds)


def looks_at(node: Node) -> bool:
    return _is_title(node) or _is_leftover(node)


def _is_title(node: Node) -> bool:
    return isinstance(node, Heading) and plain_text(node.children).strip() == _TITLE


def _is_leftover(node: Node) -> bool:
    first = node.children[0] if isinstance(node, Paragraph) and node.children else None
    return isinstance(first, Text) and first.text.lstrip().startswith(_LEFTOVERS)


RULE = Rule(
    name="doc-template",
    severity=Severity.WARNING,
    what=Message(
        "文档还是开发者工具新建项目时的模板，或者留着模板里的句子。",
        "The document is still the template of a new project, or keeps sentences of it.",
    ),
    why=Message(
        "公开的插件文档里，大约一半是没有改过的模板：读者从中什么也得不到。",
        "About half of all public plugin documents are the untouched template, which tells "
        "its readers nothing.",
    ),
    bad="# 插件文档标题",
    good="# 天气插件",
    check=_check,
    looks_at=looks_at,
)
