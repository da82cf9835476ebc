"""render-list: items that are none, or stand at another level than they were written at."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import List, ListItem, Paragraph
from docbuild.rules.lines import placed
from docbuild.rules.list_levels import flattened, misplaced
from docbuild.rules.list_marks import unmarked
from docbuild.rules.list_tails import headings, strays
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for place in placed(subject.nodes, List, ListItem, Paragraph):
        node = place.node
        if isinstance(node, Paragraph):
            yield from unmarked(node, place, source)
        elif place.in_quote:
            continue
        elif isinstance(node, List):
            yield from misplaced(node, source)
            yield from strays(node, source, in_list=place.in_list)
        elif isinstance(node, ListItem):
            yield from headings(node, source)
            yield from flattened(node, source)


RULE = Rule(
    name="render-list",
    severity=Severity.WARNING,
    what=Message(
        "列表没有按写的样子显示：后面的标题和文字进了列表、层级不对、标记后面没有空格、"
        "用了 1) 这样的编号。",
        "A list is shown otherwise than it was written: with what is behind it, at another level, "
        "or as text for 1) or a mark without a space.",
    ),
    why=Message(
        "平台和 GitHub 对缩进和空行的算法不同，同一份列表在平台上可能换了层级，或者根本不是列表。",
        "The platform counts indentation and empty lines otherwise than GitHub does: the same "
        "list may have other levels here, or be none.",
    ),
    bad="- 支持查询\n- 支持订阅\n## 使用",
    good="- 支持查询\n- 支持订阅\n\n## 使用",
    check=_check,
    by_block=True,
)
