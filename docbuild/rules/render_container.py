"""render-container: boxes of other tools (``::: tip``, ``> [!NOTE]``), shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import List, Node, Paragraph, Quote, Text
from docbuild.rules.lines import Line, Placed, html_block, lines, paragraphs
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_OPENING = r"[ \t]*:{3,}[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*(?P<title>.*)"
_CLOSING = r"[ \t]*:{3,}[ \t]*"
_ADMONITION = (
    r'[ \t]*(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[A-Za-z][\w-]*)(?:[ \t]+"(?P<title>[^"]*)")?[ \t]*'
)
_CALLOUT = r"[ \t]*(?P<mark>[!?])>[ \t]+\S.*"
_TAG = r"[ \t]*\{%-?[ \t]*(?P<name>[A-Za-z]\w*)\b.*%\}[ \t]*"
_ALERT = r"\[!(?P<name>NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO|DANGER)\][ \t]*(?=[\r\n]|\Z)"
_STARTS = (":::", "!!!", "???", "!>", "?>", "{%", "[!")
_CHINESE = r"[一-鿿]"

_TITLES = {
    "caution": Message("当心", "Caution"),
    "danger": Message("警告", "Danger"),
    "details": Message("详情", "Details"),
    "important": Message("重要", "Important"),
    "info": Message("说明", "Note"),
    "note": Message("说明", "Note"),
    "tip": Message("提示", "Tip"),
    "warning": Message("注意", "Warning"),
}


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    reader = _Reader(source)
    for place in subject.once(paragraphs):
        node = place.node
        if isinstance(node, Paragraph) and _begins(node) and not html_block(node, source):
            reader.read(node, place)
    yield from reader.findings


def _looks_at(node: Node) -> bool:
    return isinstance(node, List | Quote) or (isinstance(node, Paragraph) and _begins(node))


def _begins(paragraph: Paragraph) -> bool:
    return any(
        isinstance(child, Text) and child.text.lstrip().startswith(_STARTS)
        for child in paragraph.children
    )


class _Reader:
    """The boxes' lines in order. ``_open`` are the starts whose ends were not seen yet."""

    def __init__(self, source: Source) -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._open: list[int] = []  # indices into ``findings``

    @cached_property
    def _is_chinese(self) -> bool:
        # Asked for a title only: in Python 3.11 such a range takes 1 ms to compile.
        return re.search(_CHINESE, self._source.text) is not None

    def read(self, paragraph: Paragraph, place: Placed) -> None:
        written = lines(self._source, paragraph.span, quoted=place.in_quote)
        if place.in_quote:
            self._alert(paragraph)
        for index, line in enumerate(written):
            following = written[index + 1] if index + 1 < len(written) else None
            if re.fullmatch(_CLOSING, line.text):
                self._close(line)
            elif (match := re.fullmatch(_OPENING, line.text)) is not None:
                self._open.append(len(self.findings))
                self.findings.append(self._box(line, following, match, place))
            elif (match := re.fullmatch(_ADMONITION, line.text)) is not None:
                self.findings.append(self._box(line, None, match, place))
            elif (match := re.fullmatch(_TAG, line.text)) is not None:
                self.findings.append(Finding(*_LIQUID, span=_written(line)))
            elif index == 0 and (match := re.fullmatch(_CALLOUT, line.text)) is not None:
                self.findings.append(_callout(line, match, place))

    def _box(
        self, line: Line, following: Line | None, match: re.Match[str], place: Placed
    ) -> Finding:
        shown, mark = quoted(line.text.strip()), re.split(r"\w", line.text, maxsplit=1)[0].strip()
        title = _title(match["name"], (match["title"] or "").strip(), is_chinese=self._is_chinese)
        adjacent = following is not None and not re.fullmatch(_CLOSING, following.text)
        fix = Fix(
            Message("换成粗体的标题", "Use a title in bold"),
            (Edit(Span(line.content_start, line.end), title + ("  " if adjacent else "")),),
            safe=True,
        )
        known = match["name"].lower() in _TITLES and mark.startswith(":")
        return Finding(
            Message(
                f"平台不支持提示框，{shown} 会显示成文字",
                f"There are no boxes on the platform: {shown} is shown as text",
            ),
            Message(
                f"删掉 {mark}，用粗体的标题或者引用代替：> **提示**",
                f"Remove the {mark}; use a title in bold or a quote: > **Tip**",
            ),
            span=_written(line),
            fixes=(fix,) if known and not place.in_quote and not place.in_list else (),
        )

    def _close(self, line: Line) -> None:
        """The end of the box that was opened last goes with its start."""
        if not self._open:
            return
        index = self._open.pop()
        finding = self.findings[index]
        if finding.fixes:
            fix = finding.fixes[0]
            edit = Edit(_whole_line(line, self._source), "")
            fixes = (fix._replace(edits=(*fix.edits, edit)),)
            self.findings[index] = finding._replace(fixes=fixes)

    def _alert(self, paragraph: Paragraph) -> None:
        source = self._source
        match = re.compile(_ALERT, re.IGNORECASE).match(source.text, *paragraph.span)
        if match is not None:
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            title = _title(match["name"], "", is_chinese=self._is_chinese)
            behind = "  " if match.end() < paragraph.span.end else ""
            fix = Fix(
                Message(f"换成 {title}", f"Use {title}"),
                (Edit(Span(*match.span()), title + behind),),
                safe=True,
            )
            self.findings.append(Finding(*_words(span, source), span=span, fixes=(fix,)))


