"""render-fence: a fence of backticks that the platform does not know, or takes otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import CodeBlock, CodeSpan, List, Node, Paragraph, Quote, Text
from docbuild.rules.fence_reading import FenceReader
from docbuild.rules.lines import placed
from docbuild.rules.rule import Rule, Subject

_MARKS = ("```", "~~~", "'''", "···", "｀｀｀", "´´´", "‘‘‘", "’’’", "“““")


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    reader = FenceReader(source)
    for place in placed(subject.nodes, Paragraph, CodeBlock):
        if _may_hold_fence(place.node):
            yield from reader.read(place)
    yield from reader.end()


def _looks_at(node: Node) -> bool:
    """Lists and quotes, too: where a line stands counts."""
    return isinstance(node, List | Quote) or _may_hold_fence(node)


def _may_hold_fence(node: Node) -> bool:
    """Whether a fence's line may stand in the node that is none, or is another than it seems."""
    if isinstance(node, CodeBlock):
        return node.fence is None or _is_uneven(node)
    if not isinstance(node, Paragraph):
        return False
    return any(
        (isinstance(child, CodeSpan) and (child.code == "`" or "\n" in child.code))
        or (isinstance(child, Text) and any(marks in child.text for marks in _MARKS))
        for child in node.children
    )


def _is_uneven(block: CodeBlock) -> bool:
    marks = block.fence or ""
    return (
        (block.language or "").startswith(marks[:1])
        or block.code.endswith(marks[:1])
        or marks in block.code
    )


RULE = Rule(
    name="render-fence",
    severity=Severity.WARNING,
    what=Message(
        "围代码块的 ``` 写法不对：没有结束、后面不止一个词、和文字在同一行、用了别的符号等。",
        "The ``` around code are not right: no end, more than one word behind them, text on the "
        "same line, other marks.",
    ),
    why=Message(
        "平台认不出代码块，就把代码当作正文：换行和缩进没有了，代码里的 *、_、# 和标签也会变样。"
        "```js {2,4} 在别的网站能用，在平台上不行。",
        "Where the platform sees no code block it reads the code as text, with its *, _, # and "
        "tags. ```js {2,4} works on other sites, but not here.",
    ),
    bad="```js {1}\nconst plugin = requirePlugin('myPlugin')\n```",
    good="```js\nconst plugin = requirePlugin('myPlugin')\n```",
    check=_check,
    looks_at=_looks_at,
)
