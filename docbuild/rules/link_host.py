"""link-host: a link to a host that the platform does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Fix, Message, Severity
from docbuild.links import ALLOWED_HOSTS, likely, nearest_host
from docbuild.rules.hyperlinks import Hyperlink, retarget
from docbuild.rules.routes import rejected
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_ALLOWED = "、".join(ALLOWED_HOSTS), ", ".join(ALLOWED_HOSTS)


def _check(subject: Subject) -> Iterator[Finding]:
    for found in rejected(subject, "link-host"):
        host = found.verdict.host or ""
        near = nearest_host(host)
        hint = Message("", "")
        if near is not None:
            hint = Message(f"是不是 {near}？", f" Did you mean {near}?")
        yield Finding(
            Message(f"不能链接到 {quoted(host)}", f"Links to {quoted(host)} are not allowed"),
            Message(
                f"只能链接到 {_ALLOWED[0]}。{hint.zh or '改链到这些网站，或者把内容写进文档。'}",
                f"Allowed are {_ALLOWED[1]}."
                f"{hint.en or ' Link there, or put what matters into the document.'}",
            ),
            span=found.link.span,
            fixes=_fixes(found),
        )


def _fixes(found: Hyperlink) -> tuple[Fix, ...]:
    meant = None if found.swallows else likely(found.meant)
    return () if meant is None else (retarget(found.link, meant),)


RULE = Rule(
    name="link-host",
    severity=Severity.ERROR,
    what=Message(
        f"链接指向了 {_ALLOWED[0]} 以外的网站。",
        f"A link leads to another host than {_ALLOWED[1]}.",
    ),
    why=Message(
        "平台规定插件文档里的链接只能指向这三个网站，子域名也不算。",
        "The platform lets links of a plugin document lead to these three hosts only. "
        "Subdomains do not count.",
    ),
    bad="[演示](https://example.com/demo)",
    good="[演示](https://github.com/example/demo)",
    check=_check,
    by_block=True,
)
