"""What is said of fences that are none, or that end elsewhere than it seems."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.document import CodeBlock
from docbuild.rules.lines import Line, Placed
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

# What tools of other sites take from behind the language: {1,3-5}, title="…", [a.js], a.js.
_ATTRIBUTES = r"[ \t]+(?:\{[^{}]*\}|\[[^\[\]]*\]|[\w:-]+=.*|[\w./-]+\.\w+|linenums|showLineNumbers)"
_LANGUAGE = r"[A-Za-z][\w+#.-]*"
TEXT_BEHIND = r"[ \t]*`{3,}[ \t]*(?P<text>[^\s`\x00-\x7f][^`]*)"


def content_span(line: Line) -> Span:
    """A line without the spaces at its ends."""
    return Span(line.content_start, line.start + len(line.text.rstrip()))


def many_words(line: Line, match: re.Match[str]) -> Finding:
    """More than the language behind the marks."""
    attributes = match["more"].rstrip()
    more, start = quoted(attributes), line.start + match.start("more")
    span = Span(start, start + len(attributes))
    certain = re.fullmatch(_LANGUAGE, match["word"]) and re.fullmatch(_ATTRIBUTES, attributes)
    title = Message(f"去掉 {more}", f"Remove {more}")
    return Finding(
        Message(
            f"``` 后面只能写一个词；多了 {more}，平台不当作代码块",
            f"Only one word may stand behind ```: with {more} this is no code block",
        ),
        Message(
            "只留下语言名，如 ```js；说明写在代码块上面，代码从下一行开始。",
            "Leave the language alone, as in ```js. Titles go above the block, code into the "
            "next line.",
        ),
        span=content_span(line),
        fixes=(Fix(title, (Edit(span, ""),), safe=True),) if certain else (),
    )


def unclosed(line: Line, place: Placed, source: Source) -> Finding:
    """A start without an end."""
    end = place.node.span.end
    last = not source.text[end:].strip() and not place.in_list and not place.in_quote
    run = re.match(r"[`~]*", line.text.strip())
    marks = "```" if run is None else run[0]
    fix = Fix(
        Message(f"在末尾加上 {marks}", f"Add {marks} at the end"),
        (Edit(Span(end, end), f"\n{marks}"),),
        safe=True,
    )
    return Finding(
        Message(
            f"代码块没有结束：找不到与它配对的 {marks}，平台把代码当作正文",
            f"The code block has no end: without another {marks} its code is read as text",
        ),
        Message(
            f"在代码的下一行写上 {marks}，单独一行，个数和开头一样。",
            f"Put {marks} on a line of its own behind the code, as many as at its start.",
        ),
        span=content_span(line),
        fixes=(fix,) if last and end > line.end else (),
    )


def in_list(line: Line) -> Finding:
    """A fence at the margin right behind an item, whose part it becomes."""
    at = line.content_start
    fix = Fix(
        Message("前面空一行", "Put an empty line before"), (Edit(Span(at, at), "\n"),), safe=True
    )
    return Finding(
        Message(
            "代码块紧跟在列表后面，成了列表的一部分；列表在代码的空行处结束，代码块就散了",
            "Right behind a list the code is part of it; the list ends at the code's empty line, "
            "and so does the code",
        ),
        Message("在 ``` 前面空一行。", "Put an empty line before the ```."),
        span=content_span(line),
        fixes=(fix,),
    )


def text_behind(line: Line, place: Placed) -> Finding:
    """An end with text on its line."""
    match = re.fullmatch(TEXT_BEHIND, line.text)
    at = line.end if match is None else line.start + match.start("text")
    marks_end = line.start + len(line.text[: at - line.start].rstrip())
    return Finding(
        Message(
            "结束代码块的 ``` 后面有文字，平台不当作结束",
            "Text behind the ``` keeps it from ending the code block",
        ),
        Message("把后面的文字移到下一行。", "Move the text to the next line."),
        span=content_span(line),
        fixes=_line_break(Span(marks_end, at), place),
    )


def _line_break(span: Span, place: Placed) -> tuple[Fix, ...]:
    if place.in_list or place.in_quote:
        return ()
    return (Fix(Message("换行", "Break the line"), (Edit(span, "\n"),), safe=True),)


def wrong_marks(first: Line, last: Line, marks: str) -> Finding:
    """A pair of marks that only look like backticks."""
    edits = tuple(
        Edit(Span(line.content_start, line.content_start + len(marks)), "```")
        for line in (first, last)
    )
    return Finding(
        Message(
            f"代码块要用三个反引号 ```，写成 {marks} 平台不认",
            f"A code block is fenced with ```, not with {marks}",
        ),
        Message(
            "用英文输入法，按 Esc 下面的那个键。",
            "Use the key below Esc, with an English keyboard.",
        ),
        span=content_span(first),
        fixes=(Fix(Message("换成 ```", "Use ```"), edits, safe=True),),
    )


def uneven(block: CodeBlock, source: Source) -> Iterator[Finding]:
    """The platform takes a longer run at one end for a shorter one and some text."""
    marks, text = block.fence or "", source[block.span]
    opening = len(text) - len(text.lstrip(marks[:1]))
    closing = len(text) - len(text.rstrip(marks[:1]))
    if opening == closing:
        return
    start, end = block.span
    if opening > closing:
        span, extra = Span(start, start + opening), Span(start + closing, start + opening)
    else:
        span, extra = Span(end - closing, end), Span(end - closing + opening, end)
    certain = opening < closing or marks not in block.code
    title = Message("改成一样多", "Make both as long")
    yield Finding(
        Message(
            f"代码块开头有 {opening} 个 {marks[0]}，结尾有 {closing} 个：多出来的会显示成代码",
            f"{opening} {marks[0]} at the start of the code, {closing} at its end: those too many "
            "are taken for code",
        )
        if opening < closing
        else Message(
            f"代码块开头有 {opening} 个 {marks[0]}，结尾只有 {closing} 个：平台在这里就结束了",
            f"{opening} {marks[0]} at the start of the code, only {closing} at its end: the "
            "platform ends the code here",
        ),
        Message("开头和结尾的个数要一样。", "Write as many at both ends."),
        span=span,
        fixes=(Fix(title, (Edit(extra, ""),), safe=True),) if certain else (),
    )


RUN_ON = (
    Message(
        "代码块没有结束，后面的文字和下一个代码块的开头也都成了代码",
        "The code block has no end: the text behind it and the start of the next are code, too",
    ),
    Message("在代码的下一行写上 ```，单独一行。", "Put ``` on a line of its own behind the code."),
)
NESTED = (
    Message(
        "代码块里面还有 ```，平台在里面那个代码块结束的地方就结束了",
        "This code block has another in it, and ends where that one does",
    ),
    Message("外层的开头和结尾各用四个反引号。", "Write four backticks at both ends of the outer."),
)
