"""link-insecure: a link to an allowed host over http."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Link
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    for found in subject.hyperlinks:
        if found.verdict.allowed and found.verdict.insecure and source is not None:
            yield Finding(
                Message(
                    "链接用的是 http，在开发者工具的预览里点不开",
                    "The link is http, which does not open from the developer tools' preview",
                ),
                Message("把 http:// 改成 https://。", "Change http:// to https://."),
                span=found.link.span,
                fixes=_fixes(found.link, source),
            )


def _fixes(link: Link, source: Source) -> tuple[Fix, ...]:
    start = source.text.find(":", link.destination_span.start, link.destination_span.end)
    scheme = Span(link.destination_span.start, start)
    if source[scheme].lower() != "http":
        return ()
    return (Fix(Message("改为 https", "Change to https"), (Edit(scheme, "https"),), safe=True),)


RULE = Rule(
    name="link-insecure",
    severity=Severity.WARNING,
    what=Message(
        "链接指向允许的网站，但用的是 http。", "A link to an allowed host is http, not https."
    ),
    why=Message(
        "开发者工具的预览只打开 https 链接；这些网站也都支持 https。",
        "The preview of the developer tools opens https links only, and all allowed hosts "
        "offer https.",
    ),
    bad="[公众平台](http://mp.weixin.qq.com/)",
    good="[公众平台](https://mp.weixin.qq.com/)",
    check=_check,
    by_block=True,
)
