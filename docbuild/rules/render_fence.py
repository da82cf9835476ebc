"""render-fence: a fence of backticks that the platform does not take for one, or takes otherwise.

Where a fence has no end the platform reads all of it as text, so that its lines stand in
paragraphs; which of them belong together is found by reading them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock, CodeSpan, List, Node, Paragraph, Quote, Text
from docbuild.rules.lines import Line, Placed, html_block, lines, placed
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_FENCE = (
    r"[ \t]*+(?P<run>`{3,}+|~{3,}+)[ \t]*+(?P<word>[^\s`]*+)(?P<more>[ \t]++[^`\s][^`]*+)?[ \t]*"
)
# What tools of other sites take from behind the language: {1,3-5}, title="…", [a.js], a.js.
_ATTRIBUTES = r"[ \t]+(?:\{[^{}]*\}|\[[^\[\]]*\]|[\w:-]+=.*|[\w./-]+\.\w+|linenums|showLineNumbers)"
_LANGUAGE = r"[A-Za-z][\w+#.-]*"
_TEXT_BEHIND = r"[ \t]*`{3,}[ \t]*(?P<text>[^\s`\x00-\x7f][^`]*)"
_LOOKALIKE = r"[ \t]*(?P<marks>'''|···|｀｀｀|´´´|‘‘‘|’’’|“““)[ \t]*[\w+#-]*[ \t]*"
# The start of a code block inside of another, fenced by three marks as well.
_INNER = r"(?:\n|\r)[ \t>]*(?P<fence>(?:```|~~~)[ \t]*[^\s`~][^`\r\n]*)(?=[\r\n])"
_SHORTEST = "```"
_MARKS = ("```", "~~~", "'''", "···", "｀｀｀", "´´´", "‘‘‘", "’’’", "“““")


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    reader = _Reader(source)
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


class _Reader:
    """The fences' lines in order, the wrong ones and those that come of them.

    ``_open`` waits for its end, which the platform has not found. ``_expects_end``: a start was
    reported or passed over, so that its end, which then has no start, is nothing new.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: tuple[Line, Placed] | None = None
        self._lookalike: tuple[Line, str] | None = None
        self._expects_end = False

    def read(self, place: Placed) -> Iterator[Finding]:
        node, source = place.node, self._source
        written = lines(source, node.span, quoted=place.in_quote)
        if isinstance(node, CodeBlock) and node.fence is not None:
            yield from self._block(node, written, place)
        elif isinstance(node, CodeBlock) or (
            isinstance(node, Paragraph) and html_block(node, source)
        ):
            fences = (re.fullmatch(_FENCE, line.text) for line in written)
            self._expects_end ^= sum(match is not None for match in fences) % 2 == 1
        else:
            for line in written:
                yield from self._line(line, place)

    def end(self) -> Iterator[Finding]:
        if self._open is not None:
            yield _unclosed(*self._open, self._source)

    def _block(
        self, block: CodeBlock, written: tuple[Line, ...], place: Placed
    ) -> Iterator[Finding]:
        inner = re.compile(_INNER).search(self._source.text, *block.span)
        has_inner = inner is not None and len(block.fence or "") == len(_SHORTEST)
        if not has_inner or inner is None:
            yield from _uneven(block, self._source)
        elif self._expects_end and block.language is None:
            # Its start is the end of a block that is none, and its end that of another one.
            for line in written:
                yield from self._line(line, place)
        elif re.match(_TEXT_BEHIND, inner["fence"]):
            line = next(line for line in written if line.start <= inner.start("fence") < line.end)
            yield _text_behind(line, place)
        elif (block.language or "").lower() in {"md", "markdown"}:
            self._expects_end = True
            yield Finding(*_NESTED, span=Span(inner.start("fence"), inner.end("fence")))
        else:
            yield Finding(*_RUN_ON, span=_written(written[0]))

    def _line(self, line: Line, place: Placed) -> Iterator[Finding]:
        match = re.fullmatch(_FENCE, line.text)
        if self._open is not None and re.fullmatch(_TEXT_BEHIND, line.text):
            self._open = None
            yield _text_behind(line, place)
        elif match is None:
            if self._open is None:
                yield from self._other(line)
        elif self._expects_end and not match["word"]:
            self._expects_end = False
        elif isinstance(place.node, CodeBlock) and not match["more"]:
            self._expects_end = True  # it has its end inside of the block that is none
        else:
            yield from self._start(line, place, match)

    def _start(self, line: Line, place: Placed, match: re.Match[str]) -> Iterator[Finding]:
        if self._open is not None:
            yield _unclosed(*self._open, self._source)
            self._open = None
            if not match["word"]:  # its end, where the platform does not look for it
                return
        if match["more"]:
            self._expects_end = True
            yield _many_words(line, match)
        elif place.in_list and not place.in_quote and _is_at_margin(line, self._source):
            self._expects_end = True
            yield _in_list(line)
        else:
            self._open = line, place

    def _other(self, line: Line) -> Iterator[Finding]:
        match = re.fullmatch(_LOOKALIKE, line.text)
        if match is None:
            return
        if self._lookalike is None or self._lookalike[1] != match["marks"]:
            self._lookalike = line, match["marks"]
            return
        yield _wrong_marks(self._lookalike[0], line, match["marks"])
        self._lookalike = None


