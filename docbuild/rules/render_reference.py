"""render-reference: a picture or link by a label that nothing defines, shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Definition, Node, Text
from docbuild.nearest import nearest
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_REFERENCE = r"(?<![A-Za-z0-9_\])!])(?P<bang>!?)\[(?P<text>[^\[\]]*)\]\[(?P<label>[^\[\]]*)\]"
# An address that was meant to stand in parentheses.
_ADDRESS = r"(?:https?://|\.{0,2}/)[^\s()<>]+|[^\s()<>]+\.(?:png|jpe?g|gif|svg|webp)"
_MOST_COMPARISONS = 20_000  # of a label with a defined one, a few microseconds each


def _check(subject: Subject) -> Iterator[Finding]:
    source, document = subject.snapshot.source, subject.document
    if source is None or document is None:
        return
    defined = document.definitions
    compared = _MOST_COMPARISONS // max(1, len(defined))
    for node in subject.nodes:
        if not isinstance(node, Text) or not _looks_at(node):
            continue
        for match in re.compile(_REFERENCE).finditer(source.text, *node.span):
            near = _near(match, defined) if compared > 0 else None
            compared -= 1
            if match["bang"] or near is not None or _is_certain(match, defined):
                yield _finding(match, near, source)


def _label(match: re.Match[str]) -> str:
    return match["label"] or match["text"]


def _near(match: re.Match[str], defined: Mapping[str, Definition]) -> str | None:
    """The defined label that was most likely meant."""
    label = _label(match).strip()
    if len(label) < 2 or label.isdecimal():
        return None  # beside one letter or digit, any other is near
    return nearest(label, defined, most=max(1, len(label) // 4))


def _is_certain(match: re.Match[str], defined: Mapping[str, Definition]) -> bool:
    """Whether this is a link without any doubt, and no array or row of tags, ``[新增][组件]``."""
    label = match["label"]
    if re.fullmatch(_ADDRESS, label):
        return True
    numbered = label.isdecimal() and any(other.isdecimal() for other in defined)
    return numbered and re.search(r"[^\W\d]{2}", match["text"]) is not None


def _finding(match: re.Match[str], near: str | None, source: Source) -> Finding:
    shown, label = quoted(match[0]), quoted(_label(match))
    fix = _fix(match, near)
    return Finding(
        Message(
            f"没有定义 [{label}]，读者看到的是文字 {shown}",
            f"Nothing defines [{label}], so readers see {shown}",
        ),
        _cure(match, near, label),
        span=Span(*match.span()),
        fixes=() if fix is None else (fix,),
    )


def _cure(match: re.Match[str], near: str | None, label: str) -> Message:
    if re.fullmatch(_ADDRESS, match["label"]):
        return Message("地址要放在圆括号里。", "The address has to stand in parentheses.")
    if near is not None:
        return Message(f"是不是 [{quoted(near)}]？", f"Did you mean [{quoted(near)}]?")
    return Message(
        f"在文档里加一行 [{label}]: 地址，或者直接写成 {match['bang']}[…](地址)。",
        f"Add a line [{label}]: address, or write {match['bang']}[…](address).",
    )


def _fix(match: re.Match[str], near: str | None) -> Fix | None:
    span = Span(match.start("label") - 1, match.end("label") + 1)
    written = None
    if re.fullmatch(_ADDRESS, match["label"]):
        written = f"({match['label']})"
    elif near is not None:
        written = f"[{near}]"
    if written is None:
        return None
    title = Message(f"改为 {quoted(written)}", f"Change to {quoted(written)}")
    return Fix(title, (Edit(span, written),), safe=False)


def _looks_at(node: Node) -> bool:
    return isinstance(node, Text) and "][" in node.text


RULE = Rule(
    name="render-reference",
    severity=Severity.WARNING,
    what=Message(
        "图片或链接用了没有定义的标签：![说明][标签]、[文字][标签]。",
        "A picture or link uses a label that nothing defines: ![what it shows][label].",
    ),
    why=Message(
        "找不到定义时，平台和 GitHub 都不当作图片或链接，方括号会原样显示出来。",
        "Without its definition it is no picture and no link, neither on the platform nor on "
        "GitHub: the brackets are shown as text.",
    ),
    bad="![支付流程][pay]",
    good="![支付流程][pay]\n\n[pay]: ./image/pay.png",
    check=_check,
    looks_at=_looks_at,
)
