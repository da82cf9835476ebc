"""render-url: a bare URL that swallows the text behind it."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.rules.hyperlinks import Hyperlink, without_swallowed
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    for found in subject.hyperlinks:
        # Of an address that may not stand at all, the link rules speak.
        if found.swallows and found.verdict.allowed and source is not None:
            yield _finding(found, source)


def _finding(found: Hyperlink, source: Source) -> Finding:
    span = found.link.span
    written = source[span]
    kept = without_swallowed(written)
    lost = quoted(written[len(kept) :])
    fix = Fix(
        Message(f"改为 <{quoted(kept)}>", f"Change to <{quoted(kept)}>"),
        (Edit(Span(span.start, span.start + len(kept)), f"<{kept}>"),),
        safe=True,
    )
    return Finding(
        Message(
            f"网址后面没有空格，“{lost}”也被当成了网址的一部分",
            f"No space behind the address, so “{lost}” becomes part of it",
        ),
        Message(
            f"用尖括号括起网址：<{quoted(kept)}>，或者写成 [文字](网址)。",
            f"Put it into angle brackets, <{quoted(kept)}>, or write [text](address).",
        ),
        span=span,
        fixes=(fix,),
    )


RULE = Rule(
    name="render-url",
    severity=Severity.WARNING,
    what=Message(
        "直接写在正文里的网址，后面紧跟着中文标点或文字。",
        "A URL in the running text with Chinese punctuation or words right behind it.",
    ),
    why=Message(
        "平台把网址一直认到下一个空格为止，后面的标点和文字都进了链接，点开就是错误的页面。",
        "The platform takes everything up to the next space for the address: punctuation and "
        "words go into the link, which then opens a wrong page.",
    ),
    bad="详见https://mp.weixin.qq.com/，请登录。",
    good="详见 <https://mp.weixin.qq.com/>，请登录。",
    check=_check,
    by_block=True,
)
