"""render-heading: a line that was meant as a heading, or a heading that loses its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Heading, LineBreak, Paragraph, Text
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

# One # alone may be a tag, a number or a colour (#微信#, #12, #ffffff), so that a letter has
# to follow and neither another # nor a colour.
_MEANT = r"[ \t]*(?P<marks>#{2,6}(?=[^\s#])|#(?=[^\W\d_])(?![0-9a-fA-F]{3,8}\b)(?![^#\n]*\S#))"
# One # behind a letter or a digit, as in C#. Any other is what it is taken for: a closing mark.
_LOST = r"#{1,6}[ \t].*?[A-Za-z0-9](?P<lost>#)[ \t]*\Z"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    for paragraph in subject.of_kind(Paragraph):
        yield from _meant(paragraph, source)
    for heading in subject.of_kind(Heading):
        yield from _lost(heading, source)


def _meant(paragraph: Paragraph, source: Source) -> Iterator[Finding]:
    at_start = True
    for child in paragraph.children:
        if at_start and isinstance(child, Text):
            match = re.compile(_MEANT).match(source.text, child.span.start, paragraph.span.end)
            if match is not None:
                yield _missing_space(match, paragraph, source)
        at_start = isinstance(child, LineBreak)


def _missing_space(match: re.Match[str], paragraph: Paragraph, source: Source) -> Finding:
    start, after = match.span("marks")
    line = re.compile(r"[^\r\n]*").match(source.text, start, paragraph.span.end)
    written = "" if line is None else line[0].rstrip()
    fix = Fix(
        Message("在 # 后面加空格", "Put a space behind the #"),
        (Edit(Span(after, after), " "),),
        safe=True,
    )
    return Finding(
        Message(
            f"{match['marks']} 后面没有空格，平台不当作标题",
            f"Without a space behind {match['marks']} this is no heading on the platform",
        ),
        Message(
            f"写成 {match['marks']} 加一个空格再加标题；不是标题的话，把 # 放进反引号。",
            f"Write {match['marks']}, a space and the title; if it is no heading, put the # "
            "into backticks.",
        ),
        span=Span(start, start + len(written)),
        fixes=(fix,),
    )


def _lost(heading: Heading, source: Source) -> Iterator[Finding]:
    match = re.match(_LOST, source[heading.span].strip())
    if match is None:
        return
    end = heading.span.end
    yield Finding(
        Message(
            f"标题末尾的 {match['lost']} 会被吃掉，读者看不到",
            f"The {match['lost']} at the end of the heading is dropped",
        ),
        Message(
            "要显示它，就在末尾再加一个空格和 #；本来就不想显示的话，删掉它。",
            "To show it, add a space and another # at the end; if it is not meant to show, "
            "remove it.",
        ),
        span=heading.span,
        fixes=(
            Fix(
                Message("在末尾加“ #”", "Add “ #” at the end"),
                (Edit(Span(end, end), " #"),),
                safe=True,
            ),
        ),
    )


RULE = Rule(
    name="render-heading",
    severity=Severity.WARNING,
    what=Message(
        "# 和标题文字之间没有空格，或者标题以 # 结尾（如 # C#）。",
        "No space between # and the heading, or a heading that ends in # (such as # C#).",
    ),
    why=Message(
        "没有空格时平台把整行当作普通段落，# 也显示出来；末尾的 # 则被当作标题的结束标记去掉。",
        "Without the space the platform takes the line for a paragraph and shows the #. A # at "
        "the end is taken for the closing mark of the heading and dropped.",
    ),
    bad="##使用",
    good="## 使用",
    check=_check,
    by_block=True,
)
