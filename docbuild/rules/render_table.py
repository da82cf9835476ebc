"""render-table: lines that were written as a table, but are text on the platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Paragraph
from docbuild.rules.lines import Line, Placed, html_block, lines, paragraphs
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_BAR = r"[|｜]"
_DASHES = r"[ \t]*+:?[-—–－─]++:?[ \t]*+"
_DELIMITERS = rf"[ \t]*+{_BAR}?{_DASHES}(?:{_BAR}{_DASHES})*+{_BAR}?[ \t]*"
_ROW = r"[ \t]*\|.*\|[ \t]*"
_PLAIN = {"｜": "|", "—": "-", "–": "-", "－": "-", "─": "-"}
_FOREIGN = "[｜—–－─]"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or not re.search(_BAR, source.text):
        return
    for place in subject.once(paragraphs):
        node = place.node
        if isinstance(node, Paragraph) and not html_block(node, source):
            yield from _paragraph(node, place, source)


def _paragraph(paragraph: Paragraph, place: Placed, source: Source) -> Iterator[Finding]:
    start, end = paragraph.span
    if source.text.count("|", start, end) + source.text.count("｜", start, end) < 4:
        return
    written = lines(source, paragraph.span, quoted=place.in_quote)
    found, end = False, 0
    for index, line in enumerate(written):
        if index < end or not re.search(_BAR, line.text):
            continue
        if re.fullmatch(_DELIMITERS, line.text):
            table = _Table(written, index, place)
            end = table.end
            if table.is_meant:
                found = True
                yield table.finding(source)
    if not found and _is_headless(written):
        yield _no_dashes(written, place)


class _Table:
    """Lines of a paragraph around its line ``index``, which has the dashes."""

    def __init__(self, written: tuple[Line, ...], index: int, place: Placed) -> None:
        self._header = written[index - 1] if index else None
        self._dashes = written[index]
        self._place = place
        self._has_text_before = index > 1
        self.end = index + 1
        while self.end < len(written) and _bars(written[self.end]):
            self.end += 1
        self._rows = written[index + 1 : self.end]

    @property
    def is_meant(self) -> bool:
        if self._header is None:
            return len(self._rows) > 0 and _bars(self._dashes) > 1
        return _bars(self._header) > 0 and (len(self._rows) > 0 or self._has_text_before)

    def finding(self, source: Source) -> Finding:
        last = self._rows[-1] if self._rows else self._dashes
        first = self._header or self._dashes
        message, help_ = self._words()
        return Finding(
            message,
            help_,
            span=Span(first.content_start, last.start + len(last.text.rstrip())),
            fixes=tuple(self._fixes(source)),
        )

    def _words(self) -> tuple[Message, Message]:
        if self._header is None:
            return _HEADLESS
        if self._place.in_list:
            return _IN_LIST
        if self._is_foreign:
            return _FULL_WIDTH
        return _SWALLOWED if self._has_text_before else _ONE_SIDED

    @property
    def _is_foreign(self) -> bool:
        """Whether header or dashes are written with characters that only look like those."""
        header = self._header
        return re.search(_FOREIGN, self._dashes.text) is not None or (
            header is not None and "｜" in header.text and "|" not in header.text
        )

    def _fixes(self, source: Source) -> Iterator[Fix]:
        header, place = self._header, self._place
        if header is None or place.in_quote:
            return
        if place.in_list and source.text[header.content_start - 1] not in "\r\n":
            return  # what is indented cannot leave the list by an empty line
        written = (header, self._dashes, *self._rows)
        edits = []
        if self._has_text_before or place.in_list:
            edits.append(Edit(Span(header.start, header.start), "\n"))
        if self._is_foreign:
            edits += [edit for line in written for edit in _plain(line, line is self._dashes)]
        begins = {line.text.lstrip().startswith(("|", "｜")) for line in written[:2]}
        if len(begins) > 1:
            edits += [
                Edit(Span(line.content_start, line.content_start), "| ")
                for line in written
                if not line.text.lstrip().startswith(("|", "｜"))
            ]
        even = _cells(header) == _cells(self._dashes)
        yield Fix(Message("改成表格", "Make it a table"), tuple(edits), safe=even)


def _plain(line: Line, has_dashes: bool) -> Iterator[Edit]:
    for match in re.finditer(_FOREIGN, line.text):
        if has_dashes or match[0] == "｜":
            at = line.start + match.start()
            yield Edit(Span(at, at + 1), _PLAIN[match[0]])


def _bars(line: Line) -> int:
    return len(re.findall(_BAR, line.text))


def _cells(line: Line) -> int:
    return len(re.split(_BAR, re.sub(rf"^{_BAR}|{_BAR}$", "", line.text.strip())))


def _is_headless(written: tuple[Line, ...]) -> bool:
    """Whether all lines are rows of as many cells, and none has the dashes."""
    rows = all(re.fullmatch(_ROW, line.text) for line in written)
    return rows and len(written) > 1 and len({_cells(line) for line in written} - {1}) == 1


def _no_dashes(written: tuple[Line, ...], place: Placed) -> Finding:
    first, last = written[0], written[-1]
    insert = Edit(Span(first.end, first.end), "\n|" + "---|" * _cells(first))
    fix = Fix(Message("在第一行下面加分隔行", "Add a row of dashes"), (insert,), safe=False)
    return Finding(
        *_NO_DASHES,
        span=Span(first.content_start, last.start + len(last.text.rstrip())),
        fixes=() if place.in_list or place.in_quote else (fix,),
    )


_SWALLOWED = (
    Message(
        "表格前面没有空行，平台把它当作上面那段文字，读者看到的是一行行竖线",
        "No empty line before the table: it becomes part of the text above, bars and all",
    ),
    Message("在表头前面空一行。", "Put an empty line before the header."),
)
_ONE_SIDED = (
    Message(
        "分隔行以 | 开头，表头却没有，平台不当作表格",
        "The row of dashes begins with |, the header does not: this is no table on the platform",
    ),
    Message(
        "表头、分隔行和每一行的开头都写上 |。",
        "Begin the header, the row of dashes and every row with |.",
    ),
)
_FULL_WIDTH = (
    Message(
        "表格里用了全角的竖线或破折号，平台不当作表格",
        "A table in full-width bars or dashes is no table",
    ),
    Message("改成半角的 | 和 -。", "Write them as | and -."),
)
_HEADLESS = (
    Message(
        "分隔行上面没有表头，平台不当作表格",
        "There is no header above the row of dashes, so this is no table",
    ),
    Message(
        "分隔行上面紧挨着写一行表头，中间不要空行。",
        "Put a header right above it, without an empty line between them.",
    ),
)
_IN_LIST = (
    Message(
        "平台的列表里放不了表格，读者看到的是一行行竖线",
        "A list holds no tables on the platform: readers see the bars",
    ),
    Message(
        "把表格移到列表外面：顶格写，前面空一行。",
        "Move it out of the list: without indentation, behind an empty line.",
    ),
)
_NO_DASHES = (
    Message(
        "这几行写得像表格，但没有分隔行，平台显示成文字",
        "Rows of a table without a row of dashes are shown as text",
    ),
    Message(
        "在表头下面加一行 |---|---|；如果它们接着上面的表格，删掉中间的空行。",
        "Add |---|---| below the header; if they go on a table above, remove the empty line.",
    ),
)

RULE = Rule(
    name="render-table",
    severity=Severity.WARNING,
    what=Message(
        "写成了表格的样子，但平台不当作表格：前面没有空行、没有分隔行、在列表里等。",
        "Lines written as a table that the platform takes for text: no empty line before them, "
        "no row of dashes, inside a list and the like.",
    ),
    why=Message(
        "GitHub 等处认的表格，平台不一定认；不认的时候，竖线和横线都显示成文字。",
        "The platform knows fewer forms of a table than GitHub does, and shows the bars and "
        "dashes of the others as text.",
    ),
    bad="参数如下：\n| 属性 | 说明 |\n|---|---|\n| city | 城市 |",
    good="参数如下：\n\n| 属性 | 说明 |\n|---|---|\n| city | 城市 |",
    check=_check,
    by_block=True,
)
