"""A comparison for a terminal: what changed in the text, in the pictures, findings and size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docbuild.asset import Asset
from docbuild.build import Build
from docbuild.byte_size import byte_size
from docbuild.comparing import (
    BlockChange,
    Comparison,
    PictureChange,
    in_words,
    move_of,
    moves_down,
    places,
)
from docbuild.comparing.lines import Line, Segment, changed_lines, lines
from docbuild.diagnostic import Diagnostic, Language, Message, Severity
from docbuild.formats.printable import columns, printable
from docbuild.formats.style import Style
from docbuild.formats.text import SEVERITY
from docbuild.source import Span

_CONTEXT = 24  # columns of what is the same that are kept beside a change
_CUT = "..."
_BEGIN = 60  # columns of how something begins that moved
_MOST_LINES = 400  # of one block
_KINDS = {
    "added": Message("新增", "added"),
    "removed": Message("删除", "removed"),
    "changed": Message("修改", "changed"),
}
_DOWN = Message("移到后面（#{}）", "moved down to #{}")
_UP = Message("移到前面（#{}）", "moved up to #{}")
_HERE = Message("移到这里（#{}）", "moved here: #{}")
_TOGETHER = Message("，共 {} 段", ", {} blocks")
_CHANGED = Message("，有改动", ", and changed")
_EDITED = Message("，其中 {} 段有改动", ", {} of them changed")
_NO_DOCUMENT = Message("这一边没有文档：{}", "there is no document on this side: {}")
_PICTURES = Message("图片", "pictures")
_RENAMED = Message("改名", "renamed")
_GAINED = Message("多出的问题", "findings that came")
_LOST = Message("解决的问题", "findings that went")
_KEPT = Message("另有 {} 个问题两边都有", "findings in both: {}")
_SIZE = Message("上传大小", "upload size")
_SAME = Message("{}（不变）", "{} (as before)")
_MORE_LINES = Message("（还有 {} 行）", "({} more lines)")
_SPACE = Message("（只有空白不同）", "(space only)")
_EXHAUSTED = Message(
    "改动太多，部分段落只按整段列出", "too much was changed: some of it is told by whole blocks"
)


def comparison_text(
    comparison: Comparison, language: Language, style: Style, *, quiet: bool = False
) -> str:
    """``comparison`` for people; ``quiet`` gives the summary alone.

    Without colours, what was taken out is ``[-so-]`` and what was put in ``{+so+}``. All that
    comes from documents is printable in the result, and never begins a line.
    """
    page = _Page(comparison, language, style)
    found = list(page.head())
    if not quiet:
        found.extend(page.blocks())
        found.extend(page.pictures())
        found.extend(page.findings())
    found.extend(page.foot())
    return "".join(f"{line}\n" for line in found)


class _Page:
    def __init__(self, comparison: Comparison, language: Language, style: Style) -> None:
        self._comparison = comparison
        self._language = language
        self._style = style
        self._down = moves_down(comparison.blocks)

    def head(self) -> Iterator[str]:
        names = (self._comparison.old.name, self._comparison.new.name)
        old, new = (printable(name.text(self._language)) for name in names)
        yield self._style.bold(f"{old} -> {new}")
        for edition in (self._comparison.old, self._comparison.new):
            if edition.build.document is None:
                name = printable(edition.name.text(self._language))
                yield self._style.yellow(self._say(_NO_DOCUMENT).format(name))
        yield in_words(self._comparison).text(self._language)
        if self._comparison.exhausted:
            yield self._style.yellow(self._say(_EXHAUSTED))

    def foot(self) -> Iterator[str]:
        comparison = self._comparison
        if comparison.kept:
            yield self._say(_KEPT).format(comparison.kept)
        old, new = comparison.size
        change = f"{'+' if new > old else '-'}{byte_size(abs(new - old))}"
        amount = f"{byte_size(old)} -> {byte_size(new)} ({change})"
        same = self._say(_SAME).format(byte_size(new))
        yield f"{self._say(_SIZE)} {same if old == new else amount}"

    def blocks(self) -> Iterator[str]:
        for place in places(self._comparison.blocks):
            if place[0].kind != "same":
                yield ""
                where, title = self._place(place[0]), self._title(place)
                yield self._style.cyan(f"@@ {where} @@ {title}")
                yield from self._lines(place)

    def pictures(self) -> Iterator[str]:
        changes = self._comparison.pictures
        if changes:
            yield ""
            yield self._style.bold(self._say(_PICTURES))
            yield from (f"  {self._picture(change)}" for change in changes)

    def findings(self) -> Iterator[str]:
        comparison = self._comparison
        gained = (_GAINED, "+", comparison.gained, comparison.new.build)
        lost = (_LOST, "-", comparison.lost, comparison.old.build)
        for title, sign, findings, build in (gained, lost):
            if findings:
                yield ""
                yield self._style.bold(self._say(title))
                yield from (f"  {sign} {self._finding(each, build)}" for each in findings)
        yield ""

    def _place(self, block: BlockChange) -> str:
        old = _line(self._comparison.old.build, block.old_span)
        new = _line(self._comparison.new.build, block.new_span)
        return " ".join(part for part in (old and f"-{old}", new and f"+{new}") if part)

    def _title(self, place: Sequence[BlockChange]) -> str:
        number = place[0].move
        if number is None:
            return self._say(_KINDS[place[0].kind])
        move = move_of(place, self._down)
        is_here = place[0].old_html is None
        title = self._say(_HERE if is_here else _DOWN if move.is_down else _UP).format(number + 1)
        if move.number > 1:
            title += self._say(_TOGETHER).format(move.number)
        if not move.edited:
            return title
        return title + self._say(_EDITED if move.number > 1 else _CHANGED).format(move.edited)

    def _lines(self, place: Sequence[BlockChange]) -> Iterator[str]:
        """What was changed; of what moved, how it begins as well."""
        found = [line for block in place for line in changed_lines(block.marked_html)]
        if place[0].move is not None:
            begin = lines(place[0].marked_html)[:1]
            if begin != found[:1]:
                yield from (f"  {self._begin(line)}" for line in begin)
        elif not found:
            yield f"  {self._say(_SPACE)}"
        yield from (f"  {self._line(line)}" for line in found[:_MOST_LINES])
        if len(found) > _MOST_LINES:
            yield f"  {self._say(_MORE_LINES).format(len(found) - _MOST_LINES)}"

    def _begin(self, line: Line) -> str:
        text = printable("".join(segment.text for segment in line))
        begin = _cut(text, _BEGIN)
        return text if begin == text else f"{begin}{_CUT}"

    def _line(self, line: Line) -> str:
        last = len(line) - 1
        return "".join(
            self._segment(segment, begins=index == 0, ends=index == last)
            for index, segment in enumerate(line)
        ).rstrip()

    def _segment(self, segment: Segment, *, begins: bool, ends: bool) -> str:
        text = printable(segment.text)
        if segment.operation == "same":
            return _shortened(text, begins=begins, ends=ends)
        removed = segment.operation == "removed"
        if self._style.enabled:
            return (self._style.red if removed else self._style.green)(text)
        return f"[-{text}-]" if removed else f"{{+{text}+}}"

    def _picture(self, change: PictureChange) -> str:
        paint = {"added": self._style.green, "removed": self._style.red}
        sign = {"added": "+", "removed": "-"}.get(change.kind, "~")
        assets = [asset for asset in (change.old, change.new) if asset is not None]
        if change.kind == "renamed":
            names = " -> ".join(printable(asset.path) for asset in assets)
            return self._style.yellow(f"{sign} {names} ({self._say(_RENAMED)})")
        facts = " -> ".join(map(_facts, assets))
        text = f"{sign} {printable(assets[-1].path)}"
        return f"{paint.get(change.kind, self._style.yellow)(text)}  {facts}"

    def _finding(self, finding: Diagnostic, build: Build) -> str:
        line = _line(build, finding.span)
        place = printable(finding.path) + (f":{line}" if line else "")
        paint = self._style.red if finding.severity is Severity.ERROR else self._style.yellow
        severity = paint(self._say(SEVERITY[finding.severity]))
        message = printable(finding.message.text(self._language).split("\n")[0])
        return f"{place} {severity} {self._style.cyan(finding.rule)} {message}"

    def _say(self, message: Message) -> str:
        return message.text(self._language)


def _line(build: Build, span: Span | None) -> int | None:
    source = build.snapshot.source
    return None if source is None or span is None else source.position(span.start).line


def _facts(asset: Asset) -> str:
    facts = asset.facts
    pixels = f"{facts.width} x {facts.height}, " if facts is not None and facts.width else ""
    return f"{pixels}{byte_size(asset.size)}"


def _shortened(text: str, *, begins: bool, ends: bool) -> str:
    """What is the same, as far as it is near to what is not."""
    head = "" if begins else _cut(text, _CONTEXT)
    tail = "" if ends else _cut(text[::-1], _CONTEXT)[::-1]
    if len(head) + len(tail) >= len(text) or columns(text) <= len(_CUT):
        return text
    return f"{head}{_CUT}{tail}"


def _cut(text: str, room: int) -> str:
    """The beginning of ``text`` that takes at most ``room`` columns."""
    end = 0
    for character in text[:room]:
        room -= columns(character)
        if room < 0:
            break
        end += 1
    return text[:end]