def _words(span: Span, source: Source) -> tuple[Message, Message]:
    written = quoted(source[span])
    return (
        Message(
            f"平台不支持提示框，{written} 会显示成文字",
            f"There are no boxes on the platform: {written} is shown as text",
        ),
        Message("用引用和粗体代替：> **提示**", "Use a quote and bold text: > **Tip**"),
    )


def _title(name: str, title: str, *, is_chinese: bool) -> str:
    """What stands for a box: its title, or the name of its kind in the document's language."""
    if title:
        return f"**{title}**"
    kind = _TITLES.get(name.lower(), Message("说明", "Note"))
    return f"**{kind.zh if is_chinese else kind.en}**"


def _callout(line: Line, match: re.Match[str], place: Placed) -> Finding:
    at = line.start + match.start("mark")
    fix = Fix(Message("改成引用", "Make it a quote"), (Edit(Span(at, at + 1), ""),), safe=True)
    return Finding(
        Message(
            f"平台不支持 {match['mark']}> 开头的提示，记号会显示出来",
            f"Notes that begin with {match['mark']}> are shown with that mark",
        ),
        Message("改成引用：去掉前面的符号，只留 >。", "Make it a quote: leave the > alone."),
        span=_written(line),
        fixes=() if place.in_quote or place.in_list else (fix,),
    )


def _written(line: Line) -> Span:
    return Span(line.content_start, line.start + len(line.text.rstrip()))


def _whole_line(line: Line, source: Source) -> Span:
    """The line with the newline before it, if there is one to take away."""
    start = line.start
    if source.text.startswith("\n", start - 1) and start > 0:
        start -= 2 if source.text.startswith("\r\n", max(start - 2, 0)) else 1
    return Span(start, line.end)


_LIQUID = (
    Message(
        "平台不认 {% %} 标签，会显示成文字", "Tags in {% %} mean nothing here and are shown as text"
    ),
    Message("删掉它。", "Remove it."),
)

RULE = Rule(
    name="render-container",
    severity=Severity.WARNING,
    what=Message(
        "用了其他工具的提示框：::: tip、> [!NOTE]、!!! note、?> 提示、{% hint %}。",
        "Boxes that other tools know: ::: tip, > [!NOTE], !!! note, ?> text, {% hint %}.",
    ),
    why=Message(
        "VuePress、GitHub、MkDocs、docsify 等会画成提示框，平台没有这种写法，记号原样显示给读者。",
        "VuePress, GitHub, MkDocs and docsify draw a box. The platform does not, and shows the "
        "marks to its readers.",
    ),
    bad="::: tip 提示\n先申请使用插件。\n:::",
    good="**提示**  \n先申请使用插件。",
    check=_check,
    looks_at=_looks_at,
)
