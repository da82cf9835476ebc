"""render-emphasis: marks of emphasis that the platform shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Emphasis, Node, Strong, Text
from docbuild.document import children as children_of
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

# Only around Chinese: with ASCII it may be a name, a power or a pattern.
_CHINESE = r"[^*_~\n]*[\u4e00-\u9fff][^*_~\n]*"
_SHORT = r"(?<![\w\\])_(?P<text>(?=[^_]?[\u4e00-\u9fff])[^\s_]{1,2})_(?!\w)"  # needs three
_MORE_BEHIND = rf"(?<![\w*\\])\*(?=[^\s*])(?P<text>{_CHINESE})(?<=[^\s\\])\*\*(?!\*)"
_SPACED = rf"(?<![\w~\\])~~[ ]*(?P<text>(?<=[ ]){_CHINESE}|{_CHINESE}(?<=[ ]))~~(?![\w~])"
_MORE_BEFORE = rf"\*\*(?P<text>{_CHINESE})\*"
_MORE_WITHIN = rf"\*\*(?P<text>\*{_CHINESE}|{_CHINESE}\*)\*\*"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or not re.search(r"\*\*|_|~~", source.text):
        return
    for node in subject.nodes:
        if isinstance(node, Text):
            yield from _in_text(node, source)
            continue
        if isinstance(node, Strong) and source[node.span].count("*") > 4:
            yield from _uneven(re.compile(_MORE_WITHIN).fullmatch(source.text, *node.span))
        yield from _before(node, source)


def _in_text(node: Text, source: Source) -> Iterator[Finding]:
    if "_" in node.text and re.search(r"_[^\s_]{1,2}_", node.text):
        for match in re.compile(_SHORT).finditer(source.text, *node.span):
            yield _short(match)
    if "**" in node.text:
        for match in re.compile(_MORE_BEHIND).finditer(source.text, *node.span):
            yield from _uneven(match)
    if node.text.count("~~") == 2:  # more may be a tone of voice
        for match in re.compile(_SPACED).finditer(source.text, *node.span):
            yield _spaced(match)


def _before(parent: Node, source: Source) -> Iterator[Finding]:
    """Emphasis with one asterisk too many before it, ``**text*``."""
    place = -1
    for child in children_of(parent):
        if isinstance(child, Emphasis) and child.span.start == place:
            text = source.text
            if text[place - 1] == "*" and text[place - 2 : place - 1] not in ("*", "\\"):
                span = Span(place - 1, child.span.end)
                yield from _uneven(re.compile(_MORE_BEFORE).fullmatch(text, *span))
        place = child.span.end if isinstance(child, Text) else -1


def _uneven(match: re.Match[str] | None) -> Iterator[Finding]:
    if match is None:
        return
    shown, meant = quoted(match[0]), f"**{match['text'].strip('*')}**"
    yield Finding(
        Message(
            f"{shown} 两边的星号不一样多，多出来的会显示成文字",
            f"{shown} has more asterisks on one side, and what is more is shown as text",
        ),
        Message(
            "粗体两边各两个星号，斜体各一个。",
            "Bold takes two on each side, italics one.",
        ),
        span=Span(*match.span()),
        fixes=(_change(match, meant, safe=False),),
    )


def _short(match: re.Match[str]) -> Finding:
    return Finding(
        Message(
            f"下划线之间不到三个字，{match[0]} 不会变成斜体，下划线会显示出来",
            f"Between less than three characters underscores are shown: {match[0]} is not italic",
        ),
        Message("换成星号。", "Use asterisks."),
        span=Span(*match.span()),
        fixes=(_change(match, f"*{match['text']}*", safe=True),),
    )


def _spaced(match: re.Match[str]) -> Finding:
    return Finding(
        Message(
            f"~~ 里面有空格，{quoted(match[0])} 不会变成删除线",
            f"With spaces inside, {quoted(match[0])} is not struck through",
        ),
        Message("去掉 ~~ 里面的空格。", "Remove the spaces inside."),
        span=Span(*match.span()),
        fixes=(_change(match, f"~~{match['text'].strip()}~~", safe=True),),
    )


def _change(match: re.Match[str], meant: str, *, safe: bool) -> Fix:
    title = Message(f"改为 {quoted(meant)}", f"Change to {quoted(meant)}")
    return Fix(title, (Edit(Span(*match.span()), meant),), safe)


RULE = Rule(
    name="render-emphasis",
    severity=Severity.WARNING,
    what=Message(
        "粗体、斜体、删除线没有生效：两边的标记不一样多，里面有空格，或者下划线之间不到三个字。",
        "Bold, italics or a strikethrough that fail: uneven marks, spaces inside, or less than "
        "three characters between underscores.",
    ),
    why=Message(
        "没有生效的标记会原样显示出来，读者看到的是多余的 *、_ 和 ~。",
        "Marks that fail are shown as they are: readers see stray *, _ and ~.",
    ),
    bad="**重点* 与 _两种_ 方式",
    good="**重点** 与 *两种* 方式",
    check=_check,
    by_block=True,
)