def _is_at_margin(line: Line, source: Source) -> bool:
    return line.content_start == 0 or source.text[line.content_start - 1] in "\r\n"


def _written(line: Line) -> Span:
    return Span(line.content_start, line.start + len(line.text.rstrip()))


def _many_words(line: Line, match: re.Match[str]) -> Finding:
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
        span=_written(line),
        fixes=(Fix(title, (Edit(span, ""),), safe=True),) if certain else (),
    )


def _unclosed(line: Line, place: Placed, source: Source) -> Finding:
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
        span=_written(line),
        fixes=(fix,) if last and end > line.end else (),
    )


def _in_list(line: Line) -> Finding:
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
        span=_written(line),
        fixes=(fix,),
    )


def _text_behind(line: Line, place: Placed) -> Finding:
    match = re.fullmatch(_TEXT_BEHIND, line.text)
    at = line.end if match is None else line.start + match.start("text")
    marks_end = line.start + len(line.text[: at - line.start].rstrip())
    return Finding(
        Message(
            "结束代码块的 ``` 后面有文字，平台不当作结束",
            "Text behind the ``` keeps it from ending the code block",
        ),
        Message("把后面的文字移到下一行。", "Move the text to the next line."),
        span=_written(line),
        fixes=_line_break(Span(marks_end, at), place),
    )


def _line_break(span: Span, place: Placed) -> tuple[Fix, ...]:
    if place.in_list or place.in_quote:
        return ()
    return (Fix(Message("换行", "Break the line"), (Edit(span, "\n"),), safe=True),)


def _wrong_marks(first: Line, last: Line, marks: str) -> Finding:
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
        span=_written(first),
        fixes=(Fix(Message("换成 ```", "Use ```"), edits, safe=True),),
    )


def _uneven(block: CodeBlock, source: Source) -> Iterator[Finding]:
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


_RUN_ON = (
    Message(
        "代码块没有结束，后面的文字和下一个代码块的开头也都成了代码",
        "The code block has no end: the text behind it and the start of the next are code, too",
    ),
    Message("在代码的下一行写上 ```，单独一行。", "Put ``` on a line of its own behind the code."),
)
_NESTED = (
    Message(
        "代码块里面还有 ```，平台在里面那个代码块结束的地方就结束了",
        "This code block has another in it, and ends where that one does",
    ),
    Message("外层的开头和结尾各用四个反引号。", "Write four backticks at both ends of the outer."),
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
