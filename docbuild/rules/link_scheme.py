"""link-scheme: a link that opens something else than a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import LinkForm
from docbuild.rules.hyperlinks import Hyperlink
from docbuild.rules.routes import rejected, scheme
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Source, Span

_PACKAGE = r"mailto:[^@]+@[0-9]+\.[0-9]+(?:[.+-].*)?"  # no domain: 163.com ends in letters
_BEFORE = r"[@A-Za-z0-9_./-]*\Z"


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    for found in rejected(subject, "link-scheme"):
        bare = found.link.form is LinkForm.BARE
        if bare and scheme(found.meant) == "mailto" and source is not None:
            yield _address(found, source)
        else:
            yield _other(found)


def _other(found: Hyperlink) -> Finding:
    name = quoted(scheme(found.meant))
    return Finding(
        Message(f"不能使用 {name}: 链接", f"Links by {name}: are not allowed"),
        Message(
            "文档里的链接只能是 https，指向平台允许的网站；这里改用普通文字。",
            "Links of the document have to be https, to the allowed hosts. Use plain text here.",
        ),
        span=found.link.span,
    )


def _address(found: Hyperlink, source: Source) -> Finding:
    """An e-mail address in the running text, or a package name that looks like one."""
    span, written = found.link.span, quoted(source[found.link.span])
    package = re.fullmatch(_PACKAGE, found.meant) is not None
    before = re.compile(_BEFORE).search(source.text, max(0, span.start - 100), span.start)
    word = Span(before.start() if before else span.start, span.end)
    fix = Fix(
        Message("写成行内代码", "Write it as code"),
        (Edit(Span(word.start, word.start), "`"), Edit(Span(word.end, word.end), "`")),
        safe=False,
    )
    return Finding(
        Message(
            f"{written} 会被当成邮箱，变成 mailto 链接"
            if package
            else f"邮箱 {written} 会变成 mailto 链接，而平台不允许这种链接",
            f"{written} is taken for an e-mail address and becomes a mailto link"
            if package
            else f"{written} becomes a mailto link, which is not allowed",
        ),
        Message("用反引号写成行内代码。", "Put it into backticks, as code."),
        span=span,
        fixes=(fix,),
    )


RULE = Rule(
    name="link-scheme",
    severity=Severity.ERROR,
    what=Message(
        "链接不是 http(s)：mailto、tel、javascript、weixin 等。正文里的邮箱，"
        "以及 @tarojs/cli@1.3.12 这样的包名，会自动变成 mailto 链接。",
        "A link is not http(s) but mailto, tel, javascript, weixin or the like. An e-mail "
        "address in the text, and a package such as @tarojs/cli@1.3.12, become mailto links.",
    ),
    why=Message(
        "平台规定链接只能指向三个允许的网站；其他协议点不开，有的还会被直接去掉。",
        "The platform allows links to three hosts only. Other schemes do not open, and some "
        "are removed.",
    ),
    bad="依赖 @tarojs/cli@1.3.12",
    good="依赖 `@tarojs/cli@1.3.12`",
    check=_check,
    by_block=True,
)
