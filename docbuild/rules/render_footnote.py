"""render-footnote: a footnote, which the platform shows as text or makes a wrong link of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Definition, Link, Node, Text
from docbuild.rules.routes import is_footnote
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_MARK = r"(?<!\\)\[\^(?P<label>[\w.-]+)\](?P<colon>:)?"  # not [^/], a class of an expression
# A note in a line of its own: what follows it is another one, or nothing.
_NOTE = (
    r"\[\^[\w.-]+\]:[ \t]*+(?P<text>[^\r\n]*\S)[ \t]*+"
    r"(?P<end>(?:\r\n|\r|\n|\Z)(?=[ \t]*(?:[\r\n]|\Z|\[\^)))"
)
_DEEPEST = 80  # characters of indentation before a note


class _Mark(NamedTuple):
    """One mark of a footnote. ``note`` is the line that it begins, if it is the note itself."""

    label: str
    span: Span
    is_note: bool
    note: re.Match[str] | None


def _looks_at(node: Node) -> bool:
    if isinstance(node, Text):
        return "[^" in node.text
    if isinstance(node, Definition):
        return node.label.startswith("^")
    return isinstance(node, Link) and is_footnote(node)


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "[^" not in source.text:
        return
    marks = [mark for node in subject.nodes if _looks_at(node) for mark in _marks(node, source)]
    counts = Counter((mark.label, mark.is_note) for mark in marks)
    notes = {mark.label: mark for mark in marks if mark.is_note}
    for mark in marks:
        alone = counts[mark.label, False] == counts[mark.label, True] == 1
        note = notes[mark.label].note if alone and not mark.is_note else None
        fixes = () if note is None else (_fix(mark, note, source),)
        yield Finding(
            Message("平台不支持脚注", "The platform has no footnotes"),
            Message(
                "把内容写进括号，或者放到段落末尾。", "Put the text in parentheses or at the end."
            ),
            span=mark.span,
            fixes=fixes,
        )


def _marks(node: Node, source: Source) -> Iterator[_Mark]:
    if isinstance(node, Text):
        for match in re.compile(_MARK).finditer(source.text, *node.span):
            span = Span(*match.span())
            is_note = match["colon"] is not None and _begins_line(span.start, source)
            yield _Mark(match["label"], span, is_note, _note(span, source, is_note))
    elif isinstance(node, Definition):
        yield _Mark(node.label[1:], node.span, True, _note(node.span, source, True))
    else:
        label = source[node.span].strip("[]^")
        yield _Mark(label, node.span, False, None)


def _begins_line(start: int, source: Source) -> bool:
    before = source.text[max(0, start - _DEEPEST) : start]
    return not before.rpartition("\n")[2].rpartition("\r")[2].strip(" \t>")


def _note(span: Span, source: Source, is_note: bool) -> re.Match[str] | None:
    return re.compile(_NOTE).match(source.text, span.start) if is_note else None


def _fix(mark: _Mark, note: re.Match[str], source: Source) -> Fix:
    """The note in parentheses where it is referred to, and its line taken away."""
    text = note["text"].rstrip("。.")
    inside = f"（{text}）" if re.search(r"[^\x00-\x7f]", text) else f" ({text})"
    title = Message("把脚注写进括号", "Write the note in parentheses")
    line = Span(note.start(), note.end("end"))
    return Fix(title, (Edit(mark.span, inside), Edit(line, "")), safe=True)


RULE = Rule(
    name="render-footnote",
    severity=Severity.WARNING,
    what=Message("文档用了脚注。", "The document has footnotes."),
    why=Message(
        "GitHub 等处会把脚注列在文末，平台则原样显示；脚注只有一个词时，还会变成打不开的链接。",
        "GitHub and others list footnotes at the end. The platform shows them as they are written, "
        "and makes a link that leads nowhere of one that has a single word.",
    ),
    bad="价格含税[^1]。\n\n[^1]: 税率按 当地规定",
    good="价格含税（税率按 当地规定）。",
    check=_check,
    looks_at=_looks_at,
)
